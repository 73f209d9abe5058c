/**
 * Ten thousand requests inspected and imported, and as many certificates, as one zip each, with progress; and
 * an import that is stopped. Goal: no task of core over 50 ms.
 *   node bench/imports.mjs [--count 10000] [--rounds 3]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { startCoreChild } from './lib/core-child.ts';
import { spreadOf } from './lib/figures.ts';
import { manyCsrs } from './lib/many-csrs.ts';
import { numberOption, startReport } from './lib/report.ts';
import { makeWorkspace } from './lib/test-workspace.ts';
import { value } from './lib/token-core.ts';
import { issueLeaf, makeRoot } from '../src-main/core/features/certificates/issue-for-tests.ts';
import { makeZip } from '../src-main/core/pki/testing/make-zip.ts';

/**
 * @typedef {import('../shared/contract/app-contract.ts').AppClient} AppClient
 * @typedef {import('./lib/stalls.ts').Stalls} Stalls
 * @typedef {{ ms: number, stalls: Stalls, news: number }} Run
 */

const count = numberOption('count', 10_000);
const rounds = numberOption('rounds', 3);
const report = startReport(`${count} documents in one zip`);
report.step('making the documents');
/** @param {readonly Uint8Array[]} documents */
const zipped = (documents) => makeZip(documents.map((content, at) => ({ name: `${at}.der`, content, method: 0 })));
const requests = zipped(manyCsrs('ec-p256', count));
const root = makeRoot('Bench root');
const certificates = zipped(
  Array.from({ length: count }, (_, at) =>
    issueLeaf(root, {
      commonName: `cpo-${at}`,
      group: `group-${at}`,
      partyIds: ['DEGEF', 'NLABC'],
      dns: [`${at}.example`],
    }),
  ),
);

/** @type {Record<string, Run[]>} */
const runs = {};
/** @param {string} what @param {Run} run */
const keep = (what, run) => (runs[what] ??= []).push(run);

for (let round = 1; round <= rounds; round++) {
  report.step(`round ${round} of ${rounds}`);
  const folder = mkdtempSync(join(tmpdir(), 'ocpi-console-bench-'));
  const workspace = join(folder, 'workspace');
  await makeWorkspace(workspace, { groups: 1, entries: 1 });
  const core = await startCoreChild(workspace);
  const { client } = core;
  /** @param {string} what @param {(onItem: () => void) => Promise<number>} work how many came of it */
  const timed = async (what, work) => {
    const began = performance.now();
    let news = 0;
    const { value: found, stalls } = await core.watched(() => work(() => void (news += 1)));
    if (found !== count) throw new Error(`${what}: ${found}`);
    keep(what, { ms: performance.now() - began, stalls, news });
  };
  const csrs = [{ name: 'requests.zip', content: requests }];
  const leaves = [{ name: 'certificates.zip', content: certificates }];
  await timed('inspected', async (onItem) => value(await client.inspection.open({ sources: csrs }, { onItem })).total);
  await timed(
    'requests imported',
    async (onItem) => value(await client.requests.import({ sources: csrs }, { onItem })).added,
  );
  await timed(
    'requests imported again',
    async (onItem) => value(await client.requests.import({ sources: csrs }, { onItem })).known,
  );
  await timed(
    'certificates imported',
    async (onItem) => value(await client.certificates.import({ sources: leaves }, { onItem })).added,
  );
  await timed(
    'certificates for requests, all refused',
    async (onItem) => value(await client.requests.import({ sources: leaves }, { onItem })).refused.length,
  );
  core.stop();
  rmSync(folder, { recursive: true, force: true });
}

const lines = [];
let longest = 0;
for (const [what, all] of Object.entries(runs)) {
  lines.push({ what: `${what}, in all`, unit: 'ms', spread: spreadOf(all.map(({ ms }) => ms)) });
  lines.push({
    what: `${what}, longest task in core`,
    unit: 'ms',
    spread: spreadOf(all.map(({ stalls }) => stalls.task)),
  });
  lines.push({ what: `${what}, news of progress`, unit: '', spread: spreadOf(all.map(({ news }) => news)) });
  longest = Math.max(longest, ...all.map(({ stalls }) => stalls.task));
}
report.end(lines, [{ what: 'longest task in core, in ms', value: longest, bound: 50, better: 'less' }]);
