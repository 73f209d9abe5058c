import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { answerDialogs } from '../fixtures/native-dialogs.ts';
import { GROUP_ID, PINS } from '../fixtures/real-console.ts';
import { CA_TOKEN, test, twoParties } from '../fixtures/two-parties.ts';
import { authoritiesOf } from '../pages/authorities-page.ts';
import { frameOf } from '../pages/frame.ts';
import { keyboardOf } from '../pages/keyboard.ts';
import { lookAt, scrollsSideways } from '../pages/looks.ts';
import { answerPin } from '../pages/pin-window.ts';

const NAME = 'cpo1.example.org';

/** A page or a deed, found by its name. */
async function byPalette(window: Page, title: string): Promise<void> {
  const hand = keyboardOf(window);
  await hand.press('Control+k');
  await expect(window.getByRole('combobox').first()).toBeFocused();
  await hand.type(title);
  await expect(window.getByRole('option', { name: title }).first()).toHaveAttribute('aria-selected', 'true');
  await hand.press('Enter');
}

test('a certificate is revoked by keyboard, its list issued by mouse, and OpenSSL refuses it with that list', async ({
  place,
}) => {
  test.setTimeout(240_000);
  const { requester, hub, cliOf, file, pinFile } = await twoParties(place);
  const [csr, chain, root, list] = [file('a.csr.pem'), file('a.chain.pem'), file('root.pem'), file('root.crl.pem')];
  const atHub = cliOf(hub);
  const pin = ['--pin-file', pinFile];
  const now = ['--not-before', new Date(Date.now() - 60_000).toISOString()];
  await cliOf(requester)('csr', 'create', '--group', GROUP_ID, '--out', csr, ...now, ...pin);
  const subject = ['--subject', 'CN=Root,C=DE', '--kind', 'tls-client'];
  await atHub('authority', 'create', '--name', 'Root', '--token', CA_TOKEN, ...subject, ...pin);
  await atHub('authority', 'export', '--authority', 'Root', '--format', 'pem', '--out', root);
  await atHub('request', 'import', csr);
  await atHub('request', 'prepare', '--request', GROUP_ID, '--authority', 'Root', '--purpose', 'tls-client');
  await atHub('request', 'approve', '--request', GROUP_ID, '--yes', '--out', chain, ...pin);

  const { app, window } = await place.start({ workspace: hub });
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800));
  const hand = keyboardOf(window);
  const dialog = window.getByRole('dialog');
  const navigation = window.getByRole('navigation', { name: 'Main navigation' });

  // An authority without a list yet, and its first one.
  const authorities = authoritiesOf(window);
  await navigation.getByRole('button', { name: 'Authorities', exact: true }).click();
  await expect(authorities.tree.getByText('No list yet')).toBeVisible();
  await authorities.tree.getByText('Root', { exact: true }).dblclick();
  await expect(authorities.heading('Root')).toBeVisible();
  await lookAt(window, 'crl-none');
  await authorities.button('Issue list now').click();
  await lookAt(window, 'crl-issue');
  await answerPin(app, [PINS.user], () => dialog.getByRole('button', { name: 'Issue' }).click());
  await expect(frameOf(window).toast(/List 1 of Root is issued/)).toBeVisible();
  await expect(window.getByText('Nothing is revoked')).toBeVisible();

  // By the keyboard alone: the certificate is found, revoked for its key, and shows what rests on it.
  await byPalette(window, 'Certificates');
  const grid = window.getByRole('grid', { name: 'Certificates' });
  await expect(grid.getByText(NAME)).toBeVisible();
  await hand.tabTo(grid);
  await hand.press('ArrowDown');
  const row = grid.getByRole('row').filter({ hasText: NAME });
  for (let step = 0; step < 3 && (await row.getAttribute('data-active')) !== 'true'; step += 1)
    await hand.press('ArrowDown');
  if ((await row.getAttribute('data-active')) !== 'true') await hand.press('Home');
  await hand.press('Enter');
  await expect(window.getByRole('heading', { level: 1, name: NAME })).toBeVisible();
  await byPalette(window, 'Revoke…');
  await expect(dialog).toContainText('This is for good');
  const reason = dialog.getByRole('combobox', { name: 'Reason' });
  await hand.tabTo(reason);
  await hand.press('ArrowDown');
  await expect(reason).toHaveValue('keyCompromise');
  await hand.fill(dialog.getByLabel('Note for the record'), 'card lost');
  await hand.fill(dialog.getByLabel(/to confirm/), NAME);
  await lookAt(window, 'crl-revoke');
  await hand.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(window.getByText('Revoked', { exact: true }).first()).toBeVisible();
  await expect(window.getByText(/card lost/)).toBeVisible();
  await expect(window.getByRole('grid', { name: 'What this key touches' })).toBeVisible();
  await lookAt(window, 'crl-revoked');

  // Nobody else knows before the next list.
  await navigation.getByRole('button', { name: 'Authorities', exact: true }).click();
  await authorities.tree.getByText('Root', { exact: true }).dblclick();
  await expect(window.getByText(/One change is not on the list yet/)).toBeVisible();
  await lookAt(window, 'crl-pending');
  await authorities.button('Issue list now').click();
  await answerPin(app, [PINS.user], () => dialog.getByRole('button', { name: 'Issue' }).click());
  await expect(frameOf(window).toast(/List 2 of Root is issued/)).toBeVisible({ timeout: 30_000 });
  await expect(window.getByRole('grid', { name: 'On the list' }).getByText(NAME)).toBeVisible();
  await lookAt(window, 'crl-issued');
  expect.soft(await scrollsSideways(window), 'the authority scrolls sideways at 1280').toBe(false);
  await answerDialogs(app, 0, list);
  await window.getByRole('button', { name: 'Revocation list', exact: true }).click();
  await window.getByRole('menuitem', { name: 'Save the list (PEM)' }).click();
  await expect.poll(() => existsSync(list)).toBe(true);

  const verify = (...more: readonly string[]): string => {
    try {
      return execFileSync('openssl', ['verify', '-CAfile', root, ...more, chain], {
        stdio: ['ignore', 'pipe', 'pipe'],
      }).toString();
    } catch (error) {
      return String((error as { stderr?: Buffer }).stderr); // as execFileSync throws
    }
  };
  expect(verify()).toContain('OK');
  expect(verify('-crl_check', '-CRLfile', list)).toContain('certificate revoked');

  await hand.press('Control+k');
  await window.getByRole('combobox').first().fill('Use German');
  await hand.press('Enter');
  await expect(window.getByText('Sperrliste', { exact: true }).first()).toBeVisible();
  await lookAt(window, 'crl-german');
});
