/**
 * Signatures through core and the token host, singly and batched, beside the same synchronous loop inside a process like
 * the host and a C loop over the library; all in turn, several times over, on one SoftHSM token.
 * `node bench/signatures.mjs [--rounds 5] [--ms 2000] [--batch 1000]`
 */
import { performance } from 'node:perf_hooks';
import { cpuPerItem } from './lib/cpu-time.ts';
import { ratios, spreadOf } from './lib/figures.ts';
import { startInnerProcess } from './lib/inner-process.ts';
import { numberOption, startReport } from './lib/report.ts';
import { temporaryToken } from './lib/soft-hsm.ts';
import { watchStalls } from './lib/stalls.ts';
import { openTokenCore, value } from './lib/token-core.ts';

/**
 * @typedef {import('../shared/contract/key-facts.ts').TokenKey} TokenKey
 * @typedef {import('./lib/figures.ts').Line} Line
 * @typedef {import('./lib/figures.ts').Goal} Goal
 */

const rounds = numberOption('rounds', 5);
const ms = numberOption('ms', 2000);
const batch = numberOption('batch', 1000);

const report = startReport('Signatures');
const bench = await temporaryToken();
const core = await openTokenCore(bench);
const inner = await startInnerProcess(bench);
const hostPid = await core.hostPid();

/** Signs so many at a time until the time is over. @param {TokenKey} key @param {number} size */
async function throughCore(key, size) {
  const target = { keyId: key.keyId, spkiSha256: key.spkiSha256 ?? '' };
  let count = 0;
  const began = performance.now();
  while (performance.now() - began < ms) {
    const requests = Array.from({ length: size }, (_, at) => {
      const challenge = new Uint8Array(36);
      new DataView(challenge.buffer).setUint32(0, count + at);
      return /** @type {const} */ ({ kind: 'test', challenge });
    });
    count += value(await core.access.sign(core.token, target, 'tls-client', requests)).length;
  }
  return { count, ms: performance.now() - began };
}

/**
 * Runs one of them: how many a second, what one cost the process that signs, how long core's event loop was held.
 * @param {number} pid @param {() => Promise<{ count: number, ms: number }>} work
 */
async function measure(pid, work) {
  let done = { count: 0, ms: 0 };
  const { value: cpu, stalls } = await watchStalls(() => cpuPerItem(pid, async () => (done = await work())));
  return { rate: (done.count * 1000) / done.ms, cpu, stalls };
}

/** @param {'ec-p256' | 'rsa-3072'} algorithm */
async function oneRound(algorithm, /** @type {TokenKey} */ key, /** @type {number} */ size) {
  const isEc = algorithm === 'ec-p256';
  const wish = /** @type {const} */ ({ kind: 'sign', isEc, keyId: key.keyId, spki: key.spki ?? new Uint8Array(), ms });
  return {
    c: await measure(0, () => bench.peer('sign', isEc ? 'ec' : 'rsa', key.keyId, ms)),
    loop: await measure(inner.pid, () => inner.run({ ...wish, verified: false })),
    batched: await measure(hostPid, () => throughCore(key, size)),
    verifying: await measure(inner.pid, () => inner.run({ ...wish, verified: true })),
    single: await measure(hostPid, () => throughCore(key, 1)),
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
  const key = await core.generate(algorithm);
  const size = algorithm === 'ec-p256' ? batch : Math.max(1, Math.round(batch / 10));
  report.step(`${text}: warming up`);
  await oneRound(algorithm, key, size);
  /** @type {Awaited<ReturnType<typeof oneRound>>[]} */
  const runs = [];
  for (let round = 1; round <= rounds; round++) {
    report.step(`${text}: round ${round} of ${rounds}`);
    runs.push(await oneRound(algorithm, key, size));
  }
  /** @param {string} what @param {string} unit @param {readonly number[]} values */
  const line = (what, unit, values) => lines.push({ what: `${text}: ${what}`, unit, spread: spreadOf(values) });
  const ratio = ratios(
    runs.map(({ batched }) => batched.rate),
    runs.map(({ loop }) => loop.rate),
  );
  const verifyingRatio = ratios(
    runs.map(({ batched }) => batched.rate),
    runs.map(({ verifying }) => verifying.rate),
  );
  line('C loop', '1/s', runs.map(({ c }) => c.rate)); // prettier-ignore
  line('loop inside', '1/s', runs.map(({ loop }) => loop.rate)); // prettier-ignore
  line('loop inside that verifies', '1/s', runs.map(({ verifying }) => verifying.rate)); // prettier-ignore
  line(`core, ${size} a call`, '1/s', runs.map(({ batched }) => batched.rate)); // prettier-ignore
  line('core, 1 a call', '1/s', runs.map(({ single }) => single.rate)); // prettier-ignore
  line('batched : loop inside', 'ratio', ratio);
  line('batched : loop inside that verifies', 'ratio', verifyingRatio);
  line('CPU of the loop inside', 'µs each', runs.map(({ loop }) => loop.cpu?.all ?? Number.NaN)); // prettier-ignore
  line('CPU of the host, batched, signing thread', 'µs each', runs.map(({ batched }) => batched.cpu?.main ?? Number.NaN)); // prettier-ignore
  const cpu = runs.map(({ loop, batched }) => (loop.cpu?.all ?? Number.NaN) / (batched.cpu?.main ?? Number.NaN));
  line('CPU of the loop inside : of the signing thread', 'ratio', cpu);
  line('CPU of the host, batched, all threads', 'µs each', runs.map(({ batched }) => batched.cpu?.all ?? Number.NaN)); // prettier-ignore
  line('longest task in core, batched', 'ms', runs.map(({ batched }) => batched.stalls.task)); // prettier-ignore
  line('longest task in core, singly', 'ms', runs.map(({ single }) => single.stalls.task)); // prettier-ignore
  line('longest stall of core with waits for a CPU', 'ms', runs.map(({ batched }) => batched.stalls.felt)); // prettier-ignore
  const longest = Math.max(...runs.flatMap(({ batched, single }) => [batched.stalls.task, single.stalls.task]));
  goals.push(
    { what: `${text}: batched : loop inside`, value: spreadOf(ratio).median, bound: 0.9, better: 'more' },
    { what: `${text}: longest task in core, in ms`, value: longest, bound: 50, better: 'less' },
  );
}
report.end(lines, goals);
inner.stop();
await core.close();
bench.remove();
