import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';
import { answerDialogs } from '../fixtures/native-dialogs.ts';
import { GROUP_ID, PINS, test } from '../fixtures/real-console.ts';
import { csrsOf } from '../pages/csrs-page.ts';
import { frameOf } from '../pages/frame.ts';
import { groupsOf } from '../pages/groups-page.ts';
import { keyboardOf } from '../pages/keyboard.ts';
import { answerPin } from '../pages/pin-window.ts';
import { tokensOf } from '../pages/tokens-page.ts';
import { welcomeOf } from '../pages/welcome-page.ts';

const run = promisify(execFile);

test('by keyboard alone: from a fresh start to a CSR that OpenSSL verifies, on SoftHSM', async ({ place }) => {
  const { app, window, faults } = await place.start();
  const keys = keyboardOf(window);
  const frame = frameOf(window);

  // The welcome is left; the library is added on the page of tokens.
  await keys.push(welcomeOf(window).skip);
  const tokens = tokensOf(window);
  await expect(frame.main('tokens')).toBeFocused();
  await keys.push(tokens.add);
  await expect(tokens.found.getByRole('row')).not.toHaveCount(1);
  await keys.tabTo(tokens.found);
  const wanted = tokens.found.getByRole('row').filter({ hasText: /libsofthsm2/ });
  while ((await wanted.getAttribute('aria-selected')) !== 'true') await keys.press('ArrowDown');
  await keys.press('Enter');
  await keys.push(tokens.dialog.getByRole('button', { name: 'Confirm and load' }));
  await expect(tokens.dialog).toBeHidden();

  // Its one slot is initialised.
  const blank = tokens.place(/SoftHSM.*Not initialised/);
  await expect(blank).toBeVisible();
  await keys.tabTo(tokens.list);
  while ((await blank.getAttribute('aria-selected')) !== 'true') await keys.press('ArrowDown');
  await keys.push(tokens.button('Initialise…'));
  await expect(tokens.dialog.getByLabel('Label of the token')).toBeFocused();
  await keys.type('GEF-CARD-07');
  await answerPin(app, [PINS.so, PINS.so, PINS.user, PINS.user], () => keys.press('Enter'));
  await expect(tokens.dialog).toBeHidden();
  await expect(tokens.place(/GEF-CARD-07/)).toBeVisible();

  // A key group, found by the palette.
  await keys.press('Control+k');
  await expect(window.getByRole('combobox')).toBeFocused();
  await keys.type('new key group');
  await expect(window.getByRole('option', { name: /New key group/ })).toHaveAttribute('aria-selected', 'true');
  await keys.press('Enter');
  const groups = groupsOf(window);
  await expect(groups.field(/^Key group id/)).toBeFocused();
  await keys.type(GROUP_ID);
  await keys.fill(groups.field(/^Owner/), 'DEGEF');
  await keys.fill(groups.field('Counterpart'), 'DERHB');
  await keys.tabTo(groups.ids);
  for (const id of ['DEGEF', 'DE*GEF', 'DE-GDF', 'DEXXX']) {
    await keys.type(id);
    await keys.press('Enter');
  }
  await keys.press('ArrowLeft');
  await expect(groups.button('Remove DEXXX')).toBeFocused();
  await keys.press('Delete');
  await expect(groups.button('Remove DEXXX')).toBeHidden();
  await keys.fill(groups.field('Common name'), 'cpo1.example.org');
  await keys.press('Control+Enter');
  await expect(groups.heading(GROUP_ID)).toBeVisible();

  // Its key, made in the token.
  await keys.press('Control+Enter');
  await expect(groups.token(/GEF-CARD-07/)).toBeChecked();
  await answerPin(app, [PINS.user], () => keys.push(groups.dialog.getByRole('button', { name: 'Generate key' })));
  await expect(groups.dialog).toBeHidden();

  // Its CSR.
  await expect(groups.button(/^Make a CSR/).first()).toBeVisible();
  await keys.press('Control+Enter');
  const csrs = csrsOf(window);
  await expect(csrs.preview).toContainText('DE*GEF');
  await expect(csrs.sign).not.toHaveAttribute('aria-disabled', 'true');
  await keys.press('Control+Enter');
  await expect(csrs.pem).toContainText('BEGIN CERTIFICATE REQUEST');

  const file = join(place.folder, 'keyboard.csr.pem');
  await answerDialogs(app, 0, file);
  await keys.press('Control+Enter');
  await expect(frame.toast(`Saved to ${file}`)).toBeVisible();
  const { stdout, stderr } = await run('openssl', ['req', '-verify', '-noout', '-in', file]);
  expect(stdout + stderr).toContain('verify OK');
  expect(faults).toEqual([]);
});
