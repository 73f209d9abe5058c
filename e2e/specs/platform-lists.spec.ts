import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { answerDialogs } from '../fixtures/native-dialogs.ts';
import { seed, test } from '../fixtures/real-console.ts';
import { lookAt, scrollsSideways } from '../pages/looks.ts';
import { startPlatform } from '../platform/start-platform.ts';

const CDRS = 900;

test('what was read is narrowed, summed up, selected and exported in the window', async ({ place }) => {
  test.setTimeout(240_000);
  const platform = await startPlatform({
    versions: ['2.2.1'],
    auth: { token: null },
    sizes: { sessions: CDRS, cdrs: CDRS, locations: 30 },
  });
  try {
    await seed(place);
    const { window, app, faults } = await place.start();
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800));
    await expect.poll(() => window.evaluate(() => [innerWidth, innerHeight])).toEqual([1280, 800]);
    await place.cli('platform', 'add', '--name', 'Example CPO', '--url', platform.url, '--no-token');
    await place.cli('platform', 'sync', '--platform', 'Example CPO');

    await window.getByRole('main').focus();
    await window.keyboard.press('g');
    await window.keyboard.press('m');
    await expect(window.getByText(`${CDRS} rows`).first()).toBeVisible();
    await lookAt(window, 'lists-cdrs');

    // By keyboard: to the last row and back, all filters, one row out by Space.
    const grid = window.getByRole('grid', { name: 'CDRs' });
    await grid.focus();
    await window.keyboard.press('End');
    await expect(grid.locator(`[aria-rowindex="${CDRS + 1}"]`)).toBeVisible();
    await window.keyboard.press('Home');
    await window.keyboard.press('Space');
    await expect(window.getByText('1 selected')).toBeVisible();
    await window.keyboard.press('f');
    const dialog = window.getByRole('dialog');
    await dialog.getByLabel('Cost at least').fill('5');
    await dialog.getByLabel('Currency').fill('EUR');
    await lookAt(window, 'lists-filters');
    await window.keyboard.press('Enter');
    const chips = window.getByRole('list', { name: 'The list is narrowed to' });
    await expect(chips.getByText('EUR')).toBeVisible();
    await expect(window.getByText(/^\d+ of 900 rows$/)).toBeVisible();

    await window.keyboard.press('c');
    await dialog.getByLabel('Connection').check();
    await dialog.getByLabel('Signed').check();
    await lookAt(window, 'lists-columns');
    await window.keyboard.press('Enter');
    await expect(window.getByRole('columnheader', { name: 'Connection' })).toBeVisible();

    await grid.focus();
    await window.keyboard.press('Control+a');
    await expect(window.getByText('All that the filters find')).toBeVisible();
    await lookAt(window, 'lists-selected');
    await window.keyboard.press('e');
    await lookAt(window, 'lists-export');
    const file = join(place.folder, 'cdrs.csv');
    await answerDialogs(app, 0, file);
    await dialog.getByRole('button', { name: 'Choose a file…' }).click();
    await expect(dialog).toBeHidden();
    const [head = '', ...lines] = readFileSync(file, 'utf8').trimEnd().split(/\r?\n/);
    expect(head).toContain('cost');
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.length).toBeLessThan(CDRS);
    expect(lines.every((line) => line.includes('EUR'))).toBe(true);

    await window.getByRole('button', { name: 'More', exact: true }).click();
    await window.getByRole('menuitem', { name: 'What is held on one driver…' }).click();
    await dialog.getByLabel(/^Token uid/).fill('no-such-driver');
    await dialog.getByLabel(/^Reason/).fill('asked by letter');
    await window.keyboard.press('Enter');
    await expect(dialog.getByText('Nothing is held on this driver.')).toBeVisible();
    await lookAt(window, 'lists-person');
    await window.keyboard.press('Escape');
    expect(await place.cli('audit', 'list', '--json')).toContain('platform-data.searched');

    // The filters stand; under a name they are there for everybody.
    await window.getByRole('button', { name: 'More', exact: true }).click();
    await window.getByRole('menuitem', { name: 'Save this view…' }).click();
    await dialog.getByRole('textbox').fill('Dear ones');
    await window.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(window.getByLabel('View', { exact: true })).toHaveValue(/.+-.+/);
    expect(await place.cli('cdr', 'views')).toContain('Dear ones');
    await lookAt(window, 'lists-view');
    await window.getByLabel('View', { exact: true }).selectOption('All rows');
    await expect(window.getByText(`${CDRS} rows`).first()).toBeVisible();

    // A CDR that came with other content: both versions are kept, and what differs is told.
    await platform.change(['cdr-changes']);
    await place.cli('platform', 'sync', '--platform', 'Example CPO', '--module', 'cdrs', '--full');
    await place.cli('platform', 'sync', '--platform', 'Example CPO', '--module', 'cdrs', '--full');
    await grid.focus();
    await window.keyboard.press('Home');
    await window.keyboard.press('Enter');
    const versions = window.getByRole('region', { name: 'Versions' });
    await expect(versions.getByText('total_energy')).toBeVisible();
    await versions.scrollIntoViewIfNeeded();
    await lookAt(window, 'object-versions');
    const json = window.getByRole('region', { name: 'Original JSON' });
    await json.getByRole('searchbox').fill('total');
    await expect(json.getByText(/^1 of \d+$/)).toBeVisible();
    await window.keyboard.press('Enter');
    await expect(json.locator('mark[data-here]')).toBeVisible();
    await json.scrollIntoViewIfNeeded();
    await lookAt(window, 'object-json');
    await window.keyboard.press('Escape');
    await window.getByRole('main').focus();
    await window.keyboard.press('g');
    await window.keyboard.press('m');

    await window.keyboard.press('/');
    await expect(window.getByRole('searchbox')).toBeFocused();
    await window.getByRole('searchbox').fill('nothingissocalled');
    await expect(window.getByText('Nothing matches')).toBeVisible();
    await lookAt(window, 'lists-no-match');
    expect(await scrollsSideways(window)).toBe(false);
    expect(faults).toEqual([]);
  } finally {
    await platform.close();
  }
});
