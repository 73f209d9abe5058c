import { expect, test } from 'vitest';
import { afterEnd, noFailures, planPageReload, planRestart } from './restart-plan.ts';

test('the first restart comes at once, later ones wait longer, then a person is asked', () => {
  let history = noFailures;
  const plans = Array.from({ length: 8 }, () => planRestart((history = afterEnd(history, 50))));
  expect(plans.map((plan) => (plan.kind === 'wait' ? plan.ms : plan.kind))).toEqual([
    100,
    200,
    500,
    1000,
    2000,
    5000,
    'ask',
    'ask',
  ]);
});
test('a program that ran for a minute starts afresh', () => {
  const history = afterEnd({ failures: 6 }, 60_000);
  expect(planRestart(history)).toEqual({ kind: 'wait', ms: 100 });
});
test('a page is loaded again after a crash', () => {
  expect(planPageReload([5])).toBe('reload');
});
test('a page that crashed three times within a minute is not loaded again unasked', () => {
  expect(planPageReload([0, 30_000, 59_000])).toBe('ask');
});
test('old crashes are forgotten', () => {
  expect(planPageReload([0, 30_000, 61_000])).toBe('reload');
});
