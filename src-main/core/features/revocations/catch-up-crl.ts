import type { InputSource } from '../../../../shared/contract/inspection.ts';
import { RevocationReason } from '../../../../shared/contract/revocations.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import { serialKey } from '../../../../shared/domain/revocation.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { equalBytes } from '../../../../shared/util/bytes.ts';
import { readCertificate } from '../../pki/certificate-read.ts';
import type { CrlEntryView } from '../../pki/crl-entries.ts';
import type { ReadCrl } from '../../pki/path/path-types.ts';
import { verifySignedBy } from '../../pki/verify-signed.ts';
import type { Trx } from '../../store/tables.ts';
import { type AuthorityRecord, CAUGHT_UP, findAuthority, unclearIssuances } from '../authorities/index.ts';
import { openInput } from '../certificates/index.ts';
import { currentCrl, insertCrl, numberOf, numberText } from './crls.store.ts';
import type { CrlFault, CrlReason, RevocationsDeps } from './revocations.deps.ts';
import { findRevocation, listedRevocations, putRevocation, type RevocationRecord } from './revocations.store.ts';

export interface CatchUpWish {
  readonly authorityId: string;
  readonly source?: InputSource | undefined;
  readonly confirm?: string | undefined;
}

interface CaughtUp {
  readonly added: number;
  readonly kept: number;
}

/**
 * Takes over what a list that was signed with the authority's key says and this workspace does not know: its number and
 * its entries. Nothing that is known is forgotten: what is held here and not on the list stays held. Without a list, the
 * typed name of the authority says that none was ever exported.
 */
export async function catchUp(
  deps: RevocationsDeps,
  caller: Caller,
  { authorityId, source, confirm }: CatchUpWish,
): Promise<Result<CaughtUp, CrlFault>> {
  const opened = source === undefined ? undefined : (await openInput(deps.pool, [source], deps.oidProfile())).crls;
  return deps.unit.run(
    { event: CAUGHT_UP, actor: deps.actorOf(caller), subject: authorityId },
    async (trx, entry): Promise<Result<CaughtUp, CrlFault>> => {
      const authority = await findAuthority(trx, authorityId);
      if (authority === undefined) return fail({ code: 'AUTHORITY_NOT_FOUND', data: {} });
      if (opened === undefined) {
        const current = await currentCrl(trx, authorityId);
        // Where there was a list, one is somewhere: without it nobody knows its number.
        if (current !== undefined) return refused('older', numberOf(current).toString());
        if (confirm !== authority.name) return fail({ code: 'CONFIRMATION_WRONG', data: {} });
        entry.data({ none: true });
        return ok({ added: 0, kept: 0 });
      }
      const [crl, ...more] = opened;
      if (crl === undefined) return refused('unreadable');
      if (more.length > 0) return refused('several');
      const number = await judge(deps, trx, authority, crl);
      if (!number.ok) return number;
      const merged = await merge(deps, trx, authority, crl, deps.actorOf(caller).name);
      if (!merged.ok) return merged;
      await keep(deps, trx, authority, crl, number.value, deps.actorOf(caller).name);
      entry.data({ sha256: crl.view.sha256, number: number.value.toString(), ...merged.value });
      return merged;
    },
  );
}

async function judge(
  { certificates, oidProfile }: RevocationsDeps,
  trx: Trx,
  authority: AuthorityRecord,
  { der, view }: ReadCrl,
): Promise<Result<bigint, CrlFault>> {
  const [own] = await certificates.exactly(trx, [authority.certificate_sha256 ?? '']);
  if (own === undefined || authority.spki === null) return fail({ code: 'AUTHORITY_ALTERED', data: {} });
  const certificate = readCertificate(own, oidProfile(), 'verdicts');
  if (!certificate.ok) return fail({ code: 'AUTHORITY_ALTERED', data: {} });
  const { subject } = certificate.value;
  const isOwn = equalBytes(der.subarray(view.issuer.start, view.issuer.end), own.subarray(subject.start, subject.end));
  if (!isOwn) return refused('issuer');
  if (verifySignedBy(view, der, new Uint8Array(authority.spki)).verdict !== 'valid') return refused('signature');
  const isPart =
    view.isDelta || view.isIndirect || view.extensions.some(({ value }) => value.kind === 'issuing-distribution-point');
  if (isPart) return refused('partial');
  if (view.crlNumber === null || view.crlNumber.length > 40) return refused('no-number');
  const number = BigInt(`0x${view.crlNumber}`);
  const current = await currentCrl(trx, authority.authority_id);
  if (current !== undefined && number < numberOf(current)) return refused('older', numberOf(current).toString());
  return ok(number);
}

async function merge(
  deps: RevocationsDeps,
  trx: Trx,
  authority: AuthorityRecord,
  { view }: ReadCrl,
  by: string,
): Promise<Result<CaughtUp, CrlFault>> {
  const listed = new Set<string>();
  let added = 0;
  // They stand on every list as what they are.
  const unclear = new Set((await unclearIssuances(trx, authority.authority_id)).map((one) => one.serial));
  for (const read of view.entries) {
    const serial = serialKey(read.serialNumber);
    if (serial === undefined || read.revokedAt === null) return refused('unreadable');
    listed.add(serial);
    const before = await findRevocation(trx, authority.authority_id, serial);
    const state = read.reason === 'certificateHold' ? 'held' : 'revoked';
    if (before?.state === 'revoked' || before?.state === state) continue;
    if (before === undefined && read.reason === null && unclear.has(serial)) continue;
    await putRevocation(trx, recordOf(deps, authority, read, { serial, state, by, before }));
    added += 1;
  }
  const held = await listedRevocations(trx, authority.authority_id);
  const kept = held.filter(({ serial, state }) => state === 'held' && !listed.has(serial)).length;
  return ok({ added, kept });
}

function recordOf(
  { clock }: RevocationsDeps,
  { authority_id }: AuthorityRecord,
  read: CrlEntryView,
  known: {
    readonly serial: string;
    readonly state: 'held' | 'revoked';
    readonly by: string;
    readonly before: RevocationRecord | undefined;
  },
): RevocationRecord {
  const reason = RevocationReason.safeParse(read.reason).data ?? 'unspecified';
  return {
    authority_id,
    serial: known.serial,
    certificate_id: known.before?.certificate_id ?? null,
    state: known.state,
    reason,
    revoked_at: read.revokedAt ?? clock.now().toISOString(),
    invalid_since: read.invalidSince,
    note: '',
    decided_at: clock.now().toISOString(),
    decided_by: known.by,
    from_crl: 1,
  };
}

async function keep(
  deps: RevocationsDeps,
  trx: Trx,
  { authority_id }: AuthorityRecord,
  { der, view }: ReadCrl,
  number: bigint,
  by: string,
): Promise<void> {
  const current = await currentCrl(trx, authority_id);
  if (current?.sha256 === view.sha256) return;
  const now = deps.clock.now().toISOString();
  await insertCrl(trx, {
    crl_id: deps.newId(),
    authority_id,
    number: numberText(number),
    state: 'read',
    tbs: null,
    tbs_sha256: view.tbs.sha256,
    der,
    sha256: view.sha256,
    this_update: view.thisUpdate ?? now,
    next_update: view.nextUpdate ?? view.thisUpdate ?? now,
    entries: view.entries.length,
    created_at: now,
    created_by: by,
    ended_at: now,
  });
}

function refused(reason: CrlReason, known?: string): Result<never, CrlFault> {
  return fail({ code: 'CRL_REFUSED', data: { reason, ...(known === undefined ? {} : { known }) } });
}
