/**
 * The longest that one broken document holds a reader. Requests, certificates and CRLs, changed byte-wise
 * and in their structure from a seed, each found, read with every field, verified and put into sentences, as the page
 * for one document does it, and once more as import of many does. Bound: 100 ms without waits for a processor.
 * `node bench/mutations.mjs [--inputs 30000] [--seed 20260103]`
 */
import { quantile, spreadOf } from './lib/figures.ts';
import { numberOption, startReport } from './lib/report.ts';
import { openThreadClock } from './lib/stalls.ts';
import { createDice } from '../src-main/core/pki/testing/mutate.ts';
import { mutated, readSigned } from '../src-main/core/pki/testing/fuzz-signed.ts';
import { signedSamples } from '../src-main/core/pki/testing/signed-samples.ts';
import { verifySignedBy } from '../src-main/core/pki/verify-signed.ts';
import { decodeItem } from '../src-main/core/workers/decoded-item.ts';
import { decodeFinds, openSource } from '../src-main/core/workers/decode-source.ts';
import { defaultOidProfile } from '../shared/domain/default-oid-profile.ts';

const inputs = numberOption('inputs', 30_000);
const seed = numberOption('seed', 20_260_103);
const WARM = 500;

const report = startReport(`${inputs} broken documents, seed ${seed}`);
const samples = signedSamples();
const dice = createDice(seed);

// The system counts processor time in steps of milliseconds, so the clock is read, less what the thread had to wait.
const clock = openThreadClock();
/** @param {() => void} work */
function millisecondsOf(work) {
  const began = clock.now();
  work();
  // The two clocks are read one after the other: a wait between them may count too much.
  return Math.max(0, clock.now() - began);
}

/** @type {{ one: number[], many: number[] }} */
const times = { one: [], many: [] };
let longest = { ms: 0, text: 'none' };
let read = 0;
for (let at = 0; at < WARM + inputs; at++) {
  const sample = samples[dice(samples.length)];
  if (sample === undefined) throw new Error('no samples');
  const der = mutated(sample.der, dice);
  let isRead = false;
  const one = millisecondsOf(() => {
    const answer = readSigned(sample, der);
    isRead = answer.ok;
    if (answer.ok) verifySignedBy(answer.value, der, sample.issuerSpki);
    decodeItem(sample.kind, der, defaultOidProfile);
  });
  const many = millisecondsOf(() => {
    const finds = openSource({ name: 'mutated', content: der });
    decodeFinds(
      finds.map((find, place) => ({ find, at: place })),
      { profile: defaultOidProfile },
    );
  });
  // The first ones compile the program: no input of theirs is to blame.
  if (at < WARM) continue;
  if (isRead) read += 1;
  times.one.push(one);
  times.many.push(many);
  const ms = Math.max(one, many);
  if (ms > longest.ms) longest = { ms, text: `${sample.kind}, ${der.length} bytes, number ${at - WARM}` };
}
clock.close();
console.log(`${read} of ${inputs} were still read; longest: ${longest.text}\n`);
report.end(
  [
    { what: 'one document with all its fields', unit: 'ms', spread: spreadOf(times.one) },
    { what: 'the same, 999 of 1000 within', unit: 'ms', spread: spreadOf([quantile(times.one, 0.999)]) },
    { what: 'one of many', unit: 'ms', spread: spreadOf(times.many) },
    { what: 'the same, 999 of 1000 within', unit: 'ms', spread: spreadOf([quantile(times.many, 0.999)]) },
  ],
  [{ what: 'longest for one input, in ms', value: longest.ms, bound: 100, better: 'less' }],
);
