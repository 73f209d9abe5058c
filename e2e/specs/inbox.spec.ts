import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { answerDialogs } from '../fixtures/native-dialogs.ts';
import { partnerIn } from '../fixtures/openssl-files.ts';
import { seed, test } from '../fixtures/real-console.ts';
import { keyboardOf } from '../pages/keyboard.ts';
import { lookAt, scrollsSideways } from '../pages/looks.ts';
import { requestsOf } from '../pages/requests-page.ts';

test('requests are taken, claimed, held, noted, exported, rejected and watched for; axe finds nothing', async ({
  place,
}) => {
  test.setTimeout(180_000);
  await seed(place);
  const partner = await partnerIn(place.folder);
  const csr = async (name: string): Promise<string> =>
    readFileSync(await partner.request(name, `/CN=${name}.example.org`), 'utf8');
  const running = await place.start();
  const { window, app } = running;
  const main = window.getByRole('main');
  const dialog = window.getByRole('dialog');
  const requests = requestsOf(window);
  const hand = keyboardOf(window);

  await main.focus();
  await hand.press('g');
  await hand.press('r');
  await expect(window.getByText('No request yet')).toBeVisible();
  await main.focus();
  await hand.press('n');
  const message = JSON.stringify({ csr: await csr('inbox-3'), callbackId: 'cb-7', reason: 'the old one ends' });
  await dialog.getByRole('textbox').fill(`${await csr('inbox-1')}\n${await csr('inbox-2')}`);
  await hand.push(dialog.getByRole('button', { name: 'Take the text' }));
  await expect(dialog.getByText('2 new, 0 known already, 0 refused.')).toBeVisible();
  await dialog.getByRole('textbox').fill(message);
  await hand.push(dialog.getByRole('button', { name: 'Take the text' }));
  await expect(dialog).toHaveCount(0);
  await expect(window.getByText('the old one ends')).toBeVisible();

  // At the desk, by the keyboard.
  await hand.fill(window.getByRole('textbox', { name: 'New note' }), 'called Mr Example');
  await hand.push(window.getByRole('button', { name: 'Add a note' }));
  await expect(window.getByText('called Mr Example', { exact: true })).toBeVisible();
  await hand.push(window.getByRole('button', { name: 'Hold…' }));
  await hand.fill(dialog.getByRole('textbox', { name: 'Why' }), 'waiting for the answer');
  await lookAt(window, 'inbox-hold');
  await hand.push(dialog.getByRole('button', { name: 'Hold' }));
  await expect(window.getByText(/Held by .*waiting for the answer/)).toBeVisible();
  await lookAt(window, 'inbox-desk');
  await hand.push(window.getByRole('button', { name: 'Release' }));
  await expect(window.getByText(/Held by/)).toHaveCount(0);

  // The list: select, claim, filter, save the view.
  await main.focus();
  await hand.press('g');
  await hand.press('r');
  await expect(requests.list.getByRole('row')).toHaveCount(4);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800));
  await requests.list.focus();
  await hand.press('Home');
  await hand.press('Space');
  await hand.press('ArrowDown');
  await hand.press('Space');
  await lookAt(window, 'inbox-selected');
  await hand.press('c');
  await expect(window.getByText('2 requests changed')).toBeVisible();
  await window.getByRole('combobox', { name: 'View' }).selectOption('Mine');
  await expect(window.getByText('2 requests', { exact: true })).toBeVisible();
  await window.getByRole('combobox', { name: 'Checks' }).selectOption('fail');
  await window.getByRole('button', { name: 'More for the inbox' }).click();
  await window.getByRole('menuitem', { name: 'Save this view…' }).click();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Mine, failed');
  await lookAt(window, 'inbox-save-view');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(window.getByRole('combobox', { name: 'View' })).toHaveValue(/^saved:/);
  expect.soft(await scrollsSideways(window), 'the inbox scrolls sideways at 1280').toBe(false);

  // A file of it.
  const file = join(place.folder, 'requests.csv');
  await answerDialogs(app, 0, file);
  await main.focus();
  await hand.press('e');
  await lookAt(window, 'inbox-export');
  await dialog.getByRole('button', { name: 'Save…' }).click();
  await expect(dialog).toHaveCount(0);
  expect(readFileSync(file, 'utf8').trim().split('\r\n')).toHaveLength(3);

  // A folder is watched.
  const drop = join(place.folder, 'drop');
  mkdirSync(drop);
  writeFileSync(join(drop, 'new.pem'), await csr('inbox-4'));
  writeFileSync(join(drop, 'notes.txt'), 'nothing in here');
  await answerDialogs(app, 0, drop);
  await window.getByRole('button', { name: 'More for the inbox' }).click();
  await window.getByRole('menuitem', { name: 'Watched folder…' }).click();
  await dialog.getByRole('button', { name: 'Choose a folder…' }).click();
  await dialog.getByRole('button', { name: 'Look now' }).click();
  await expect(dialog.getByText('2 files, 1 new requests')).toBeVisible();
  await expect(dialog.getByText('notes.txt')).toBeVisible();
  await lookAt(window, 'inbox-watched');
  await dialog.getByRole('button', { name: 'Stop watching' }).click();
  await expect(dialog.getByText('No folder is watched.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).last().click();

  // Rejected together, after the message was seen.
  await window.getByRole('combobox', { name: 'View' }).selectOption('To do');
  await expect(requests.list.getByRole('row')).toHaveCount(5);
  await requests.list.focus();
  await hand.press('End');
  await hand.press('Space');
  await hand.press('r');
  await dialog.getByRole('combobox', { name: 'Reason' }).selectOption('wrong ids');
  await expect(dialog.getByRole('textbox', { name: 'What the partner will read' })).toHaveValue(/wrong party ids/);
  await lookAt(window, 'inbox-reject');
  await dialog.getByRole('button', { name: 'Reject' }).click();
  await expect(requests.list.getByRole('row')).toHaveCount(4);
  await lookAt(window, 'inbox-list');

  await window.keyboard.press('Control+k');
  await window.getByRole('combobox').first().fill('Use German');
  await window.keyboard.press('Enter');
  await expect(window.getByRole('combobox', { name: 'Ansicht' })).toBeVisible();
  await lookAt(window, 'inbox-german');
  expect.soft(await scrollsSideways(window), 'the inbox scrolls sideways in German').toBe(false);
  expect(running.faults).toEqual([]);
});
