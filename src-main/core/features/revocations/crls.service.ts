import type { CrlRow, CrlStatus } from '../../../../shared/contract/revocations.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import { crlStanding, serialKey } from '../../../../shared/domain/revocation.ts';
import { fileStem } from '../../../../shared/util/file-stem.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { readCrl } from '../../pki/crl-read.ts';
import { writePem } from '../../pki/pem.ts';
import {
  type AuthorityRecord,
  findAuthority,
  listAuthorities,
  needsCatchUp,
  needsCheckpoint,
  unclearIssuances,
} from '../authorities/index.ts';
import type { TokenContext } from '../tokens/index.ts';
import { catchUp, type CatchUpWish } from './catch-up-crl.ts';
import {
  crlDer,
  type CrlFacts,
  crlsInSigning,
  currentCrl,
  findCrl,
  listCrls,
  numberOf,
  toCrlRow,
  updateCrl,
} from './crls.store.ts';
import type { CrlFault, RevocationsDeps } from './revocations.deps.ts';
import { countDecidedSince, countRevocations } from './revocations.store.ts';
import { certificateWithSerial } from './revoked-certificates.store.ts';
import { type CrlWish, signCrl } from './sign-crl.ts';

export type CrlsService = ReturnType<typeof createCrlsService>;

interface Choice {
  readonly authorityId: string;
  readonly crlId?: string | undefined;
}

/** Revocation lists: signed, shown, exported, caught up with. */
export function createCrlsService(deps: RevocationsDeps) {
  const { db, unit, clock } = deps;

  async function statusOf(authority: AuthorityRecord): Promise<CrlStatus> {
    const { authority_id, name, state, not_before, not_after } = authority;
    const current = await currentCrl(db, authority_id);
    const counts = await countRevocations(db, authority_id);
    const unclear = await unclearIssuances(db, authority_id);
    const since = current?.created_at ?? '';
    const unlisted = unclear.filter(
      ({ ended_at, signing_at, created_at }) => (ended_at ?? signing_at ?? created_at) > since,
    );
    const now = clock.now();
    const isValid =
      not_before !== null && not_after !== null && new Date(not_before) <= now && now <= new Date(not_after);
    return {
      authorityId: authority_id,
      authorityName: name,
      ...(current === undefined ? {} : { current: toCrlRow(current) }),
      standing:
        current === undefined
          ? 'none'
          : crlStanding({ thisUpdate: current.this_update, nextUpdate: current.next_update }, now),
      pending: (await countDecidedSince(db, authority_id, since)) + unlisted.length,
      revoked: counts.revoked,
      held: counts.held,
      unclear: unclear.length,
      catchUp: await needsCatchUp(db, authority),
      ...((await needsCheckpoint(db)) === undefined ? {} : { needsCheckpoint: true }),
      canSign: isValid && (state === 'active' || state === 'retired'),
    };
  }

  async function status(): Promise<{ authorities: CrlStatus[] }> {
    const authorities: CrlStatus[] = [];
    for (const authority of await listAuthorities(db))
      if (authority.certificate_id !== null) authorities.push(await statusOf(authority));
    return { authorities };
  }

  async function list(query: { readonly authorityId: string; readonly offset: number; readonly limit: number }) {
    const { total, records } = await listCrls(db, query);
    return { total, rows: records.map(toCrlRow) };
  }

  async function find({
    authorityId,
    crlId,
  }: Choice): Promise<Result<{ readonly facts: CrlFacts; readonly der: Uint8Array }, CrlFault>> {
    const facts = crlId === undefined ? await currentCrl(db, authorityId) : await findCrl(db, crlId);
    const der = facts?.authority_id === authorityId ? await crlDer(db, facts.crl_id) : undefined;
    return facts === undefined || der === undefined ? fail({ code: 'CRL_NOT_FOUND', data: {} }) : ok({ facts, der });
  }

  async function show({ offset, limit, ...choice }: Choice & { readonly offset: number; readonly limit: number }) {
    const found = await find(choice);
    if (!found.ok) return found;
    const authority = await findAuthority(db, choice.authorityId);
    const view = readCrl(found.value.der, deps.oidProfile(), 'verdicts');
    if (!view.ok || authority === undefined) return fail({ code: 'CRL_NOT_FOUND' as const, data: {} });
    const entries = [];
    for (const entry of view.value.entries.slice(offset, offset + limit)) {
      const { serialNumber, revokedAt, reason, invalidSince } = entry;
      const certificate = await certificateWithSerial(db, authority, serialKey(serialNumber) ?? serialNumber);
      entries.push({
        serialNumber,
        revokedAt,
        reason,
        invalidSince,
        ...(certificate === undefined
          ? {}
          : { certificateId: certificate.certificate_id, commonName: certificate.common_name }),
      });
    }
    return ok({ crl: toCrlRow(found.value.facts), total: view.value.entries.length, entries });
  }

  async function issue(context: TokenContext, wish: CrlWish): Promise<Result<{ crl: CrlRow }, CrlFault>> {
    const signed = await signCrl(deps, context, wish);
    return signed.ok ? ok({ crl: signed.value }) : signed;
  }

  async function exportOne({ format, ...choice }: Choice & { readonly format: 'pem' | 'der' }) {
    const found = await find(choice);
    if (!found.ok) return found;
    const { facts, der } = found.value;
    const authority = await findAuthority(db, choice.authorityId);
    const name = `${fileStem(authority?.name ?? '', 'authority')}-${numberOf(facts)}`;
    return ok(
      format === 'der'
        ? { content: der, suggestedName: `${name}.crl`, mediaType: 'application/pkix-crl' }
        : {
            content: new Uint8Array(Buffer.from(writePem('X509 CRL', der), 'ascii')),
            suggestedName: `${name}.crl.pem`,
            mediaType: 'application/x-pem-file',
          },
    );
  }

  async function readUp(caller: Caller, wish: CatchUpWish) {
    const done = await catchUp(deps, caller, wish);
    if (!done.ok) return done;
    const authority = await findAuthority(db, wish.authorityId);
    return authority === undefined
      ? fail({ code: 'AUTHORITY_NOT_FOUND' as const, data: {} })
      : ok({ status: await statusOf(authority), ...done.value });
  }

  /** Lists that were being signed when core ended: they may be in the world. Answers how many. */
  async function reconcile(): Promise<number> {
    const cut = await crlsInSigning(db);
    for (const { crl_id, authority_id, number } of cut) {
      const data = { code: 'CUT_OFF', authorityId: authority_id, number: numberOf({ number }).toString() };
      await unit.run({ event: 'crl.unclear', actor: deps.system, subject: crl_id, data }, async (trx) => {
        await updateCrl(trx, crl_id, { state: 'unclear', ended_at: clock.now().toISOString() });
        return ok(undefined);
      });
    }
    return cut.length;
  }

  return { status, list, show, issue, export: exportOne, catchUp: readUp, reconcile };
}
