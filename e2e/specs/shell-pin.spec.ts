import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { test, type FakeConsole } from '../fixtures/fake-console.ts';

const say = (message: unknown): unknown => ({ do: 'say', message });
const shots = resolve(import.meta.dirname, '../../test-results/pin');

async function spawnHost({ order, told }: FakeConsole): Promise<number> {
  await order(say({ kind: 'spawn-host', hostId: 'h1', host: 'pkcs11' }));
  await expect.poll(() => told('host-started')).toHaveLength(1);
  return Number(told('host-started')[0]?.told['pid']);
}

async function askPin(running: FakeConsole, promptId = 'p1'): Promise<Page> {
  const opened = running.app.waitForEvent('window');
  await running.order(say({ kind: 'open-pin-window', hostId: 'h1', promptId }));
  return opened;
}

async function openPin(running: FakeConsole): Promise<Page> {
  await spawnHost(running);
  return askPin(running);
}

/** The window is gone before the key comes up again. */
async function pressAndClose(pin: Page, key: string): Promise<void> {
  const closed = pin.waitForEvent('close');
  await pin.keyboard.press(key).catch(() => undefined);
  await closed;
}

/** The shell makes the window as high as its page. */
const scrolls = (pin: Page): Promise<boolean> =>
  pin.evaluate(() => document.documentElement.scrollHeight > innerHeight);

const pinField = (pin: Page) => pin.getByLabel(/^User PIN|^Benutzer-PIN/);

test('the window names token, serial number and reason @sandbox', async ({ start }) => {
  const pin = await openPin(await start());
  await expect(pin.getByRole('heading')).toHaveText('Sign in to GEF-CARD-07');
  await expect(pin.getByText('To sign the CSR of cpo1-emsp1-key, generation 8')).toBeVisible();
  await expect(pin.getByText('004F61A317C2')).toBeVisible();
});

test('the right PIN closes the window', async ({ start }) => {
  const pin = await openPin(await start());
  await expect(pinField(pin)).toBeFocused();
  await expect(pin.getByRole('button', { name: 'Sign in' })).toBeDisabled();
  await pin.keyboard.type('123456');
  await expect(pin.getByText('6 typed')).toBeVisible();
  await pressAndClose(pin, 'Enter');
});

test('a wrong PIN is told with fresh flags, up to the last try and the block; nothing is filled in again', async ({
  start,
}) => {
  const pin = await openPin(await start());
  await expect(pin.getByText('None wrong')).toBeVisible();
  await expect(pinField(pin)).toBeFocused();
  await pin.keyboard.type('000000');
  await pin.keyboard.press('Enter');
  await expect(pin.getByText('Tries low')).toBeVisible();
  await expect(pin.getByRole('alert')).toContainText('Wrong PIN');
  await expect(pinField(pin)).toHaveValue('');

  await pinField(pin).fill('111111');
  await pin.keyboard.press('Enter');
  await expect(pin.getByText('Last try', { exact: true })).toBeVisible();
  await expect.poll(() => scrolls(pin)).toBe(false);
  await expect(pinField(pin)).toBeDisabled();
  await pin.getByRole('checkbox').check();
  await expect(pinField(pin)).toBeFocused();
  await pin.keyboard.type('222222');
  await pin.keyboard.press('Enter');

  await expect(pin.getByText('Blocked', { exact: true })).toBeVisible();
  await expect(pin.locator('input[type=password]')).toHaveCount(0);
});

test('Escape closes the window, and the host learns that nobody will answer', async ({ start }) => {
  const running = await start();
  const pin = await openPin(running);
  await expect(pinField(pin)).toBeFocused();
  await pressAndClose(pin, 'Escape');
});

test('with a PIN pad there is no field, only the word to look at the reader', async ({ start }) => {
  const running = await start();
  await spawnHost(running);
  const pin = await askPin(running, 'pad');
  await expect(pin.getByText('Look at the reader')).toBeVisible();
  await expect(pin.locator('input[type=password]')).toHaveCount(0);
});

test('a host that ends takes its window along', async ({ start }) => {
  const running = await start();
  const pin = await openPin(running);
  await expect(pinField(pin)).toBeVisible();
  const closed = pin.waitForEvent('close');
  await running.order(say({ kind: 'kill-host', hostId: 'h1' }));
  await closed;
});

test('a prompt of a host that is gone is told back to core, and no window stays', async ({ start }) => {
  const running = await start();
  await running.order(say({ kind: 'open-pin-window', hostId: 'nobody', promptId: 'p1' }));
  await expect
    .poll(() => running.told('pin-window-failed')[0]?.told)
    .toEqual({ kind: 'pin-window-failed', hostId: 'nobody', promptId: 'p1' });
  await expect.poll(() => running.app.windows().length).toBe(1);
});

test('the same prompt twice is one window', async ({ start }) => {
  const running = await start();
  const pin = await openPin(running);
  await expect(pinField(pin)).toBeVisible();
  await running.order(say({ kind: 'open-pin-window', hostId: 'h1', promptId: 'p1' }));
  await running.order('x');
  expect(running.app.windows()).toHaveLength(2);
});

test('the window has a process, an origin and a session of its own @sandbox', async ({ start }) => {
  const running = await start();
  const pin = await openPin(running);
  await expect(pinField(pin)).toBeVisible();
  const facts = await running.app.evaluate(({ BrowserWindow, session }) =>
    BrowserWindow.getAllWindows().map((window) => ({
      pid: window.webContents.getOSProcessId(),
      ownSession: window.webContents.session !== session.defaultSession,
      onDisk: window.webContents.session.isPersistent(),
      modal: window.isModal(),
      url: window.webContents.getURL(),
    })),
  );
  const main = facts.find(({ url }) => url === 'app://bundle/index.html');
  const own = facts.find(({ url }) => url === 'app://pin/pin.html');
  expect(own).toMatchObject({ ownSession: true, onDisk: false, modal: true });
  expect(main).toMatchObject({ ownSession: false, modal: false });
  expect(own?.pid).not.toBe(main?.pid);
});

test('the page of the window is given a port and no function, and the main window no way to it @sandbox', async ({
  start,
}) => {
  const running = await start();
  const pin = await openPin(running);
  await expect(pinField(pin)).toBeVisible();
  expect(
    await pin.evaluate(() => ({
      shell: 'shell' in globalThis,
      opener: globalThis.window.opener as unknown,
      names: ['require', 'process', 'electron', 'ipcRenderer'].filter((name) => name in globalThis),
    })),
  ).toEqual({ shell: false, opener: null, names: [] });
  const reached = await running.window.evaluate(async () => {
    const heard: unknown[] = [];
    const channel = new BroadcastChannel('pin');
    channel.addEventListener('message', ({ data }) => heard.push(data));
    localStorage.setItem('from-main', 'x');
    await new Promise((resolve) => setTimeout(resolve, 200));
    return { heard, opened: globalThis.window.open('app://pin/pin.html') === null };
  });
  expect(reached).toEqual({ heard: [], opened: true });
  expect(await pin.evaluate(() => localStorage.getItem('from-main'))).toBeNull();
});

test('a second port is not given to the same window @sandbox', async ({ start }) => {
  const running = await start();
  const pin = await openPin(running);
  await expect(pinField(pin)).toBeVisible();
  await pin.reload();
  await pin.waitForLoadState();
  await expect(pin.locator('#root')).toBeEmpty();
});

test('developer tools cannot be opened on it, not even in a build for developers @sandbox', async ({ start }) => {
  const running = await start();
  const pin = await openPin(running);
  await expect(pinField(pin)).toBeVisible();
  const opened = await running.app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows().find(({ webContents }) =>
      webContents.getURL().startsWith('app://pin/'),
    )?.webContents;
    contents?.openDevTools();
    await new Promise((resolve) => setTimeout(resolve, 500));
    return contents?.isDevToolsOpened();
  });
  expect(opened).toBe(false);
});

test('what was typed is nowhere in the page once it was sent', async ({ start }) => {
  const pin = await openPin(await start());
  await pinField(pin).fill('7391846');
  await pin.keyboard.press('Enter');
  await expect(pin.getByRole('alert')).toBeVisible();
  const left = await pin.evaluate(() => ({
    html: document.documentElement.outerHTML,
    inputs: Array.from(document.querySelectorAll('input'), ({ value }) => value).join(),
    storage: JSON.stringify([localStorage, sessionStorage]),
  }));
  expect(JSON.stringify(left)).not.toContain('7391846');
});

for (const language of ['en', 'de'] as const) {
  for (const theme of ['light', 'dark'] as const) {
    test(`it speaks ${language} and looks ${theme}, as the main window says`, async ({ start }) => {
      const running = await start();
      await running.window.evaluate((appearance) => globalThis.window.shell?.tellAppearance(appearance), {
        language,
        theme,
        textScale: 1,
      });
      const pin = await openPin(running);
      await pin.emulateMedia({ colorScheme: null }); // Playwright would say `light` whatever the program says
      await expect(pin.getByRole('heading')).toHaveText(
        language === 'de' ? 'An GEF-CARD-07 anmelden' : 'Sign in to GEF-CARD-07',
      );
      expect(await pin.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(theme === 'dark');
      await pinField(pin).fill('1234');
      await expect.poll(() => scrolls(pin)).toBe(false);
      mkdirSync(shots, { recursive: true });
      await pin.screenshot({ path: join(shots, `${language}-${theme}.png`) });
    });
  }
}
