import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type ElectronApplication } from '@playwright/test';
import { test } from '../fixtures/fake-console.ts';
import { answerDialogs, askedDialogs } from '../fixtures/native-dialogs.ts';

const bounds = (app: ElectronApplication): Promise<Electron.Rectangle | undefined> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds());

/** A folder for the application that outlives one start. */
function profileFolder(): { readonly args: readonly string[]; readonly file: () => string; remove(): void } {
  const base = mkdtempSync(join(tmpdir(), 'ocpi-console-app-'));
  return {
    args: [`--user-data-dir=${base}`],
    file: () => join(base, 'windows', readdirSync(join(base, 'windows'))[0] ?? '', 'window.json'),
    remove: () => rmSync(base, { recursive: true, force: true, maxRetries: 5 }),
  };
}

test('the window opens where it was closed', async ({ start }) => {
  const profile = profileFolder();
  const first = await start({ args: profile.args });
  await first.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 60, y: 50, width: 1000, height: 640 }),
  );
  // Size and place come one after the other on a busy machine.
  await expect.poll(() => bounds(first.app)).toMatchObject({ x: 60, y: 50, width: 1000 });
  await first.app.close();
  const second = await start({ args: profile.args });
  expect(await bounds(second.app)).toMatchObject({ x: 60, y: 50, width: 1000, height: 640 });
  profile.remove();
});

test('a damaged note of where the window was does no harm', async ({ start }) => {
  const profile = profileFolder();
  const first = await start({ args: profile.args });
  await first.app.close();
  expect(JSON.parse(readFileSync(profile.file(), 'utf8'))).toMatchObject({ maximised: false });
  writeFileSync(profile.file(), '{"x": 1e99, "width": "wide"');
  const second = await start({ args: profile.args });
  expect((await bounds(second.app))?.width).toBeGreaterThan(500);
  profile.remove();
});

test('a window that crashed is loaded again, told of, and connected again', async ({ start }) => {
  const { app, window, order } = await start();
  await order('x');
  await answerDialogs(app, 0);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());
  await expect.poll(() => askedDialogs(app)).toHaveLength(1);
  expect((await askedDialogs(app))[0]?.message).toMatch(/loaded again|neu geladen/);
  await expect
    .poll(() =>
      app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('window.probe?.ports.length ?? 0'),
      ),
    )
    .toBe(1);
  expect(window.isClosed()).toBe(false);
});

test('a window that keeps crashing is not loaded again before a person says so', async ({ start }) => {
  const { app } = await start();
  await answerDialogs(app, 0);
  for (let crash = 1; crash <= 3; crash += 1) {
    await expect
      .poll(() =>
        app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.isLoadingMainFrame()),
      )
      .toBe(false);
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());
    await expect.poll(() => askedDialogs(app)).toHaveLength(crash);
  }
  expect((await askedDialogs(app))[2]?.message).toMatch(/keeps stopping|immer wieder/);
});

test('a window that hangs is loaded again when a person says so', async ({ start }) => {
  const { app, order } = await start();
  await order('x');
  await answerDialogs(app, 1);
  const before = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
  );
  // Chromium needs half a minute to notice a hang: its word is given at once here.
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.emit('unresponsive'));
  await expect
    .poll(() =>
      app.evaluate(({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        return contents?.isCrashed() === false && !contents.isLoading() ? contents.getOSProcessId() : undefined;
      }),
    )
    .not.toBe(before);
  expect((await askedDialogs(app)).map(({ message }) => message)).toHaveLength(1);
});

test('a page cannot hold its window open', async ({ start }) => {
  const { app, window, order } = await start();
  await order('x');
  await window.evaluate(() => {
    globalThis.window.addEventListener('beforeunload', (event) => event.preventDefault());
  });
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(() => window.isClosed()).toBe(true);
});
