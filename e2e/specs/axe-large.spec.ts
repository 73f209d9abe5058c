import { expect, type Page } from '@playwright/test';
import { GROUP_ID, seed, test, type RealConsole } from '../fixtures/real-console.ts';
import { keepPicture, lookAt, scrollsSideways } from '../pages/looks.ts';

/** Runs a command of the palette by its English or German title. */
async function command(window: Page, title: string): Promise<void> {
  await window.keyboard.press('Control+k');
  await window.getByRole('combobox').first().fill(title);
  await expect(window.getByRole('option', { name: title }).first()).toBeVisible();
  await window.keyboard.press('Enter');
  await expect(window.getByRole('dialog')).toHaveCount(0);
}

/** The same on every page: nothing wider than the window, and a picture. */
async function fits(window: Page, name: string): Promise<void> {
  await keepPicture(window, name);
  expect.soft(await scrollsSideways(window), `${name} scrolls sideways`).toBe(false);
}

/** The main pages in the order of the navigation, by the letter after `G`. */
const PAGES = { t: 'tokens', k: 'keys', c: 'csrs', p: 'partners', a: 'audit', s: 'settings' } as const;

async function mainPages({ window }: RealConsole, kind: string): Promise<void> {
  for (const [letter, page] of Object.entries(PAGES)) {
    await window.getByRole('main').focus();
    await window.keyboard.press('g');
    await window.keyboard.press(letter);
    await expect(window.getByRole('main')).toBeFocused();
    await expect(window.locator('main [aria-busy=true]')).toHaveCount(0);
    await fits(window, `${kind}-${page}`);
  }
  await window.keyboard.press('g');
  await window.keyboard.press('k');
  await window.getByRole('grid').getByText(GROUP_ID).dblclick();
  await expect(window.getByRole('heading', { name: GROUP_ID })).toBeVisible();
  await fits(window, `${kind}-group`);
  await window.keyboard.press('Control+Enter');
  await expect(window.getByRole('form')).toBeVisible();
  await expect(window.getByRole('main').getByText('CertificationRequestInfo').first()).toBeVisible();
  await fits(window, `${kind}-builder`);
}

test('at 1280 by 800, in German and with text of 200 %, no page scrolls sideways', async ({ place }) => {
  test.setTimeout(150_000);
  await seed(place);
  const running = await place.start();
  const { app, window } = running;
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800));
  await expect.poll(() => window.evaluate(() => [innerWidth, innerHeight])).toEqual([1280, 800]);
  await mainPages(running, 'small');
  await command(window, 'Use German');
  await expect(window.getByRole('navigation').getByRole('button', { name: 'Schlüsselgruppen' })).toBeVisible();
  await mainPages(running, 'german');
  await lookAt(window, 'german-builder');
  for (let step = 0; step < 5; step += 1) await window.keyboard.press('Control++');
  await expect.poll(() => window.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe('32px');
  await mainPages(running, 'german-200');
  await lookAt(window, 'german-200-builder');
  expect(running.faults).toEqual([]);
});
