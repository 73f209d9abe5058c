import { createHash, randomUUID } from 'node:crypto';
import { endsSoonFrom } from '../../shared/domain/certificate-time.ts';
import { ok } from '../../shared/util/result.ts';
import { systemClock } from '../../src-main/core/clock.ts';
import { insertCertificate } from '../../src-main/core/features/certificates/certificates.store.ts';
import { machineName } from '../../src-main/core/store/provenance.ts';
import { openWorkspace } from '../../src-main/core/store/workspace.ts';
import { value } from './token-core.ts';

const actor = { kind: 'local-user', name: 'bench' } as const;
const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const hash = (text: string, algorithm = 'sha256'): string => createHash(algorithm).update(text).digest('hex');

/** Common name of a certificate by its number. */
export function certificateName(at: number): string {
  return `cpo-${String(at).padStart(6, '0')}.example.org`;
}

/** Party id of a certificate by its number; a few hundred certificates share each. */
export function certificateParty(at: number): string {
  return `DE${(at % 400).toString(36).padStart(3, '0').toUpperCase()}`;
}

/** Puts rows of so many certificates into the inventory of a workspace, without the certificates behind them. */
export async function addCertificateRows(path: string, certificates: number): Promise<void> {
  const deps = { clock: systemClock, uuid: randomUUID, machine: machineName(), actor };
  const workspace = value(await openWorkspace(path, deps));
  const trx = await workspace.database.db.startTransaction().execute();
  for (let at = 1; at <= certificates; at++) {
    const name = certificateName(at);
    const party = certificateParty(at);
    const issuer = `CN=Roaming CA ${at % 12},O=Example Hub,C=DE`;
    const subject = `CN=${name},O=Operator ${at % 900},C=DE`;
    const from = new Date(START + (at % 700) * DAY_MS).toISOString();
    const until = new Date(START + ((at % 700) + 30) * DAY_MS).toISOString();
    const group = `group-${at % 9000}`;
    const subCpo = `${party.slice(0, 2)}*${party.slice(2)}`;
    const claims = { partyIds: [party], subCpoIds: [subCpo], subEmspIds: [], services: [] };
    await insertCertificate(
      trx,
      {
        certificate_id: `c${at}`,
        sha256: hash(`certificate ${at}`),
        sha1: hash(`certificate ${at}`, 'sha1'),
        source: at % 10 === 0 ? 'issued' : 'imported',
        subject,
        issuer,
        issuer_key: issuer.toLowerCase(),
        common_name: name,
        name_key: name,
        subject_sha256: hash(subject),
        issuer_sha256: hash(issuer),
        ski: hash(subject, 'sha1'),
        aki: hash(issuer, 'sha1'),
        serial: hash(`serial ${at}`).slice(0, 32),
        not_before: from,
        not_after: until,
        soon_from: endsSoonFrom(from, until),
        algorithm: 'EC P-256',
        spki_sha256: hash(`key ${at}`),
        is_ca: 0,
        key_group_id: group,
        group_key: group,
        claims: JSON.stringify(claims),
        profile: hash('profile'),
        added_at: new Date(START + at * 1000).toISOString(),
        added_by: 'bench',
        generation_id: null,
        csr_id: null,
        request_id: at % 10 === 0 ? `r${at}` : null,
        issuance_id: null,
        authority_id: null,
        issued_by: at % 10 === 0 ? `a${at % 12}` : null,
      },
      {
        der: new Uint8Array(900).fill(at & 0xff),
        search: [subject, issuer, name, group, party, subCpo].join('\n'),
        ids: [
          ['party', party],
          ['sub-cpo', subCpo],
        ],
      },
    );
  }
  await trx.commit().execute();
  await workspace.unit.run({ event: 'certificate.imported', actor }, () => ok(undefined));
  await workspace.close();
}
