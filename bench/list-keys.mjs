/**
 * Lists all keys of a SoftHSM token through core and the token host, beside a C program that reads the same attributes.
 * The token is made once and kept in `.electron-runtime/bench/`; removing it there makes a new one.
 * `node bench/list-keys.mjs [--rounds 5] [--keys 10000]`
 */
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { scratch } from '../scripts/lib/project.mjs';
import { cpuTimeOf } from './lib/cpu-time.ts';
import { ratios, spreadOf } from './lib/figures.ts';
import { tokenWithKeys } from './lib/many-keys.ts';
import { numberOption, startReport } from './lib/report.ts';
import { watchStalls } from './lib/stalls.ts';
import { openTokenCore, value } from './lib/token-core.ts';

const rounds = numberOption('rounds', 5);
const keys = numberOption('keys', 10_000);

const report = startReport(`Listing ${keys} keys`);
const bench = await tokenWithKeys(join(scratch, 'bench'), keys, report.step);
const core = await openTokenCore(bench);

/** Lists once; undefined when core gave the host up because no page came within the deadline of lists (5 s). */
async function listOnce() {
  const began = performance.now();
  const listed = await core.access.listKeys(core.token, true);
  const ms = performance.now() - began;
  if (!listed.ok && listed.error.code === 'TOKEN_NOT_ANSWERING') return undefined;
  if (value(listed).length !== keys) throw new Error(`core found ${value(listed).length} keys`);
  return ms;
}

/** @type {{ c: number, sizesFirst: number, cCpu: number, core: number, memory: number, task: number, cpu: number, reading: number }[]} */
const runs = [];
let givenUp = 0;
for (let round = 0; round <= rounds; round++) {
  report.step(round === 0 ? 'warming up' : `round ${round} of ${rounds}`);
  // One pass more than counts: the first one of a process reads every file of the token.
  const c = await bench.peer('list', 2);
  if (c.keys !== keys) throw new Error(`the C program found ${c.keys} keys`);
  const pid = await core.hostPid();
  const before = cpuTimeOf(pid);
  const { value: ms, stalls } = await watchStalls(listOnce);
  const after = cpuTimeOf(pid);
  if (ms === undefined) {
    givenUp += 1;
    await core.signIn();
    continue;
  }
  const again = performance.now();
  value(await core.access.listKeys(core.token));
  if (round === 0) continue;
  runs.push({
    c: c.ms[1],
    sizesFirst: c.sizesFirstMs[1],
    cCpu: c.cpuMs,
    core: ms,
    memory: performance.now() - again,
    task: stalls.task,
    cpu: ((after?.all ?? Number.NaN) - (before?.all ?? Number.NaN)) / 1000,
    reading: ((after?.main ?? Number.NaN) - (before?.main ?? Number.NaN)) / 1000,
  });
}
/** @param {keyof typeof runs[number]} name */
const all = (name) => runs.map((run) => run[name]);
const ratio = ratios(all('core'), all('c'));
report.end(
  [
    { what: 'C, one call an object', unit: 'ms', spread: spreadOf(all('c')) },
    { what: 'C, sizes first, then values', unit: 'ms', spread: spreadOf(all('sizesFirst')) },
    { what: 'core, asking the token', unit: 'ms', spread: spreadOf(all('core')) },
    { what: 'core : C, one call an object', unit: 'ratio', spread: spreadOf(ratio) },
    { what: 'core : C, sizes first', unit: 'ratio', spread: spreadOf(ratios(all('core'), all('sizesFirst'))) },
    { what: 'CPU of C, one call an object', unit: 'ms', spread: spreadOf(all('cCpu')) },
    { what: 'CPU of the host', unit: 'ms', spread: spreadOf(all('cpu')) },
    { what: 'CPU of the host : of C', unit: 'ratio', spread: spreadOf(ratios(all('cpu'), all('cCpu'))) },
    { what: 'CPU of the reading thread : of C', unit: 'ratio', spread: spreadOf(ratios(all('reading'), all('cCpu'))) },
    { what: 'core, from memory', unit: 'ms', spread: spreadOf(all('memory')) },
    { what: 'longest task in core', unit: 'ms', spread: spreadOf(all('task')) },
    { what: 'host given up at the deadline', unit: 'lists', spread: spreadOf([givenUp]) },
  ],
  [
    { what: 'core : C, one call an object', value: spreadOf(ratio).median, bound: 1.6, better: 'less' },
    { what: 'longest task in core, in ms', value: Math.max(...all('task')), bound: 50, better: 'less' },
    { what: 'lists given up at the deadline', value: givenUp, bound: 0, better: 'less' },
  ],
);
await core.close();
bench.remove();
