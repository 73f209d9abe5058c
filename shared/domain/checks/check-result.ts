import { canonicalJson } from '../canonical-json.ts';
import { revealUnsafeCharacters } from '../unsafe-characters.ts';
import type { CheckCode, checkReasons, CheckReason } from './check-codes.ts';
import type { Span } from './facts.ts';

export type CheckVerdict = 'pass' | 'warn' | 'fail' | 'not-applicable';

/** One check applied once: a check that looks at many things answers for each that is not in order. */
export interface CheckResult {
  readonly code: CheckCode;
  readonly reason: CheckReason;
  readonly verdict: CheckVerdict;
  /** Plain facts for the sentence; foreign text is cut, and what hides in it is spelled out. */
  readonly values: Readonly<Record<string, string | number>>;
  /** What was judged; absent when it is about the whole or about something outside the bytes. */
  readonly bytes?: { readonly of: 'request' | 'tbs'; readonly from: number; readonly to: number };
}

type Reason<C extends CheckCode> = (typeof checkReasons)[C][number] | 'NOT_APPLICABLE';

/** What a check found about one thing. */
export interface Judged<C extends CheckCode> {
  readonly reason: Reason<C>;
  readonly verdict: CheckVerdict;
  readonly values?: CheckResult['values'];
  readonly at?: Span | null | undefined;
}

/** So many results of one check are told; the last one tells in `more` how many others there are. */
const MOST_RESULTS = 20;

/**
 * The results of one check: everything found, the worst first, or `otherwise` when nothing was. Neither an empty
 * answer nor one without end is possible.
 */
export function resultsOf<C extends CheckCode>(
  code: C,
  found: readonly Judged<C>[],
  otherwise: Judged<C>,
  of: 'request' | 'tbs' = 'request',
): readonly CheckResult[] {
  const all = found.length === 0 ? [otherwise] : found.toSorted((a, b) => rankOf(b.verdict) - rankOf(a.verdict));
  const more = all.length - MOST_RESULTS;
  return all.slice(0, MOST_RESULTS).map(({ reason, verdict, values = {}, at }, i) => ({
    code,
    reason,
    verdict,
    values: more > 0 && i === MOST_RESULTS - 1 ? { ...values, more } : values,
    ...(at === undefined || at === null ? {} : { bytes: { of, from: at.start, to: at.end } }),
  }));
}

/** Nothing to judge. */
export const notApplicable = { reason: 'NOT_APPLICABLE', verdict: 'not-applicable' } as const;

/** Foreign text as a value: at most 120 characters, nothing hidden in it. */
export function shown(text: string): string {
  const characters = Array.from(text.slice(0, 400));
  const cut = characters.slice(0, 120).join('');
  return revealUnsafeCharacters(cut) + (cut.length < text.length ? '…' : '');
}

const ranks: Readonly<Record<CheckVerdict, number>> = { 'not-applicable': 0, pass: 0, warn: 1, fail: 2 };

/** 0: nothing against it, 1: a person must look, 2: not to be signed. */
export function rankOf(verdict: CheckVerdict): number {
  return ranks[verdict];
}

/** The worst verdict of all; `pass` for none. */
export function worstOf(results: readonly Pick<CheckResult, 'verdict'>[]): 'pass' | 'warn' | 'fail' {
  if (results.some(({ verdict }) => verdict === 'fail')) return 'fail';
  return results.some(({ verdict }) => verdict === 'warn') ? 'warn' : 'pass';
}

/**
 * The checks whose verdict got worse, of the whole or about any bytes: votes that were given on `before` are void then.
 * Reasons and values do not count, so that a vote does not end because a sentence has another number in it.
 */
export function worse(before: readonly CheckResult[], after: readonly CheckResult[]): readonly CheckCode[] {
  const then = ranksByPlace(before);
  const codes = new Set<CheckCode>();
  for (const result of after) {
    if (rankOf(result.verdict) > (then.get(placeOf(result)) ?? 0)) codes.add(result.code);
  }
  return [...codes];
}

export interface VerdictChange {
  readonly code: CheckCode;
  readonly before: 'pass' | 'warn' | 'fail';
  readonly after: 'pass' | 'warn' | 'fail';
}

/** What becomes of each check as a whole, for trying a policy: only those that change, in their order. */
export function changedVerdicts(
  before: readonly CheckResult[],
  after: readonly CheckResult[],
): readonly VerdictChange[] {
  const codes = [...new Set([...before, ...after].map(({ code }) => code))];
  return codes.flatMap((code) => {
    const [then, now] = [before, after].map((results) => worstOf(results.filter((result) => result.code === code)));
    return then === undefined || now === undefined || then === now ? [] : [{ code, before: then, after: now }];
  });
}

function ranksByPlace(results: readonly CheckResult[]): ReadonlyMap<string, number> {
  const byPlace = new Map<string, number>();
  for (const result of results) {
    const place = placeOf(result);
    byPlace.set(place, Math.max(byPlace.get(place) ?? 0, rankOf(result.verdict)));
  }
  return byPlace;
}

function placeOf({ code, bytes }: CheckResult): string {
  return bytes === undefined ? code : `${code} ${bytes.of} ${bytes.from} ${bytes.to}`;
}

/** The text whose hash stands in a vote: canonical JSON (RFC 8785) of every result in its order. */
export function checksDigestInput(results: readonly CheckResult[]): string {
  return canonicalJson(
    results.map(({ code, reason, verdict, values, bytes }) => ({
      code,
      reason,
      verdict,
      values: { ...values },
      bytes: bytes && { ...bytes },
    })),
  );
}
