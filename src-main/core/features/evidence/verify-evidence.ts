import type { EvidenceVerdictView } from '../../../../shared/contract/evidence.ts';
import type { EvidenceFile } from '../../../../shared/contract/evidence-file.ts';
import { statements } from '../../../../shared/contract/statements.ts';
import { type EvidenceLine, evidenceLine, verdictOfLines } from '../../../../shared/domain/evidence.ts';
import type { RosterState } from '../../../../shared/domain/roster.ts';
import { fromBase64Url } from '../../../../shared/util/base64.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { readCertificate } from '../../pki/certificate-read.ts';
import { sha256Of } from '../../pki/digests.ts';
import type { OidProfile } from '../../pki/oid-profile.ts';
import { readRenewalProof, verifyRenewalProof } from '../../pki/renewal.ts';
import { verifyStatement } from '../../pki/statement-verify.ts';
import { readEvidence } from './evidence-file.ts';
import { type AuditPart, verifyAudit } from './verify-audit.ts';
import { type ReadRequestPart, verifyCertificate, verifyRequest } from './verify-certificate.ts';
import { verifyRoster } from './verify-roster.ts';
import { verifyStanding } from './verify-standing.ts';
import { verifyVotes } from './verify-votes.ts';

/** What was pinned elsewhere. */
export interface Pinned {
  readonly genesis: string | undefined;
  /** DER. */
  readonly anchors: readonly Uint8Array[];
}

/**
 * Verifies evidence with what is in the file and what was pinned elsewhere; neither workspace nor clock is asked. One line
 * for each claim, also for what cannot be seen from here.
 */
export function verifyEvidence(
  content: Uint8Array,
  { genesis, anchors }: Pinned,
  profile: OidProfile,
): Result<EvidenceVerdictView, { readonly code: 'EVIDENCE_UNREADABLE'; readonly data: Record<string, never> }> {
  const file = readEvidence(content);
  if (file === undefined) return fail({ code: 'EVIDENCE_UNREADABLE', data: {} });
  const request = verifyRequest(file);
  const { line: rosterLine, states, then } = verifyRoster(file, genesis, profile);
  const tbsSha256 = sha256Of(fromBase64Url(file.tbs?.der ?? '') ?? new Uint8Array(0));
  const isIssued = file.decision === 'issued';
  const votes = isIssued
    ? verifyVotes(file, then, { request: sha256Of(request.der), tbs: tbsSha256 }, profile)
    : { lines: [], voters: [] };
  const audit = verifyAudit(file, states, profile);
  const standing = isIssued ? verifyStanding(file, states, audit, profile) : { lines: [], voters: [] };
  const hasSignatures = file.votes.length > 0 || file.rejection?.signed !== undefined;
  const lines = [
    request.line,
    ...(isIssued ? verifyCertificate(file, request, anchors, profile) : []),
    rosterLine,
    ...votes.lines,
    ...standing.lines,
    ...provenanceLines(file, request, audit, profile),
    ...(isIssued ? [] : [rejectionLine(file, states, profile)]),
    ...audit.lines,
    ...(hasSignatures ? [evidenceLine('revocation', 'REVOCATION_UNKNOWN')] : []),
  ];
  const certificate = fromBase64Url(file.certificate?.der ?? '');
  return ok({
    verdict: verdictOfLines(lines),
    lines: lines.slice(0, 100),
    workspace: file.workspace,
    decision: file.decision,
    decidedAt: file.decidedAt,
    singleOperator: file.singleOperator,
    requestSha256: sha256Of(request.der),
    ...(file.tbs === undefined ? {} : { tbsSha256 }),
    ...(file.certificate === undefined || certificate === undefined
      ? {}
      : { certificateSha256: sha256Of(certificate) }),
    ...(file.roster === undefined ? {} : { genesis: file.roster.genesis }),
    voters: [...votes.voters, ...standing.voters].slice(0, 50).map((name) => name.slice(0, 200)),
  });
}

/** Who vouched: the key of the certificate before, or a person whose word the audit log records. */
function provenanceLines(
  file: EvidenceFile,
  request: ReadRequestPart,
  audit: AuditPart,
  profile: OidProfile,
): readonly EvidenceLine[] {
  const { confirmations, proof } = file.provenance;
  const spki = request.view?.publicKey.sha256;
  const lines = confirmations.slice(0, 20).map((one) => {
    if (one.spkiSha256 !== spki) return evidenceLine('provenance', 'CONFIRMATION_OTHER', one.by);
    const isRecorded = audit.entries.some(
      ({ event, outcome, subject, actor, at, data }) =>
        event === 'request.confirmed' &&
        outcome === 'done' &&
        subject === file.request.requestId &&
        actor.name === one.by &&
        Math.abs(Date.parse(at) - Date.parse(one.at)) < 60_000 &&
        data['spkiSha256'] === one.spkiSha256 &&
        data['partnerId'] === one.partnerId &&
        data['contact'] === one.contact,
    );
    if (audit.isLinked)
      return evidenceLine('provenance', isRecorded ? 'CONFIRMATION_RECORDED' : 'CONFIRMATION_OTHER', one.by);
    return evidenceLine('provenance', 'CONFIRMATION_SAID', one.by);
  });
  const entered = enteredLine(file, audit);
  const proven = proof?.predecessor === undefined ? [] : [proofLine(proof.jws, proof.predecessor, request, profile)];
  const all = [...proven, ...lines];
  return [entered, ...(all.length === 0 ? [evidenceLine('provenance', 'PROVENANCE_NONE')] : all)];
}

/** Whoever entered a request has no vote on it, so it has to be known who that was. */
function enteredLine({ request }: EvidenceFile, { entries, isLinked }: AuditPart): EvidenceLine {
  if (!isLinked) return evidenceLine('provenance', 'ENTERED_SAID', request.receivedBy);
  const isRecorded = entries.some(({ event, outcome, actor, data }) => {
    const { sha256 } = data;
    const isIt = event === 'request.received' && outcome === 'done' && actor.name === request.receivedBy;
    return isIt && Array.isArray(sha256) && sha256.includes(request.sha256);
  });
  return evidenceLine('provenance', isRecorded ? 'ENTERED_RECORDED' : 'ENTERED_OTHER', request.receivedBy);
}

function proofLine(jws: string, predecessor: string, request: ReadRequestPart, profile: OidProfile): EvidenceLine {
  const der = fromBase64Url(predecessor) ?? new Uint8Array(0);
  const said = readRenewalProof(jws);
  const read = readCertificate(der, profile, 'verdicts');
  if (said === undefined || !read.ok) return evidenceLine('provenance', 'PROOF_INVALID');
  const { start, end } = read.value.publicKey;
  const verified = verifyRenewalProof(jws, {
    csrDer: request.der,
    keyGroupId: said.key_group_id,
    predecessorSpki: der.subarray(start, end),
  });
  return evidenceLine('provenance', verified.ok ? 'PROOF_VALID' : 'PROOF_INVALID', read.value.sha256);
}

function rejectionLine(file: EvidenceFile, states: readonly RosterState[], profile: OidProfile): EvidenceLine {
  const { rejection } = file;
  if (rejection === undefined) return evidenceLine('rejection', 'REJECTION_OTHER');
  const { signed, reason, note } = rejection;
  if (signed === undefined) return evidenceLine('rejection', 'REJECTION_UNSIGNED');
  const then = states[(file.roster?.seq ?? 0) - 1];
  const signer = then?.operators.find(({ certificate }) => certificate === signed.certificate);
  const der = fromBase64Url(signed.certificate);
  const said = der && verifyStatement(signed.jws, statements.rejection, der, profile);
  const isSaid =
    said?.ok === true &&
    said.value.workspace === file.workspace &&
    said.value.request === file.request.sha256 &&
    said.value.reason === reason &&
    said.value.note === note;
  return isSaid && signer?.roles.includes('approver') === true
    ? evidenceLine('rejection', 'REJECTION_SIGNED', signer.name)
    : evidenceLine('rejection', 'REJECTION_OTHER');
}
