/**
 * Requests parsed, verified and checked per second, as import of many does it, beside OpenSSL's own
 * parse-and-verify loop in C and pkijs, by turns. Goal: at least as fast as the C loop.
 * `node bench/csrs.mjs [--count 3000] [--rounds 5]`
 */
import { webcrypto } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import * as pkijs from 'pkijs';
import { csrPeer } from './lib/csr-peer.ts';
import { quantile, ratios, spreadOf } from './lib/figures.ts';
import { manyCsrs } from './lib/many-csrs.ts';
import { numberOption, startReport } from './lib/report.ts';
import { systemTimer } from '../src-main/core/clock.ts';
import { createDecodePool } from '../src-main/core/workers/decode-pool.ts';
import { decodeFinds, openSource } from '../src-main/core/workers/decode-source.ts';
import { defaultOidProfile } from '../shared/domain/default-oid-profile.ts';

/**
 * @typedef {import('./lib/figures.ts').Line} Line
 * @typedef {import('./lib/figures.ts').Goal} Goal
 * @typedef {{ rate: number, cpu: number }} Pass requests a second by the clock, and µs of processor time a request
 */

const count = numberOption('count', 3000);
const rounds = numberOption('rounds', 5);
const LIBRARY_SHARE = 0.1;
/** As many as a worker of the product reads before it verifies them. */
const BATCH = 64;

pkijs.setEngine('node', new pkijs.CryptoEngine({ name: 'node', crypto: webcrypto }));
const report = startReport(`${count} requests parsed, verified and checked`);
/** @type {Line[]} */
const lines = [];
/** @type {Goal[]} */
const goals = [];

/** @param {number} requests @param {() => unknown} work @returns {Promise<Pass>} */
async function timed(requests, work) {
  const [began, before] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(before);
  return { rate: (requests * 1000) / (performance.now() - began), cpu: (user + system) / requests };
}

for (const [kind, text] of /** @type {const} */ ([
  ['ec-p256', 'P-256'],
  ['rsa-3072', 'RSA 3072'],
])) {
  report.step(`${text}: making ${count} requests`);
  const csrs = manyCsrs(kind, count);
  const sources = csrs.map((content, at) => ({ name: `${at}.der`, content }));
  const peer = csrPeer(csrs);
  if (typeof peer === 'string') report.step(`left out: ${peer}`);
  const pool = createDecodePool({
    file: fileURLToPath(new URL('../src-main/core/workers/decode-worker.ts', import.meta.url)),
    timer: systemTimer,
  });

  const ways = {
    ours: () =>
      timed(count, () => {
        for (let from = 0; from < count; from += BATCH) {
          const finds = sources.slice(from, from + BATCH).flatMap((source) => openSource(source));
          const items = decodeFinds(
            finds.map((find) => ({ find, at: 0 })),
            { profile: defaultOidProfile },
          );
          if (!items.every(({ signatureValid }) => signatureValid)) throw new Error('refused');
        }
      }),
    pool: () =>
      timed(count, async () => {
        const decoded = await pool.decode(sources, { profile: defaultOidProfile, most: count });
        if (decoded?.items.filter(({ signatureValid }) => signatureValid).length !== count) throw new Error('refused');
      }),
    library: () => {
      const few = csrs.slice(0, Math.ceil(count * LIBRARY_SHARE));
      return timed(few.length, async () => {
        for (const der of few) {
          const request = pkijs.CertificationRequest.fromBER(Uint8Array.from(der).buffer);
          if (!(await request.verify()) || request.attributes?.length === 0) throw new Error('refused');
        }
      });
    },
    c: async () => {
      if (typeof peer === 'string') return { rate: Number.NaN, cpu: Number.NaN };
      const { count: done, held, ms, cpuMs } = await peer.run(1);
      if (held !== done) throw new Error('refused');
      return { rate: (done * 1000) / ms, cpu: (cpuMs * 1000) / done };
    },
  };
  report.step(`${text}: warming up`);
  for (let at = 0; at < 4; at++) await ways.ours();
  for (let at = 0; at < 3; at++) await ways.pool();
  await ways.library();

  /** @type {Record<keyof typeof ways, Pass[]>} */
  const passes = { ours: [], pool: [], library: [], c: [] };
  for (let round = 1; round <= rounds; round++) {
    report.step(`${text}: round ${round} of ${rounds}`);
    for (const way of /** @type {const} */ (['c', 'ours', 'pool', 'library'])) passes[way].push(await ways[way]());
  }
  await pool.close();
  if (typeof peer !== 'string') peer.remove();

  const names = {
    c: 'OpenSSL in C',
    ours: 'one thread',
    pool: 'through the worker pool',
    library: 'pkijs',
  };
  for (const way of /** @type {const} */ (['c', 'ours', 'pool', 'library'])) {
    lines.push({ what: `${text}: ${names[way]}`, unit: '1/s', spread: spreadOf(passes[way].map(({ rate }) => rate)) });
    lines.push({
      what: `${text}: ${names[way]}, processor time`,
      unit: 'µs',
      spread: spreadOf(passes[way].map(({ cpu }) => cpu)),
    });
  }
  if (typeof peer === 'string') continue;
  /** @param {Pass[]} a @param {Pass[]} b @param {keyof Pass} by */
  const ratio = (a, b, by) => ratios(a.map((pass) => pass[by]), b.map((pass) => pass[by])); // prettier-ignore
  const alone = ratio(passes.c, passes.ours, 'cpu');
  const pooled = ratio(passes.pool, passes.c, 'rate');
  lines.push({ what: `${text}: one thread : C, by processor time`, unit: 'ratio', spread: spreadOf(alone) });
  lines.push({ what: `${text}: pool : C, by the clock`, unit: 'ratio', spread: spreadOf(pooled) });
  const library = ratio(passes.c, passes.library, 'cpu');
  lines.push({ what: `${text}: pkijs : C, by processor time`, unit: 'ratio', spread: spreadOf(library) });
  goals.push({ what: `${text}: one thread : C`, value: quantile(alone, 0.5), bound: 1, better: 'more' });
  goals.push({ what: `${text}: pool : C`, value: quantile(pooled, 0.5), bound: 1, better: 'more' });
}
report.end(lines, goals);
