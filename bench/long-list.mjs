/**
 * Pages of 200 out of long lists, through core's door: the audit log and the key groups, at both ends, anywhere, sorted and
 * filtered. Core is a process of its own; how long its event loop is held is measured there.
 * `node bench/long-list.mjs [--rows 100000] [--pages 200]`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { startCoreChild } from './lib/core-child.ts';
import { quantile, spreadOf } from './lib/figures.ts';
import { numberOption, startReport } from './lib/report.ts';
import { groupId, makeWorkspace } from './lib/test-workspace.ts';
import { value } from './lib/token-core.ts';

const PAGE = 200;
const rows = numberOption('rows', 100_000);
const pages = numberOption('pages', 200);

const report = startReport(`Pages of ${PAGE} out of ${rows}`);
const folder = mkdtempSync(join(tmpdir(), 'ocpi-console-bench-'));
const workspace = join(folder, 'workspace');
report.step(`making ${rows} audit entries and key groups`);
await makeWorkspace(workspace, { groups: rows, entries: rows });
const core = await startCoreChild(workspace);
const { client } = core;

/** Spread over the whole list without chance, so that runs are alike. @param {number} at */
const anywhere = (at) => Math.floor((((at + 1) * 0.618_033_988_75) % 1) * (rows - PAGE));
/** @param {number} at */
const sample = (at) => String(anywhere(at)).padStart(6, '0');

/** @type {readonly { name: string, share?: number, page: (at: number) => Promise<{ rows: readonly unknown[] }> }[]} */
const lists = [
  { name: 'audit, first page', page: async () => value(await client.audit.list({ offset: 0, limit: PAGE })) },
  {
    name: 'audit, anywhere',
    page: async (at) => value(await client.audit.list({ offset: anywhere(at), limit: PAGE })),
  },
  { name: 'audit, last page', page: async () => value(await client.audit.list({ offset: rows - PAGE, limit: PAGE })) },
  {
    name: 'audit, one kind of event, anywhere',
    page: async (at) =>
      value(await client.audit.list({ offset: Math.floor(anywhere(at) / 6), limit: PAGE, event: 'csr.create' })),
  },
  {
    name: 'audit, text filter, few hits',
    share: 0.1,
    page: async (at) => value(await client.audit.list({ offset: 0, limit: PAGE, filter: groupId(anywhere(at)) })),
  },
  { name: 'key groups, first page', page: async () => value(await client.keys.groups({ offset: 0, limit: PAGE })) },
  {
    name: 'key groups, anywhere',
    page: async (at) => value(await client.keys.groups({ offset: anywhere(at), limit: PAGE })),
  },
  {
    name: 'key groups by owner, anywhere',
    share: 0.25,
    page: async (at) => value(await client.keys.groups({ offset: anywhere(at), limit: PAGE, sort: 'owner' })),
  },
  {
    name: 'key groups, text filter, few hits',
    share: 0.25,
    page: async (at) => value(await client.keys.groups({ offset: 0, limit: PAGE, filter: sample(at) })),
  },
];

const lines = [];
let longestOfAll = 0;
for (const { name, share = 1, page } of lists) {
  report.step(name);
  await page(0);
  const { value: times, stalls } = await core.watched(async () => {
    const each = [];
    for (let at = 0; at < Math.max(5, Math.round(pages * share)); at++) {
      const began = performance.now();
      const { rows: read } = await page(at);
      if (read.length === 0) throw new Error(`${name}: an empty page`);
      each.push(performance.now() - began);
    }
    return each;
  });
  longestOfAll = Math.max(longestOfAll, stalls.task);
  lines.push({ what: name, unit: 'ms a page', spread: spreadOf(times) });
  lines.push({ what: `${name}, p99`, unit: 'ms', spread: spreadOf([quantile(times, 0.99)]) });
  lines.push({ what: `${name}, longest task in core`, unit: 'ms', spread: spreadOf([stalls.task]) });
}
report.end(lines, [{ what: 'longest task in core, in ms', value: longestOfAll, bound: 50, better: 'less' }]);
core.stop();
rmSync(folder, { recursive: true, force: true });
