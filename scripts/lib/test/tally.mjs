/**
 * Counting, pure.
 * @typedef {{ name: string, reason: string | undefined }} Skip
 * @typedef {{ passed: number, failures: readonly string[], skips: readonly Skip[] }} Tally
 * @typedef {Tally & { stage: string, seconds: number }} StageResult
 */

/** @param {string} [what] @returns {Tally} one failure, or one pass */
export const single = (what) => ({
  passed: what === undefined ? 1 : 0,
  failures: what === undefined ? [] : [what],
  skips: [],
});

/**
 * The reason for a skip: what the test said, else the last words in parentheses of its name.
 * @param {string} name with the names of the groups around it
 * @param {string | undefined} note
 * @returns {string | undefined}
 */
export function reasonForSkip(name, note) {
  if (note !== undefined && note.trim() !== '') return note.trim();
  return [...name.matchAll(/\(([^()]+)\)/g)].at(-1)?.[1];
}

/**
 * A test program that ends badly has failed even if all its tests passed; one that ran nothing has, too.
 * @param {Tally | undefined} tally undefined: it left no report
 * @param {{ code: number, mayBeEmpty?: boolean }} end
 * @returns {Tally}
 */
export function judge(tally, { code, mayBeEmpty = false }) {
  if (tally === undefined) return single(`ended with exit code ${code} and left no report`);
  const count = tally.passed + tally.failures.length + tally.skips.length;
  if (count === 0) return mayBeEmpty && code === 0 ? tally : single(`ran no test (exit code ${code})`);
  if (code === 0 || tally.failures.length > 0) return tally;
  return { ...tally, failures: [`ended with exit code ${code} though no test failed`] };
}

/**
 * A skip without a reason hides something: it counts as skipped, and its missing reason as a failure.
 * @param {Tally} tally
 * @returns {Tally}
 */
export function demandReasons(tally) {
  const silent = tally.skips.filter(({ reason }) => reason === undefined);
  const failures = silent.map(({ name }) => `skipped without a reason: ${name}`);
  return { ...tally, failures: [...tally.failures, ...failures] };
}

/** @param {readonly Tally[]} tallies @returns {string} the closing line */
export function closingLine(tallies) {
  const sum = (/** @type {(tally: Tally) => number} */ of) => tallies.reduce((total, tally) => total + of(tally), 0);
  const failed = sum(({ failures }) => failures.length);
  return `${sum(({ passed }) => passed)} passed, ${failed} failed, ${sum(({ skips }) => skips.length)} skipped`;
}

/**
 * @typedef {{ type: string, description?: string }} Annotation
 * @typedef {{ status: string, annotations: readonly Annotation[], projectName?: string }} PlaywrightTest
 * @typedef {{ title: string, file: string, tests: readonly PlaywrightTest[] }} PlaywrightSpec
 * @typedef {{ title: string, file?: string, specs?: readonly PlaywrightSpec[], suites?: readonly PlaywrightSuite[] }} PlaywrightSuite
 * @typedef {{ suites: readonly PlaywrightSuite[], errors?: readonly { message?: string }[] }} PlaywrightReport
 */

/** @param {PlaywrightTest} test @returns {string | undefined} */
function noteOf({ annotations }) {
  const skip = annotations.find(({ type }) => type === 'skip' || type === 'fixme');
  return skip?.description ?? (skip === undefined ? 'did not run: an earlier test of its series failed' : undefined);
}

/**
 * @param {PlaywrightSuite} suite @param {string} path
 * @returns {readonly { name: string, test: PlaywrightTest }[]}
 */
function testsOf(suite, path) {
  const name = `${path}${suite.title} › `;
  const own = (suite.specs ?? []).flatMap((spec) => spec.tests.map((test) => ({ name: `${name}${spec.title}`, test })));
  return [...own, ...(suite.suites ?? []).flatMap((inner) => testsOf(inner, name))];
}

/**
 * Counts the JSON report of Playwright. A flaky test has failed: there are no retries to hide behind.
 * @param {PlaywrightReport} report
 * @returns {Tally}
 */
export function tallyOfPlaywright(report) {
  const tests = report.suites.flatMap((suite) => testsOf(suite, ''));
  const broken = tests.filter(({ test }) => test.status !== 'expected' && test.status !== 'skipped');
  const errors = (report.errors ?? [])
    .map(({ message }) => (message ?? 'error outside of tests').split('\n')[0])
    .filter((message) => !message.startsWith('Error: No tests found'));
  return {
    passed: tests.filter(({ test }) => test.status === 'expected').length,
    failures: [...broken.map(({ name }) => name), ...errors],
    skips: tests
      .filter(({ test }) => test.status === 'skipped')
      .map(({ name, test }) => ({ name, reason: reasonForSkip(name, noteOf(test)) })),
  };
}
