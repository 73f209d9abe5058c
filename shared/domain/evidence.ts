/** What evidence can claim; each is told by one line. */
export const evidenceClaims = [
  'request',
  'tbs',
  'certificate',
  'chain',
  'roster',
  'votes',
  'standing',
  'checks',
  'policy',
  'documents',
  'provenance',
  'rejection',
  'audit',
  'checkpoint',
  'time',
  'revocation',
] as const;
export type EvidenceClaim = (typeof evidenceClaims)[number];

export const evidenceVerdicts = ['proven', 'broken', 'not-checked'] as const;
export type EvidenceVerdict = (typeof evidenceVerdicts)[number];

/** Why a line says what it says: `docs/evidence.md` lists them, and a code that was shipped keeps its meaning. */
export const evidenceReasons = {
  REQUEST_AS_HASHED: 'proven',
  REQUEST_HASH: 'broken',
  REQUEST_UNREADABLE: 'broken',
  REQUEST_POSSESSION: 'broken',
  TBS_AS_HASHED: 'proven',
  TBS_HASH: 'broken',
  TBS_ABSENT: 'broken',
  CERTIFICATE_OF_TBS: 'proven',
  CERTIFICATE_ABSENT: 'broken',
  CERTIFICATE_UNREADABLE: 'broken',
  CERTIFICATE_OTHER_BYTES: 'broken',
  CERTIFICATE_OTHER_KEY: 'broken',
  CERTIFICATE_SIGNATURE: 'broken',
  CHAIN_TO_ANCHOR: 'proven',
  CHAIN_BROKEN: 'broken',
  CHAIN_OTHER_ANCHOR: 'broken',
  CHAIN_NO_ANCHOR: 'not-checked',
  ROSTER_PINNED: 'proven',
  ROSTER_BROKEN: 'broken',
  ROSTER_OTHER_GENESIS: 'broken',
  ROSTER_OTHER_TIME: 'broken',
  ROSTER_UNPINNED: 'not-checked',
  ROSTER_NONE: 'not-checked',
  VOTES_ENOUGH: 'proven',
  VOTES_SINGLE: 'proven',
  VOTES_FEW: 'broken',
  VOTES_AGAINST: 'broken',
  VOTES_FORGED: 'broken',
  VOTES_NOBODY: 'not-checked',
  VOTES_STANDING: 'not-checked',
  STANDING_COVERS: 'proven',
  STANDING_OTHER: 'broken',
  STANDING_OTHER_TIME: 'broken',
  STANDING_OUTSIDE: 'broken',
  STANDING_USE_RECORDED: 'proven',
  STANDING_USE_OTHER: 'broken',
  STANDING_USE_SAID: 'not-checked',
  CHECKS_SIGNED: 'proven',
  CHECKS_OTHER: 'broken',
  CHECKS_FAILED: 'broken',
  CHECKS_UNSIGNED: 'not-checked',
  POLICY_SIGNED: 'proven',
  POLICY_OTHER: 'broken',
  POLICY_UNSIGNED: 'not-checked',
  DOCUMENTS_FOLLOW: 'proven',
  DOCUMENTS_OTHER: 'broken',
  DOCUMENTS_DIFFER: 'broken',
  DOCUMENTS_ALONE: 'not-checked',
  DOCUMENTS_NONE: 'not-checked',
  PROOF_VALID: 'proven',
  PROOF_INVALID: 'broken',
  CONFIRMATION_RECORDED: 'proven',
  CONFIRMATION_OTHER: 'broken',
  CONFIRMATION_SAID: 'not-checked',
  ENTERED_RECORDED: 'proven',
  ENTERED_OTHER: 'broken',
  ENTERED_SAID: 'not-checked',
  PROVENANCE_NONE: 'not-checked',
  REJECTION_SIGNED: 'proven',
  REJECTION_OTHER: 'broken',
  REJECTION_UNSIGNED: 'not-checked',
  AUDIT_LINKED: 'proven',
  AUDIT_BROKEN: 'broken',
  AUDIT_SILENT: 'broken',
  AUDIT_UNLINKED: 'not-checked',
  CHECKPOINT_SIGNED: 'proven',
  CHECKPOINT_SIGNATURE: 'broken',
  CHECKPOINT_OTHER: 'broken',
  CHECKPOINT_SIGNER: 'broken',
  CHECKPOINT_UNKNOWN: 'not-checked',
  CHECKPOINT_ABSENT: 'not-checked',
  TIME_RECORDED: 'proven',
  TIME_OTHER: 'broken',
  TIME_SAID: 'not-checked',
  REVOCATION_UNKNOWN: 'not-checked',
} as const satisfies Readonly<Record<string, EvidenceVerdict>>;
export type EvidenceReason = keyof typeof evidenceReasons;

export interface EvidenceLine {
  readonly claim: EvidenceClaim;
  readonly verdict: EvidenceVerdict;
  readonly reason: EvidenceReason;
  /** A number, a fingerprint, a name: what the sentence is about. Foreign text. */
  readonly detail: string;
}

export function evidenceLine(claim: EvidenceClaim, reason: EvidenceReason, detail = ''): EvidenceLine {
  return { claim, verdict: evidenceReasons[reason], reason, detail: detail.slice(0, 300) };
}

/** Of all lines: broken if one is; proven only if every one is. */
export function verdictOfLines(lines: readonly EvidenceLine[]): EvidenceVerdict {
  if (lines.some(({ verdict }) => verdict === 'broken')) return 'broken';
  return lines.length > 0 && lines.every(({ verdict }) => verdict === 'proven') ? 'proven' : 'not-checked';
}
