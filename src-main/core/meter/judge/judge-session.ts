import { type MeterVerdict, meterVerdicts } from '../../../../shared/domain/signed-meter.ts';
import type { MeterFinding } from '../meter-types.ts';
import { type Billing, billingRules, findBilling } from './billing-register.ts';
import type { CheckedPiece } from './check-record.ts';
import { sessionRules, type SessionRuleSettings } from './session-rules.ts';

/** What is said of one session: the verdict, every reason for it, and what the meter counted. */
export interface SessionReport {
  readonly verdict: MeterVerdict;
  readonly pieces: readonly CheckedPiece[];
  readonly findings: readonly MeterFinding[];
  readonly billing: Billing;
}

/** Rules of a CDR, beside those of the meter data itself. */
export type CdrRules = (billing: Billing, pieces: readonly CheckedPiece[]) => readonly MeterFinding[];

/** Judges one session (facts: verdicts for meter data); first match wins. */
export function judgeSession(
  pieces: readonly CheckedPiece[],
  settings: SessionRuleSettings,
  cdrRules: CdrRules = () => [],
): SessionReport {
  const billing = findBilling(pieces);
  const findings: MeterFinding[] = [
    ...pieces.flatMap(({ findings: ofPiece, record }, index) =>
      [...ofPiece, ...(record?.findings ?? [])].map((finding) => ({ ...finding, record: index })),
    ),
    ...pieces.flatMap((piece, index) => keyFindings(piece, index)),
    ...billing.findings,
    ...billingRules(billing, pieces),
    ...sessionRules(pieces, billing, settings),
    ...cdrRules(billing, pieces),
  ];
  return { verdict: verdictOf(pieces, billing, findings), pieces, findings, billing };
}

function keyFindings({ key, keyReason, record }: CheckedPiece, index: number): readonly MeterFinding[] {
  const findings: MeterFinding[] = [];
  if (keyReason === 'not-of-meter') {
    findings.push({ code: 'KEY_NOT_OF_METER', severity: 'violation', record: index, found: key?.sha256 ?? '' });
  } else if (key?.origin === 'record' || key?.origin === 'message') {
    findings.push({ code: 'KEY_FROM_MESSAGE', severity: 'warning', record: index });
  }
  if (record?.algorithm.isExtension === true) {
    const found = record.algorithm.stated ?? '';
    findings.push({ code: 'ALGORITHM_EXTENSION', severity: 'warning', record: index, found });
  }
  return findings;
}

function verdictOf(pieces: readonly CheckedPiece[], billing: Billing, findings: readonly MeterFinding[]): MeterVerdict {
  const has = (signature: CheckedPiece['signature']): boolean => pieces.some((piece) => piece.signature === signature);
  if (pieces.length === 0 || has('malformed')) return 'MALFORMED';
  if (has('not-checked') || has('unsupported')) return 'UNSUPPORTED';
  if (has('no-key')) return 'NO_KEY';
  if (has('bad-key')) return 'INVALID_KEY';
  if (has('key-mismatch')) return 'KEY_MISMATCH';
  if (has('invalid')) return 'INVALID_SIGNATURE';
  if (!billing.isComplete) return 'INCOMPLETE';
  if (findings.some(({ severity }) => severity === 'violation')) return 'RULE_VIOLATION';
  return pieces.some(({ record }) => record?.algorithm.isExtension === true) ? 'VALID_EXTENSION' : 'VALID';
}

/** The verdict on many sessions is that of the worst; none at all is malformed. */
export function worstVerdict(sessions: readonly { readonly verdict: MeterVerdict }[]): MeterVerdict {
  return meterVerdicts.find((verdict) => sessions.some((session) => session.verdict === verdict)) ?? 'MALFORMED';
}
