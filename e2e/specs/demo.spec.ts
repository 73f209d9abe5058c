import { existsSync, truncateSync } from 'node:fs';
import { expect, type ElectronApplication } from '@playwright/test';
import { answerDialogs, askedDialogs } from '../fixtures/native-dialogs.ts';
import { launchConsole } from '../fixtures/launch.ts';
import { test } from '../fixtures/real-console.ts';
import { frameOf } from '../pages/frame.ts';
import { lookAt } from '../pages/looks.ts';
import { requestsOf } from '../pages/requests-page.ts';
import { tokensOf } from '../pages/tokens-page.ts';

/** A second program cannot be followed from here: what it would be started with is written down. */
async function holdRelaunch(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ app: electron }) => {
    electron.relaunch = (options) => {
      process.stdout.write(`relaunched ${JSON.stringify(options?.args ?? [])}\n`);
    };
  });
}

test('the demo is filled, marked, toured by keyboard, and gone after one click and a yes', async ({ place }) => {
  test.setTimeout(120_000);
  const demo = `${place.folder}/demo`;
  const { app, window } = await launchConsole({ workspace: demo, args: ['--demo'] });
  let said = '';
  app.process().stdout?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  window.setDefaultTimeout(20_000);
  await expect(window.getByRole('region', { name: 'Demo' })).toContainText('demo demo demo demo');
  const tour = window.getByRole('region', { name: 'Tour of one minute' });
  await expect(tour).toBeFocused();
  await expect(tour.getByRole('heading')).toHaveText('Two parties, their key groups');
  await lookAt(window, 'demo-tour');
  for (const title of ['A request is made', 'Requests come in at the other side']) {
    await window.keyboard.press('ArrowRight');
    await expect(tour.getByRole('heading')).toHaveText(title);
    await expect(tour).toBeFocused();
  }
  const requests = requestsOf(window);
  // Rejected before the last one is prepared: whatever was prepared earlier is issued by then.
  await expect(requests.list.getByText('rejected')).toBeVisible({ timeout: 60_000 });
  await expect(requests.list.getByText('prepared')).toBeVisible({ timeout: 30_000 });
  await window.keyboard.press('ArrowRight');
  await expect(tour.getByRole('heading')).toHaveText('The decision');
  await expect(requests.compared).toContainText('cpo1-hub1-key');
  await expect(tour).toBeFocused();
  await window.keyboard.press('Escape');
  await expect(tour).toBeHidden();
  await lookAt(window, 'demo-decision');

  await frameOf(window).click('tokens');
  const tokens = tokensOf(window);
  await tokens.choose(/Example Hub keys/, 'Example Hub keys');
  await expect(tokens.keys).toContainText('Hub Root');
  await expect(tokens.keys).not.toContainText('cpo1-hub1-key');
  await lookAt(window, 'demo-hub-token');
  await tokens.choose(/New software token/, 'New software token');
  await lookAt(window, 'tokens-new-software');
  truncateSync(`${demo}/software-token/token-2/token.json`, 100);
  await tokens.choose(/Cannot be read/, /software-2/);
  await expect(tokens.place(/Example CPO keys/)).toBeVisible();
  await lookAt(window, 'tokens-unreadable');

  await holdRelaunch(app);
  await answerDialogs(app, 1);
  const remove = window.getByRole('button', { name: 'Delete the demo…' });
  await remove.click();
  await expect.poll(async () => (await askedDialogs(app)).length).toBe(1);
  expect(existsSync(demo)).toBe(true);
  await answerDialogs(app, 0);
  const closed = app.waitForEvent('close');
  await remove.click();
  await closed;
  expect(existsSync(demo)).toBe(false);
  expect(said).not.toContain('--demo');
});

test('the welcome offers the demo, apart from the workspace that it belongs to', async ({ place }) => {
  const { app, window } = await place.start();
  let said = '';
  app.process().stdout?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  await expect(window.getByRole('button', { name: 'Look around in a demo' })).toBeVisible();
  await holdRelaunch(app);
  const closed = app.waitForEvent('close');
  await window.getByRole('button', { name: 'Look around in a demo' }).click();
  await closed;
  expect(said).toContain('"--demo"');
  expect(said).toContain(`--after-demo=${place.workspace}`);
});
