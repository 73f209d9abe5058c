import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { launchConsole } from '../fixtures/launch.ts';

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oc-start-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a fresh start makes a workspace, connects to core and says so', async () => {
  const { app, window } = await launchConsole({ workspace: join(folder, 'workspace') });
  const faults: string[] = [];
  window.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  await expect(
    window.getByText('Core ready').or(window.getByRole('heading', { name: /private keys live/ })),
  ).toBeVisible();
  await window.screenshot({ path: 'test-results/start.png' });
  await app.close();
  expect(faults).toEqual([]);
});
