import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgePlan, planConditions, planDueAt, type PlanFacts } from './replacement-plan.ts';

const DAY = 86_400_000;
const facts = (more: Partial<PlanFacts> = {}): PlanFacts => ({
  state: 'open',
  terms: { condition: 'overlap', overlapDays: 7 },
  madeAt: 100 * DAY,
  older: { notBefore: 80 * DAY, notAfter: 130 * DAY, standing: 'good' },
  newer: { notBefore: 101 * DAY, notAfter: 131 * DAY, standing: 'good' },
  usedAt: undefined,
  takenOver: false,
  ...more,
});
const used = facts({ usedAt: 102 * DAY });

const time = fc.integer({ min: 0, max: 300 }).map((days) => days * DAY);
const certificate = fc.record({
  notBefore: time,
  notAfter: time,
  standing: fc.constantFrom('good', 'held', 'revoked'),
});
const anyFacts: fc.Arbitrary<PlanFacts> = fc.record({
  state: fc.constantFrom('open', 'done', 'cancelled'),
  terms: fc.record({ condition: fc.constantFrom(...planConditions), overlapDays: fc.integer({ min: 0, max: 60 }) }),
  madeAt: time,
  older: certificate,
  newer: certificate,
  usedAt: fc.option(time, { nil: undefined }),
  takenOver: fc.boolean(),
});

describe('the older certificate of a plan', () => {
  test('is never ended before its successor was at work', () => {
    fc.assert(
      fc.property(anyFacts, time, (any, now) => {
        const { kind } = judgePlan({ ...any, usedAt: undefined, takenOver: false }, now);
        expect(kind).not.toBe('due');
      }),
    );
  });

  test('is ended only at its time, and only for a successor that is in force', () => {
    fc.assert(
      fc.property(anyFacts, time, (any, now) => {
        if (judgePlan(any, now).kind !== 'due') return;
        expect(any.state).toBe('open');
        expect(now).toBeGreaterThanOrEqual(planDueAt(any));
        expect(any.older.standing).not.toBe('revoked');
        if (any.takenOver) return;
        expect(any.newer.standing).toBe('good');
        expect(now).toBeGreaterThanOrEqual(any.newer.notBefore);
        expect(now).toBeLessThanOrEqual(any.newer.notAfter);
      }),
    );
  });

  test('is left alone by a plan that is done or cancelled, at any time', () => {
    fc.assert(
      fc.property(anyFacts, time, fc.constantFrom('done', 'cancelled'), (any, now, state) => {
        expect(judgePlan({ ...any, state }, now).kind).toBe(state);
      }),
    );
  });

  test('is not ended by a clock that is behind what is on record', () => {
    fc.assert(
      fc.property(anyFacts, time, (any, now) => {
        fc.pre(now < any.madeAt);
        expect(['due', 'waiting']).not.toContain(judgePlan({ ...any, state: 'open' }, now).kind);
      }),
    );
  });

  test('waits through the overlap and is due after it', () => {
    expect(judgePlan(used, 107 * DAY)).toEqual({ kind: 'waiting', dueAt: 108 * DAY });
    expect(judgePlan(used, 108 * DAY)).toEqual({ kind: 'due', dueAt: 108 * DAY });
  });

  test('ends with the start of the new one where that was agreed', () => {
    const terms = { condition: 'at-start', overlapDays: 7 } as const;
    expect(judgePlan({ ...used, terms }, 102 * DAY)).toEqual({ kind: 'due', dueAt: 101 * DAY });
  });

  test('does not end at once for a successor that has not begun', () => {
    const terms = { condition: 'at-once', overlapDays: 0 } as const;
    const early = { ...used, usedAt: 100 * DAY, terms };
    expect(judgePlan(early, 100 * DAY)).toEqual({ kind: 'waiting', dueAt: 101 * DAY });
    expect(judgePlan(early, 101 * DAY).kind).toBe('due');
  });
});

describe('a plan', () => {
  test('turns red when its time has come and nobody has seen the successor', () => {
    expect(judgePlan(facts(), 108 * DAY)).toEqual({ kind: 'blocked', dueAt: 108 * DAY, why: 'unused' });
  });

  test('turns red as soon as the successor is held, revoked or expired', () => {
    const newer = { ...used.newer };
    expect(judgePlan({ ...used, newer: { ...newer, standing: 'revoked' } }, 103 * DAY)).toMatchObject({
      why: 'successor-revoked',
    });
    expect(judgePlan({ ...used, newer: { ...newer, standing: 'held' } }, 103 * DAY)).toMatchObject({
      why: 'successor-held',
    });
    expect(judgePlan({ ...used, newer: { ...newer, notAfter: 103 * DAY } }, 104 * DAY)).toMatchObject({
      why: 'successor-expired',
    });
  });

  test('goes on when the successor was itself replaced by one that is at work', () => {
    const newer = { ...used.newer, standing: 'revoked' } as const;
    expect(judgePlan({ ...facts({ newer }), takenOver: true }, 108 * DAY).kind).toBe('due');
  });

  test('has nothing left to do when the older one was revoked or has expired', () => {
    expect(judgePlan({ ...used, older: { ...used.older, standing: 'revoked' } }, 103 * DAY)).toMatchObject({
      kind: 'ended',
      how: 'revoked',
    });
    expect(judgePlan(facts(), 131 * DAY)).toMatchObject({ kind: 'ended', how: 'expired' });
  });

  test('says that the clock is behind', () => {
    expect(judgePlan(used, 99 * DAY)).toMatchObject({ kind: 'blocked', why: 'clock' });
  });
});
