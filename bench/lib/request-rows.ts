import { createHash, randomUUID } from 'node:crypto';
import { defaultOidProfile } from '../../shared/domain/default-oid-profile.ts';
import { ok } from '../../shared/util/result.ts';
import { systemClock } from '../../src-main/core/clock.ts';
import { writePartners } from '../../src-main/core/features/partners/partners.store.ts';
import { untouched } from '../../src-main/core/features/requests/desk.tables.ts';
import { insertRequest } from '../../src-main/core/features/requests/requests.store.ts';
import { machineName } from '../../src-main/core/store/provenance.ts';
import { openWorkspace } from '../../src-main/core/store/workspace.ts';
import { certificateName, certificateParty } from './certificate-rows.ts';
import { value } from './token-core.ts';

const actor = { kind: 'local-user', name: 'bench' } as const;
const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const STATES = ['received', 'issued', 'rejected', 'issued', 'voting', 'issued', 'held', 'in-use', 'issued', 'received'];
const VERDICTS = ['fail', 'pass', 'warn', 'pass'];
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const profile = JSON.stringify(defaultOidProfile);
const open = async (path: string) =>
  value(await openWorkspace(path, { clock: systemClock, uuid: randomUUID, machine: machineName(), actor }));

/** Puts so many partners, each with ids of its own, into the registry of a workspace. */
export async function addPartners(path: string, partners: number): Promise<void> {
  const workspace = await open(path);
  await workspace.unit.run({ event: 'partner.imported', actor }, async (trx) => {
    const written = Array.from({ length: partners }, (_, at) => {
      const party = `${'ABCDEFGH'[at % 8] ?? 'A'}${'ABCDEFGH'[Math.floor(at / 8) % 8] ?? 'A'}`;
      const id = `${party}${Math.floor(at / 64)
        .toString(36)
        .padStart(3, '0')
        .toUpperCase()}`;
      const ids = [
        { kind: 'party' as const, id },
        { kind: 'sub-cpo' as const, id: `${id.slice(0, 2)}*${id.slice(2)}` },
      ];
      const facts = {
        name: `Partner ${at}`,
        platform: `Platform ${at % 700}`,
        ids,
        contacts: [],
        allowedAlgorithms: [],
        allowedNames: [`dns:*.partner-${at}.example`],
        authorityIds: [],
        notes: '',
        archived: false,
      };
      return { partnerId: `partner-${at}`, facts, before: undefined, deed: 'added' as const };
    });
    await writePartners(trx, written, { at: new Date(START).toISOString(), by: 'bench', imported: true });
    return ok(undefined);
  });
  await workspace.close();
}

/** Puts rows of so many requests into the inbox of a workspace, without readable requests behind them. */
export async function addRequestRows(path: string, requests: number): Promise<void> {
  const workspace = await open(path);
  const trx = await workspace.database.db.startTransaction().execute();
  for (let at = 1; at <= requests; at++) {
    const name = certificateName(at);
    const party = certificateParty(at);
    const group = `group-${at % 9000}`;
    const subCpo = `${party.slice(0, 2)}*${party.slice(2)}`;
    const subject = `CN=${name},O=Operator ${at % 900},C=DE`;
    await insertRequest(
      trx,
      {
        ...untouched,
        request_id: `r${String(at).padStart(7, '0')}`,
        state: STATES[at % STATES.length] ?? 'received',
        der: new Uint8Array(900).fill(at & 0xff),
        sha256: hash(`request ${at}`),
        spki_sha256: hash(`key ${at}`),
        subject,
        common_name: name,
        name_key: name,
        key_group_id: group,
        group_key: group,
        claims: JSON.stringify({ partyIds: [party], subCpoIds: [subCpo], subEmspIds: [] }),
        algorithm: 'EC P-256',
        signature_valid: 1,
        errors: 0,
        warnings: at % 3,
        source: `${at}.pem`,
        oid_profile: profile,
        received_at: new Date(START + at * 1000).toISOString(),
        received_by: 'bench',
        reject_reason: null,
        note: null,
        certificate_id: null,
        search: [subject, group, party, subCpo, `${at}.pem`].join('\n'),
        partner_id: at % 4 === 0 ? null : `partner-${at % 5000}`,
        partner_key: at % 4 === 0 ? '' : `partner ${at % 5000}`,
        ids_key: party,
        purpose: 'tls-client',
        claimed_by: at % 7 === 0 ? 'bea' : '',
        claimed_at: at % 7 === 0 ? new Date(START).toISOString() : null,
        verdict: VERDICTS[at % VERDICTS.length] ?? '',
        verdict_at: new Date(START).toISOString(),
        ends_at: new Date(START + 3650 * DAY_MS).toISOString(),
      },
      [
        ['party', party],
        ['sub-cpo', subCpo],
      ],
    );
  }
  await trx.commit().execute();
  await workspace.close();
}
