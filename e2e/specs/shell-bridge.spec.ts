import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import type { ShellBridge } from '../../src-renderer/platform/shell-bridge.ts';
import { test } from '../fixtures/fake-console.ts';
import { answerDialogs, askedDialogs, openedOutside } from '../fixtures/native-dialogs.ts';

/** Calls one function of the bridge in the page. */
function call(window: Page, name: keyof ShellBridge, ...args: readonly unknown[]): Promise<unknown> {
  return window.evaluate(
    ([called, given]) => {
      const bridge = globalThis.window.shell as unknown as Record<string, (...values: unknown[]) => unknown>;
      return bridge[called as string]?.(...(given as unknown[]));
    },
    [name, args],
  );
}
/** Bytes cannot be handed to a page as they are. */
const save = (window: Page, name: string, length: number): Promise<unknown> =>
  window.evaluate(([file, size]) => globalThis.window.shell?.saveFile(file, new Uint8Array(size)), [
    name,
    length,
  ] as const);

test('a place that a person chose goes to core with its path, to the page with an id', async ({ start, workspace }) => {
  const { app, window, told, order } = await start();
  await order('x');
  await answerDialogs(app, 0, '/usr/lib/softhsm/libsofthsm2.so');
  const picked = (await call(window, 'pickPlace', 'module')) as { grant: string; path: string };
  await expect.poll(() => told('grant')).toHaveLength(1);
  expect(told('grant')[0]?.told).toEqual({
    kind: 'grant',
    grantId: picked.grant,
    use: 'module',
    path: '/usr/lib/softhsm/libsofthsm2.so',
  });
  expect(existsSync(workspace)).toBe(true);
});

test('a dialog that was cancelled grants nothing', async ({ start }) => {
  const { app, window, told, order } = await start();
  await order('x');
  await answerDialogs(app, 0);
  expect(await call(window, 'pickPlace', 'folder')).toBeUndefined();
  await order('y');
  expect(told('grant')).toHaveLength(0);
});

test('a saved file has the bytes, and its dialog a safe name', async ({ start, workspace }) => {
  const { app, window } = await start();
  mkdirSync(workspace, { recursive: true });
  const path = join(workspace, 'out.csr');
  await answerDialogs(app, 0, path);
  const end = (await save(window, '../../\u202Eevil.csr', 5)) as { kind: string; savedId: string };
  expect(end.kind).toBe('saved');
  expect(readFileSync(path)).toHaveLength(5);
  expect((await askedDialogs(app))[0]?.defaultPath).toMatch(/[/\\]evil\.csr$/);
  expect(await call(window, 'showSaved', end.savedId)).toBe(true);
  expect(await openedOutside(app)).toEqual([path]);
});

test('a file that is too large is refused before anybody is asked', async ({ start }) => {
  const { app, window } = await start();
  await answerDialogs(app, 0, '/nowhere/x');
  expect(await save(window, 'x', 33 * 1024 * 1024)).toEqual({ kind: 'failed', reason: 'too-large' });
  expect(await askedDialogs(app)).toHaveLength(0);
});

test('a folder that cannot be written to is told', async ({ start }) => {
  const { app, window } = await start();
  await answerDialogs(app, 0, '/nowhere/at/all/x.csr');
  expect(await save(window, 'x', 1)).toEqual({ kind: 'failed', reason: 'missing' });
});

test('only one dialog is open at a time, however many a page wants', async ({ start }) => {
  const { app, window } = await start();
  await answerDialogs(app, 0);
  await app.evaluate(({ dialog }) => {
    const quick: unknown = Reflect.get(dialog, 'showOpenDialog');
    Object.assign(dialog, {
      showOpenDialog: async (...args: unknown[]) => {
        await new Promise((resolve) => setTimeout(resolve, 300));
        return (quick as (...given: unknown[]) => unknown)(...args);
      },
    });
  });
  await window.evaluate(() =>
    Promise.all(Array.from({ length: 20 }, async () => globalThis.window.shell?.pickPlace('file'))),
  );
  expect(await askedDialogs(app)).toHaveLength(1);
});

test('copied text is on the clipboard', async ({ start }) => {
  const { app, window } = await start();
  expect(await call(window, 'copyText', 'DE*GEF')).toBe(true);
  expect(await app.evaluate(async ({ clipboard }) => clipboard.readText())).toBe('DE*GEF');
});

test('an external link is opened after its address was shown and accepted', async ({ start }) => {
  const { app, window } = await start();
  await answerDialogs(app, 0);
  expect(await call(window, 'openExternal', 'project')).toBe(true);
  expect((await askedDialogs(app))[0]?.detail).toBe('https://github.com/OpenChargingCloud/OCPIConsole');
  expect(await openedOutside(app)).toEqual(['https://github.com/OpenChargingCloud/OCPIConsole']);
});

test('an external link that was declined is not opened', async ({ start }) => {
  const { app, window } = await start();
  await answerDialogs(app, 1);
  expect(await call(window, 'openExternal', 'project')).toBe(false);
  expect(await openedOutside(app)).toEqual([]);
});

test('an address that is not on the list is never opened, and nobody is asked @sandbox', async ({ start }) => {
  const { app, window } = await start();
  await answerDialogs(app, 0);
  for (const id of ['https://evil.example/', 'file:///etc/passwd', 'constructor', '__proto__', '']) {
    expect(await call(window, 'openExternal', id)).toBe(false);
  }
  expect(await askedDialogs(app)).toEqual([]);
  expect(await openedOutside(app)).toEqual([]);
});

test('a file dragged out lies in the exports of the workspace, under a safe name', async ({ start, workspace }) => {
  const { app, window } = await start();
  await app.evaluate(({ BrowserWindow }) => {
    const [contents] = BrowserWindow.getAllWindows().map(({ webContents }) => webContents);
    const kept = globalThis as unknown as { dragged?: string };
    if (contents !== undefined) contents.startDrag = ({ file }) => void (kept.dragged = file);
  });
  await window.mouse.move(50, 50);
  await window.mouse.down();
  await window.evaluate(() => globalThis.window.shell?.dragOut('../cpo1.csr', new Uint8Array([1, 2])));
  const dragged = (): Promise<string | undefined> =>
    app.evaluate(() => (globalThis as unknown as { dragged?: string }).dragged);
  await expect.poll(dragged).toMatch(/cpo1\.csr$/);
  const file = (await dragged()) ?? '';
  expect(file.startsWith(join(workspace, 'exports', 'drag'))).toBe(true);
  expect([readFileSync(file).length, statSync(file).mode & 0o777]).toEqual([2, 0o600]);
});

test('a page cannot start a drag that nobody makes @sandbox', async ({ start, workspace }) => {
  const { window, order } = await start();
  await window.evaluate(() => globalThis.window.shell?.dragOut('a.csr', new Uint8Array([1])));
  await order('x'); // a drag would hold up the whole program
  expect(existsSync(join(workspace, 'exports'))).toBe(false);
});

test('what the window says of its look holds for native dialogs and the whole program', async ({ start }) => {
  const { app, window } = await start();
  await answerDialogs(app, 1);
  await call(window, 'tellAppearance', { language: 'de', theme: 'dark', textScale: 1 });
  await expect.poll(() => app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark');
  await call(window, 'openExternal', 'project');
  expect((await askedDialogs(app))[0]?.message).toBe('Diese Adresse im Browser öffnen?');
});

test('the page is told of the system and the version', async ({ start }) => {
  const { window, app } = await start();
  const version = await app.evaluate(({ app: electron }) => electron.getVersion());
  const os = { darwin: 'mac', win32: 'windows' }[process.platform as string] ?? 'linux';
  expect(await window.evaluate(() => globalThis.window.shell?.platform)).toMatchObject({ os, version });
});
