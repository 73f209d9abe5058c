import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { testSoftHsm, type TestSoftHsm } from '../fixtures/softhsm.ts';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);

let hsm: TestSoftHsm;
let folder: string;
test.beforeEach(() => {
  hsm = testSoftHsm();
  folder = join(hsm.folder, 'work');
  mkdirSync(folder);
});
test.afterEach(() => hsm.remove());

/** The commands under a heading of the README, as they stand there. */
function readmeScript(heading: string): string {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const chapter = readme.slice(readme.indexOf(`\n${heading}\n`));
  return /```\n([\s\S]*?)```/.exec(chapter)?.[1] ?? '';
}

test('the scripts of the README: one party asks, another one signs, the first takes the chain back', async () => {
  test.setTimeout(300_000);
  const script = [
    'set -e',
    // `npm` is told where the checkout is, everything else is as the README has it.
    `npm() { command npm --prefix '${root}' "$@"; }`,
    readmeScript('## By command line'),
    readmeScript('### Two parties'),
  ].join('\n');
  const { stdout } = await run('bash', ['-c', script], {
    cwd: folder,
    env: { ...process.env, ...hsm.env },
    timeout: 290_000,
  });
  expect(stdout).toMatch(/party ids +DEGEF\n/);
  expect(stdout).toContain('proof of possession  valid');
  expect(stdout).toContain('proxy_ssl_certificate');
  expect(stdout).toContain('cpo1.chain.pem: OK');
});
