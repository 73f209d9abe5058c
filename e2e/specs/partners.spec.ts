import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { answerDialogs } from '../fixtures/native-dialogs.ts';
import { seed, test } from '../fixtures/real-console.ts';
import { keyboardOf } from '../pages/keyboard.ts';
import { keepPicture, lookAt, scrollsSideways } from '../pages/looks.ts';

const CSV = [
  'name;platform;party_ids;sub_cpo_ids;sub_emsp_ids;notes',
  'Beta Mobility;Hub 2;NLBET;;NL-BET;=cmd()',
  'Gamma;;DEGAM;DE*GAM;DE*GDF;the separator of the reference',
  'Broken;;DE;;;',
].join('\r\n');

async function go(window: Page): Promise<void> {
  await window.getByRole('main').focus();
  await window.keyboard.press('g');
  await window.keyboard.press('p');
  await expect(window.locator('main [aria-busy=true]')).toHaveCount(0);
}

test('partners are entered, confirmed, imported, exported and archived by mouse and keyboard; axe finds nothing', async ({
  place,
}) => {
  test.setTimeout(180_000);
  await seed(place);
  const running = await place.start();
  const { window, app } = running;
  const main = window.getByRole('main');
  const dialog = window.getByRole('dialog');
  const hand = keyboardOf(window);

  await go(window);
  await expect(window.getByText('No partner yet')).toBeVisible();
  await lookAt(window, 'partners-empty');

  // By the keyboard alone: a new partner with two ids.
  await main.focus();
  await hand.press('n');
  await expect(dialog.getByRole('textbox', { name: /^Name \(required\)/ })).toBeFocused();
  await hand.type('Alpha Charging');
  await hand.fill(dialog.getByRole('textbox', { name: 'Platform' }), 'Hub 1');
  await hand.tabTo(dialog.getByRole('textbox', { name: 'Ids it may speak for' }));
  await hand.type('DEALP DE*ALP ');
  await hand.push(dialog.getByRole('button', { name: 'Add a contact' }));
  await hand.fill(dialog.getByRole('textbox', { name: 'Phone' }), 'call me');
  await hand.fill(dialog.getByRole('textbox', { name: 'Names', exact: true }), 'dns:*.org');
  await expect(dialog.getByText('dns:*.org would allow nearly everything.')).toBeVisible();
  await expect(dialog.getByText('call me is no phone number.')).toBeVisible();
  await lookAt(window, 'partners-new');
  await hand.fill(dialog.getByRole('textbox', { name: 'Names', exact: true }), 'dns:*.alpha.example');
  await window.keyboard.press('Shift+Tab');
  await dialog.getByRole('textbox', { name: 'Phone' }).fill('+49 30 1234');
  await dialog.getByRole('textbox', { name: 'Mail' }).fill('ops@alpha.example');
  await expect(dialog.getByText('call me is no phone number.')).toHaveCount(0);
  await hand.push(dialog.getByRole('button', { name: 'Add', exact: true }));
  await expect(window.getByRole('heading', { level: 1, name: 'Alpha Charging' })).toBeVisible();
  await expect(window.getByText('not confirmed')).toHaveCount(2);

  // By the mouse: one id is confirmed.
  await window.getByRole('button', { name: 'Confirm…' }).first().click();
  await dialog.getByRole('combobox', { name: 'How' }).selectOption('phone');
  await dialog.getByRole('textbox', { name: 'Note' }).fill('asked B. Example');
  await lookAt(window, 'partners-confirm');
  await dialog.getByRole('button', { name: 'Record' }).click();
  await expect(window.getByText('not confirmed')).toHaveCount(1);
  await expect(window.getByText('asked B. Example').first()).toBeVisible();
  await lookAt(window, 'partners-one');
  await window.getByRole('button', { name: 'Who claims it…' }).first().click();
  await expect(dialog.getByText('1 claim', { exact: true })).toBeVisible();
  await lookAt(window, 'partners-claims');
  await window.keyboard.press('Escape');

  // A file: seen first, then taken.
  await go(window);
  await main.focus();
  await hand.press('i');
  await dialog.getByRole('textbox').fill(CSV);
  await dialog.getByRole('button', { name: 'Look at the text' }).click();
  await expect(dialog.getByText('2 new, 0 changed, 0 the same, 1 refused')).toBeVisible();
  await lookAt(window, 'partners-import');
  await hand.push(dialog.getByRole('button', { name: 'Take all but the refused' }));
  await expect(window.getByRole('grid').getByRole('row')).toHaveCount(4);
  await lookAt(window, 'partners-list');
  await main.focus();
  await hand.press('e');
  await lookAt(window, 'partners-export');
  const file = join(place.folder, 'partners.csv');
  await answerDialogs(app, 0, file);
  await dialog.getByRole('radio', { name: /^CSV/ }).check({ force: true });
  await dialog.getByRole('button', { name: 'Save…' }).click();
  await expect(dialog).toHaveCount(0);
  expect(readFileSync(file, 'utf8')).toContain(`NLBET,,NL-BET,,,,,,'=cmd(),no,`);

  // Found by the palette, archived, and told so.
  await window.keyboard.press('Control+k');
  await window.keyboard.type('nlbet');
  await window.getByRole('option', { name: /Beta Mobility/ }).click();
  await expect(window.getByRole('heading', { level: 1, name: 'Beta Mobility' })).toBeVisible();
  await window.getByRole('button', { name: 'More' }).click();
  await window.getByRole('menuitem', { name: 'Archive' }).click();
  await dialog.getByRole('button', { name: 'Archive' }).click();
  await expect(window.getByText('This partner is archived').first()).toBeVisible();
  await lookAt(window, 'partners-archived');

  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800));
  await window.keyboard.press('Control+k');
  await window.getByRole('combobox').first().fill('Use German');
  await window.keyboard.press('Enter');
  await expect(window.getByText('Dieser Partner ist archiviert')).toBeVisible();
  await go(window);
  await window.getByRole('grid').getByText('Alpha Charging').dblclick();
  await expect(window.getByText('nicht bestätigt')).toBeVisible();
  await lookAt(window, 'partners-german');
  expect.soft(await scrollsSideways(window), 'a partner scrolls sideways at 1280').toBe(false);
  await window.keyboard.press('e');
  await lookAt(window, 'partners-german-edit');
  await window.keyboard.press('Escape');
  for (let step = 0; step < 5; step += 1) await window.keyboard.press('Control++');
  expect.soft(await scrollsSideways(window), 'a partner scrolls sideways at 200 %').toBe(false);
  await keepPicture(window, 'partners-200');
  expect(running.faults).toEqual([]);
});
