import { ownGroup } from './check-group.ts';
import { type CheckResult, type Judged, notApplicable, resultsOf, shown } from './check-result.ts';
import type { CheckInput } from './facts.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The wished validity: order, past, length, the issuer's own, and how it meets the certificate that it would replace. */
export function checkValidityWish(input: CheckInput): readonly CheckResult[] {
  return [
    ...checkOrder(input),
    ...checkPast(input),
    ...checkLength(input),
    ...checkIssuer(input),
    ...checkOverlap(input),
  ];
}

interface Wish {
  readonly start: number | undefined;
  readonly end: number | undefined;
}

/** Ends that were wished and can be read, in milliseconds. */
function wishOf({ request }: CheckInput): Wish {
  const { notBefore, notAfter } = request.claims;
  return { start: moment(notBefore?.at), end: moment(notAfter?.at) };
}

function moment(at: string | null | undefined): number | undefined {
  const ms = at === null || at === undefined ? Number.NaN : Date.parse(at);
  return Number.isNaN(ms) ? undefined : ms;
}

function checkOrder(input: CheckInput): readonly CheckResult[] {
  const { notBefore, notAfter } = input.request.claims;
  const { notWished } = input.policy.validity;
  if (notBefore === null && notAfter === null)
    return resultsOf('VALIDITY_ORDER', [], { reason: 'VALIDITY_NOT_WISHED', verdict: notWished });
  const found: Judged<'VALIDITY_ORDER'>[] = [];
  for (const end of [notBefore, notAfter]) {
    if (end !== null && moment(end.at) === undefined)
      found.push({ reason: 'VALIDITY_UNREADABLE', verdict: 'fail', values: { text: shown(end.text) }, at: end });
  }
  const { start, end } = wishOf(input);
  if (start !== undefined && end !== undefined && end <= start)
    found.push({
      reason: 'VALIDITY_REVERSED',
      verdict: 'fail',
      values: { notBefore: iso(start), notAfter: iso(end) },
      at: notAfter,
    });
  return resultsOf('VALIDITY_ORDER', found, {
    reason: 'VALIDITY_IN_ORDER',
    verdict: 'pass',
    at: notAfter ?? notBefore,
  });
}

function checkPast(input: CheckInput): readonly CheckResult[] {
  const { now, policy, request } = input;
  const { maxPastHours, maxAheadDays, pastOrAhead } = policy.validity;
  const { notBefore, notAfter } = request.claims;
  const { start, end } = wishOf(input);
  const found: Judged<'VALIDITY_PAST'>[] = [];
  if (end !== undefined && end <= now.getTime())
    found.push({ reason: 'VALIDITY_OVER', verdict: 'fail', values: { notAfter: iso(end) }, at: notAfter });
  if (start !== undefined && pastOrAhead !== 'pass') {
    const values = { notBefore: iso(start) };
    if (start < now.getTime() - maxPastHours * HOUR_MS)
      found.push({ reason: 'VALIDITY_STARTED_LONG_AGO', verdict: pastOrAhead, values, at: notBefore });
    if (start > now.getTime() + maxAheadDays * DAY_MS)
      found.push({ reason: 'VALIDITY_STARTS_FAR_AHEAD', verdict: pastOrAhead, values, at: notBefore });
  }
  const isEmpty = start === undefined && end === undefined;
  return resultsOf('VALIDITY_PAST', found, isEmpty ? notApplicable : { reason: 'VALIDITY_AHEAD', verdict: 'pass' });
}

/** Longest life in days: the policy's, or the partner's where that is shorter. */
export function longestLife({ policy, partner }: CheckInput): number {
  return Math.min(policy.validity.maxDays, partner?.maxLifetimeDays ?? Infinity);
}

/** A wish without a start begins now. */
function checkLength(input: CheckInput): readonly CheckResult[] {
  const { now, policy, request } = input;
  const { beyond, minHours } = policy.validity;
  const { start, end } = wishOf(input);
  if (end === undefined) return resultsOf('VALIDITY_LENGTH', [], notApplicable);
  const most = longestLife(input);
  const length = end - (start ?? now.getTime());
  const days = Math.ceil(length / DAY_MS);
  const at = request.claims.notAfter;
  const found: Judged<'VALIDITY_LENGTH'>[] = [];
  if (length > most * DAY_MS && beyond !== 'pass')
    found.push({ reason: 'VALIDITY_TOO_LONG', verdict: beyond, values: { days, most }, at });
  if (length < minHours * HOUR_MS)
    found.push({ reason: 'VALIDITY_TOO_SHORT', verdict: 'fail', values: { least: minHours }, at });
  return resultsOf('VALIDITY_LENGTH', found, {
    reason: 'VALIDITY_LENGTH_KEPT',
    verdict: 'pass',
    values: { days, most },
    at,
  });
}

function checkIssuer(input: CheckInput): readonly CheckResult[] {
  const { issuer, now, policy, request } = input;
  if (issuer === null) return resultsOf('VALIDITY_ISSUER', [], notApplicable);
  const { beyond } = policy.validity;
  const { start, end } = wishOf(input);
  const from = Date.parse(issuer.notBefore);
  const until = Date.parse(issuer.notAfter);
  const found: Judged<'VALIDITY_ISSUER'>[] = [];
  if (!(until > now.getTime()))
    found.push({ reason: 'ISSUER_ENDED', verdict: 'fail', values: { notAfter: shown(issuer.notAfter) } });
  if (end !== undefined && !(end <= until) && beyond !== 'pass')
    found.push({
      reason: 'VALIDITY_BEYOND_ISSUER',
      verdict: beyond,
      values: { wished: iso(end), notAfter: shown(issuer.notAfter) },
      at: request.claims.notAfter,
    });
  if (start !== undefined && !(start >= from) && beyond !== 'pass')
    found.push({
      reason: 'VALIDITY_BEFORE_ISSUER',
      // What begins too early is cut without harm: the issuer's own start is what every verifier looks at.
      verdict: 'warn',
      values: { wished: iso(start), notBefore: shown(issuer.notBefore) },
      at: request.claims.notBefore,
    });
  return resultsOf('VALIDITY_ISSUER', found, { reason: 'VALIDITY_WITHIN_ISSUER', verdict: 'pass' });
}

/** Between the predecessor's end and the wished start: neither a gap nor an overlap of months. */
function checkOverlap(input: CheckInput): readonly CheckResult[] {
  const { policy, now, request } = input;
  const predecessor = ownGroup(input)?.newest ?? null;
  const ends = predecessor === null || predecessor.revoked !== null ? undefined : moment(predecessor.notAfter);
  if (ends === undefined) return resultsOf('VALIDITY_SUCCESSION', [], notApplicable);
  const { gap, overlap, overlapMinHours, overlapMaxDays } = policy.validity;
  const start = Math.max(wishOf(input).start ?? now.getTime(), now.getTime());
  const at = request.claims.notBefore;
  const values = { ends: iso(ends), starts: iso(start) };
  const found: Judged<'VALIDITY_SUCCESSION'>[] = [];
  if (start > ends && gap !== 'pass') found.push({ reason: 'OVERLAP_GAP', verdict: gap, values, at });
  else if (overlap !== 'pass' && start <= ends && ends - start < overlapMinHours * HOUR_MS)
    found.push({ reason: 'OVERLAP_TOO_SHORT', verdict: overlap, values: { ...values, least: overlapMinHours }, at });
  if (overlap !== 'pass' && ends - start > overlapMaxDays * DAY_MS)
    found.push({ reason: 'OVERLAP_TOO_LONG', verdict: overlap, values: { ...values, most: overlapMaxDays }, at });
  return resultsOf('VALIDITY_SUCCESSION', found, { reason: 'OVERLAP_KEPT', verdict: 'pass', values, at });
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
