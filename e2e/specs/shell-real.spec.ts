import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { launchConsole } from '../fixtures/launch.ts';

/** The whole way of a secret with the real core and the real host of software keys: core asks, the PIN window answers. */

type Answer = { readonly ok: boolean; readonly value: unknown };
type Wired = { wired?: MessagePort };

/** Keeps the page's port where a test can reach it; the page's own client goes on using it. */
async function keepPort(window: Page): Promise<void> {
  await window.addInitScript(() => {
    addEventListener('message', (event) => {
      const [port] = event.ports;
      if (port !== undefined) (globalThis as Wired).wired = port;
    });
  });
  await window.reload();
  await window.waitForFunction(() => (globalThis as Wired).wired !== undefined);
}

let nextId = 900_000;

/** One call on the wire (frames: shared/contract/wire/frames.ts), with ids far from those of the page's client. */
function call(window: Page, path: string, input: unknown): Promise<Answer> {
  nextId += 1;
  return window.evaluate(
    ([id, called, given]) =>
      new Promise<Answer>((resolve) => {
        const port = (globalThis as Wired).wired;
        const listen = ({ data }: MessageEvent<readonly unknown[]>): void => {
          if (data[1] !== id || (data[0] !== 11 && data[0] !== 12)) return;
          port?.removeEventListener('message', listen);
          resolve({ ok: data[0] === 11, value: data[2] });
        };
        port?.addEventListener('message', listen);
        port?.postMessage([1, id, called, given]);
      }),
    [nextId, path, input] as const,
  );
}

/** The PIN window that a call opens; a call that ends before it tells why. */
function nextPin(app: ElectronApplication, asked: Promise<Answer>): Promise<Page> {
  const early = asked.then((end): never => {
    throw new Error(`no PIN window: ${JSON.stringify(end)}`);
  });
  return Promise.race([app.waitForEvent('window'), early]);
}

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ocpi-console-real-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

const PASSPHRASE = 'correct horse battery';

/** Every file below the folder that holds these bytes. */
function filesWith(text: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((entry) => join(entry.parentPath, entry.name)).filter((path) => readFileSync(path).includes(text));
}

test('a software token is initialised, and signed in to; its passphrase is typed in the PIN window only', async () => {
  const { app, window } = await launchConsole({ workspace: join(folder, 'workspace') });
  await keepPort(window);
  const token = { moduleId: 'software', slotId: 'software', label: 'rehearsal' };

  const initialised = call(window, 'tokens.init', { ...token, confirm: token.label });
  const first = await nextPin(app, initialised);
  await expect(first.getByRole('heading')).toHaveText(/^Initialise/);
  await expect(first.getByText('It will be called rehearsal.')).toBeVisible();
  const [once, again] = await first.locator('input[type=password]').all();
  await once?.fill(PASSPHRASE);
  await again?.fill(PASSPHRASE);
  await first.getByRole('button', { name: 'Initialise' }).click();
  const made = await initialised;
  expect(made.ok).toBe(true);

  const { tokenUri } = made.value as { tokenUri: string }; // checked by core against the contract
  const signedIn = call(window, 'tokens.signIn', { tokenUri, reason: 'To try it out' });
  const second = await nextPin(app, signedIn);
  await expect(second.getByText('To try it out')).toBeVisible();
  await second.locator('input[type=password]').fill(PASSPHRASE);
  await second.getByRole('button', { name: 'Sign in' }).click();
  expect(await signedIn).toMatchObject({ ok: true });

  expect(await window.content()).not.toContain(PASSPHRASE);
  await app.close();
  expect(filesWith('rehearsal')).not.toEqual([]);
  expect(filesWith(PASSPHRASE)).toEqual([]);
});

test('closing the PIN window cancels the call that asked', async () => {
  const { app, window } = await launchConsole({ workspace: join(folder, 'workspace') });
  await keepPort(window);
  const token = { moduleId: 'software', slotId: 'software', label: 'rehearsal' };
  const initialised = call(window, 'tokens.init', { ...token, confirm: token.label });
  const pin = await nextPin(app, initialised);
  await expect(pin.getByRole('heading')).toBeVisible();
  await pin.close();
  expect(await initialised).toMatchObject({ ok: false, value: { code: 'PIN_CANCELLED' } });
  await app.close();
});
