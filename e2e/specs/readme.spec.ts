import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { launchConsole } from '../fixtures/launch.ts';
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

/** The commands that the README shows, as they stand there. */
function readmeScript(): readonly string[] {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const block = /## By command line\n+```\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  return block
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line.trim() !== '');
}

/** In a folder of its own; `npm` is told where the checkout is, everything else is as the README has it. */
async function shell(lines: readonly string[]): Promise<string> {
  const script = ['set -e', `npm() { command npm --prefix '${root}' "$@"; }`, ...lines].join('\n');
  const { stdout, stderr } = await run('bash', ['-c', script], {
    cwd: folder,
    env: { ...process.env, ...hsm.env },
    timeout: 120_000,
  });
  return stdout + stderr;
}

test('the script of the README makes a key on SoftHSM and a CSR that OpenSSL verifies', async () => {
  test.setTimeout(150_000);
  expect(await shell(readmeScript())).toContain('verify OK');
});

test('the same script works while the window has the workspace open', async () => {
  test.setTimeout(150_000);
  const script = readmeScript();
  const opened = script.findIndex((line) => line.includes('workspace create'));
  await shell(script.slice(0, opened + 1));
  const { app, window } = await launchConsole({ workspace: join(folder, 'ws'), env: hsm.env });
  try {
    await expect(window.locator('body')).toContainText(/./);
    expect(await shell(script.slice(opened + 1))).toContain('verify OK');
  } finally {
    await app.close();
  }
});
