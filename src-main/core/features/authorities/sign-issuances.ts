import { setImmediate as nextTurn } from 'node:timers/promises';
import type { TokenFault } from '../../../../shared/contract/token-faults.ts';
import type { JsonObject } from '../../../../shared/domain/canonical-json.ts';
import { mayIssue } from '../../../../shared/domain/issuance-state.ts';
import { fail, type Fault, ok, type Result } from '../../../../shared/util/result.ts';
import { RsaPadding } from '../../../../shared/contract/key-facts.ts';
import { assembleCertificate, type BuiltCertificate } from '../../pki/certificate-build.ts';
import { type CertificateView, readTbsCertificate } from '../../pki/certificate-read.ts';
import { sha256Of } from '../../pki/digests.ts';
import type { Reader, Trx } from '../../store/tables.ts';
import { type TokenContext, type TokenHandle, unknownEnds } from '../tokens/index.ts';
import type { AuthoritiesDeps, AuthorityFault } from './authorities.deps.ts';
import {
  findIssuance,
  type IssuanceRecord,
  isInInventory,
  profileOf,
  stateOf,
  updateIssuance,
} from './issuances.store.ts';
import type { Issuer } from './issuer.ts';
import { judgeUnderIssuer } from './judge-tbs.ts';
import { withTokensUnlocked } from './unlock-authorities.ts';

/** Exactly these bytes, as they were shown. */
export interface Approval {
  readonly issuanceId: string;
  readonly tbsSha256: string;
}

export interface IssuedCertificate {
  readonly issuanceId: string;
  readonly certificateId: string;
}

/** How the signing of one issuance ended, told inside the transaction that writes it. */
export type IssuanceEnd =
  | { readonly state: 'issued'; readonly certificateId: string; readonly certificate: BuiltCertificate }
  | { readonly state: 'prepared' | 'unclear' };

/** What those who ordered the certificate add: their own judgement, their own rows. All inside the transactions. */
export interface IssuingOrder<F = never> {
  readonly approvals: readonly Approval[];
  /** Shown to whoever is asked for the PIN. */
  readonly reason: string;
  readonly source: 'issued' | 'authority';
  /** The signing authority as it is now; called again inside the transaction that claims. */
  readonly issuer: (db: Reader) => Promise<Result<Issuer, AuthorityFault>>;
  /** Judges stored bytes against what ordered them; the last word before `signing` is written. */
  readonly claim: (
    trx: Trx,
    issuance: IssuanceRecord,
    view: CertificateView,
    issuer: Issuer,
  ) => Promise<Result<undefined, AuthorityFault | F>>;
  readonly ended: (trx: Trx, issuance: IssuanceRecord, end: IssuanceEnd) => Promise<void>;
}

/**
 * Certificates that are judged, signed and stored together: their judgement is one transaction and must not hold core up,
 * and the audit entry names each of them. What comes after a part that failed stays prepared.
 */
const BATCH = 8;

interface Claimed {
  readonly issuance: IssuanceRecord;
  /** The bytes whose SHA-256 was compared inside the claiming transaction. */
  readonly tbs: Uint8Array;
}

/**
 * Signs prepared issuances of one authority, in order, as one batch for which the token is unlocked. It is signed in
 * first, since a person may take minutes over the PIN. Then, in one transaction, the stored bytes are read by the strict reader, compared with what was approved
 * and judged by request, policy and issuer as they are now; only then `signing` is written and committed, and only
 * these bytes go to the token. A certificate whose signature verifies is stored with the new states and the audit entry
 * in one transaction. When nobody knows what the token did, the issuance is `unclear` and counts as issued.
 */
export async function signIssuances<F extends Fault = never>(
  deps: AuthoritiesDeps,
  context: TokenContext,
  order: IssuingOrder<F>,
): Promise<Result<readonly IssuedCertificate[], AuthorityFault | F>> {
  const issuer = await order.issuer(deps.db);
  if (!issuer.ok) return refuse(deps, context, order, issuer.error);
  const { authority } = issuer.value;
  const token = await deps.tokens.find(authority.token_uri);
  if (!token.ok) return refuse(deps, context, order, token.error);
  return withTokensUnlocked(
    deps,
    context,
    [authority.token_uri],
    order.reason,
    () => signUnlocked(deps, context, order, token.value, authority.spki_sha256),
    (fault) => refuse(deps, context, order, fault),
  );
}

async function signUnlocked<F extends Fault>(
  deps: AuthoritiesDeps,
  context: TokenContext,
  order: IssuingOrder<F>,
  token: TokenHandle,
  authoritySpki: string | null,
): Promise<Result<readonly IssuedCertificate[], AuthorityFault | F>> {
  const keys = await deps.tokens.listKeys(token);
  if (!keys.ok) return refuse(deps, context, order, keys.error);
  const key = keys.value.find(({ spkiSha256 }) => spkiSha256 === authoritySpki);
  if (key === undefined) return refuse(deps, context, order, { code: 'KEY_NOT_FOUND', data: {} });

  // A key that wants its PIN for each signature is signed with one by one: what is signed is stored before the next.
  const size = key.pinPerSignature === 'yes' ? 1 : BATCH;
  const issued: IssuedCertificate[] = [];
  for (let at = 0; at < order.approvals.length; at += size) {
    const part = { ...order, approvals: order.approvals.slice(at, at + size) };
    const claimed = await claim(deps, context, part);
    if (!claimed.ok) return claimed;
    const { issuer: fresh, issuances } = claimed.value;
    const end = await signPart(deps, context, part, {
      issuer: fresh,
      token,
      keyId: key.keyId,
      part: issuances,
    });
    if (!end.ok) return end;
    issued.push(...end.value);
    // The next part's judgement is a task of its own: the database answers without a turn of the event loop.
    await nextTurn();
  }
  return ok(issued);
}

/** From here on a crash leaves `signing`, which is told at the next start. */
async function claim<F extends Fault>(
  deps: AuthoritiesDeps,
  context: TokenContext,
  order: IssuingOrder<F>,
): Promise<Result<{ readonly issuer: Issuer; readonly issuances: readonly Claimed[] }, AuthorityFault | F>> {
  return deps.unit.run(
    { event: 'issuance.signing', actor: deps.actorOf(context.caller), ...facts(order) },
    async (trx): Promise<Result<{ issuer: Issuer; issuances: readonly Claimed[] }, AuthorityFault | F>> => {
      const issuer = await order.issuer(trx);
      if (!issuer.ok) return issuer;
      const issuances: Claimed[] = [];
      for (const approval of order.approvals) {
        const one = await claimOne(deps, trx, order, approval, issuer.value);
        if (!one.ok) return one;
        issuances.push(one.value);
      }
      return ok({ issuer: issuer.value, issuances });
    },
  );
}

async function claimOne<F extends Fault>(
  deps: AuthoritiesDeps,
  trx: Trx,
  order: IssuingOrder<F>,
  { issuanceId, tbsSha256 }: Approval,
  issuer: Issuer,
): Promise<Result<Claimed, AuthorityFault | F>> {
  const issuance = await findIssuance(trx, issuanceId);
  if (issuance?.authority_id !== issuer.authority.authority_id) return fail({ code: 'ISSUANCE_NOT_FOUND', data: {} });
  const state = stateOf(issuance);
  if (!mayIssue(state, 'signing')) return fail({ code: 'ISSUANCE_STATE', data: { state } });
  if (await isInInventory(trx, issuance)) return fail({ code: 'ISSUANCE_STATE', data: { state: 'issued' } });
  const tbs = new Uint8Array(issuance.tbs);
  const actual = sha256Of(tbs);
  if (actual !== tbsSha256 || issuance.tbs_sha256 !== actual)
    return fail({ code: 'ISSUANCE_CHANGED', data: { expected: tbsSha256, actual } });
  const read = readTbsCertificate(tbs, profileOf(issuance));
  const isAsRecorded =
    read.ok &&
    read.value.serialNumber === issuance.serial &&
    isSame(read.value.notBefore, issuance.not_before) &&
    isSame(read.value.notAfter, issuance.not_after);
  if (!isAsRecorded) return fail({ code: 'ISSUANCE_CHANGED', data: { expected: tbsSha256, actual } });
  const findings = judgeUnderIssuer(tbs, read.value, issuer, deps.clock.now());
  if (findings.length > 0) return fail({ code: 'ISSUANCE_REFUSED', data: { findings: findings.slice(0, 200) } });
  const judged = await order.claim(trx, issuance, read.value, issuer);
  if (!judged.ok) return judged;
  await updateIssuance(trx, issuanceId, { state: 'signing', signing_at: deps.clock.now().toISOString() });
  return ok({ issuance, tbs });
}

interface Part {
  readonly issuer: Issuer;
  readonly token: TokenHandle;
  readonly keyId: string;
  readonly part: readonly Claimed[];
}

async function signPart(
  deps: AuthoritiesDeps,
  context: TokenContext,
  order: IssuingOrder<unknown>,
  { issuer, token, keyId, part }: Part,
): Promise<Result<readonly IssuedCertificate[], AuthorityFault>> {
  const padding = RsaPadding.parse(issuer.authority.padding);
  const foreign = issuer.foreignKeyId === undefined ? {} : { issuer: issuer.foreignKeyId };
  const signed = await deps.tokens.signMany(
    context,
    token,
    { keyId, spkiSha256: issuer.authority.spki_sha256 ?? '' },
    'authority',
    part.map(({ tbs }) => ({ kind: 'certificate' as const, tbs, padding, ...foreign })),
    order.reason,
  );
  if (!signed.ok) {
    await settle(
      deps,
      context,
      order,
      part,
      unknownEnds.has(signed.error.code) ? 'unclear' : 'prepared',
      signed.error.code,
    );
    return signed;
  }
  const built: BuiltCertificate[] = [];
  for (const [i, { issuance, tbs }] of part.entries()) {
    const signature = signed.value[i]?.signature ?? new Uint8Array(0);
    const whole = assembleCertificate(tbs, issuer.algorithm, signature, issuer.spki, profileOf(issuance));
    if (!whole.ok) {
      await settle(deps, context, order, part, 'unclear', 'SIGNATURE_INVALID');
      return fail({ code: 'SIGNATURE_INVALID', data: {} });
    }
    built.push(whole.value);
  }
  await nextTurn();
  return store(deps, context, order, part, built);
}

/** Certificates, states and audit entry in one transaction: there is no moment at which one is there without the others. */
async function store(
  deps: AuthoritiesDeps,
  context: TokenContext,
  order: IssuingOrder<unknown>,
  part: readonly Claimed[],
  built: readonly BuiltCertificate[],
): Promise<Result<readonly IssuedCertificate[], AuthorityFault>> {
  const list = part.map(({ issuance }, i) => ({
    issuanceId: issuance.issuance_id,
    serial: issuance.serial,
    sha256: built[i]?.sha256 ?? '',
  }));
  return deps.unit.run(
    {
      event: 'certificate.issued',
      actor: deps.actorOf(context.caller),
      subject: part[0]?.issuance.issuance_id,
      data: { authorityId: part[0]?.issuance.authority_id ?? '', certificates: list },
    },
    async (trx): Promise<Result<readonly IssuedCertificate[], AuthorityFault>> => {
      const issued: IssuedCertificate[] = [];
      for (const [i, { issuance }] of part.entries()) {
        const certificate = built[i];
        const now = await findIssuance(trx, issuance.issuance_id);
        if (certificate === undefined || now?.state !== 'signing') {
          return fail({ code: 'ISSUANCE_STATE', data: { state: stateOf(now ?? issuance) } });
        }
        const links = {
          issuanceId: issuance.issuance_id,
          issuedBy: issuance.authority_id,
          requestId: issuance.request_id ?? undefined,
          authorityId: issuance.subject_authority_id ?? undefined,
        };
        const { der, view } = certificate;
        const certificateId = await deps.certificates.add(
          trx,
          { der, view, profile: profileOf(issuance), source: order.source, links },
          deps.actorOf(context.caller).name,
        );
        const end = { state: 'issued', ended_at: deps.clock.now().toISOString(), certificate_id: certificateId };
        await updateIssuance(trx, issuance.issuance_id, end);
        await order.ended(trx, issuance, { state: 'issued', certificateId, certificate });
        issued.push({ issuanceId: issuance.issuance_id, certificateId });
      }
      return ok(issued);
    },
  );
}

/** No certificate came of it: back to prepared when the token signed nothing for certain, else a question for ever. */
async function settle(
  deps: AuthoritiesDeps,
  context: TokenContext,
  order: IssuingOrder<unknown>,
  part: readonly Claimed[],
  state: 'prepared' | 'unclear',
  code: string,
): Promise<void> {
  if (part.length === 0) return;
  await deps.unit.run(
    {
      event: state === 'unclear' ? 'issuance.unclear' : 'issuance.not-signed',
      actor: deps.actorOf(context.caller),
      subject: part[0]?.issuance.issuance_id,
      data: { code, issuances: part.map(({ issuance }) => issuance.issuance_id) },
    },
    async (trx) => {
      for (const { issuance } of part) {
        const ended = state === 'unclear' ? { ended_at: deps.clock.now().toISOString() } : { signing_at: null };
        await updateIssuance(trx, issuance.issuance_id, { state, ...ended });
        await order.ended(trx, issuance, { state });
      }
      return ok(undefined);
    },
  );
}

/** A refusal before anything was claimed: on record as every other one. */
async function refuse(
  { unit, actorOf }: AuthoritiesDeps,
  { caller }: TokenContext,
  order: IssuingOrder<unknown>,
  fault: AuthorityFault | TokenFault,
): Promise<Result<never, AuthorityFault>> {
  await unit.append({
    event: 'issuance.signing.refused',
    actor: actorOf(caller),
    ...facts(order),
    outcome: 'refused',
    code: fault.code,
  });
  return fail(fault);
}

function facts({ approvals }: IssuingOrder<unknown>): { readonly subject?: string; readonly data: JsonObject } {
  const [first] = approvals;
  return {
    ...(first === undefined ? {} : { subject: first.issuanceId }),
    data: { approvals: approvals.map(({ issuanceId, tbsSha256 }) => ({ issuanceId, tbsSha256 })) },
  };
}

function isSame(read: string | null, stored: string): boolean {
  return read !== null && new Date(read).getTime() === new Date(stored).getTime();
}
