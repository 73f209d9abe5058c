import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cliWorld, type CliWorld } from '../cli/cli-for-tests.ts';
import { emptySoftHsm, softHsmPath } from '../token-host/testing/test-tokens.ts';
import { realHosts } from './core-for-tests.ts';

if (softHsmPath === undefined) test.skip('not run: SoftHSM is not installed');

/** Planted wherever a secret is asked for; each is looked for afterwards. */
const canaries = {
  pin: 'CanaryPin-51023',
  newPin: 'CanaryNewPin-77',
  wrongPin: 'CanaryWrong-308',
  soPin: 'CanarySoPin-914',
  passphrase: 'CanaryPhrase-62ü',
  newPassphrase: 'CanaryPhrase-63ü',
  filePassphrase: 'CanaryExport-40',
} as const;

/** A canary as it could have been written: as it is, in UTF-16, in base64 at any offset, in hex. */
function traces(canary: string): readonly Buffer[] {
  const bytes = Buffer.from(canary, 'utf8');
  const base64 = [0, 1, 2].map((pad) => {
    const shifted = Buffer.concat([Buffer.alloc(pad), bytes]).toString('base64');
    return shifted.slice(Math.ceil((pad * 4) / 3) + 1, -4);
  });
  return [
    bytes,
    Buffer.from(canary, 'utf16le'),
    Buffer.from(bytes.toString('hex')),
    ...base64.map((text) => Buffer.from(text)),
  ];
}

function found(content: Buffer): readonly string[] {
  return Object.entries(canaries)
    .filter(([, canary]) => traces(canary).some((trace) => content.includes(trace)))
    .map(([name]) => name);
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true);
}

test.each(Object.values(canaries))('the search finds %s in every dress', (canary) => {
  const dresses = [canary, `x${Buffer.from(`ab${canary}c`).toString('base64')}`, Buffer.from(canary).toString('hex')];
  for (const dress of dresses) expect(found(Buffer.from(`before ${dress} after`)).length).toBe(1);
});

describe.runIf(softHsmPath !== undefined)('after a whole day of work with planted secrets', () => {
  const softHsm = emptySoftHsm();
  const spoken: Buffer[] = [];
  let world: CliWorld;
  let holder: Awaited<ReturnType<CliWorld['hold']>>;

  beforeAll(async () => {
    // What core and hosts tell each other is listened to as well.
    const spawnHost = realHosts(softHsm.env);
    world = cliWorld({
      spawnHost: async (hostId, kind) => {
        const host = await spawnHost(hostId, kind);
        const post = (message: unknown): void => {
          spoken.push(Buffer.from(JSON.stringify(message, bytesAsText)));
          host.wire.post(message);
        };
        return { ...host, wire: { ...host.wire, post } };
      },
    });
    for (const [name, canary] of Object.entries(canaries)) world.file(`secret-${name}`, canary);
    await world.json('workspace', 'create');
    holder = await world.hold();
    await workADay();
  });
  afterAll(() => {
    world[Symbol.dispose]();
    softHsm.remove();
  });

  const secret = (option: string, name: keyof typeof canaries): string[] => [`--${option}-file`, `secret-${name}`];

  async function workADay(): Promise<void> {
    const { cli, json } = world;
    const at = (...argv: string[]): Promise<unknown> => json(...argv);
    await at('module', 'add', '--path', softHsm.modulePath);
    await at(
      'token',
      'init',
      '--module',
      'softhsm',
      '--label',
      'hsm',
      ...secret('pin', 'pin'),
      ...secret('so-pin', 'soPin'),
    );
    await at('token', 'init', '--software', '--label', 'soft', ...secret('pin', 'passphrase'));
    for (const [token, group, pin] of [
      ['hsm', 'g-hsm', 'pin'],
      ['software', 'g-soft', 'passphrase'],
    ] as const) {
      await at(
        'key-group',
        'create',
        '--id',
        group,
        '--purpose',
        'tls-client',
        '--owner',
        'DEGEF',
        '--subject',
        'CN=x',
      );
      await cli('key', 'generate', '--group', group, '--token', token, '--pin-file', 'secret-wrongPin');
      await at('key', 'generate', '--group', group, '--token', token, ...secret('pin', pin));
      await at('csr', 'create', '--group', group, '--out', `${group}.pem`, ...secret('pin', pin));
      await at('key', 'generate', '--group', group, '--token', token, ...secret('pin', pin));
      await at('csr', 'create', '--group', group, '--proof', ...secret('pin', pin));
    }
    const { generations } = await json<{ generations: { keyId: string }[] }>('key-group', 'show', '--group', 'g-soft');
    const key = ['--token', 'software', '--key-id', generations[0]?.keyId ?? '', '--confirm', 'g-soft g1'];
    await at('key', 'export', ...key, '--out', 'key.p12', ...secret('passphrase', 'filePassphrase'));
    await at('token', 'change-pin', '--token', 'hsm', ...secret('pin', 'pin'), ...secret('new-pin', 'newPin'));
    await at('token', 'unblock', '--token', 'hsm', ...secret('so-pin', 'soPin'), ...secret('new-pin', 'pin'));
    await at(
      'token',
      'change-pin',
      '--token',
      'software',
      ...secret('pin', 'passphrase'),
      ...secret('new-pin', 'newPassphrase'),
    );
    await cli('token', 'sign-in', '--token', 'hsm', '--pin', canaries.pin);
    await cli('token', 'sign-in', canaries.pin);
    await at('audit', 'export', '--out', 'audit.jsonl');
    await at('workspace', 'backup', '--to', 'backup');
    // The write-ahead log is searched while it is there, and again after the core has gone.
    expect(filesIn(world.workspace).flatMap((path) => found(readFileSync(path)))).toEqual([]);
    await holder.close();
  }

  test('no secret lies in the workspace, its logs, its backup, an export or a CSR', () => {
    const files = filesIn(world.folder).filter((path) => !path.includes('secret-'));
    expect(files.some((path) => path.endsWith('audit.jsonl'))).toBe(true);
    expect(files.some((path) => path.includes('pki.db'))).toBe(true);
    expect(files.filter((path) => found(readFileSync(path)).length > 0)).toEqual([]);
  });

  test('no secret was printed', () => {
    expect(world.said.join('').length).toBeGreaterThan(1000);
    expect(found(Buffer.from(world.said.join('\n')))).toEqual([]);
  });

  test('no secret went from core to a token host in clear', () => {
    expect(spoken.some((message) => message.includes('prompts.answer'))).toBe(true);
    expect(spoken.flatMap((message) => found(message))).toEqual([]);
  });

  test('the token itself keeps its PINs to itself', () => {
    const tokens = filesIn(join(softHsm.env['SOFTHSM2_CONF'] ?? '', '..'));
    expect(tokens.length).toBeGreaterThan(1);
    expect(tokens.flatMap((path) => found(readFileSync(path)))).toEqual([]);
  });
});

function bytesAsText(this: Readonly<Record<string, unknown>>, key: string, shown: unknown): unknown {
  const held = this[key];
  return held instanceof Uint8Array ? Buffer.from(held).toString('latin1') : shown;
}
