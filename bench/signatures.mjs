/**
 * Signatures through core and the token host, singly and batched, beside the same synchronous loop inside a process like
 * the host and a C loop over the library; all in turn, several times over, on one SoftHSM token.
 * `node bench/signatures.mjs [--rounds 5] [--ms 2000] [--batch 1000]`
 */
import { performance } from 'node:perf_hooks';
import { ratios, spreadOf } from './lib/figures.ts';
import { startInnerProcess } from './lib/inner-process.ts';
import { numberOption, startReport } from './lib/report.ts';
import { temporaryToken } from './lib/soft-hsm.ts';
import { watchStalls } from './lib/stalls.ts';
import { openTokenCore, value } from './lib/token-core.ts';

/** @typedef {import('../shared/contract/key-facts.ts').TokenKey} TokenKey */

const rounds = numberOption('rounds', 5);
const ms = numberOption('ms', 2000);
const batch = numberOption('batch', 1000);

const report = startReport('Signatures');
const bench = await temporaryToken();
const core = await openTokenCore(bench);
const inner = await startInnerProcess(bench);

/** Signs so many at a time until the time is over; signatures per second. @param {TokenKey} key @param {number} size */
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
  return (count * 1000) / (performance.now() - began);
}

const lines = [];
const goals = [];
for (const [algorithm, text] of /** @type {const} */ ([
  ['ec-p256', 'ECDSA P-256'],
  ['rsa-3072', 'RSA 3072'],
])) {
  const isEc = algorithm === 'ec-p256';
  const key = await core.generate(algorithm);
  const spki = key.spki ?? new Uint8Array();
  const size = isEc ? batch : Math.max(1, Math.round(batch / 10));
  const runs = { c: [], loop: [], verifying: [], batched: [], single: [], batchedStall: [], singleStall: [] };
  const perSecond = (/** @type {{ count: number, ms: number }} */ done) => (done.count * 1000) / done.ms;
  for (let round = 0; round <= rounds; round++) {
    report.step(`${text}: ${round === 0 ? 'warming up' : `round ${round} of ${rounds}`}`);
    const wish = { kind: /** @type {const} */ ('sign'), isEc, keyId: key.keyId, spki, ms };
    const c = perSecond(await bench.peer('sign', isEc ? 'ec' : 'rsa', key.keyId, ms));
    const loop = perSecond(await inner.run({ ...wish, verified: false }));
    const batched = await watchStalls(() => throughCore(key, size));
    const verifying = perSecond(await inner.run({ ...wish, verified: true }));
    const single = await watchStalls(() => throughCore(key, 1));
    if (round === 0) continue;
    runs.c.push(c);
    runs.loop.push(loop);
    runs.verifying.push(verifying);
    runs.batched.push(batched.value);
    runs.single.push(single.value);
    runs.batchedStall.push(batched.stalls.longest);
    runs.singleStall.push(single.stalls.longest);
  }
  const line = (/** @type {string} */ what, /** @type {number[]} */ values, unit = '1/s') =>
    lines.push({ what: `${text}, ${what}`, unit, spread: spreadOf(values) });
  line('C loop', runs.c);
  line('loop inside', runs.loop);
  line('loop inside, verifying', runs.verifying);
  line(`core, ${size} a call`, runs.batched);
  line('core, 1 a call', runs.single);
  line('batched : loop inside', [...ratios(runs.batched, runs.loop)], 'ratio');
  line('batched : loop inside, verifying', [...ratios(runs.batched, runs.verifying)], 'ratio');
  line('longest stall of core, batched', runs.batchedStall, 'ms');
  line('longest stall of core, singly', runs.singleStall, 'ms');
  goals.push(
    { what: `${text}, batched : loop inside`, value: spreadOf(ratios(runs.batched, runs.loop)).median, bound: 0.9, better: /** @type {const} */ ('more') },
    { what: `${text}, longest stall of core in ms`, value: Math.max(...runs.batchedStall, ...runs.singleStall), bound: 50, better: /** @type {const} */ ('less') },
  );
}
report.end(lines, goals);
inner.stop();
await core.close();
bench.remove();
