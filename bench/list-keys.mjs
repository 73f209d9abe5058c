/**
 * Lists all keys of a SoftHSM token through core and the token host, beside a C program that reads the same attributes.
 * The token is made once and kept in `.electron-runtime/bench/`; removing it there makes a new one.
 * `node bench/list-keys.mjs [--rounds 5] [--keys 10000]`
 */
import { performance } from 'node:perf_hooks';
import { cpuPerItem } from './lib/cpu-time.ts';
import { ratios, spreadOf } from './lib/figures.ts';
import { tokenWithKeys } from './lib/many-keys.ts';
import { numberOption, startReport } from './lib/report.ts';
import { watchStalls } from './lib/stalls.ts';
import { openTokenCore, value } from './lib/token-core.ts';

const rounds = numberOption('rounds', 5);
const keys = numberOption('keys', 10_000);

const report = startReport(`Listing ${keys} keys`);
const bench = await tokenWithKeys(keys, report.step);
const core = await openTokenCore(bench);

/** @type {{ c: number, sizesFirst: number, core: number, page: number, stall: number, cpu: number }[]} */
const runs = [];
for (let round = 0; round <= rounds; round++) {
  report.step(round === 0 ? 'warming up' : `round ${round} of ${rounds}`);
  // One pass more than counts: the first one of a process reads every file of the token.
  const c = await bench.peer('list', 2);
  if (c.keys !== keys) throw new Error(`the C program found ${c.keys} keys`);
  const began = performance.now();
  let counted = 0;
  const { value: cpu, longest } = await watchStalls(() =>
    cpuPerItem(core.hostPid, async () => {
      counted = value(await core.access.listKeys(core.token, true)).length;
      return { count: 1 };
    }),
  );
  const ms = performance.now() - began;
  if (counted !== keys) throw new Error(`core found ${counted} keys`);
  const again = performance.now();
  value(await core.access.listKeys(core.token));
  if (round === 0) continue;
  runs.push({
    c: c.ms[1],
    sizesFirst: c.sizesFirstMs[1],
    core: ms,
    page: performance.now() - again,
    stall: longest,
    cpu: (cpu?.all ?? Number.NaN) / 1000,
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
    { what: 'CPU of the host', unit: 'ms', spread: spreadOf(all('cpu')) },
    { what: 'core, from memory', unit: 'ms', spread: spreadOf(all('page')) },
    { what: 'longest stall of core', unit: 'ms', spread: spreadOf(all('stall')) },
  ],
  [
    { what: 'core : C, one call an object', value: spreadOf(ratio).median, bound: 1.6, better: 'less' },
    { what: 'longest stall of core, in ms', value: Math.max(...all('stall')), bound: 50, better: 'less' },
  ],
);
await core.close();
bench.remove();
