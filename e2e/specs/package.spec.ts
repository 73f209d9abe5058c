import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { certifiedClient } from '../fixtures/certified-client.ts';
import { testSoftHsm, type TestSoftHsm } from '../fixtures/softhsm.ts';
import { startPlatform } from '../platform/start-platform.ts';

const root = join(import.meta.dirname, '../..');
const program = join(root, 'dist/linux-unpacked/ocpi-console-app');
const launcher = join(root, 'dist/linux-unpacked/bin/ocpi-console');
const asRoot = process.getuid?.() === 0;

test.skip(!existsSync(program), 'there is no package: run `npm run package` first');

let hsm: TestSoftHsm;
let workspace: string;
test.beforeEach(() => {
  hsm = testSoftHsm();
  workspace = join(hsm.folder, 'workspace');
});
test.afterEach(() => hsm.remove());

/** The package's own command line, without a display. */
function command(...args: readonly string[]): {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
} {
  const env = { ...process.env, ...hsm.env };
  delete env['DISPLAY'];
  const run = spawnSync(launcher, [...args, '--workspace', workspace], {
    env,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status: run.status, out: run.stdout, err: run.stderr };
}

/** The same while this process goes on, which is the platform. */
function later(...args: readonly string[]): Promise<{ readonly status: number | null; readonly out: string }> {
  const env = { ...process.env, ...hsm.env };
  delete env['DISPLAY'];
  return new Promise((resolve) => {
    const child = spawn(launcher, [...args, '--workspace', workspace], { env });
    let out = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (out += part.toString()));
    child.once('close', (status) => resolve({ status, out }));
  });
}

function done(...args: readonly string[]): string {
  const { status, out, err } = command(...args);
  expect(status, `${args.join(' ')}\n${err}`).toBe(0);
  return out;
}

function signCsr(name: string, pin: string): void {
  const file = join(hsm.folder, name);
  done('csr', 'create', '--group', 'cpo1-emsp1-key', '--pin-file', pin, '--out', file);
  const verified = spawnSync('openssl', ['req', '-verify', '-noout', '-in', file], { encoding: 'utf8' });
  expect(verified.stderr).toContain('verify OK');
}

function tokenHostPid(): number {
  const listed = JSON.parse(done('module', 'list', '--json')) as {
    readonly modules: readonly { readonly name: string; readonly host: { readonly pid: number | null } }[];
  };
  return listed.modules.find(({ name }) => name.startsWith('SoftHSM'))?.host.pid ?? 0;
}

function startWindow(): ChildProcess {
  const args = [...(asRoot ? ['--no-sandbox'] : []), '--disable-gpu', '--workspace', workspace];
  return spawn(program, args, { env: { ...process.env, ...hsm.env }, stdio: 'ignore' });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode === null && child.signalCode === null) child.once('exit', () => resolve());
    else resolve();
  });
}

test('the package signs on SoftHSM, loses its token host, and signs again', async () => {
  test.setTimeout(180_000);
  const pin = hsm.secretFile('pin', '123456');
  const soPin = hsm.secretFile('so-pin', '87654321');
  done('workspace', 'create');
  done('module', 'add', '--path', hsm.library);
  done('token', 'init', '--module', 'softhsm', '--label', 'hsm', '--so-pin-file', soPin, '--pin-file', pin);
  done(
    'key-group',
    'create',
    '--id',
    'cpo1-emsp1-key',
    '--purpose',
    'tls-client',
    '--owner',
    'DEGEF',
    '--subject',
    'CN=cpo1.example.org',
    '--party',
    'DEGEF',
  );
  done('key', 'generate', '--group', 'cpo1-emsp1-key', '--token', 'hsm', '--pin-file', pin);

  const window = startWindow();
  try {
    // The window's core has the workspace now; from here on every command goes through its door.
    await expect.poll(() => existsSync(join(workspace, 'core.json')), { timeout: 30_000 }).toBe(true);
    expect(JSON.parse(readFileSync(join(workspace, 'core.json'), 'utf8'))).toHaveProperty('address');
    signCsr('first.pem', pin);
    const killed = tokenHostPid();
    process.kill(killed, 'SIGKILL');
    await expect.poll(() => tokenHostPid(), { timeout: 10_000 }).not.toBe(killed);
    signCsr('second.pem', pin);
    // The thread that keeps platform.db has its program from the archive and the database's binding from beside it.
    done('platform', 'add', '--name', 'P', '--url', 'http://127.0.0.1:9/versions', '--no-token', '--offline');
    done('platform', 'runs', '--platform', 'P');
    expect(existsSync(join(workspace, 'platform.db'))).toBe(true);
    // The TLS helper lies beside the archive and asks the token for its signature.
    const platform = await startPlatform({ auth: { token: null }, tls: { clients: 'needed' } });
    try {
      const place = { folder: hsm.folder, cli: done };
      const anchor = await certifiedClient(place, platform, 'cpo1-emsp1-key', join(hsm.folder, 'second.pem'));
      const shown = ['--no-token', '--group', 'cpo1-emsp1-key', '--trust', anchor, '--offline'];
      done('platform', 'add', '--name', 'T', '--url', platform.url, ...shown);
      const { status, out } = await later('platform', 'diagnose', '--platform', 'T', '--pin-file', pin, '--json');
      expect(status, out).toBe(0);
      expect(platform.requests[0]?.partyIds).toEqual(['DEGEF']);
    } finally {
      await platform.close();
    }
    expect(window.exitCode).toBeNull();
  } finally {
    window.kill();
    await ended(window);
  }
});

for (const refused of [
  '--remote-debugging-port=0',
  '--remote-debugging-pipe',
  '--inspect',
  '--inspect-brk=0',
  '--js-flags=--expose-gc',
]) {
  test(`the package does not start with ${refused}`, () => {
    const args = [...(asRoot ? ['--no-sandbox'] : []), '--ozone-platform=headless', refused];
    const run = spawnSync(program, args, { encoding: 'utf8', timeout: 30_000 });
    expect(run.stderr).toContain(`does not start with ${refused.split('=')[0] ?? ''}`);
    expect(run.status).toBe(2);
  });
}

test('the package is no Node: ELECTRON_RUN_AS_NODE and NODE_OPTIONS do nothing', () => {
  const marker = join(hsm.folder, 'ran');
  const script = `require('fs').writeFileSync(${JSON.stringify(marker)}, '')`;
  const env = {
    ...process.env,
    ELECTRON_RUN_AS_NODE: '1',
    NODE_OPTIONS: `--require ${JSON.stringify(join(hsm.folder, 'preload.cjs'))}`,
  };
  const args = [...(asRoot ? ['--no-sandbox'] : []), '--ozone-platform=headless', '-e', script, '--', '--cli', 'help'];
  const run = spawnSync(program, args, { env, encoding: 'utf8', timeout: 30_000 });
  expect(existsSync(marker)).toBe(false);
  expect(run.stdout).toContain('ocpi-console COMMAND');
});
