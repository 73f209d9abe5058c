/**
 * platform.db with a million CDRs and as many sessions: put from ready readings in pages of 1000, then lists as a
 * reader thread serves them. Goals: 60 000 rows a second put; open, sort, filter, search and the last rows within 100 ms.
 *   node bench/platform-store.mjs [--rows 1000000] [--rounds 5]
 * Lists are asked of a reader that was just opened, again of the same one, and of a file that is not in memory.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { spreadOf } from './lib/figures.ts';
import { numberOption, startReport } from './lib/report.ts';
import { value } from './lib/token-core.ts';
import { usageId, usageReading } from './lib/usage-readings.ts';
import { openUsageStore } from './lib/usage-store.ts';
import { openPlatformReader } from '../src-main/core/platform-store/platform-db.ts';
import { createPlatformReader } from '../src-main/core/platform-store/platform-reader.ts';

const PAGE = 200;
const rows = numberOption('rows', 1_000_000);
const rounds = numberOption('rounds', 5);

const report = startReport(`${rows} CDRs and sessions each in platform.db`);
const folder = mkdtempSync(join(tmpdir(), 'ocpi-console-bench-'));
const file = join(folder, 'platform.db');
const store = openUsageStore(file, 1);
/** @type {import('./lib/figures.ts').Line[]} */
const lines = [];
/** @type {number[]} */
const putAll = [];

/** @param {'sessions' | 'cdrs'} module @param {boolean} again */
function fill(module, again) {
  const { pageRates, rate, longestPage } = store.fill(module, rows, report.step);
  const what = `${module}${again ? ' again, all the same' : ''}`;
  lines.push({ what: `${what}: a page put`, unit: 'rows/s', spread: spreadOf(pageRates) });
  lines.push({ what: `${what}: all, with orders and full text`, unit: 'rows/s', spread: spreadOf([rate]) });
  lines.push({ what: `${what}: longest page, with its batch`, unit: 'ms', spread: spreadOf([longestPage]) });
  if (!again) putAll.push(spreadOf(pageRates).median);
}

fill('cdrs', false);
fill('sessions', false);
store.settle();
const bytes = statSync(file).size;
lines.push({ what: 'bytes a row, with an original of 1500', unit: 'B', spread: spreadOf([bytes / (2 * rows)]) });

/** @type {import('../src-main/core/platform-store/platform-reader.ts').PlatformReader} */
let reader;
/** @typedef {import('../src-main/core/platform-store/list-query.ts').ListQuery} ListQuery */
/** @param {Partial<ListQuery>} query @param {number} offset */
const list = (query, offset = 0) =>
  reader.list({ module: 'cdrs', filter: {}, order: 'startedAt', descending: true, ...query }, offset, PAGE);
const half = Math.floor(rows / 2);
const some = usageReading('cdrs', half).reading.row;
/** @type {readonly (readonly [string, boolean, () => { total?: number, rows: readonly unknown[] } | undefined])[]} */
const deeds = [
  ['open, CDRs', true, () => list({})],
  ['open, sessions', true, () => list({ module: 'sessions' })],
  ['middle', true, () => list({}, half)],
  ['last rows', true, () => list({}, rows - PAGE)],
  .../** @type {const} */ (['lastUpdated', 'id', 'party', 'endedAt', 'kwh', 'cost', 'hours']).map(
    (order) =>
      /** @type {const} */ ([
        `by ${order}`,
        true,
        () => (list({ order, descending: false }), list({ order }, rows - PAGE)),
      ]),
  ),
  ['by kwh, middle', true, () => list({ order: 'kwh' }, half)],
  ['filter: signed, has findings', true, () => list({ filter: { signed: true, hasFindings: true } })],
  ['filter: a third, by kwh', true, () => list({ filter: { signed: true }, order: 'kwh' })],
  [
    'filter: a third, by kwh, its middle',
    true,
    () => list({ filter: { signed: true }, order: 'kwh' }, Math.floor(rows / 6)),
  ],
  ['filter: credit, by cost', true, () => list({ filter: { credit: true }, order: 'cost' })],
  ['filter: a currency, by id', true, () => list({ filter: { currency: 'CHF' }, order: 'id' })],
  ['filter: a rare status', true, () => list({ module: 'sessions', filter: { status: ['INVALID'] } })],
  ['filter: a day', true, () => list({ filter: { from: '2024-06-01T00:00:00Z', to: '2024-06-02T00:00:00Z' } })],
  ['filter: all but a month', true, () => list({ filter: { from: '2024-02-01T00:00:00Z' } })],
  [
    'filter: a party in half a year',
    true,
    () => list({ filter: { party: 'DEGEF', from: '2024-02-01T00:00:00Z', to: '2024-08-01T00:00:00Z' } }),
  ],
  ['filter: a finding', true, () => list({ filter: { findingCode: 'TIMESTAMP_WITHOUT_ZONE' }, order: 'kwh' })],
  ['filter: a charging point', true, () => list({ filter: { locationId: some.locationId ?? '' } })],
  ['filter: a tariff, by kwh', true, () => list({ filter: { tariffId: 'TARIFF-7' }, order: 'kwh' })],
  ['filter: a driver', true, () => list({ person: some.tokenUid ?? '' })],
  ['search: an id', true, () => list({ filter: { text: usageId('cdrs', half) } })],
  ['search: start of an id', true, () => list({ filter: { text: usageId('cdrs', half).slice(0, 5) } })],
  ['search: two words', true, () => list({ filter: { text: 'musterplatz stadt77' } })],
  ['search: in every row', true, () => list({ filter: { text: 'musterplatz' } })],
  ['search: in every row, last rows', true, () => list({ filter: { text: 'musterplatz' } }, rows - PAGE)],
  ['search: one letter', true, () => list({ filter: { text: 's' } })],
  ['search: in every row, signed', true, () => list({ filter: { text: 'musterplatz', signed: true } })],
  [
    'search: in every row, all but a month',
    true,
    () => list({ filter: { text: 'musterplatz', from: '2024-02-01T00:00:00Z' } }),
  ],
  [
    'search: in every row, of a cost, by kwh, its middle',
    true,
    () => list({ filter: { text: 'musterplatz', costFrom: '5', costTo: '20' }, order: 'kwh' }, Math.floor(rows / 5)),
  ],
  ['search: start of half of all ids', true, () => list({ filter: { text: 'de*gef*e1' } })],
  [
    'filter: a finding of a tariff',
    true,
    () => list({ filter: { tariffId: 'TARIFF-7', findingCode: 'TIMESTAMP_WITHOUT_ZONE' }, order: 'kwh' }),
  ],
  ['search: nothing', true, () => list({ filter: { text: 'nowhere' } })],
  ['one CDR with links', true, () => (reader.get('cdrs', half), undefined)],
  ['sums of all', false, () => (toEnd(reader.sums({ module: 'cdrs', filter: {} })), undefined)],
  [
    'sums of a word in every row',
    false,
    () => (toEnd(reader.sums({ module: 'cdrs', filter: { text: 'musterplatz' } })), undefined),
  ],
  ['findings grouped', true, () => (reader.findings(1), undefined)],
];
/** @param {Generator<void, unknown>} steps */
function toEnd(steps) {
  while (steps.next().done !== true);
}

/**
 * The first call of a reader that has just been opened.
 * @param {() => { total?: number } | undefined} deed
 * @param {boolean} cold on a file of which the system's memory holds nothing (GNU dd)
 */
function firstCall(deed, cold) {
  const db = value(openPlatformReader(file));
  reader = createPlatformReader(db);
  if (cold) execFileSync('dd', [`of=${file}`, 'oflag=nocache', 'conv=notrunc,fdatasync', 'count=0', 'status=none']);
  const began = performance.now();
  const total = deed()?.total;
  const first = performance.now() - began;
  const again = performance.now();
  deed();
  const second = performance.now() - again;
  db.close();
  return { total, first, second };
}

/** @type {[string, number]} */
let worst = ['', 0];
for (const [name, counts, deed] of deeds) {
  const calls = Array.from({ length: rounds }, () => firstCall(deed, false));
  const spread = spreadOf(calls.map(({ first }) => first));
  if (counts && spread.median > worst[1]) worst = [name, spread.median];
  const total = calls[0]?.total;
  lines.push({ what: total === undefined ? name : `${name} (${total})`, unit: 'ms', spread });
  lines.push({ what: `${name}, again`, unit: 'ms', spread: spreadOf(calls.map(({ second }) => second)) });
  const cold = Array.from({ length: rounds }, () => firstCall(deed, true).first);
  lines.push({ what: `${name}, cold`, unit: 'ms', spread: spreadOf(cold) });
}
if (process.argv.includes('--again')) fill('cdrs', true);
report.end(lines, [
  { what: 'put, rows a second (median page)', value: Math.min(...putAll), bound: 60_000, better: 'more' },
  { what: `slowest first list (${worst[0]}), median in ms`, value: worst[1], bound: 100, better: 'less' },
]);
store.close();
rmSync(folder, { recursive: true, force: true });
