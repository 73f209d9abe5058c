/**
 * Start to a usable window (what core answered is on the screen) and memory, beside an Electron window
 * with one line of text; the same runtime, by turns, each after one start that warms its profile.
 * `node bench/start.mjs [--rounds 5]` (Linux; brings its own display)
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuild } from '../scripts/lib/build.mjs';
import { provideRuntime, runtimeEnvironment } from '../scripts/lib/runtime.mjs';
import { stage } from '../scripts/lib/stage.mjs';
import { startDisplay } from '../scripts/lib/virtual-display.mjs';
import { ratios, spreadOf } from './lib/figures.ts';
import { launch } from './lib/launched.ts';
import { numberOption, startReport } from './lib/report.ts';
import { makeWorkspace, WORKSPACE_NAME } from './lib/test-workspace.ts';

/** @typedef {import('./lib/launched.ts').Launched} Launched */

if (process.platform !== 'linux') throw new Error('Memory is read from /proc: this measurement runs on Linux.');
const rounds = numberOption('rounds', 5);
const GROUPS = 50;

const built = await ensureBuild();
if (!built.ok) throw new Error(`The build failed:\n${built.output}`);
const provided = await provideRuntime();
if (!provided.ok) throw new Error(`There is no Electron to run: ${provided.why}`);
const { value: runtime } = /** @type {{ value: import('../scripts/lib/runtime.mjs').Runtime }} */ (provided);
const staged = await stage(runtime);

const report = startReport(`Start, Electron ${runtime.electron} (${runtime.kind})`);
const folder = mkdtempSync(join(tmpdir(), 'ocpi-console-bench-'));
const workspace = join(folder, 'workspace');
await makeWorkspace(workspace, { groups: GROUPS, entries: 200 });

const empty = join(folder, 'empty');
mkdirSync(empty);
writeFileSync(join(empty, 'package.json'), JSON.stringify({ name: 'empty', version: '1.0.0', main: 'main.js' }));
writeFileSync(
  join(empty, 'main.js'),
  `const { app, BrowserWindow } = require('electron');
   app.whenReady().then(() => {
     const window = new BrowserWindow({ width: 1280, height: 800, show: false, webPreferences: { sandbox: true } });
     window.once('ready-to-show', () => window.show());
     window.loadFile('index.html');
   });
   app.on('window-all-closed', () => app.quit());`,
);
writeFileSync(
  join(empty, 'index.html'),
  `<!doctype html><meta charset="utf-8"><title>Empty</title><p>An empty window</p>`,
);

const display = await startDisplay();
/** @param {'console' | 'empty'} which */
const start = (which) =>
  launch({
    dist: runtime.dist,
    args: [
      '--disable-gpu',
      '--lang=en-US',
      `--user-data-dir=${join(folder, `${which}-profile`)}`,
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...(which === 'empty' ? [empty] : [staged, `--workspace=${workspace}`]),
    ],
    env: { DISPLAY: display.name, LANG: 'C.UTF-8', ...runtimeEnvironment(runtime) },
    address: which === 'empty' ? 'file:' : 'app:',
    // The workspace's name and the list of modules: both come from core, and the page is there to be worked with.
    texts: which === 'empty' ? [] : [WORKSPACE_NAME, 'Software token'],
  });

/** @type {{ ours: Launched[], empty: Launched[] }} */
const runs = { ours: [], empty: [] };
try {
  for (let round = 0; round <= rounds; round++) {
    report.step(round === 0 ? 'warming up' : `round ${round} of ${rounds}`);
    const bare = await start('empty');
    const ours = await start('console');
    if (round === 0) continue;
    runs.empty.push(bare);
    runs.ours.push(ours);
  }
} finally {
  await display.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** @param {'ours' | 'empty'} whose @param {keyof Launched} what */
const all = (whose, what) => runs[whose].map((run) => run[what]);
const time = ratios(all('ours', 'usableMs'), all('empty', 'usableMs'));
const processor = ratios(all('ours', 'processorMs'), all('empty', 'processorMs'));
const memory = ratios(all('ours', 'memory'), all('empty', 'memory'));
report.end(
  [
    { what: 'empty window, first frame', unit: 'ms', spread: spreadOf(all('empty', 'usableMs')) },
    { what: 'console, first frame', unit: 'ms', spread: spreadOf(all('ours', 'paintedMs')) },
    { what: 'console, usable', unit: 'ms', spread: spreadOf(all('ours', 'usableMs')) },
    { what: 'console : empty window, start', unit: 'ratio', spread: spreadOf(time) },
    { what: 'empty window, processor time', unit: 'ms', spread: spreadOf(all('empty', 'processorMs')) },
    { what: 'console, processor time', unit: 'ms', spread: spreadOf(all('ours', 'processorMs')) },
    { what: 'console : empty window, processor time', unit: 'ratio', spread: spreadOf(processor) },
    { what: 'empty window, memory', unit: 'MB PSS', spread: spreadOf(all('empty', 'memory')) },
    { what: 'console, memory', unit: 'MB PSS', spread: spreadOf(all('ours', 'memory')) },
    { what: 'console : empty window, memory', unit: 'ratio', spread: spreadOf(memory) },
    { what: 'empty window, processes', unit: '', spread: spreadOf(all('empty', 'processes')) },
    { what: 'console, processes', unit: '', spread: spreadOf(all('ours', 'processes')) },
  ],
  [
    { what: 'console : empty window, start', value: spreadOf(time).median, bound: 1.5, better: 'less' },
    { what: 'console : empty window, memory', value: spreadOf(memory).median, bound: 1.5, better: 'less' },
  ],
);
