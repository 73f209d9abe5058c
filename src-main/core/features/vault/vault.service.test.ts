import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Secret } from '../../../../shared/domain/secret.ts';
import { encodeUtf8 } from '../../../../shared/util/utf8.ts';
import { fail, ok } from '../../../../shared/util/result.ts';
import { ada, testStore, type TestStore, testWorkspaceId } from '../../store/store-for-tests.ts';
import { createKeyFile, readKeyFile } from './key-file.ts';
import { open, seal } from './vault-envelope.ts';
import type { OsSecrets } from '../../owner.ts';
import { KeyEnvelope, type Opener } from './vault-key.ts';
import { createVault, type Vault } from './vault.service.ts';

const CANARY = 'canary-token-8f2e';
const windows = process.platform === 'win32';
/** One hash where the token host runs scrypt. */
const passphrase = (text: string): Opener => ({
  kind: 'passphrase',
  derive: (salt) => Promise.resolve(ok(createHash('sha256').update(salt).update(text).digest())),
});
const system = { kind: 'local-user', name: 'system' } as const;

function vaultOf(store: TestStore, workspaceId = testWorkspaceId): Vault {
  return createVault({
    db: store.database.db,
    unit: store.unit,
    workspaceId,
    timer: store.clock.timer,
    randomBytes,
    idleMs: () => 600_000,
    system,
    report: (error) => expect.unreachable(String(error)),
  });
}

function keyFile(store: TestStore, name = 'vault.key'): Opener {
  const path = join(store.folder, name);
  createKeyFile(path, randomBytes);
  return { kind: 'key-file', path };
}

const put = (store: TestStore, vault: Vault, name: string, text: string) =>
  store.unit.run({ event: 'secret.store', actor: ada, subject: name }, (trx) =>
    vault.put(trx, name, new Secret(encodeUtf8(text))),
  );

async function textOf(vault: Vault, name: string): Promise<string> {
  const found = await vault.get(name);
  return found.ok ? found.value.use((bytes) => Buffer.from(bytes).toString()) : found.error.code;
}

/** Protects bytes the way an operating system would: only the same one gets them back. */
function osWrapper(): OsSecrets {
  const kept = new Map<string, Uint8Array>();
  return {
    offered: () => Promise.resolve(true),
    wrap: (bytes) => {
      const handle = randomBytes(16);
      kept.set(handle.toString('hex'), Uint8Array.from(bytes));
      return Promise.resolve(handle);
    },
    unwrap: (handle) => {
      const bytes = kept.get(Buffer.from(handle).toString('hex'));
      return bytes === undefined ? Promise.reject(new Error('denied')) : Promise.resolve(Uint8Array.from(bytes));
    },
  };
}

describe.each([
  ['a passphrase', () => passphrase('correct horse'), () => passphrase('wrong'), 'VAULT_WRONG_SECRET'],
  [
    'a key file',
    (store: TestStore) => keyFile(store),
    (store: TestStore) => keyFile(store, 'other.key'),
    'VAULT_WRONG_SECRET',
  ],
  [
    'the operating system',
    () => ({ kind: 'operating-system', os: osWrapper() }) as const,
    () => ({ kind: 'operating-system', os: osWrapper() }) as const,
    'VAULT_OS_REFUSED',
  ],
])('a vault opened by %s', (_what, right, wrong, code) => {
  test('keeps a secret over lock and restart, and opens for nobody else', async () => {
    using store = testStore();
    const opener = right(store);
    const vault = vaultOf(store);
    expect(await vault.create(ada, opener)).toEqual(ok(undefined));
    expect(await put(store, vault, 'partner/token-a', CANARY)).toEqual(ok(undefined));
    await vault.lock(ada, 'asked');
    expect(await textOf(vault, 'partner/token-a')).toBe('VAULT_LOCKED');

    const again = vaultOf(store);
    expect(await again.unlock(ada, wrong(store))).toMatchObject({ ok: false, error: { code } });
    expect((await again.status()).state).toBe('locked');
    expect(await again.unlock(ada, opener)).toEqual(ok(undefined));
    expect(await textOf(again, 'partner/token-a')).toBe(CANARY);
    expect(await again.status()).toEqual({ state: 'open', protectedBy: opener.kind, secrets: 1 });
    expect(store.committed.map((entry) => [entry.event, entry.code])).toEqual([
      ['vault.create', undefined],
      ['secret.store', undefined],
      ['vault.lock', undefined],
      ['vault.unlock.refused', code],
      ['vault.unlock', undefined],
    ]);
  });
});

test('a fresh workspace has no vault, and a second one is not made', async () => {
  using store = testStore();
  const vault = vaultOf(store);
  expect(await vault.status()).toEqual({ state: 'absent', protectedBy: 'none', secrets: 0 });
  expect(await vault.unlock(ada, keyFile(store))).toMatchObject({ error: { code: 'VAULT_ABSENT' } });
  const opener = keyFile(store, 'b.key');
  await vault.create(ada, opener);
  expect(await vault.create(ada, opener)).toMatchObject({ error: { code: 'VAULT_EXISTS' } });
});

test('another kind of opener is told which one is needed', async () => {
  using store = testStore();
  const vault = vaultOf(store);
  await vault.create(ada, keyFile(store));
  expect(await vault.unlock(ada, passphrase('x'))).toEqual(
    fail({ code: 'VAULT_WRONG_OPENER', data: { needed: 'key-file' } }),
  );
});

test('a changed opener opens the same secrets, the old one no more', async () => {
  using store = testStore();
  const vault = vaultOf(store);
  const [first, second] = [keyFile(store), keyFile(store, 'b.key')];
  await vault.create(ada, first);
  await put(store, vault, 'partner/token-a', CANARY);
  expect(await vault.changeOpener(ada, second, second)).toMatchObject({ error: { code: 'VAULT_WRONG_SECRET' } });
  expect(await vault.changeOpener(ada, first, second)).toEqual(ok(undefined));
  await vault.lock(ada, 'asked');
  expect(await vault.unlock(ada, first)).toMatchObject({ error: { code: 'VAULT_WRONG_SECRET' } });
  await vault.unlock(ada, second);
  expect(await textOf(vault, 'partner/token-a')).toBe(CANARY);
});

describe('the idle lock', () => {
  test('locks after the time without use and says so in an entry', async () => {
    using store = testStore();
    const vault = vaultOf(store);
    await vault.create(ada, keyFile(store));
    store.clock.pass(599_000);
    expect((await vault.status()).state).toBe('open');
    vault.touch();
    store.clock.pass(599_000);
    expect((await vault.status()).state).toBe('open');
    store.clock.pass(2000);
    expect((await vault.status()).state).toBe('locked');
    await store.unit.close();
    expect(store.committed.at(-1)).toMatchObject({ event: 'vault.lock', actor: system, data: { why: 'idle' } });
  });

  test('begins anew with each use of a secret', async () => {
    using store = testStore();
    const vault = vaultOf(store);
    await vault.create(ada, keyFile(store));
    await put(store, vault, 'a', CANARY);
    for (let i = 0; i < 3; i++) {
      store.clock.pass(400_000);
      expect(await textOf(vault, 'a')).toBe(CANARY);
    }
  });
});

describe('an envelope does not open', () => {
  async function moved(sql: string): Promise<string> {
    using store = testStore();
    const vault = vaultOf(store);
    await vault.create(ada, keyFile(store));
    await put(store, vault, 'partner/a', 'first');
    await put(store, vault, 'partner/b', 'second');
    store.database.sqlite.pragma('query_only = off');
    store.database.sqlite.exec(sql);
    store.database.sqlite.pragma('query_only = on');
    return await textOf(vault, 'partner/b');
  }

  test.each([
    [
      'under another name',
      "update vault_secrets set envelope = (select envelope from vault_secrets where name = 'partner/a') where name = 'partner/b'",
    ],
    [
      'with a shortened tag',
      "update vault_secrets set envelope = json_set(envelope, '$.tag', 'AAAA') where name = 'partner/b'",
    ],
    ['when it is junk', "update vault_secrets set envelope = 'junk' where name = 'partner/b'"],
  ])('%s', async (_what, sql) => {
    expect(await moved(sql)).toBe('VAULT_DAMAGED');
  });

  test('in another workspace', async () => {
    using store = testStore();
    const opener = keyFile(store);
    await vaultOf(store).create(ada, opener);
    const other = vaultOf(store, 'f1e2d3c4-0000-4000-8000-000000000000');
    expect(await other.unlock(ada, opener)).toMatchObject({ error: { code: 'VAULT_WRONG_SECRET' } });
  });

  test('after any one bit of it was changed', () => {
    const key = randomBytes(32);
    const box = seal(key, encodeUtf8(CANARY), { name: 'a' }, randomBytes);
    expect(Buffer.from(open(key, box, { name: 'a' }) ?? []).toString()).toBe(CANARY);
    for (const part of ['nonce', 'ciphertext', 'tag'] as const) {
      const bytes = Buffer.from(box[part], 'base64');
      for (let i = 0; i < bytes.length * 8; i++) {
        const flipped = Buffer.from(bytes);
        flipped[i >> 3]! ^= 1 << (i & 7);
        expect(open(key, { ...box, [part]: flipped.toString('base64') }, { name: 'a' })).toBeUndefined();
      }
    }
    expect(open(key, box, { name: 'b' })).toBeUndefined();
  });

  test('with a cost that an edited database chose', () => {
    const kdf = { name: 'scrypt', N: 2 ** 17, r: 8, p: 1, salt: randomBytes(16).toString('base64') };
    const box = seal(randomBytes(32), randomBytes(32), {}, randomBytes);
    const envelope = (more: object) => ({ v: 1, kind: 'passphrase', kdf: { ...kdf, ...more }, box });
    expect(KeyEnvelope.safeParse(envelope({})).success).toBe(true);
    for (const more of [{ N: 2 }, { N: 2 ** 30 }, { r: 1 }, { p: 1000 }, { salt: '' }]) {
      expect(KeyEnvelope.safeParse(envelope(more)).success).toBe(false);
    }
  });
});

describe('a key file', () => {
  test('is made for its user alone and never over another file', () => {
    using store = testStore();
    const path = join(store.folder, 'k');
    createKeyFile(path, randomBytes);
    expect(readKeyFile(path).ok).toBe(true);
    if (!windows) expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(() => createKeyFile(path, randomBytes)).toThrow('EEXIST');
  });

  test.each([
    ['missing', () => undefined],
    ['form', (path: string) => writeFileSync(path, 'x'.repeat(64), { mode: 0o600 })],
    ['form', (path: string) => writeFileSync(path, '', { mode: 0o600 })],
    ...(windows
      ? []
      : ([
          ['readable-by-others', opened],
          ['link', linked],
          ['form', spoiled],
        ] as const)),
  ] as const)('is refused: %s', (reason, make) => {
    using store = testStore();
    const path = join(store.folder, 'k');
    make(path);
    expect(readKeyFile(path)).toEqual(fail({ code: 'VAULT_KEY_FILE', data: { reason } }));
  });

  function opened(path: string): void {
    createKeyFile(path, randomBytes);
    chmodSync(path, 0o640);
  }

  function linked(path: string): void {
    createKeyFile(`${path}.real`, randomBytes);
    symlinkSync(`${path}.real`, path);
  }

  /** Right in everything but its last byte. */
  function spoiled(path: string): void {
    createKeyFile(path, randomBytes);
    writeFileSync(path, `${readFileSync(path, 'utf8').slice(0, -1)} `, { mode: 0o600 });
  }
});

test('no secret stands in any file of the workspace, nor in an entry', async () => {
  using store = testStore();
  const vault = vaultOf(store);
  await vault.create(ada, passphrase(`${CANARY}-passphrase`));
  await put(store, vault, 'partner/token-a', CANARY);
  await vault.unlock(ada, passphrase(`${CANARY}-wrong`));
  store.database.sqlite.pragma('wal_checkpoint(passive)');

  for (const name of readdirSync(store.folder)) {
    const bytes = readFileSync(join(store.folder, name));
    for (const form of [
      CANARY,
      Buffer.from(CANARY).toString('base64').slice(0, 16),
      Buffer.from(CANARY).toString('hex'),
    ]) {
      expect(bytes.includes(form), `${name} holds the canary`).toBe(false);
    }
  }
  expect(JSON.stringify(store.committed)).not.toContain(CANARY);
  // The search itself works: the name of the secret is found.
  const files = readdirSync(store.folder).map((name) => readFileSync(join(store.folder, name)));
  expect(files.some((bytes) => bytes.includes('partner/token-a'))).toBe(true);
});

test('a name that is none is refused as a bug', async () => {
  using store = testStore();
  const vault = vaultOf(store);
  await vault.create(ada, keyFile(store));
  await expect(put(store, vault, 'no name!', 'x')).rejects.toThrow(RangeError);
});
