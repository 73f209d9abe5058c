/**
 * Runs every measurement, one after the other, and ends with a table of all goals.
 * `node bench/run-all.mjs [options]`: options go to each of them, such as `--rounds 2`
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { figure, isMet } from './lib/figures.ts';

const FILES = [
  'signatures.mjs',
  'key-generation.mjs',
  'list-keys.mjs',
  'long-list.mjs',
  'csrs.mjs',
  'mutations.mjs',
  'path-validation.ts',
  'certificates.mjs',
  'certificates-window.mjs',
  'imports.mjs',
  'inbox.mjs',
  'issuing.mjs',
  'voted-issuing.mjs',
  'platform-store.mjs',
  'platform-window.mjs',
  'platform-sync.mjs',
  'issuing-beside-sync.mjs',
  'dial.mjs',
  'start.mjs',
];

/** @param {string} name @returns {Promise<import('./lib/figures.ts').Outcome | undefined>} undefined when it failed */
function run(name) {
  return new Promise((done) => {
    const path = fileURLToPath(new URL(name, import.meta.url));
    const child = fork(path, process.argv.slice(2), { execArgv: ['--no-warnings'] });
    /** @type {import('./lib/figures.ts').Outcome | undefined} */
    let outcome;
    child.on('message', (told) => (outcome = /** @type {import('./lib/figures.ts').Outcome} */ (told)));
    child.on('exit', () => done(outcome));
  });
}

const rows = [['measurement', 'goal', 'bound', 'value', 'verdict', 'load']];
for (const name of FILES) {
  const outcome = await run(name);
  if (outcome === undefined) rows.push([name, '', '', '', 'DID NOT RUN', '']);
  else
    for (const goal of outcome.goals)
      rows.push([
        outcome.name,
        goal.what,
        `${goal.better === 'more' ? '≥' : '≤'} ${goal.bound}`,
        figure(goal.value),
        isMet(goal) ? 'met' : 'NOT MET',
        outcome.load.map((load) => load.toFixed(1)).join(' – '),
      ]);
}
rows.splice(1, 0, rows[0].map(() => '---')); // prettier-ignore
console.log(rows.map((row) => `| ${row.join(' | ')} |`).join('\n'));
