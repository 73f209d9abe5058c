import { expect, test } from 'vitest';
import type { GenerationView } from '../../../shared/contract/keys.ts';
import { timelinePlan } from './timeline-plan.ts';

const defaults = { validityDays: 30, overlapDays: 5 };
const generation = (number: number, change: Partial<GenerationView> = {}): GenerationView => ({
  generationId: `g${number}`,
  groupRef: 'r',
  number,
  state: 'requested',
  algorithm: 'ec-p256',
  software: false,
  adopted: false,
  plannedAt: '2026-10-01T00:00:00Z',
  csrCount: 1,
  ...change,
});
const asked = (number: number, from: string, to: string, change: Partial<GenerationView> = {}): GenerationView =>
  generation(number, { notBefore: `2026-${from}T00:00:00Z`, notAfter: `2026-${to}T00:00:00Z`, ...change });

test('an overlap, one much longer than wanted, and a gap are told apart, with their days', () => {
  const { bands } = timelinePlan(
    [asked(1, '09-01', '10-01'), asked(2, '09-26', '10-26'), asked(3, '10-10', '11-09'), asked(4, '11-12', '12-12')],
    defaults,
  );
  expect(bands.map(({ kind, days, before, after }) => [kind, days, before, after])).toEqual([
    ['overlap', 5, 1, 2],
    ['long', 16, 2, 3],
    ['gap', 3, 3, 4],
  ]);
});

test('the next generation is drawn as the defaults would make it, once the latest asks for a time', () => {
  const rows = timelinePlan([asked(7, '10-31', '11-30')], defaults).rows;
  expect(rows.at(-1)).toMatchObject({
    id: 'next',
    number: 8,
    bar: { kind: 'planned', from: new Date('2026-11-25T00:00:00Z'), to: new Date('2026-12-25T00:00:00Z') },
  });
  expect(timelinePlan([generation(7, { state: 'key-made' })], defaults).rows).toHaveLength(1);
});

test('a draft replaces what its generation asked for, and no further generation is guessed', () => {
  const draft = { generationId: 'g2', notBefore: '2026-11-01T00:00:00Z', notAfter: '2026-11-20T00:00:00Z' };
  const plan = timelinePlan([asked(1, '09-01', '10-01'), asked(2, '09-26', '10-26')], defaults, draft);
  expect(plan.rows.map(({ id, draft: isDraft }) => [id, isDraft])).toEqual([
    ['g1', false],
    ['g2', true],
  ]);
  expect(plan.bands).toMatchObject([{ kind: 'gap', days: 31 }]);
});

test('a generation that is over leaves no gap behind and has no successor', () => {
  const plan = timelinePlan([asked(1, '01-01', '02-01', { state: 'retired' }), asked(2, '06-01', '07-01')], defaults);
  expect(plan.bands).toEqual([]);
  expect(timelinePlan([asked(1, '01-01', '02-01', { state: 'compromised' })], defaults).rows).toHaveLength(1);
});

test('a window that ends before it begins is not drawn', () => {
  expect(timelinePlan([asked(1, '03-01', '02-01')], defaults).rows).toMatchObject([{ bar: undefined }]);
});
