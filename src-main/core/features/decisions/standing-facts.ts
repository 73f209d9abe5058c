import type { StandingRule } from '../../../../shared/contract/standing.ts';
import { KeyPurpose } from '../../../../shared/contract/key-facts.ts';
import type { StandingFacts, StandingSide } from '../../../../shared/domain/standing-approval.ts';
import { readTbsCertificate } from '../../pki/certificate-read.ts';
import { sha256Of } from '../../pki/digests.ts';
import type { OidProfile } from '../../pki/oid-profile.ts';
import type { Reader } from '../../store/tables.ts';
import { type IssuanceRecord, profileOf } from '../authorities/index.ts';
import { loadCertificate } from '../certificates/index.ts';
import {
  type CheckedRequest,
  claimsOfCertificate,
  claimsOfRequest,
  findProof,
  idsIn,
  judgeProof,
  ownersOfRequests,
  partnerOfIds,
  type RequestBytes,
  type RequestRecord,
} from '../requests/index.ts';
import { standingsOf } from '../revocations/index.ts';
import type { StandingJudgeDeps } from './standing.deps.ts';
import { findStop, issuedOfGroup, usesOf } from './standing.store.ts';

export interface StandingQuestion {
  readonly row: RequestRecord;
  readonly request: RequestBytes;
  /** The prepared certificate; undefined before there is one. */
  readonly issuance: IssuanceRecord | undefined;
  readonly checked: CheckedRequest;
}

/** Everything that a rule asks of a renewal, from the stored bytes as they are now. */
export async function standingFacts(
  deps: StandingJudgeDeps,
  db: Reader,
  rule: StandingRule,
  { row, request, issuance, checked }: StandingQuestion,
): Promise<StandingFacts> {
  const { der, view } = request;
  const proof = await findProof(db, row.request_id);
  const judged = proof === undefined ? null : await judgeProof(db, proof.jws, request);
  const { rows } = await usesOf(db, rule.standingId, { offset: 0, limit: 1 });
  const { partner } = checked;
  const times = { notBefore: view.ocpi.notBefore?.at ?? undefined, notAfter: view.ocpi.notAfter?.at ?? undefined };
  return {
    stopped: (await findStop(db, rule.standingId)) !== undefined,
    lastUse: rows[0]?.at,
    partnerId: partner === undefined || partner.archived ? undefined : partner.partnerId,
    // What was prepared says itself for whom and what for; before that it will be as the rule says.
    authorityId: issuance?.authority_id ?? rule.authorityId,
    purpose: issuance === undefined ? rule.purpose : KeyPurpose.parse(issuance.purpose),
    requestSha256: view.sha256,
    request: {
      ...claimsOfRequest(view),
      ...times,
      keyGroupId: view.ocpi.keyGroupId?.text,
      subjectSha256: sha256Of(der.subarray(view.subject.start, view.subject.end)),
      spkiSha256: view.publicKey.sha256,
      algorithm: view.publicKey.algorithm ?? undefined,
    },
    tbs: issuance === undefined ? undefined : sideOfTbs(new Uint8Array(issuance.tbs), profileOf(issuance)),
    proof: judged ?? undefined,
    newest: await newestOf(deps, db, rule, row.request_id),
    results: checked.results,
  };
}

/** Nothing of an unreadable one fits anything. */
const unreadable: StandingSide & { readonly services: readonly string[] } = {
  ids: { partyIds: [], subCpoIds: [], subEmspIds: [] },
  names: [],
  services: [],
  keyGroupId: undefined,
  subjectSha256: '',
  spkiSha256: '',
  algorithm: undefined,
  notBefore: undefined,
  notAfter: undefined,
};

/** What a rule asks of a to-be-signed certificate. */
export function sideOfTbs(
  der: Uint8Array,
  profile: OidProfile,
): StandingSide & { readonly services: readonly string[] } {
  const read = readTbsCertificate(der, profile);
  if (!read.ok) return unreadable;
  const view = read.value;
  return {
    ...claimsOfCertificate(view),
    keyGroupId: view.ocpi.keyGroupId?.text,
    subjectSha256: sha256Of(der.subarray(view.subject.start, view.subject.end)),
    spkiSha256: view.publicKey.sha256,
    algorithm: view.publicKey.algorithm ?? undefined,
    notBefore: view.notBefore ?? undefined,
    notAfter: view.notAfter ?? undefined,
  };
}

/** The certificate of the rule's series that was issued last, not counting that of the request itself. */
async function newestOf(
  deps: Pick<StandingJudgeDeps, 'registry'>,
  db: Reader,
  rule: StandingRule,
  requestId: string,
): Promise<StandingFacts['newest']> {
  const issued = (await issuedOfGroup(db, rule.keyGroupId, rule.purpose)).filter(
    ({ request_id }) => request_id !== requestId,
  );
  const owners = await ownersOfRequests(
    db,
    issued.flatMap(({ request_id }) => request_id ?? []),
  );
  const registry = await deps.registry(db);
  const newest = issued.find(
    ({ request_id, claims }) =>
      (owners.get(request_id ?? '') ?? partnerOfIds(registry, idsIn(claims))?.partnerId) === rule.partnerId,
  );
  if (newest === undefined) return undefined;
  // From its bytes: a row that says something else than they do is nobody's predecessor.
  const stored = await loadCertificate(db, newest);
  if (stored?.view.notAfter == null) return undefined;
  const revoked = (await standingsOf(db, [newest])).has(newest.certificate_id);
  return { spkiSha256: stored.view.publicKey.sha256, notAfter: stored.view.notAfter, revoked };
}
