/** When the older certificate of a key group ends: counted from the plan, from the start of the new one, or days after both. */
export const planConditions = ['at-once', 'at-start', 'overlap'] as const;
export type PlanCondition = (typeof planConditions)[number];

export interface PlanTerms {
  readonly condition: PlanCondition;
  /** Of `overlap` only. */
  readonly overlapDays: number;
}

/** What nobody has chosen otherwise. */
export const defaultTerms: PlanTerms = { condition: 'overlap', overlapDays: 7 };

/** What is on record of a plan; `done` and `cancelled` are for good. */
export type PlanRecordState = 'open' | 'done' | 'cancelled';

/** What is known of one of the two certificates. Times in milliseconds since 1970. */
export interface PlanCertificate {
  readonly notBefore: number;
  readonly notAfter: number;
  readonly standing: 'good' | 'held' | 'revoked';
}

export interface PlanFacts {
  readonly state: PlanRecordState;
  readonly terms: PlanTerms;
  readonly madeAt: number;
  readonly older: PlanCertificate;
  readonly newer: PlanCertificate;
  /** When somebody or something first saw the successor at work, or a person said that it is. */
  readonly usedAt: number | undefined;
  /** The successor was itself replaced, and the one after it is at work: then its own end says nothing against it. */
  readonly takenOver: boolean;
}

/** Why a plan turned red: a person has to look, and the older certificate stays meanwhile. */
export const planTroubles = [
  /** Its time has come, but nobody has seen the successor at work. */
  'unused',
  'successor-held',
  'successor-revoked',
  'successor-expired',
  /** Something on record lies in the future. */
  'clock',
] as const;
export type PlanTrouble = (typeof planTroubles)[number];

export type PlanStanding =
  | { readonly kind: 'waiting'; readonly dueAt: number }
  | { readonly kind: 'due'; readonly dueAt: number }
  | { readonly kind: 'blocked'; readonly dueAt: number; readonly why: PlanTrouble }
  /** The older one has ended by itself: nothing is left to do. */
  | { readonly kind: 'ended'; readonly dueAt: number; readonly how: 'expired' | 'revoked' }
  | { readonly kind: 'done'; readonly dueAt: number }
  | { readonly kind: 'cancelled'; readonly dueAt: number };

const DAY_MS = 86_400_000;
/** Clocks that are set by the network move by less than this. */
const CLOCK_SLACK_MS = 2000;

/** When the older certificate is to end, whatever stands against it. `at-once` → when the plan was made. */
export function planDueAt({ terms, madeAt, newer }: Pick<PlanFacts, 'terms' | 'madeAt' | 'newer'>): number {
  const start = Math.max(madeAt, newer.notBefore);
  switch (terms.condition) {
    case 'at-once':
      return madeAt;
    case 'at-start':
      return start;
    case 'overlap':
      return start + terms.overlapDays * DAY_MS;
  }
}

/**
 * Where a plan stands at a moment. `due` is the only answer on which the older certificate may be ended, and it is given
 * only for a successor that was seen in use or confirmed, is in force, and whose time has come.
 */
export function judgePlan(facts: PlanFacts, now: number): PlanStanding {
  const dueAt = planDueAt(facts);
  const { state, older, newer, usedAt, madeAt, takenOver } = facts;
  if (state !== 'open') return { kind: state, dueAt };
  if (older.standing === 'revoked') return { kind: 'ended', dueAt, how: 'revoked' };
  if (now + CLOCK_SLACK_MS < Math.max(madeAt, usedAt ?? madeAt)) return { kind: 'blocked', dueAt, why: 'clock' };
  if (now > older.notAfter) return { kind: 'ended', dueAt, how: 'expired' };
  if (!takenOver) {
    // Told at once, not when the time comes: the older one is then the only one that works.
    if (newer.standing === 'revoked') return { kind: 'blocked', dueAt, why: 'successor-revoked' };
    if (newer.standing === 'held') return { kind: 'blocked', dueAt, why: 'successor-held' };
    if (now > newer.notAfter) return { kind: 'blocked', dueAt, why: 'successor-expired' };
  }
  if (now < dueAt) return { kind: 'waiting', dueAt };
  // Whatever the condition, nobody can use a certificate before it begins.
  if (now < newer.notBefore && !takenOver) return { kind: 'waiting', dueAt: newer.notBefore };
  return usedAt === undefined && !takenOver ? { kind: 'blocked', dueAt, why: 'unused' } : { kind: 'due', dueAt };
}
