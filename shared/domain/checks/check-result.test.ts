import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CheckCode, checkReasons } from './check-codes.ts';
import {
  changedVerdicts,
  checksDigestInput,
  type CheckResult,
  type CheckVerdict,
  notApplicable,
  resultsOf,
  shown,
  worse,
  worstOf,
} from './check-result.ts';

const codes: readonly CheckCode[] = ['PROVENANCE', 'ID_REGISTERED', 'TBS_IDS'];
const verdicts: readonly CheckVerdict[] = ['pass', 'warn', 'fail', 'not-applicable'];
const anyResult: fc.Arbitrary<CheckResult> = fc
  .record({
    code: fc.constantFrom(...codes),
    verdict: fc.constantFrom(...verdicts),
    reason: fc.constant('NOT_APPLICABLE' as const),
    values: fc.record({ id: fc.constantFrom('DEGEF', 'DEABC') }),
    from: fc.option(fc.integer({ min: 0, max: 2 })),
  })
  .map(({ from, ...result }) =>
    from === null ? result : { ...result, bytes: { of: 'request', from, to: from + 5 } as const },
  );
const anyResults = fc.array(anyResult, { maxLength: 8 });

const result = (verdict: CheckVerdict, from?: number): CheckResult => ({
  code: 'ID_REGISTERED',
  reason: 'ID_UNREGISTERED',
  verdict,
  values: {},
  ...(from === undefined ? {} : { bytes: { of: 'request', from, to: from + 1 } }),
});

describe('a verdict got worse', () => {
  test('never against itself', () => {
    fc.assert(
      fc.property(anyResults, (results) => {
        expect(worse(results, results)).toEqual([]);
      }),
    );
  });
  test('not by taking results away', () => {
    fc.assert(
      fc.property(anyResults, fc.nat(7), (results, at) => {
        expect(worse(results, results.toSpliced(at, 1))).toEqual([]);
      }),
    );
  });
  test('transitively: what is no worse than what is no worse is no worse', () => {
    fc.assert(
      fc.property(anyResults, anyResults, anyResults, (a, b, c) => {
        fc.pre(worse(a, b).length === 0 && worse(b, c).length === 0);
        expect(worse(a, c)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
  test('whenever the worst of all did', () => {
    const order = ['pass', 'warn', 'fail'];
    fc.assert(
      fc.property(anyResults, anyResults, (before, after) => {
        fc.pre(order.indexOf(worstOf(after)) > order.indexOf(worstOf(before)));
        expect(worse(before, after)).not.toEqual([]);
      }),
    );
  });
  test.each([
    ['from pass to warn', [result('pass')], [result('warn')]],
    ['from warn to fail', [result('warn')], [result('fail')]],
    ['from nothing to judge to warn', [result('not-applicable')], [result('warn')]],
    ['where a check was not there before', [], [result('warn')]],
    ['of one more id', [result('warn', 3)], [result('warn', 3), result('warn', 9)]],
    [
      'of one id while another got better',
      [result('fail', 3), result('pass', 9)],
      [result('pass', 3), result('fail', 9)],
    ],
  ])('%s', (_, before, after) => {
    expect(worse(before, after)).toEqual(['ID_REGISTERED']);
  });
  test.each([
    ['from fail to warn', [result('fail')], [result('warn')]],
    ['from pass to nothing to judge', [result('pass')], [result('not-applicable')]],
    ['by other words alone', [result('warn')], [{ ...result('warn'), values: { id: 'DEGEF' } }]],
  ])('but not %s', (_, before, after) => {
    expect(worse(before, after)).toEqual([]);
  });
});

describe('what changes', () => {
  test('is nothing between the same results', () => {
    fc.assert(
      fc.property(anyResults, (results) => {
        expect(changedVerdicts(results, results)).toEqual([]);
      }),
    );
  });
  test('is told by check, the worst of its results before and after', () => {
    const before = [result('warn', 3), result('pass', 9)];
    const after = [result('pass', 3), result('fail', 9)];
    expect(changedVerdicts(before, after)).toEqual([{ code: 'ID_REGISTERED', before: 'warn', after: 'fail' }]);
  });
});

describe('the text that is hashed', () => {
  test('is the same for the same results and another for others', () => {
    fc.assert(
      fc.property(anyResults, anyResults, (a, b) => {
        const same = JSON.stringify(a) === JSON.stringify(b);
        expect(checksDigestInput(a) === checksDigestInput(b)).toBe(same);
      }),
    );
  });
  test('is the canonical JSON of the results', () => {
    expect(checksDigestInput([result('warn', 3)])).toBe(
      '[{"bytes":{"from":3,"of":"request","to":4},"code":"ID_REGISTERED","reason":"ID_UNREGISTERED","values":{},"verdict":"warn"}]',
    );
  });
});

describe('results of one check', () => {
  const found = Array.from({ length: 50 }, (_, i) => ({
    reason: 'ID_UNREGISTERED' as const,
    verdict: i === 49 ? ('fail' as const) : ('warn' as const),
    at: { start: i, end: i + 1 },
  }));
  test('are at most twenty, the worst first', () => {
    const results = resultsOf('ID_REGISTERED', found, notApplicable);
    expect(results).toHaveLength(20);
    expect(results[0]).toMatchObject({ verdict: 'fail', bytes: { of: 'request', from: 49, to: 50 } });
  });
  test('say how many were left out', () => {
    expect(resultsOf('ID_REGISTERED', found, notApplicable).at(-1)?.values).toEqual({ more: 30 });
  });
  test('are never none', () => {
    expect(resultsOf('ID_REGISTERED', [], notApplicable)).toHaveLength(1);
  });
});

describe('foreign text as a value', () => {
  test('is cut', () => {
    expect(shown('a'.repeat(500))).toBe(`${'a'.repeat(120)}…`);
  });
  test('shows what hides in it', () => {
    expect(shown('a\u202eb')).toBe('a‹U+202E›b');
  });
  test('never splits a character, so that it can be hashed', () => {
    const text = `${'a'.repeat(119)}😀😀`;
    expect(() => checksDigestInput([{ ...result('warn'), values: { text: shown(text) } }])).not.toThrow();
  });
  test('can be hashed even if it is no Unicode', () => {
    expect(() => checksDigestInput([{ ...result('warn'), values: { text: shown('\ud800') } }])).not.toThrow();
  });
});

test('no reason belongs to two checks', () => {
  const reasons = Object.values(checkReasons).flat();
  expect(new Set<string>(reasons).size).toBe(reasons.length);
});
