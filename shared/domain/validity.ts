import type { Severity } from './finding.ts';

/** A wish for a certificate's validity; each end may be left to the issuer. Both ends count (RFC 5280 §4.1.2.5). */
export interface ValidityWish {
  readonly notBefore?: Date | undefined;
  readonly notAfter?: Date | undefined;
}

export interface ValidityLimits {
  readonly now: Date;
  /** The longest validity that raises no warning; OCPI client certificates: 30. */
  readonly maxDays: number;
}

export type ValidityFinding = {
  readonly severity: Severity;
} & (
  | { readonly code: 'VALIDITY_NOT_A_TIME'; readonly end: 'notBefore' | 'notAfter' }
  | { readonly code: 'VALIDITY_OUT_OF_RANGE'; readonly end: 'notBefore' | 'notAfter' }
  | { readonly code: 'VALIDITY_FRACTION'; readonly end: 'notBefore' | 'notAfter' }
  | { readonly code: 'VALIDITY_EMPTY' }
  | { readonly code: 'VALIDITY_PAST' }
  | { readonly code: 'VALIDITY_STARTS_IN_PAST' }
  | { readonly code: 'VALIDITY_NO_END' }
  | { readonly code: 'VALIDITY_TOO_LONG'; readonly days: number; readonly maxDays: number }
);

const DAY_MS = 86_400_000;
/** UTCTime begins in 1950, GeneralizedTime ends with four digits of the year. */
const EARLIEST = Date.UTC(1950, 0, 1);
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59);

/**
 * What is to be said about a wished validity. Errors cannot be written into a request; a window that lies in the past
 * or is long can, and is a warning. Without a start the window is measured from now.
 */
export function checkValidity(wish: ValidityWish, limits: ValidityLimits): readonly ValidityFinding[] {
  const ends = [...checkEnd('notBefore', wish.notBefore), ...checkEnd('notAfter', wish.notAfter)];
  if (ends.some((finding) => finding.severity === 'error')) return ends;
  return [...ends, ...checkWindow(wish, limits)];
}

function checkEnd(end: 'notBefore' | 'notAfter', time: Date | undefined): readonly ValidityFinding[] {
  if (time === undefined) return [];
  const at = time.getTime();
  if (Number.isNaN(at)) return [{ severity: 'error', code: 'VALIDITY_NOT_A_TIME', end }];
  if (at < EARLIEST || at > LATEST) return [{ severity: 'error', code: 'VALIDITY_OUT_OF_RANGE', end }];
  return at % 1000 === 0 ? [] : [{ severity: 'info', code: 'VALIDITY_FRACTION', end }];
}

function checkWindow(wish: ValidityWish, { now, maxDays }: ValidityLimits): readonly ValidityFinding[] {
  const start = wish.notBefore?.getTime() ?? now.getTime();
  const end = wish.notAfter?.getTime();
  const findings: ValidityFinding[] = [];
  if (wish.notBefore !== undefined && end !== undefined && end <= start) {
    return [{ severity: 'error', code: 'VALIDITY_EMPTY' }];
  }
  if (end !== undefined && end <= now.getTime()) findings.push({ severity: 'warning', code: 'VALIDITY_PAST' });
  else if (start < now.getTime()) findings.push({ severity: 'warning', code: 'VALIDITY_STARTS_IN_PAST' });
  if (end === undefined) {
    if (wish.notBefore !== undefined) findings.push({ severity: 'info', code: 'VALIDITY_NO_END' });
    return findings;
  }
  const days = (end - start) / DAY_MS;
  if (days > maxDays) findings.push({ severity: 'warning', code: 'VALIDITY_TOO_LONG', days, maxDays });
  return findings;
}
