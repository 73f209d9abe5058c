/**
 * An inventory of 100 000 certificates as the window asks for it: first page, pages anywhere, sorts,
 * filters. Goals: first rows within 300 ms, a filter within 100 ms, and no task of core over 50 ms.
 *   node bench/certificates.mjs [--rows 100000] [--pages 100]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { addCertificateRows, certificateName, certificateParty } from './lib/certificate-rows.ts';
import { startCoreChild } from './lib/core-child.ts';
import { quantile, spreadOf } from './lib/figures.ts';
import { numberOption, startReport } from './lib/report.ts';
import { makeWorkspace } from './lib/test-workspace.ts';
import { value } from './lib/token-core.ts';

const PAGE = 100;
const rows = numberOption('rows', 100_000);
const pages = numberOption('pages', 100);

const report = startReport(`Pages of ${PAGE} out of ${rows} certificates`);
const folder = mkdtempSync(join(tmpdir(), 'ocpi-console-bench-'));
const workspace = join(folder, 'workspace');
report.step(`making ${rows} certificates`);
await makeWorkspace(workspace, { groups: 10, entries: 10 });
await addCertificateRows(workspace, rows);
const core = await startCoreChild(workspace);
const { client } = core;

/** Spread over the whole list without chance, so that runs are alike. @param {number} at */
const anywhere = (at) => Math.floor((((at + 1) * 0.618_033_988_75) % 1) * (rows - PAGE));
/** @param {object} query */
const list = async (query) => value(await client.certificates.list({ offset: 0, limit: PAGE, ...query }));

/** @type {readonly { name: string, kind: 'first' | 'filter' | 'page', share?: number, page: (at: number) => Promise<{ rows: readonly unknown[] }> }[]} */
const lists = [
  { name: 'first page', kind: 'first', page: () => list({}) },
  { name: 'first page, newest first', kind: 'first', page: () => list({ descending: true }) },
  { name: 'anywhere', kind: 'page', page: (at) => list({ offset: anywhere(at) }) },
  { name: 'last page', kind: 'page', page: () => list({ offset: rows - PAGE }) },
  { name: 'by name, anywhere', kind: 'page', page: (at) => list({ offset: anywhere(at), sort: 'commonName' }) },
  { name: 'by end, anywhere', kind: 'page', page: (at) => list({ offset: anywhere(at), sort: 'notAfter' }) },
  { name: 'by issuer, anywhere', kind: 'page', page: (at) => list({ offset: anywhere(at), sort: 'issuer' }) },
  { name: 'text, one hit', kind: 'filter', page: (at) => list({ filter: certificateName(anywhere(at) + 1) }) },
  { name: 'text, some hundred hits', kind: 'filter', page: (at) => list({ filter: certificateParty(at) }) },
  {
    name: 'text, a tenth of all',
    kind: 'filter',
    share: 0.3,
    page: (at) => list({ filter: `ming CA ${at % 10}`, sort: 'commonName' }),
  },
  {
    name: 'text that all have',
    kind: 'filter',
    share: 0.3,
    page: () => list({ filter: 'Example Hub', sort: 'commonName' }),
  },
  { name: 'two characters', kind: 'filter', share: 0.3, page: () => list({ filter: 'cp' }) },
  {
    name: 'beginning of a fingerprint',
    kind: 'filter',
    page: (at) => list({ filter: `${'abcdef'[at % 6]}${'0123456789'[at % 10]}` + 'c4d5', offset: 0 }),
  },
  { name: 'who claims an id', kind: 'filter', page: (at) => list({ claims: certificateParty(at).toLowerCase() }) },
  { name: 'issued here, by end', kind: 'filter', share: 0.3, page: () => list({ source: 'issued', sort: 'notAfter' }) },
  { name: 'valid now, by name', kind: 'filter', share: 0.3, page: () => list({ time: 'valid', sort: 'commonName' }) },
  {
    name: 'expired, newest first',
    kind: 'filter',
    share: 0.3,
    page: () => list({ time: 'expired', sort: 'notAfter', descending: true }),
  },
  { name: 'ends soon', kind: 'filter', share: 0.3, page: () => list({ time: 'ends-soon', sort: 'notAfter' }) },
];

const lines = [];
const worst = { first: 0, filter: 0, page: 0, task: 0 };
for (const { name, kind, share = 1, page } of lists) {
  report.step(name);
  await page(0);
  const { value: times, stalls } = await core.watched(async () => {
    const each = [];
    for (let at = 0; at < Math.max(5, Math.round(pages * share)); at++) {
      const began = performance.now();
      await page(at);
      each.push(performance.now() - began);
    }
    return each;
  });
  worst[kind] = Math.max(worst[kind], quantile(times, 0.5));
  worst.task = Math.max(worst.task, stalls.task);
  lines.push({ what: name, unit: 'ms a page', spread: spreadOf(times) });
  lines.push({ what: `${name}, longest task in core`, unit: 'ms', spread: spreadOf([stalls.task]) });
}
report.end(lines, [
  { what: 'first rows, in ms', value: worst.first, bound: 300, better: 'less' },
  { what: 'slowest filter, median in ms', value: worst.filter, bound: 100, better: 'less' },
  { what: 'longest task in core, in ms', value: worst.task, bound: 50, better: 'less' },
]);
core.stop();
rmSync(folder, { recursive: true, force: true });
