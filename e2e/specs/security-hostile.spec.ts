import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type ElectronApplication } from '@playwright/test';
import { launchFake, makeFakeStage, type FakeStage } from '../fixtures/fake-stage.ts';
import { readTold } from '../fixtures/fake-console.ts';
import { answerDialogs, askedDialogs, openedOutside } from '../fixtures/native-dialogs.ts';

/** A listener on TCP and UDP of the same port that counts whoever gets there. */
async function openTarget(): Promise<{ readonly port: number; contacts(): readonly string[]; close(): void }> {
  const contacts: string[] = [];
  const tcp = createServer((socket) => {
    contacts.push('tcp');
    socket.on('data', (bytes) => contacts.push(bytes.toString('latin1').split('\r\n')[0] ?? ''));
    socket.on('error', () => undefined);
  });
  tcp.listen(0, '127.0.0.1');
  await once(tcp, 'listening');
  const address = tcp.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const udp = createSocket('udp4', () => contacts.push('udp'));
  udp.bind(address.port, '127.0.0.1');
  await once(udp, 'listening');
  return {
    port: address.port,
    contacts: () => contacts,
    close: () => {
      tcp.close();
      udp.close();
    },
  };
}

type Hostile = { readonly hostile: { readonly ends: Record<string, string> } };

let target: Awaited<ReturnType<typeof openTarget>>;
let stage: FakeStage;
let workspace: string;
let app: ElectronApplication;
let ends: Record<string, string>;

test.describe.configure({ mode: 'serial' });

// One start for all: the page tries everything at once, the tests look at what came of it.
test.beforeAll(async () => {
  target = await openTarget();
  stage = await makeFakeStage('hostile-page', { TARGET_PORT: String(target.port) });
  workspace = join(mkdtempSync(join(tmpdir(), 'ocpi-console-hostile-')), 'workspace');
  const launched = await launchFake(stage, { workspace });
  app = launched.app;
  await answerDialogs(app, 0, join(workspace, 'gone', 'never-written'));
  await launched.window.waitForFunction(() => 'hostile' in globalThis);
  ends = await launched.window.evaluate(() => (globalThis as unknown as Hostile).hostile.ends);
});

test.afterAll(async () => {
  await app.close();
  await stage.remove();
  target.close();
  rmSync(join(workspace, '..'), { recursive: true, force: true });
});

test('what an ordinary page may do works, so that an open door would be seen @sandbox', () => {
  const controls = Object.entries(ends).filter(([name]) => name.startsWith('control: '));
  expect(controls.length).toBeGreaterThan(3);
  expect(controls.filter(([, end]) => end !== 'open')).toEqual([]);
});

test('every door of a hostile page is shut @sandbox', () => {
  const attacks = Object.entries(ends).filter(([name]) => !name.startsWith('control: '));
  expect(attacks.length).toBeGreaterThan(60);
  expect(attacks.filter(([, end]) => end === 'open')).toEqual([]);
});

test('nothing of it reached the network @sandbox', async () => {
  expect(target.contacts()).toEqual([]);
  // The listeners do count: by TCP and by UDP.
  connect(target.port, '127.0.0.1').end('x');
  const udp = createSocket('udp4');
  udp.send('x', target.port, '127.0.0.1', () => udp.close());
  await expect.poll(() => [...target.contacts()].sort()).toEqual(['tcp', 'udp', 'x'].sort());
});

test('it opened no window, no dialog, no browser and downloaded nothing @sandbox', async () => {
  expect(app.windows()).toHaveLength(1);
  expect(await askedDialogs(app)).toEqual([]);
  expect(await openedOutside(app)).toEqual([]);
});

test('every function of the bridge refuses junk, and none of it reaches core @sandbox', async () => {
  const [window] = app.windows();
  if (window === undefined) throw new Error('the window is gone');
  const before = readTold(workspace).length;
  const answers = await window.evaluate(async () => {
    const bridge = globalThis.window.shell as unknown as Record<string, unknown>;
    const deep: unknown[] = [];
    let at: unknown[] = deep;
    for (let depth = 0; depth < 500; depth += 1) at.push((at = []));
    const junk: unknown[] = [
      undefined,
      null,
      0,
      -1,
      NaN,
      1e308,
      true,
      '',
      'x'.repeat(2_000_000),
      '../../etc/passwd',
      '\0',
      '__proto__',
      'constructor',
      [],
      {},
      { kind: 'save-file' },
      JSON.parse('{"__proto__": {"polluted": true}}'),
      new Uint8Array(64),
      new ArrayBuffer(8),
      new Date(),
      /x/,
      new Map([['a', 1]]),
      10n,
      deep,
      () => 1,
      Symbol('x'),
      globalThis,
      document.body,
    ];
    const accepted: string[] = [];
    for (const [name, made] of Object.entries(bridge)) {
      if (typeof made !== 'function') continue;
      for (const [index, value] of junk.entries()) {
        for (const given of [[value], [value, value], ['file', value], ['project', value, value, value]]) {
          try {
            const end: unknown = await Promise.race([
              (made as (...values: unknown[]) => unknown)(...given),
              new Promise((resolve) => setTimeout(() => resolve('late'), 3000)),
            ]);
            if (end !== undefined && end !== false) accepted.push(`${name} #${index} ${JSON.stringify(end)}`);
          } catch {
            // refused
          }
        }
      }
    }
    return { accepted, polluted: 'polluted' in {} };
  });
  const harmless = (entry: string): boolean =>
    entry.startsWith('copyText') || // any text may be copied
    (/^(?:pickPlace|saveFile|savePdf|openExternal)/.test(entry) && !entry.includes('late'));
  expect(answers.accepted.filter((entry) => !harmless(entry))).toEqual([]);
  expect(answers.polluted).toBe(false);
  expect(await app.evaluate(() => 'polluted' in {})).toBe(false);
  // A place that a (here: automatic) person picked is granted; the page's unused port may be collected meanwhile.
  const told = readTold(workspace).slice(before);
  expect(told.filter(({ told: { kind } }) => !['window-port', 'port-closed', 'grant'].includes(kind))).toEqual([]);
  expect(await openedOutside(app)).not.toContainEqual(
    expect.stringMatching(/^(?!https:\/\/github\.com\/OpenCharging)/),
  );
});

test('the bridge cannot be changed, and holds nothing but its functions @sandbox', async () => {
  const [window] = app.windows();
  expect(
    await window?.evaluate(() => {
      const bridge = globalThis.window.shell as unknown as Record<string, unknown>;
      const names = Object.keys(bridge).sort();
      try {
        bridge['copyText'] = () => 'mine';
      } catch {
        // refused
      }
      return { names, changed: String(bridge['copyText']).includes('mine') };
    }),
  ).toEqual({
    names: [
      'copyText',
      'dragOut',
      'leaveDemo',
      'openDemo',
      'openExternal',
      'pickPlace',
      'platform',
      'saveFile',
      'savePdf',
      'showSaved',
      'tellAppearance',
      'wantPort',
    ],
    changed: false,
  });
});

// Last, because a page that got away would take the others' ground with it.
for (const address of [
  'http://127.0.0.1:9/',
  'https://example.com/',
  'file:///etc/passwd',
  'data:text/html,<h1>x',
  'blob:app://bundle/x',
  'app://pin/pin.html',
  'app://bundle/assets/hostile-page.js',
  'chrome://version',
  'devtools://devtools/bundled/inspector.html',
  'javascript:document.title="ran"',
]) {
  test(`the page cannot leave for ${address} @sandbox`, async () => {
    const [window] = app.windows();
    if (window === undefined) throw new Error('the window is gone');
    await window.evaluate((place) => {
      const link = document.createElement('a');
      link.href = place;
      document.body.append(link);
      link.click();
      const form = document.createElement('form');
      form.action = place;
      document.body.append(form);
      try {
        form.submit();
        location.assign(place);
      } catch {
        // refused at once
      }
    }, address);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const where = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map(({ webContents }) => webContents.getURL()),
    );
    expect(where).toEqual(['app://bundle/index.html']);
    expect(await window.evaluate(() => [document.title === 'ran', 'hostile' in globalThis])).toEqual([false, true]);
  });
}

test('a page that empties itself is answered by nobody, and is brought back @sandbox', async () => {
  const [window] = app.windows();
  if (window === undefined) throw new Error('the window is gone');
  const before = readTold(workspace).filter(({ told }) => told.kind !== 'port-closed').length;
  await window.evaluate(() => location.assign('about:blank'));
  await expect.poll(() => window.url()).toBe('app://bundle/index.html');
  await window.waitForFunction(() => 'hostile' in globalThis);
  expect(readTold(workspace).filter(({ told }) => told.kind !== 'port-closed')).toHaveLength(before);
  expect(app.windows()).toHaveLength(1);
});
