import { describe, expect, test } from 'vitest';
import { readTestArguments } from './arguments.mjs';
import { closingLine, demandReasons, judge, reasonForSkip, single, tallyOfPlaywright } from './tally.mjs';

const none = { passed: 0, failures: [], skips: [] };

describe('the closing line', () => {
  test('adds up all stages', () => {
    const skips = [{ name: 'a', reason: 'b' }];
    expect(closingLine([single(), single('broken'), { passed: 3, failures: [], skips }])).toBe(
      '4 passed, 1 failed, 1 skipped',
    );
  });
});

describe('a test program', () => {
  test('that left no report has failed', () => {
    expect(judge(undefined, { code: 0 }).failures).toHaveLength(1);
  });

  test('that ran no test has failed', () => {
    expect(judge(none, { code: 0 }).failures).toHaveLength(1);
  });

  test('that may be empty and is has not failed', () => {
    expect(judge(none, { code: 0, mayBeEmpty: true })).toEqual(none);
  });

  test('that ended badly without a failed test has failed', () => {
    expect(judge({ ...none, passed: 5 }, { code: 1 }).failures).toHaveLength(1);
  });

  test('that ended badly because of a failed test counts that test once', () => {
    expect(judge({ ...none, failures: ['a'] }, { code: 1 }).failures).toEqual(['a']);
  });
});

describe('a skip', () => {
  test('takes its reason from what the test said', () => {
    expect(reasonForSkip('group › name (in brackets)', 'said')).toBe('said');
  });

  test('takes its reason from the last brackets of its name', () => {
    expect(reasonForSkip('vectors (absent: ../shared) › first', undefined)).toBe('absent: ../shared');
  });

  test('without a reason is also a failure', () => {
    const skips = [{ name: 'quiet', reason: undefined }];
    expect(demandReasons({ ...none, skips }).failures).toEqual(['skipped without a reason: quiet']);
  });
});

describe('a report of Playwright', () => {
  const spec = (
    title: string,
    status: string,
    annotations: readonly { type: string; description?: string }[] = [],
  ) => ({
    title,
    file: 'a.spec.ts',
    tests: [{ status, annotations }],
  });
  const report = (...specs: ReturnType<typeof spec>[]) => ({
    suites: [{ title: 'a.spec.ts', suites: [{ title: 'inner', specs }] }],
  });

  test('counts tests in inner groups', () => {
    expect(tallyOfPlaywright(report(spec('one', 'expected'), spec('two', 'expected'))).passed).toBe(2);
  });

  test('counts a flaky test as failed', () => {
    expect(tallyOfPlaywright(report(spec('one', 'flaky'))).failures).toEqual(['a.spec.ts › inner › one']);
  });

  test('keeps the reason of a skip', () => {
    const { skips } = tallyOfPlaywright(report(spec('one', 'skipped', [{ type: 'skip', description: 'no reader' }])));
    expect(skips).toEqual([{ name: 'a.spec.ts › inner › one', reason: 'no reader' }]);
  });

  test('says that a test did not run because an earlier one failed', () => {
    expect(tallyOfPlaywright(report(spec('one', 'skipped'))).skips[0]?.reason).toContain('did not run');
  });

  test('counts an error outside of tests', () => {
    expect(tallyOfPlaywright({ suites: [], errors: [{ message: 'setup broke\nstack' }] }).failures).toEqual([
      'setup broke',
    ]);
  });
});

describe('arguments of npm test', () => {
  test('--only chooses stages', () => {
    const wish = readTestArguments(['--only', 'unit,e2e', 'csr'], ['unit', 'e2e']);
    expect(wish).toEqual({ ok: true, value: { long: false, only: new Set(['unit', 'e2e']), filters: ['csr'] } });
  });

  test('an unknown stage is refused in words', () => {
    expect(readTestArguments(['--only', 'units'], ['unit'])).toMatchObject({ ok: false });
  });

  test('a filter without --only is refused, because it would filter everything silently', () => {
    expect(readTestArguments(['csr'], ['unit'])).toMatchObject({ ok: false });
  });
});
