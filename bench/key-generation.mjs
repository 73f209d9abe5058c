/**
 * Key generation through core and the token host, beside C_GenerateKeyPair alone inside a process like the host and in C;
 * in turn, several times over, on one SoftHSM token. The console does more for a key than the bare call: it looks for
 * clashes, reads the protection back, gives both halves their id, signs once and verifies that.
 * `node bench/key-generation.mjs [--rounds 5] [--keys 20]`
 */
import { performance } from 'node:perf_hooks';
import { cpuPerItem } from './lib/cpu-time.ts';
import { ratios, spreadOf } from './lib/figures.ts';
import { startInnerProcess } from './lib/inner-process.ts';
import { numberOption, startReport } from './lib/report.ts';
import { temporaryToken } from './lib/soft-hsm.ts';
import { watchStalls } from './lib/stalls.ts';
import { openTokenCore } from './lib/token-core.ts';

/**
 * @typedef {import('./lib/figures.ts').Line} Line
 * @typedef {import('./lib/figures.ts').Goal} Goal
 */

const rounds = numberOption('rounds', 5);
const keys = numberOption('keys', 20);

const report = startReport('Key generation');
const bench = await temporaryToken();
const core = await openTokenCore(bench);
const inner = await startInnerProcess(bench);
const hostPid = await core.hostPid();

/** Milliseconds a key. @param {'ec-p256' | 'rsa-3072'} algorithm @param {number} count */
async function oneRound(algorithm, count) {
  const isEc = algorithm === 'ec-p256';
  const c = await bench.peer('make', isEc ? 'ec' : 'rsa', count);
  let made = { count, ms: 0 };
  const loopCpu = await cpuPerItem(inner.pid, async () => (made = await inner.run({ kind: 'make', isEc, count })));
  const began = performance.now();
  const { value: coreCpu, stalls } = await watchStalls(() =>
    cpuPerItem(hostPid, async () => {
      for (let i = 0; i < count; i++) await core.generate(algorithm);
      return { count };
    }),
  );
  const ms = performance.now() - began;
  return {
    c: c.ms.reduce((sum, one) => sum + one, 0) / count,
    loop: made.ms / count,
    core: ms / count,
    loopCpu: (loopCpu?.all ?? Number.NaN) / 1000,
    coreCpu: (coreCpu?.all ?? Number.NaN) / 1000,
    stall: stalls.task,
  };
}

/** @type {Line[]} */
const lines = [];
/** @type {Goal[]} */
const goals = [];
for (const [algorithm, text] of /** @type {const} */ ([
  ['ec-p256', 'P-256'],
  ['rsa-3072', 'RSA 3072'],
])) {
  await oneRound(algorithm, 2);
  /** @type {Awaited<ReturnType<typeof oneRound>>[]} */
  const runs = [];
  for (let round = 1; round <= rounds; round++) {
    report.step(`${text}: round ${round} of ${rounds}`);
    runs.push(await oneRound(algorithm, algorithm === 'ec-p256' ? keys : Math.max(2, Math.round(keys / 4))));
  }
  /** @param {string} what @param {string} unit @param {readonly number[]} values */
  const line = (what, unit, values) => lines.push({ what: `${text}: ${what}`, unit, spread: spreadOf(values) });
  /** @param {'c' | 'loop' | 'core' | 'loopCpu' | 'coreCpu' | 'stall'} name */
  const all = (name) => runs.map((run) => run[name]);
  line('C, C_GenerateKeyPair alone', 'ms a key', all('c'));
  line('inside, C_GenerateKeyPair alone', 'ms a key', all('loop'));
  line('core, the whole of it', 'ms a key', all('core'));
  line('core : C', 'ratio', ratios(all('core'), all('c')));
  line('CPU inside', 'ms a key', all('loopCpu'));
  line('CPU of the host', 'ms a key', all('coreCpu'));
  line('longest task in core', 'ms', all('stall'));
  goals.push({
    what: `${text}: longest task in core, in ms`,
    value: Math.max(...all('stall')),
    bound: 50,
    better: 'less',
  });
}
report.end(lines, goals);
inner.stop();
await core.close();
bench.remove();
