import { fail, ok, type Result } from '../util/result.ts';

/** A start and an end that both count (RFC 5280 §4.1.2.5), whole seconds. */
export interface IssuingWindow {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** One end of a wish: a moment, nothing, or something that is no moment (its text is kept for showing). */
export type WishedEnd = Date | undefined | { readonly unreadable: string };

export interface WindowRules {
  readonly now: Date;
  readonly maxLifetimeDays: number;
  readonly backdateMinutes: number;
  readonly beyond: 'clip' | 'refuse';
  /** Validity of the issuer's own certificate: nothing under it begins earlier or lasts longer. */
  readonly issuer: IssuingWindow;
}

export type ClipCode =
  | 'NOT_BEFORE_PAST'
  | 'NOT_BEFORE_ISSUER'
  | 'NOT_BEFORE_REQUEST'
  | 'NOT_AFTER_POLICY'
  | 'NOT_AFTER_ISSUER'
  | 'NOT_AFTER_REQUEST'
  | 'NOT_BEFORE_ABSENT'
  | 'NOT_AFTER_ABSENT'
  | 'WISH_UNREADABLE';

/** What was wished (ISO 8601, the text when it was no moment, null when nothing was) and what is given instead. */
export interface WindowClip {
  readonly code: ClipCode;
  readonly wished: string | null;
  readonly given: Date;
}

export type WindowFault =
  /** Nothing is left between start and end: the wish lies in the past or outside the issuer's validity. */
  | { readonly code: 'WINDOW_EMPTY'; readonly clips: readonly WindowClip[] }
  /** The policy refuses what reaches beyond it instead of clipping it. */
  | { readonly code: 'WINDOW_BEYOND_POLICY'; readonly clips: readonly WindowClip[] };

interface Wish {
  readonly notBefore: WishedEnd;
  readonly notAfter: WishedEnd;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

const refusable: ReadonlySet<ClipCode> = new Set(['NOT_BEFORE_ISSUER', 'NOT_AFTER_POLICY', 'NOT_AFTER_ISSUER']);

/**
 * Whether a policy that refuses instead of clipping takes offence at this. A start that has passed is never refused: what
 * is given begins later than wished, and old requests are normal.
 */
export function isRefusedClip(code: ClipCode): boolean {
  return refusable.has(code);
}

/**
 * The validity that a certificate gets: the request's wish, narrowed by the operator, clipped to policy and issuer.
 * What is given never begins before the issuer's certificate or before now less the back-date, never ends after the
 * issuer's certificate or later than the policy's longest life, and never reaches beyond a wish that can be read. Each
 * difference to the wish is told as a clip.
 */
export function clipWindow(
  request: Wish,
  operator: { readonly notBefore?: Date | undefined; readonly notAfter?: Date | undefined },
  rules: WindowRules,
): Result<IssuingWindow & { readonly clips: readonly WindowClip[] }, WindowFault> {
  const clips: WindowClip[] = [];
  const notBefore = clipStart(request.notBefore, operator.notBefore, rules, clips);
  const notAfter = clipEnd(request.notAfter, operator.notAfter, notBefore, rules, clips);
  if (!(notAfter > notBefore)) return fail({ code: 'WINDOW_EMPTY', clips });
  if (rules.beyond === 'refuse' && clips.some(({ code }) => refusable.has(code))) {
    return fail({ code: 'WINDOW_BEYOND_POLICY', clips });
  }
  return ok({ notBefore: new Date(notBefore), notAfter: new Date(notAfter), clips });
}

function clipStart(wish: WishedEnd, operator: Date | undefined, rules: WindowRules, clips: WindowClip[]): number {
  const earliest = floorSecond(rules.now.getTime()) - rules.backdateMinutes * MINUTE_MS;
  const issuer = ceilSecond(rules.issuer.notBefore.getTime());
  const limit = Math.max(earliest, issuer);
  const wished = wish instanceof Date ? ceilSecond(wish.getTime()) : undefined;
  const asked = narrower(wished, operator === undefined ? undefined : ceilSecond(operator.getTime()), Math.max);
  const given = Math.max(asked ?? limit, limit);
  const told = { wished: shownWish(wish), given: new Date(given) };
  if (typeof wish === 'object' && !(wish instanceof Date)) clips.push({ code: 'WISH_UNREADABLE', ...told });
  else if (asked === undefined) clips.push({ code: 'NOT_BEFORE_ABSENT', ...told });
  if (operator !== undefined && wished !== undefined && operator.getTime() < wished) {
    clips.push({ code: 'NOT_BEFORE_REQUEST', wished: operator.toISOString(), given: new Date(given) });
  }
  if (asked !== undefined && asked < limit) {
    clips.push({ code: issuer >= earliest ? 'NOT_BEFORE_ISSUER' : 'NOT_BEFORE_PAST', ...toldOf(asked, given) });
  }
  return given;
}

function clipEnd(
  wish: WishedEnd,
  operator: Date | undefined,
  notBefore: number,
  rules: WindowRules,
  clips: WindowClip[],
): number {
  const policy = notBefore + rules.maxLifetimeDays * DAY_MS;
  const issuer = floorSecond(rules.issuer.notAfter.getTime());
  const limit = Math.min(policy, issuer);
  const wished = wish instanceof Date ? floorSecond(wish.getTime()) : undefined;
  const asked = narrower(wished, operator === undefined ? undefined : floorSecond(operator.getTime()), Math.min);
  const given = Math.min(asked ?? limit, limit);
  const told = { wished: shownWish(wish), given: new Date(given) };
  if (typeof wish === 'object' && !(wish instanceof Date)) clips.push({ code: 'WISH_UNREADABLE', ...told });
  else if (asked === undefined) clips.push({ code: 'NOT_AFTER_ABSENT', ...told });
  if (operator !== undefined && wished !== undefined && operator.getTime() > wished) {
    clips.push({ code: 'NOT_AFTER_REQUEST', wished: operator.toISOString(), given: new Date(given) });
  }
  if (asked !== undefined && asked > limit) {
    clips.push({ code: issuer <= policy ? 'NOT_AFTER_ISSUER' : 'NOT_AFTER_POLICY', ...toldOf(asked, given) });
  }
  return given;
}

function narrower(
  wished: number | undefined,
  operator: number | undefined,
  pick: (a: number, b: number) => number,
): number | undefined {
  if (wished === undefined || operator === undefined) return wished ?? operator;
  return pick(wished, operator);
}

function toldOf(asked: number, given: number): Omit<WindowClip, 'code'> {
  return { wished: new Date(asked).toISOString(), given: new Date(given) };
}

function shownWish(wish: WishedEnd): string | null {
  if (wish === undefined) return null;
  return wish instanceof Date ? wish.toISOString() : wish.unreadable;
}

function floorSecond(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}

function ceilSecond(ms: number): number {
  return Math.ceil(ms / 1000) * 1000;
}
