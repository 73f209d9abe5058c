/**
 * The lists of a million CDRs and a million sessions in Electron: first rows, each order, filters, full text, the last row, the scroll
 * bar; what holds the window's thread and core's, and memory. Goals: rows within 100 ms, no task over 50 ms.
 *   node bench/platform-window.mjs [--rows 1000000] [--rounds 3] [--kept platform.db]
 * `--kept` makes the filled platform.db there once and copies it from then on (Linux; brings its own display).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuild } from '../scripts/lib/build.mjs';
import { provideRuntime, runtimeEnvironment } from '../scripts/lib/runtime.mjs';
import { stage } from '../scripts/lib/stage.mjs';
import { startDisplay } from '../scripts/lib/virtual-display.mjs';
import { spreadOf } from './lib/figures.ts';
import { withPage } from './lib/launched.ts';
import {
  dragInList,
  filterList,
  findInList,
  jumpInList,
  LONGEST_TASK,
  openList,
  scrollList,
  searchList,
  sortList,
  WATCH_TASKS,
} from './lib/list-in-page.ts';
import { memoryOf, pageProcesses, treeOf } from './lib/process-tree.ts';
import { numberOption, startReport } from './lib/report.ts';
import { makeWorkspace, WORKSPACE_NAME } from './lib/test-workspace.ts';
import { holderOf, watchThread } from './lib/thread-stretch.ts';
import { usageId } from './lib/usage-readings.ts';
import { addUsageRows } from './lib/usage-workspace.ts';

if (process.platform !== 'linux')
  throw new Error('Threads and memory are read from /proc: this measurement runs on Linux.');
const rows = numberOption('rows', 1_000_000);
const rounds = numberOption('rounds', 3);
const keptAt = process.argv.indexOf('--kept');

const built = await ensureBuild();
if (!built.ok) throw new Error(`The build failed:\n${built.output}`);
const provided = await provideRuntime();
if (!provided.ok) throw new Error(`There is no Electron to run: ${provided.why}`);
const { value: runtime } = /** @type {{ value: import('../scripts/lib/runtime.mjs').Runtime }} */ (provided);
const staged = await stage(runtime);

const report = startReport(`Lists of ${rows} CDRs and sessions each, Electron ${runtime.electron} (${runtime.kind})`);
const folder = mkdtempSync(join(tmpdir(), 'ocpi-console-bench-'));
const workspace = join(folder, 'workspace');
await makeWorkspace(workspace, { groups: 10, entries: 10 });
await addUsageRows(workspace, rows, { kept: keptAt < 0 ? undefined : process.argv[keptAt + 1], step: report.step });

/** What is done to a list, in this order; each answers the milliseconds until its rows are drawn. */
const withFindings = Math.ceil(rows / 50);
/** @param {'cdrs' | 'sessions'} module @returns {readonly (readonly [string, string])[]} */
const deedsOf = (module) => {
  const orders = ['Id', 'Party', module === 'cdrs' ? 'Hours' : 'Status', 'kWh', 'Cost', 'Started'];
  const middle = usageId(module, Math.floor(rows / 2));
  return [
    ['opened', openList(module === 'cdrs' ? 'CDRs' : 'Sessions', rows)],
    ...orders.flatMap(
      (order) =>
        /** @type {const} */ ([
          [`sorted by ${order}`, sortList(order)],
          [`sorted by ${order}, turned`, sortList(order)],
          [`by ${order}, End pressed`, jumpInList('End', rows - 1)],
          [`by ${order}, Home pressed`, jumpInList('Home', 0)],
        ]),
    ),
    ['scroll bar to the middle', dragInList(0.5)],
    ['scroll bar to the end', dragInList(1)],
    ['scroll bar back', dragInList(0)],
    ['filter: with findings', filterList('With findings', 'With findings', withFindings)],
    ['filter: with findings, End pressed', jumpInList('End', withFindings - 1)],
    ['filter taken away', filterList('With findings', 'All', rows)],
    ['search: an id', findInList(middle, 1)],
    ['search: two words', searchList('musterplatz stadt77')],
    ['search: in every row', searchList('musterplatz', rows)],
    ['search: in every row, End pressed', jumpInList('End', rows - 1)],
    ['search taken away', searchList('', rows)],
  ];
};

/** @type {Map<string, { times: number[], tasks: number[], core: number[] }>} */
const seen = new Map();
/** @type {{ window: number[], core: number[], coreBefore: number[], all: number[], frames: number[] }} */
const sizes = { window: [], core: [], coreBefore: [], all: [], frames: [] };
const display = await startDisplay();
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
      const core = holderOf(treeOf(pid), 'pki.db');
      await evaluate(WATCH_TASKS);
      // As long as somebody needs to see where to click.
      await new Promise((resolve) => setTimeout(resolve, 1000));
      const coreBefore = memoryOf([core]);
      for (const module of /** @type {const} */ (['cdrs', 'sessions'])) {
        for (const [name, expression] of deedsOf(module)) {
          const endWatch = watchThread(core);
          const took = await number(expression);
          const inCore = endWatch();
          const task = await number(LONGEST_TASK);
          if (process.argv.includes('--each')) report.step(`${module}, ${name}: ${took.toFixed(1)} ms`);
          if (round === 0) continue;
          const line = seen.get(`${module}, ${name}`) ?? { times: [], tasks: [], core: [] };
          seen.set(`${module}, ${name}`, line);
          line.times.push(took);
          line.tasks.push(task);
          line.core.push(inCore);
        }
        const frame = await number(scrollList(120, 400));
        if (round > 0) sizes.frames.push(frame);
      }
      if (round === 0) return;
      const tree = treeOf(pid);
      sizes.window.push(memoryOf(pageProcesses(tree)));
      sizes.core.push(memoryOf([core]));
      sizes.coreBefore.push(coreBefore);
      sizes.all.push(memoryOf(tree));
    });
  }
} finally {
  await display.stop();
  rmSync(folder, { recursive: true, force: true });
}

const lines = [...seen].map(([what, { times }]) => ({ what, unit: 'ms', spread: spreadOf(times) }));
const slowest = lines.reduce((worst, line) => (line.spread.median > worst.spread.median ? line : worst));
/** @param {'tasks' | 'core'} which @returns {readonly [string, number]} */
const longestOf = (which) =>
  [...seen]
    .map(([what, figures]) => /** @type {const} */ ([what, Math.max(...figures[which])]))
    .reduce((longest, one) => (one[1] > longest[1] ? one : longest));
const [taskAt, task] = longestOf('tasks');
const [coreAt, inCore] = longestOf('core');
report.end(
  [
    ...lines,
    { what: 'longest frame while scrolling', unit: 'ms', spread: spreadOf(sizes.frames) },
    { what: 'window, memory', unit: 'MB PSS', spread: spreadOf(sizes.window) },
    { what: 'core before its first list, memory', unit: 'MB PSS', spread: spreadOf(sizes.coreBefore) },
    { what: 'core with the thread that lists, memory', unit: 'MB PSS', spread: spreadOf(sizes.core) },
    { what: 'all processes, memory', unit: 'MB PSS', spread: spreadOf(sizes.all) },
  ],
  [
    {
      what: `rows drawn (slowest: ${slowest.what}), median in ms`,
      value: slowest.spread.median,
      bound: 100,
      better: 'less',
    },
    {
      what: `longest task in the window (${task === 0 ? 'none over 50' : taskAt}), in ms`,
      value: task,
      bound: 50,
      better: 'less',
    },
    { what: `longest task in core (${coreAt}), in ms`, value: inCore, bound: 50, better: 'less' },
    { what: 'memory of the window, in MB', value: Math.max(...sizes.window), bound: 400, better: 'less' },
  ],
);
