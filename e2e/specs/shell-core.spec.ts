import { once } from 'node:events';
import { expect } from '@playwright/test';
import '../../src-renderer/platform/shell-bridge.ts';
import { readTold, test } from '../fixtures/fake-console.ts';
import { answerDialogs } from '../fixtures/native-dialogs.ts';

const probe = (): { notes: unknown[]; ports: unknown[]; closed: number } =>
  (globalThis as unknown as { probe: { notes: unknown[]; ports: unknown[]; closed: number } }).probe;

test('the page gets one port to core, however often it asks', async ({ start }) => {
  const { window, told, order } = await start();
  await order('x');
  await window.evaluate(() => {
    for (let at = 0; at < 50; at += 1) globalThis.window.shell?.wantPort();
  });
  expect(await order('y')).toMatchObject({ echo: 'y' });
  expect(told('window-port')).toHaveLength(1);
  expect(await window.evaluate(() => (globalThis as unknown as { probe: { notes: unknown } }).probe.notes)).toEqual([
    { kind: 'core-port' },
  ]);
});

test('a page that is loaded again gets a port again, and the old one is dead', async ({ start }) => {
  const { window, told, order } = await start();
  await order('x');
  await window.reload();
  expect(await order('y')).toMatchObject({ echo: 'y' });
  await expect.poll(() => told('port-closed')).toHaveLength(1);
});

test('a core that ends is followed by another, and the page gets a port to it by itself', async ({ start }) => {
  const { window, order } = await start();
  const { pid } = await order('x');
  void order({ do: 'exit', code: 7 }).catch(() => undefined);
  await expect.poll(() => window.evaluate(probe).then(({ ports }) => ports.length)).toBe(2);
  expect(await window.evaluate(probe)).toMatchObject({ closed: 1 });
  expect((await order('y')).pid).not.toBe(pid);
});

test('a workspace that cannot be opened is told with its reason, and the console ends', async ({
  start,
  workspace,
}) => {
  const { app, order } = await start();
  await order('x');
  const process = app.process();
  const ended = once(process, 'exit');
  await answerDialogs(app, 0);
  const told = app.evaluate(
    ({ dialog }) =>
      new Promise<string>((resolve) => {
        const answer: unknown = Reflect.get(dialog, 'showMessageBox');
        Object.assign(dialog, {
          showMessageBox: (options: { detail: string }) => {
            resolve(options.detail);
            // Later, so that the test hears of it before the program ends.
            return new Promise((later) => setTimeout(later, 500)).then(() =>
              (answer as (o: object) => unknown)(options),
            );
          },
        });
      }),
  );
  void order({ do: 'say', message: { kind: 'failed', code: 'STORE_NEWER', detail: 'Made by a newer version.' } });
  expect(await told).toBe(`Made by a newer version.\n\nSTORE_NEWER\n${workspace}`);
  await ended;
  expect(process.exitCode).toBe(1);
});

test('words of core that are not in the contract do nothing', async ({ start }) => {
  const { app, order } = await start();
  for (const message of [null, 'ready', { kind: 'eval' }, { kind: 'spawn-host', hostId: '../x', host: 'pkcs11' }]) {
    await order({ do: 'say', message });
  }
  expect(await order('still here')).toMatchObject({ echo: 'still here' });
  expect(app.windows()).toHaveLength(1);
});

test('closing the window stops core before the program ends', async ({ start, workspace }) => {
  const { app, window, order } = await start();
  await order('x');
  const process = app.process();
  const ended = once(process, 'exit');
  await window.close();
  await ended;
  expect(process.exitCode).toBe(0);
  expect(readTold(workspace).at(-1)?.told).toEqual({ kind: 'stop' });
});

test('a machine that goes to sleep locks the session', async ({ start }) => {
  const { app, told, order } = await start();
  await order('x');
  await app.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'));
  await expect.poll(() => told('session-locked')).toHaveLength(1);
});
