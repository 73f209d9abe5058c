/**
 * The page of 100 000 certificates in Electron: first rows, rows of a filter, the last
 * row, what holds the window's thread, and the window's memory.
 * `node bench/certificates-window.mjs [--rows 100000] [--rounds 3]` (Linux; brings its own display)
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuild } from '../scripts/lib/build.mjs';
import { provideRuntime, runtimeEnvironment } from '../scripts/lib/runtime.mjs';
import { stage } from '../scripts/lib/stage.mjs';
import { startDisplay } from '../scripts/lib/virtual-display.mjs';
import { addCertificateRows, certificateName } from './lib/certificate-rows.ts';
import { spreadOf } from './lib/figures.ts';
import { withPage } from './lib/launched.ts';
import { findInList, jumpInList, LONGEST_TASK, openList, WATCH_TASKS } from './lib/list-in-page.ts';
import { memoryOf, pageProcesses, treeOf } from './lib/process-tree.ts';
import { numberOption, startReport } from './lib/report.ts';
import { makeWorkspace, WORKSPACE_NAME } from './lib/test-workspace.ts';

if (process.platform !== 'linux') throw new Error('Memory is read from /proc: this measurement runs on Linux.');
const rows = numberOption('rows', 100_000);
const rounds = numberOption('rounds', 3);
const TIMES = 4;

const built = await ensureBuild();
if (!built.ok) throw new Error(`The build failed:\n${built.output}`);
const provided = await provideRuntime();
if (!provided.ok) throw new Error(`There is no Electron to run: ${provided.why}`);
const { value: runtime } = /** @type {{ value: import('../scripts/lib/runtime.mjs').Runtime }} */ (provided);
const staged = await stage(runtime);

const report = startReport(`A page of ${rows} certificates, Electron ${runtime.electron} (${runtime.kind})`);
const folder = mkdtempSync(join(tmpdir(), 'ocpi-console-bench-'));
const workspace = join(folder, 'workspace');
report.step(`making ${rows} certificates`);
await makeWorkspace(workspace, { groups: 10, entries: 10 });
await addCertificateRows(workspace, rows);

const display = await startDisplay();
/** @type {{ open: number[], find: number[], end: number[], openTask: number[], findTask: number[], endTask: number[], memory: number[], all: number[] }} */
const seen = { open: [], find: [], end: [], openTask: [], findTask: [], endTask: [], memory: [], all: [] };
const wish = {
  dist: runtime.dist,
  args: [
    '--disable-gpu',
    '--lang=en-US',
    `--user-data-dir=${join(folder, 'profile')}`,
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    staged,
    `--workspace=${workspace}`,
  ],
  env: { DISPLAY: display.name, LANG: 'C.UTF-8', ...runtimeEnvironment(runtime) },
  address: 'app:',
  texts: [WORKSPACE_NAME, 'Software token'],
};
try {
  for (let round = 0; round <= rounds; round++) {
    report.step(round === 0 ? 'warming up' : `round ${round} of ${rounds}`);
    await withPage(wish, async (evaluate, pid) => {
      /** @param {string} expression */
      const number = async (expression) => Number(await evaluate(expression));
      await evaluate(WATCH_TASKS);
      const open = await number(openList('Certificates', rows));
      const openTask = await number(LONGEST_TASK);
      /** @type {number[]} */
      const find = [];
      for (let at = 1; at <= TIMES; at++)
        find.push(await number(findInList(certificateName(Math.floor((rows * at) / (TIMES + 1))), 1)));
      await evaluate(findInList('', rows));
      const findTask = await number(LONGEST_TASK);
      /** @type {number[]} */
      const end = [];
      for (let at = 0; at < TIMES; at++) {
        end.push(await number(jumpInList('End', rows - 1)));
        await evaluate(jumpInList('Home', 0));
      }
      const endTask = await number(LONGEST_TASK);
      if (round === 0) return;
      const tree = treeOf(pid);
      seen.open.push(open);
      seen.find.push(...find);
      seen.end.push(...end);
      seen.openTask.push(openTask);
      seen.findTask.push(findTask);
      seen.endTask.push(endTask);
      seen.memory.push(memoryOf(pageProcesses(tree)));
      seen.all.push(memoryOf(tree));
    });
  }
} finally {
  await display.stop();
  rmSync(folder, { recursive: true, force: true });
}

const longest = Math.max(...seen.openTask, ...seen.findTask, ...seen.endTask);
report.end(
  [
    { what: 'opened until rows are drawn', unit: 'ms', spread: spreadOf(seen.open) },
    { what: 'filter typed until its row is drawn', unit: 'ms', spread: spreadOf(seen.find) },
    { what: 'End pressed until the last row is drawn', unit: 'ms', spread: spreadOf(seen.end) },
    { what: 'longest task while opening (0: none over 50)', unit: 'ms', spread: spreadOf(seen.openTask) },
    { what: 'longest task while filtering', unit: 'ms', spread: spreadOf(seen.findTask) },
    { what: 'longest task while going to the end and back', unit: 'ms', spread: spreadOf(seen.endTask) },
    { what: 'window, memory', unit: 'MB PSS', spread: spreadOf(seen.memory) },
    { what: 'all processes, memory', unit: 'MB PSS', spread: spreadOf(seen.all) },
  ],
  [
    { what: 'first rows in the window, in ms', value: spreadOf(seen.open).median, bound: 300, better: 'less' },
    { what: 'filter in the window, in ms', value: spreadOf(seen.find).median, bound: 100, better: 'less' },
    { what: 'longest task in the window, in ms', value: longest, bound: 50, better: 'less' },
    { what: 'memory of the window, in MB', value: spreadOf(seen.memory).max, bound: 400, better: 'less' },
  ],
);
