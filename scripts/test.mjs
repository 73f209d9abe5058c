/**
 * `npm test`: everything that must hold, from a fresh clone. `npm run test:long` (`--long`): the full counts of fuzzing
 * and kills. For developers: `npm test -- --only unit,e2e [filters]`. The last line is `N passed, N failed, N skipped`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { bootstrap } from './bootstrap.mjs';
import { giveUp } from './lib/process.mjs';

await bootstrap();
const { readTestArguments } = await import('./lib/test/arguments.mjs');
const { longStages, staticStages, testStages } = await import('./lib/test/stages.mjs');
const { closingLine, demandReasons, single } = await import('./lib/test/tally.mjs');
const { ensureSystemPackages } = await import('./lib/system-packages.mjs');

/**
 * @typedef {import('./lib/test/stages.mjs').Stage} Stage
 * @typedef {import('./lib/test/tally.mjs').StageResult} StageResult
 */

const say = (/** @type {string} */ text) => process.stdout.write(`${text}\n`);

const names = [...staticStages, ...testStages].map(({ name }) => name);
const wish = readTestArguments(process.argv.slice(2), names);
if (!wish.ok) giveUp(wish.sentence, 2);
const { long, only, filters } = /** @type {{ value: import('./lib/test/arguments.mjs').TestWish }} */ (wish).value;

const temp = await mkdtemp(join(tmpdir(), 'ocpi-console-test-'));

/** A stage that breaks is a failure of that stage; the others still run. @param {Stage} stage @returns {Promise<StageResult>} */
async function runStage({ name, run }) {
  const begin = performance.now();
  const tally = await run({ temp, long, filters }).catch((error) => single(`broke off: ${error?.stack ?? error}`));
  const seconds = (performance.now() - begin) / 1000;
  const result = { ...demandReasons(tally), stage: name, seconds };
  say(`${name}: ${closingLine([result])} (${seconds.toFixed(1)} s)`);
  return result;
}

/** @param {readonly Stage[]} stages @param {number} atOnce @returns {Promise<readonly StageResult[]>} in their order */
async function runStages(stages, atOnce) {
  /** @type {StageResult[]} */
  const results = [];
  const waiting = stages.map((stage, place) => ({ stage, place }));
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      results[next.place] = await runStage(next.stage);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

const wanted = (/** @type {readonly Stage[]} */ stages) =>
  stages.filter(({ name }) => only === undefined || only.has(name));

/** @returns {Promise<readonly StageResult[]>} */
async function runAll() {
  if (long) return runStages(wanted(longStages), 1);
  return [...(await runStages(wanted(staticStages), 2)), ...(await runStages(wanted(testStages), 1))];
}

await ensureSystemPackages('tests', 'electron');
const results = await runAll();
await rm(temp, { recursive: true, force: true });

for (const { stage, skips } of results) {
  for (const { name, reason } of skips) say(`skipped  ${stage}: ${name}: ${reason ?? 'NO REASON GIVEN'}`);
}
for (const { stage, failures } of results) for (const failure of failures) say(`FAILED  ${stage}: ${failure}`);
say(closingLine(results));
process.exitCode = results.some(({ failures }) => failures.length > 0) ? 1 : 0;
