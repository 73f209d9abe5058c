import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { test } from '../fixtures/real-console.ts';
import { frameOf } from '../pages/frame.ts';
import { nextPinWindow, submitAndClose, typeSecrets } from '../pages/pin-window.ts';
import { tokensOf } from '../pages/tokens-page.ts';

/** Told apart from everything else that a machine could write. */
const PIN = 'canary-7391-pin';
const WRONG = 'canary-2846-wrong';
const SO_PIN = 'canary-5567-officer';
const PASSPHRASE = 'canary-9024-passphrase';
const PLANTED = [PIN, WRONG, SO_PIN, PASSPHRASE];

/** In every form in which a secret could lie about by accident. */
function forms(secret: string): readonly Buffer[] {
  const bytes = Buffer.from(secret);
  return [
    bytes,
    Buffer.from(secret, 'utf16le'),
    Buffer.from(bytes.toString('hex')),
    Buffer.from(bytes.toString('base64').replace(/=+$/, '').slice(0, -1)),
    Buffer.from(JSON.stringify([...bytes]).slice(1, -1)),
  ];
}

function planted(content: Buffer): readonly string[] {
  return PLANTED.filter((secret) => forms(secret).some((form) => content.includes(form)));
}

/** Every file below that holds a planted secret; and how many files were read. */
function searchFolder(folder: string): { readonly read: number; readonly found: readonly string[] } {
  const found: string[] = [];
  let read = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    if (!existsSync(path)) continue; // Chromium removes files as it likes
    read += 1;
    for (const secret of planted(readFileSync(path))) found.push(`${path}: ${secret}`);
  }
  return { read, found };
}

/** What of a page can be read from inside it. */
async function insideOf(page: Page): Promise<Buffer> {
  const text = await page.evaluate(() =>
    [
      document.documentElement.outerHTML,
      ...Array.from(document.querySelectorAll('input, textarea'), (field) => (field as HTMLInputElement).value),
      JSON.stringify(localStorage),
      JSON.stringify(sessionStorage),
      location.href,
      document.title,
    ].join('\n'),
  );
  return Buffer.from(text);
}

test('the search itself finds a planted secret in each form', () => {
  for (const form of forms(PIN))
    expect(planted(Buffer.concat([Buffer.from('x'), form, Buffer.from('y')]))).toEqual([PIN]);
});

test('what was typed into the PIN window is nowhere else: not in the window, on the disk, in the output', async ({
  place,
}) => {
  await place.cli('workspace', 'create');
  await place.cli('module', 'add', '--path', place.hsm.library);
  const { app, window, output } = await place.start();
  const profile = await app.evaluate(({ app: electron }) => electron.getPath('userData'));
  const crashes = await app.evaluate(({ app: electron }) => electron.getPath('crashDumps'));
  const tokens = tokensOf(window);
  const { dialog } = tokens;

  const initialise = async (blank: RegExp, label: string, secrets: readonly string[]): Promise<void> => {
    await tokens.choose(blank, blank.source.startsWith('SoftHSM') ? /SoftHSM slot/ : 'New software token');
    await tokens.button('Initialise…').click();
    await dialog.getByLabel('Label of the token').fill(label);
    const opened = nextPinWindow(app);
    await dialog.getByRole('button', { name: 'Initialise…' }).click();
    const pin = await opened;
    await typeSecrets(pin, secrets);
    await submitAndClose(pin);
    await expect(dialog).toBeHidden();
  };
  await initialise(/SoftHSM.*Not initialised/, 'CANARY', [SO_PIN, SO_PIN, PIN, PIN]);
  await initialise(/New software token/, 'SOFT', [PASSPHRASE, PASSPHRASE]);

  // A wrong PIN leaves an error behind; the right one a session.
  await tokens.choose(/CANARY/, 'CANARY');
  const opened = nextPinWindow(app);
  await tokens
    .button(/^Sign in…/)
    .first()
    .click();
  const pin = await opened;
  await typeSecrets(pin, [WRONG]);
  await pin.keyboard.press('Enter');
  await expect(pin.getByRole('alert')).toContainText('Wrong PIN');
  expect(planted(await insideOf(pin))).toEqual([]);
  await typeSecrets(pin, [PIN]);
  await submitAndClose(pin);
  await expect(tokens.button(/^Sign out/)).toBeVisible();

  await frameOf(window).click('audit');
  await expect(window.getByRole('grid', { name: 'Audit' }).getByText('Signed in to a token').first()).toBeVisible();
  expect(planted(await insideOf(window))).toEqual([]);
  const searched = [place.workspace, profile, place.hsm.folder].map(searchFolder);
  expect(searched.flatMap(({ found }) => found)).toEqual([]);
  for (const { read } of searched) expect(read).toBeGreaterThan(0);
  if (existsSync(crashes)) expect(searchFolder(crashes).found).toEqual([]);

  await app.close();
  expect(searchFolder(place.workspace).found).toEqual([]);
  expect(planted(Buffer.from(output()))).toEqual([]);
});
