import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { doorFilePath } from '../common/core-socket.ts';
import { emptySoftHsm, softHsmPath } from '../token-host/testing/test-tokens.ts';
import { cliWorld, type CliWorld } from './cli-for-tests.ts';

if (softHsmPath === undefined) test.skip('not run: SoftHSM is not installed');
const PIN = 'canary-92817';

interface Running {
  readonly child: ChildProcess;
  readonly end: Promise<{ code: number | null; out: string; err: string }>;
}

describe.runIf(softHsmPath !== undefined)('the command line as processes', () => {
  const softHsm = emptySoftHsm();
  let world: CliWorld;

  beforeAll(async () => {
    world = cliWorld({ env: softHsm.env });
    for (const name of ['pin', 'so-pin']) world.file(name, PIN);
    await world.json('workspace', 'create');
  });
  afterAll(() => {
    world[Symbol.dispose]();
    softHsm.remove();
  });

  function start(...argv: readonly string[]): Running {
    const script = join(import.meta.dirname, 'process-for-tests.ts');
    const child = spawn(process.execPath, [script, ...argv, '--workspace', world.workspace], {
      cwd: world.folder,
      env: { ...process.env, ...softHsm.env, NODE_NO_WARNINGS: '1' },
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    return { child, end: new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err }))) };
  }
  const create = (id: string): Running =>
    start('key-group', 'create', '--id', id, '--purpose', 'tls-client', '--owner', 'DEGEF');

  test('a token is set up with secrets from files', async () => {
    expect(await start('module', 'add', '--path', softHsm.modulePath).end).toMatchObject({ code: 0, err: '' });
    const secrets = ['--pin-file', 'pin', '--so-pin-file', 'so-pin'];
    const made = await start('token', 'init', '--module', 'softhsm', '--slot', '0', '--label', 'hsm', ...secrets).end;
    expect(made).toMatchObject({ code: 0, err: '' });
  });

  test('four commands at once all do their work: one is the core, the others come through its door', async () => {
    const ends = await Promise.all(['a', 'b', 'c', 'd'].map((id) => create(id).end));
    expect(ends.map(({ code, err }) => [code, err.replace(/^Another command holds.*\n/, '')])).toEqual(
      ends.map(() => [0, '']),
    );
    const { groups } = await world.json<{ groups: { id: string }[] }>('key-group', 'list');
    expect(groups.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('a command works through another one that waits for its PIN, which then goes on', async () => {
    const waiting = start('key', 'generate', '--group', 'a', '--token', 'hsm', '--pin-fd', '3');
    await expect.poll(() => existsSync(doorFilePath(world.workspace)), { timeout: 30_000 }).toBe(true);
    expect((await create('meanwhile').end).code).toBe(0);
    expect(waiting.child.exitCode).toBeNull();
    const pipe = waiting.child.stdio[3] as Writable; // stdio 3 was asked for as a pipe
    pipe.end(`${PIN}\n`);
    expect(await waiting.end).toMatchObject({ code: 0, err: '', out: expect.stringContaining('key-made') });
  });

  test('a PIN comes by standard input', async () => {
    const signing = start(
      ...['csr', 'create', '--group', 'a', '--subject', 'CN=x', '--out', 'a.csr.pem', '--pin-fd', '0', '--json'],
    );
    signing.child.stdin?.end(PIN);
    const { code, out } = await signing.end;
    expect([code, JSON.parse(out)]).toMatchObject([0, { groupId: 'a' }]);
  });

  test('a document comes by standard input, in pieces, and the command ends by itself with all that it says', async () => {
    const pem = readFileSync(join(world.folder, 'a.csr.pem'));
    const inspecting = start('csr', 'inspect', '-', '--json');
    inspecting.child.stdin?.write(pem.subarray(0, 100));
    await new Promise((resolve) => setTimeout(resolve, 300));
    inspecting.child.stdin?.end(pem.subarray(100));
    const { code, out } = await inspecting.end;
    expect([code, JSON.parse(out)]).toMatchObject([0, { ocpi: { keyGroupId: 'a' }, signature: { valid: true } }]);
  });

  test('what cannot be read on standard input ends with 3, also when it is the end alone', async () => {
    for (const [input, expected] of [
      ['', 'INPUT_EMPTY'],
      ['hello', 'INPUT_UNREADABLE'],
    ] as const) {
      const inspecting = start('csr', 'inspect', '-', '--json');
      inspecting.child.stdin?.end(input);
      const { code, out } = await inspecting.end;
      expect([code, JSON.parse(out)]).toMatchObject([3, { error: { code: expected } }]);
    }
  });

  test('a core that was killed leaves a door that nobody answers; the next command opens its own', async () => {
    const holding = start('token', 'sign-in', '--token', 'hsm', '--pin-fd', '3');
    await expect.poll(() => existsSync(doorFilePath(world.workspace)), { timeout: 30_000 }).toBe(true);
    holding.child.kill('SIGKILL');
    await holding.end;
    expect(existsSync(doorFilePath(world.workspace))).toBe(true);
    expect((await create('after').end).code).toBe(0);
    expect(existsSync(doorFilePath(world.workspace))).toBe(false);
  });
});
