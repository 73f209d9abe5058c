import { RsaPadding } from '../../../../shared/contract/key-facts.ts';
import type { CrlRow } from '../../../../shared/contract/revocations.ts';
import type { TokenFault } from '../../../../shared/contract/token-faults.ts';
import { nextCrlNumber } from '../../../../shared/domain/revocation.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { assembleCrl, type BuiltCrl, buildTbsCertList } from '../../pki/crl-build.ts';
import { sha256Of } from '../../pki/digests.ts';
import type { Trx } from '../../store/tables.ts';
import { type Issuer, loadCrlIssuer, withTokensUnlocked } from '../authorities/index.ts';
import { type TokenContext, type TokenHandle, unknownEnds } from '../tokens/index.ts';
import { entriesOf } from './crl-entries.ts';
import { currentCrl, findCrl, insertCrl, largestNumber, numberText, toCrlRow, updateCrl } from './crls.store.ts';
import type { CrlFault, CrlReason, RevocationsDeps } from './revocations.deps.ts';

const DAY_MS = 86_400_000;
/** For an authority's first list; later ones keep the time of the one before. */
const USUAL_DAYS = 7;

export interface CrlWish {
  readonly authorityId: string;
  readonly validDays?: number | undefined;
}

interface Claimed {
  readonly crlId: string;
  readonly tbs: Uint8Array;
  readonly issuer: Issuer;
}

/**
 * Issues the next list of an authority. The token is signed in first, since a person may take minutes over the PIN. Then,
 * in one transaction, number and entries are fixed and stored as `signing`; only these bytes go to the token. A list whose
 * signature verifies is stored with its audit entry in one transaction. When nobody knows what the token did, the list is
 * `unclear` and its number is used up.
 */
export async function signCrl(
  deps: RevocationsDeps,
  context: TokenContext,
  wish: CrlWish,
): Promise<Result<CrlRow, CrlFault>> {
  const issuer = await loadCrlIssuer(deps, deps.db, wish.authorityId);
  if (!issuer.ok) return refuse(deps, context, wish, issuer.error);
  const { authority } = issuer.value;
  const reason = `sign the revocation list of ${authority.name}`.slice(0, 200);
  const token = await deps.tokens.find(authority.token_uri);
  if (!token.ok) return refuse(deps, context, wish, token.error);
  const work = async (): Promise<Result<CrlRow, CrlFault>> => {
    const keys = await deps.tokens.listKeys(token.value);
    if (!keys.ok) return refuse(deps, context, wish, keys.error);
    const key = keys.value.find(({ spkiSha256 }) => spkiSha256 === authority.spki_sha256);
    if (key === undefined) return refuse(deps, context, wish, { code: 'KEY_NOT_FOUND', data: {} });
    const claimed = await claim(deps, context, wish);
    if (!claimed.ok) return claimed;
    const built = await sign(deps, context, claimed.value, { token: token.value, keyId: key.keyId, reason });
    return built.ok ? store(deps, context, claimed.value, built.value) : built;
  };
  return withTokensUnlocked<CrlRow, CrlFault>(deps, context, [authority.token_uri], reason, work, (fault) =>
    refuse(deps, context, wish, fault),
  );
}

/** From here on a crash leaves `signing`, which is told at the next start. */
async function claim(deps: RevocationsDeps, context: TokenContext, wish: CrlWish): Promise<Result<Claimed, CrlFault>> {
  return deps.unit.run(
    { event: 'crl.signing', actor: deps.actorOf(context.caller), subject: wish.authorityId },
    async (trx, entry): Promise<Result<Claimed, CrlFault>> => {
      const issuer = await loadCrlIssuer(deps, trx, wish.authorityId);
      if (!issuer.ok) return issuer;
      if (!signsLists(issuer.value)) return refused('usage');
      const planned = await plan(deps, trx, issuer.value, wish);
      if (!planned.ok) return planned;
      const { tbs, tbsSha256, number, entries, thisUpdate, nextUpdate } = planned.value;
      const crlId = deps.newId();
      await insertCrl(trx, {
        crl_id: crlId,
        authority_id: wish.authorityId,
        number: numberText(number),
        state: 'signing',
        tbs,
        tbs_sha256: tbsSha256,
        der: null,
        sha256: null,
        this_update: thisUpdate.toISOString(),
        next_update: nextUpdate.toISOString(),
        entries,
        created_at: deps.clock.now().toISOString(),
        created_by: deps.actorOf(context.caller).name,
        ended_at: null,
      });
      entry.data({ crlId, number: number.toString(), tbsSha256, entries, nextUpdate: nextUpdate.toISOString() });
      return ok({ crlId, tbs, issuer: issuer.value });
    },
  );
}

interface Plan {
  readonly tbs: Uint8Array;
  readonly tbsSha256: string;
  readonly number: bigint;
  readonly entries: number;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
}

async function plan(
  deps: RevocationsDeps,
  trx: Trx,
  issuer: Issuer,
  { authorityId, validDays }: CrlWish,
): Promise<Result<Plan, CrlFault>> {
  const current = await currentCrl(trx, authorityId);
  const thisUpdate = wholeSecond(deps.clock.now().getTime());
  // Readers go by the dates: a list that seems older than the last one could bring back what was revoked.
  if (current !== undefined && thisUpdate < wholeSecond(Date.parse(current.this_update)))
    return refused('clock', current.this_update);
  const usual = current === undefined ? USUAL_DAYS : daysOf(current);
  const nextUpdate = wholeSecond(thisUpdate.getTime() + (validDays ?? usual) * DAY_MS);
  const number = nextCrlNumber([await largestNumber(trx, authorityId)]);
  if (number === undefined) return refused('numbers');
  const entries = await entriesOf(trx, authorityId);
  const built = buildTbsCertList(
    {
      signatureAlgorithm: issuer.algorithm,
      issuer: issuer.name,
      issuerKeyId: issuer.keyId,
      number,
      thisUpdate,
      nextUpdate,
      entries,
    },
    deps.oidProfile(),
  );
  if (!built.ok) return refused('read-back', built.error.member.slice(0, 60));
  const { der, sha256 } = built.value;
  return ok({ tbs: der, tbsSha256: sha256, number, entries: entries.length, thisUpdate, nextUpdate });
}

async function sign(
  deps: RevocationsDeps,
  context: TokenContext,
  { crlId, tbs, issuer }: Claimed,
  { token, keyId, reason }: { readonly token: TokenHandle; readonly keyId: string; readonly reason: string },
): Promise<Result<BuiltCrl, CrlFault>> {
  const [own] = issuer.chain;
  const signed = await deps.tokens.signMany(
    context,
    token,
    { keyId, spkiSha256: issuer.authority.spki_sha256 ?? '' },
    'authority',
    [{ kind: 'crl', tbs, padding: RsaPadding.parse(issuer.authority.padding), issuer: own?.der ?? new Uint8Array(0) }],
    reason,
  );
  if (!signed.ok) {
    const { code } = signed.error;
    await settle(deps, context, crlId, unknownEnds.has(code) ? 'unclear' : 'dropped', code);
    return signed;
  }
  const signature = signed.value[0]?.signature ?? new Uint8Array(0);
  const whole = assembleCrl(tbs, issuer.algorithm, signature, issuer.spki, deps.oidProfile());
  if (!whole.ok) {
    await settle(deps, context, crlId, 'unclear', 'SIGNATURE_INVALID');
    return fail({ code: 'SIGNATURE_INVALID', data: {} });
  }
  return ok(whole.value);
}

async function store(
  deps: RevocationsDeps,
  context: TokenContext,
  { crlId, tbs, issuer }: Claimed,
  { der, sha256, view }: BuiltCrl,
): Promise<Result<CrlRow, CrlFault>> {
  return deps.unit.run(
    {
      event: 'crl.issued',
      actor: deps.actorOf(context.caller),
      subject: issuer.authority.authority_id,
      data: { crlId, sha256, tbsSha256: sha256Of(tbs), number: BigInt(`0x${view.crlNumber ?? '0'}`).toString() },
    },
    async (trx): Promise<Result<CrlRow, CrlFault>> => {
      const row = await findCrl(trx, crlId);
      if (row?.state !== 'signing' || row.tbs_sha256 !== sha256Of(tbs))
        return fail({ code: 'CRL_NOT_FOUND', data: {} });
      const end = { state: 'issued', sha256, ended_at: deps.clock.now().toISOString() };
      await updateCrl(trx, crlId, { ...end, der, tbs: null });
      return ok(toCrlRow({ ...row, ...end }));
    },
  );
}

/** No list came of it. Its number stays used, whatever the token did. */
async function settle(
  deps: RevocationsDeps,
  { caller }: TokenContext,
  crlId: string,
  state: 'dropped' | 'unclear',
  code: string,
): Promise<void> {
  const event = state === 'unclear' ? 'crl.unclear' : 'crl.not-signed';
  await deps.unit.run({ event, actor: deps.actorOf(caller), subject: crlId, data: { code } }, async (trx) => {
    await updateCrl(trx, crlId, { state, ended_at: deps.clock.now().toISOString() });
    return ok(undefined);
  });
}

/** A refusal before anything was claimed: on record as every other one. */
async function refuse(
  { unit, actorOf }: RevocationsDeps,
  { caller }: TokenContext,
  { authorityId }: CrlWish,
  fault: CrlFault | TokenFault,
): Promise<Result<never, CrlFault>> {
  const refusal = { event: 'crl.signing.refused', subject: authorityId, outcome: 'refused' } as const;
  await unit.append({ ...refusal, actor: actorOf(caller), code: fault.code });
  return fail(fault);
}

/** RFC 5280 §6.3.3 (f): a certificate that says what its key is for must say that it signs lists. */
function signsLists({ chain }: Issuer): boolean {
  const values = (chain[0]?.view.extensions ?? []).map(({ value }) => value);
  return !values.some((value) => value.kind === 'key-usage' && !value.usages.includes('cRLSign'));
}

function daysOf({ this_update, next_update }: { readonly this_update: string; readonly next_update: string }): number {
  const days = Math.round((Date.parse(next_update) - Date.parse(this_update)) / DAY_MS);
  return Math.min(397, Math.max(1, days));
}

function refused(reason: CrlReason, known?: string): Result<never, CrlFault> {
  return fail({ code: 'CRL_REFUSED', data: { reason, ...(known === undefined ? {} : { known }) } });
}

function wholeSecond(ms: number): Date {
  return new Date(Math.floor(ms / 1000) * 1000);
}
