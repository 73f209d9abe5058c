import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { answerDialogs } from '../fixtures/native-dialogs.ts';
import { CA_TOKEN, CLIENT_TOKEN, test, twoParties } from '../fixtures/two-parties.ts';
import { keyboardOf } from '../pages/keyboard.ts';
import { lookAt as lookAtScreen, scrollsSideways } from '../pages/looks.ts';

/** Without the tooltip that the last click left behind. */
async function lookAt(window: Page, name: string): Promise<void> {
  await window.mouse.move(1, 1);
  await expect(window.getByRole('tooltip')).toHaveCount(0);
  await lookAtScreen(window, name);
  expect.soft(await scrollsSideways(window), `${name} scrolls sideways`).toBe(false);
}

const go = async (window: Page, letter: string): Promise<void> => {
  await window.getByRole('main').focus();
  await window.keyboard.press('g');
  await window.keyboard.press(letter);
  await expect(window.locator('main [aria-busy=true]')).toHaveCount(0);
};

const LONG_NAME = 'Clearing authority for roaming certificates of the northern grid, second issue';

test('a lost token is gone through by keyboard, the console sees what is done meanwhile, and the record is saved', async ({
  place,
}) => {
  test.setTimeout(240_000);
  const { cliOf, hub, pinFile, file } = await twoParties(place);
  const cli = cliOf(hub);
  const pin = ['--pin-file', pinFile];
  for (const [name, cn] of [
    ['Hub clients', 'Hub clients'],
    [LONG_NAME, 'Northern grid'],
  ] as const)
    await cli(
      'authority',
      'create',
      '--name',
      name,
      '--token',
      CA_TOKEN,
      '--subject',
      `CN=${cn},C=DE`,
      '--kind',
      'tls-client',
      ...pin,
    );
  const { app, window, faults } = await place.start({ workspace: hub });
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800));
  await expect.poll(() => window.evaluate(() => [innerWidth, innerHeight])).toEqual([1280, 800]);
  const hand = keyboardOf(window);

  await go(window, 'g');
  await expect(window.getByText('No guide is under way.')).toBeVisible();
  await lookAt(window, 'guides-list');

  // Which token, and since when.
  const lost = window.getByRole('group', { name: 'Start the guide: A token is lost' });
  await hand.push(lost.getByRole('button'));
  const dialog = window.getByRole('dialog');
  await expect(dialog.getByLabel('Find in names')).toBeFocused();
  await hand.type(CA_TOKEN);
  await expect(dialog.getByRole('option', { name: CLIENT_TOKEN })).toHaveCount(0);
  await expect(dialog.getByRole('option', { name: CA_TOKEN })).toHaveCount(1);
  await hand.tabTo(dialog.getByRole('combobox'));
  await hand.press('ArrowDown');
  await hand.fill(dialog.getByLabel(/Last surely in good hands/u), '2026-01-05 09:00');
  await lookAt(window, 'guides-start');
  await hand.push(dialog.getByRole('button', { name: 'Start the guide' }));
  await expect(window.getByRole('heading', { level: 1 })).toHaveText(`A token is lost: ${CA_TOKEN}`);
  const step = (name: string) => window.getByRole('group', { name });
  const retire = step('End the authorities whose keys were on it');
  await expect(retire.getByText('Retired: 0 of 2 authorities whose keys are on it.')).toBeVisible();
  await lookAt(window, 'guides-run');

  // Settling a step takes the focus on to the next one.
  await hand.push(step('See which keys were on it').getByRole('button', { name: 'Done' }));
  await expect(
    window.getByRole('heading', { name: 'Look after operators whose identity key was on it' }),
  ).toBeFocused();

  // What the console sees otherwise is told before it is said.
  await hand.push(retire.getByRole('button', { name: 'Done' }));
  await expect(dialog.getByText(/The console sees that it is not/u)).toBeVisible();
  await lookAt(window, 'guides-otherwise');
  await hand.push(dialog.getByRole('button', { name: 'Cancel' }));
  await expect(dialog).toHaveCount(0);

  // Done elsewhere, by the command line: seen here at once.
  for (const name of ['Hub clients', LONG_NAME])
    await cli('authority', 'retire', '--authority', name, '--confirm', name);
  await expect(retire.getByText('Retired: 2 of 2 authorities whose keys are on it.')).toBeVisible();
  await hand.push(retire.getByRole('button', { name: 'Done' }));
  await expect(retire.getByText('done', { exact: true }).first()).toBeVisible();

  const rest = window.getByRole('button', { name: 'Not needed…' });
  for (let left = await rest.count(); left > 0; left -= 1) {
    await hand.push(rest.first());
    await hand.type('rehearsed with a token that is not in use');
    await hand.push(dialog.getByRole('button', { name: 'Save' }));
    await expect(dialog).toHaveCount(0);
    await expect(rest).toHaveCount(left - 1);
  }
  await hand.push(window.getByRole('button', { name: 'Finish' }));
  await expect(window.getByText(/^finished by /u)).toBeVisible();
  await lookAt(window, 'guides-finished');

  const saved = file('lost-token.md');
  await answerDialogs(app, 0, saved);
  await hand.push(window.getByRole('main').getByRole('button', { name: 'More' }));
  await hand.press('ArrowDown');
  await hand.press('ArrowDown');
  await hand.press('Enter');
  await expect.poll(() => read(saved)).toContain('# Record of a guide: A token is lost');
  expect(read(saved)).toContain('rehearsed with a token that is not in use');

  // The page of what it is about begins a guide about it.
  await go(window, 'h');
  await window.getByText(LONG_NAME).first().dblclick();
  await window.getByRole('button', { name: 'More' }).click();
  await window.getByRole('menuitem', { name: 'Guide: An authority gets a new key' }).click();
  await expect(dialog.getByText(LONG_NAME)).toBeVisible();
  await hand.push(dialog.getByRole('button', { name: 'Start the guide' }));
  await expect(window.getByRole('heading', { level: 1 })).toHaveText(`An authority gets a new key: ${LONG_NAME}`);
  await expect(step('Make the new key and certificate').getByText('There is no new authority yet.')).toBeVisible();
  await lookAt(window, 'guides-rollover');
  expect(faults).toEqual([]);
});

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
