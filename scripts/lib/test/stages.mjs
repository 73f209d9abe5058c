/** The stages of `npm test`. Each answers with a Tally and never throws for what it finds. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuild } from '../build.mjs';
import { capture } from '../process.mjs';
import { root, toolPath } from '../project.mjs';
import { provideRuntime } from '../runtime.mjs';
import { readReport } from './report.mjs';
import { runGroup } from './run-group.mjs';
import { judge, single, tallyOfPlaywright } from './tally.mjs';

/**
 * @typedef {import('./tally.mjs').Tally} Tally
 * @typedef {{ temp: string, long: boolean, filters: readonly string[] }} Context `temp`: folder for reports
 * @typedef {{ name: string, run: (context: Context) => Promise<Tally> }} Stage
 */

const MINUTE = 60_000;

/**
 * A check that is right or wrong as a whole: one script of package.json.
 * @param {string} name of the stage @param {string} script
 * @returns {Stage}
 */
function check(name, script) {
  return {
    name,
    run: async () => {
      const npm = process.env.npm_execpath;
      const args = ['run', '--silent', script];
      const { code, stdout, stderr } =
        npm !== undefined && npm.endsWith('.js')
          ? await capture(process.execPath, [npm, ...args], { cwd: root })
          : await capture('npm', args, { cwd: root, shell: process.platform === 'win32' });
      if (code === 0) return single();
      process.stdout.write(`\n--- ${name} ---\n${stdout}${stderr}\n`);
      return single(`npm run ${script} ended with exit code ${code}`);
    },
  };
}

/** @type {Stage} */
const build = {
  name: 'build',
  run: async () => {
    const { ok, output } = await ensureBuild();
    if (!ok) process.stdout.write(`\n--- build ---\n${output}\n`);
    return single(ok ? undefined : 'the build failed');
  },
};

/** Once for all later stages: a download that cannot succeed is not tried again by each. @type {Stage} */
const runtime = {
  name: 'runtime',
  run: async () => {
    const provided = await provideRuntime();
    if (!provided.ok) return single(`there is no Electron to run: ${provided.why}`);
    const { dist, kind, electron } = provided.value;
    process.env.ELECTRON_OVERRIDE_DIST_PATH = dist;
    process.stdout.write(`Electron ${electron} (${kind === 'official' ? 'the pinned one' : 'test runtime'})\n`);
    return single();
  },
};

/** @type {Stage} */
const shared = {
  name: 'shared vectors',
  run: async () => {
    if (process.env.REQUIRE_SHARED !== '1') return { passed: 0, failures: [], skips: [] };
    const there = existsSync(join(root, '../shared/vectors'));
    return single(there ? undefined : '../shared/vectors is absent and REQUIRE_SHARED=1 asks for it');
  },
};

/** @type {Stage} */
const unit = {
  name: 'unit',
  run: async ({ temp, long, filters }) => {
    const report = join(temp, 'unit.json');
    const args = [
      ...[toolPath('vitest'), 'run', '--passWithNoTests'],
      ...['--reporter=default', `--reporter=${join(root, 'scripts/lib/test/vitest-reporter.mjs')}`],
      ...(long ? ['.long.test.'] : ['--exclude=**/*.long.test.ts']),
      ...filters,
    ];
    const env = { ...process.env, OCPI_CONSOLE_TALLY: report, ...(long && { LONG: '1' }) };
    const code = await runGroup(process.execPath, args, { cwd: root, env, limitMs: (long ? 60 : 25) * MINUTE });
    return judge(readReport(report), { code, mayBeEmpty: long });
  },
};

/** @type {Stage} */
const endToEnd = {
  name: 'e2e',
  run: async ({ temp, long, filters }) => {
    const report = join(temp, 'e2e.json');
    const args = [
      ...[toolPath('@playwright/test', 'playwright'), 'test', '--reporter=list,json', '--pass-with-no-tests'],
      ...(long ? ['--grep=@long'] : ['--grep-invert=@long']),
      ...filters,
    ];
    const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report, ...(long && { LONG: '1' }) };
    const code = await runGroup(process.execPath, args, { cwd: root, env, limitMs: (long ? 40 : 25) * MINUTE });
    const found = readReport(report);
    return judge(found && tallyOfPlaywright(found), { code, mayBeEmpty: long });
  },
};

/** @type {Stage} */
const sandbox = {
  name: 'sandbox',
  run: async ({ temp }) => {
    if (process.platform !== 'linux' || process.getuid?.() !== 0) {
      process.stdout.write("You are not root: e2e ran with Chromium's sandbox on already.\n");
      return { passed: 0, failures: [], skips: [] };
    }
    const { runAsOrdinaryUser } = await import('./ordinary-user.mjs');
    const { code, report } = await runAsOrdinaryUser({ temp, limitMs: 10 * MINUTE });
    return judge(report && tallyOfPlaywright(report), { code });
  },
};

/** These need nothing from each other and little from the machine: two at a time. @type {readonly Stage[]} */
export const staticStages = [
  check('lint', 'lint'),
  check('typecheck', 'typecheck'),
  check('format', 'format:check'),
  check('deadcode', 'deadcode'),
  build,
  runtime,
  shared,
];

/** One after the other: they use the whole machine. @type {readonly Stage[]} */
export const testStages = [check('package', 'package'), unit, endToEnd, sandbox];

/** @type {readonly Stage[]} */
export const longStages = [build, runtime, shared, unit, endToEnd];
