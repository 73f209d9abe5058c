import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type ElectronApplication, type Page } from '@playwright/test';
import { answerDialogs } from '../fixtures/native-dialogs.ts';
import { PINS, test, type RealConsole } from '../fixtures/real-console.ts';
import { frameOf } from '../pages/frame.ts';
import { lookAt } from '../pages/looks.ts';
import { answerPin } from '../pages/pin-window.ts';

async function openVault(window: Page): Promise<ReturnType<Page['getByRole']>> {
  const frame = frameOf(window);
  await frame.click('settings');
  const main = frame.main('settings');
  await main.getByRole('option', { name: /^Vault/ }).click();
  await expect(main.getByRole('heading', { level: 1, name: 'Vault' })).toBeVisible();
  return main;
}

/** As a desktop with a keyring has it. Nothing else of the way from core to the system is replaced. */
async function withKeyring(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ safeStorage }) => {
    const kept: string[] = [];
    Object.assign(safeStorage, {
      getSelectedStorageBackend: () => 'gnome_libsecret',
      isEncryptionAvailable: () => true,
      encryptString: (text: string) => Buffer.from(`kept ${kept.push(text) - 1}`),
      decryptString: (sealed: Buffer) => {
        const text = kept[Number(sealed.toString().slice(5))];
        if (text === undefined) throw new Error('denied');
        return text;
      },
    });
  });
}

type Place = Parameters<Parameters<typeof test>[2]>[0]['place'];

/** A workspace that somebody has set up already: it opens without the welcome. */
async function startBeyondWelcome(place: Place): Promise<RealConsole> {
  await place.cli('workspace', 'create');
  await place.cli('key-group', 'create', '--id', 'cpo1-emsp1-key', '--purpose', 'tls-client', '--owner', 'DEGEF');
  return place.start();
}

test('the vault is set up with a passphrase, locked, opened, and given a key file', async ({ place }) => {
  const { app, window, faults } = await startBeyondWelcome(place);
  const main = await openVault(window);
  await expect(main.getByText('Not set up yet')).toBeVisible();
  // No keyring in the test's session: the backend would not encrypt.
  await expect(main.getByRole('radio', { name: 'The operating system' })).toBeDisabled();
  await lookAt(window, 'vault-absent');

  await main.getByRole('radio', { name: 'A passphrase' }).check();
  await answerPin(app, [PINS.passphrase, PINS.passphrase], () =>
    main.getByRole('button', { name: 'Set up the vault' }).click(),
  );
  await expect(main.getByRole('button', { name: 'Lock the vault' })).toBeVisible();
  await lookAt(window, 'vault-open');
  await main.getByRole('button', { name: 'Lock the vault' }).click();
  await expect(main.getByText('Locked', { exact: true })).toBeVisible();
  await answerPin(app, ['not the right one'], () => main.getByRole('button', { name: 'Open the vault' }).click());
  await expect(main.getByRole('alert')).toContainText('VAULT_WRONG_SECRET');
  await lookAt(window, 'vault-wrong');

  const path = join(place.folder, 'vault.key');
  await answerDialogs(app, 0, path);
  await main.getByRole('radio', { name: 'A key file' }).check();
  await answerPin(app, [PINS.passphrase], () => main.getByRole('button', { name: 'Change…' }).click());
  await expect(main.getByRole('button', { name: 'Open with the key file…' })).toBeVisible();
  expect(existsSync(path)).toBe(true);
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
  await main.getByRole('button', { name: 'Open with the key file…' }).click();
  await expect(main.getByRole('button', { name: 'Lock the vault' })).toBeVisible();
  expect(faults).toEqual([]);
});

test('where the operating system has a store that encrypts, it opens the vault', async ({ place }) => {
  const { app, window, faults } = await startBeyondWelcome(place);
  await withKeyring(app);
  const main = await openVault(window);
  await expect(main.getByRole('radio', { name: 'The operating system' })).toBeChecked();
  await main.getByRole('button', { name: 'Set up the vault' }).click();
  await main.getByRole('button', { name: 'Lock the vault' }).click();
  await main.getByRole('button', { name: 'Open the vault' }).click();
  await expect(main.getByRole('button', { name: 'Lock the vault' })).toBeVisible();
  await lookAt(window, 'vault-system');
  expect(faults).toEqual([]);
});
