import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { readTold, test } from '../fixtures/fake-console.ts';
import type { FakeStage } from '../fixtures/fake-stage.ts';
import { sandboxed } from '../fixtures/launch.ts';

type Ended = { readonly code: number | null; readonly errors: string };
type Alone = { readonly ended: Promise<Ended>; kill(): void };

/** Starts the program by itself, without Playwright and its debugger. */
function startAlone(stage: FakeStage, args: readonly string[], env: Record<string, string> = {}): Alone {
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? '';
  const base = ['--disable-gpu', ...(sandboxed ? [] : ['--no-sandbox'])];
  const child = spawn(join(dist, 'electron'), [...base, stage.folder, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, errors })); // Node's types say any
  return { ended, kill: () => child.kill('SIGKILL') };
}

test('core is told which workspace to open', async ({ start, workspace }) => {
  const { told, order } = await start();
  await order('x');
  expect(told('start')[0]?.told).toMatchObject({ workspacePath: workspace, testRuntime: true });
});

test('the window carries the name of the workspace', async ({ start }) => {
  const { app, order } = await start();
  await order('x');
  const title = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle());
  expect(title).toBe('Test – OCPI Console');
});

test('core sees nothing of the environment but a list', async ({ start }) => {
  const { told, order } = await start({
    env: { AWS_SECRET_ACCESS_KEY: 'x', SOFTHSM2_CONF: '/x', NODE_EXTRA_CA_CERTS: '/x' },
  });
  await order('x');
  const environment = told('start')[0]?.told['environment'];
  expect(environment).toContain('PATH');
  for (const name of ['AWS_SECRET_ACCESS_KEY', 'SOFTHSM2_CONF', 'NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS']) {
    expect(environment).not.toContain(name);
  }
});

test('a second start of the same workspace brings the first to the front and ends', async ({
  start,
  stages,
  workspace,
}) => {
  const { app, order } = await start();
  await order('x');
  const base = await app.evaluate(({ BrowserWindow, app: electron }) => {
    BrowserWindow.getAllWindows()[0]?.minimize();
    return electron.getPath('userData');
  });
  const shared = join(base, '../..'); // the profile lies in windows/<id> of the folder named to the first one
  const stage = await stages('probe-page');
  const again = [`--user-data-dir=${shared}`, `--workspace=${workspace}/../workspace`];
  const second = await startAlone(stage, again).ended;
  expect(second.code).toBe(0);
  await expect
    .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized()))
    .toBe(false);
  expect(readTold(workspace).filter(({ told }) => told.kind === 'start')).toHaveLength(1);
});

test('another workspace is another instance', async ({ start, stages, workspace }) => {
  const { app, order } = await start();
  await order('x');
  const base = await app.evaluate(({ app: electron }) => electron.getPath('userData'));
  const other = `${workspace}-other`;
  const stage = await stages('probe-page');
  const args = [`--user-data-dir=${join(base, '../..')}`, `--workspace=${other}`];
  const second = startAlone(stage, args);
  await expect.poll(() => readTold(other)).not.toHaveLength(0);
  second.kill();
  await second.ended;
});

for (const arg of ['--remote-debugging-port=0', '--remote-debugging-pipe', '--inspect=0', '--js-flags=--expose-gc']) {
  test(`a released build does not start with ${arg} @sandbox`, async ({ stages, workspace }) => {
    const stage = await stages('probe-page');
    const ended = await startAlone(stage, [arg, `--workspace=${workspace}`, `--user-data-dir=${workspace}-profile`], {
      OCPI_CONSOLE_LOCKED: '1',
    }).ended;
    expect(ended.code).toBe(2);
    expect(ended.errors).toContain(`does not start with ${arg.split('=')[0] ?? ''}`);
    expect(ended.errors).not.toContain('DevTools listening');
    expect(existsSync(workspace)).toBe(false);
  });
}

test('a workspace that is not named is a wrong command line', async ({ stages }) => {
  const stage = await stages('probe-page');
  expect((await startAlone(stage, ['--workspace=']).ended).code).toBe(2);
});
