import { type KeyObject, verify } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { TokenKey } from '../../../shared/contract/key-facts.ts';
import type { TokenBackend } from '../../token-host/backend.ts';
import { importSpki } from '../../token-host/signature-forms.ts';
import {
  expectOk,
  PASSPHRASE,
  secret,
  SLOT,
  softwareBackend,
} from '../../token-host/software/testing/software-token.ts';
import { createTestClock } from '../test-clock.ts';
import { backupWorkspace } from './backup.ts';
import { checkBackup, restoreWorkspace } from './restore.ts';
import { ada, testFolder } from './store-for-tests.ts';
import { createWorkspace, type Workspace, type WorkspaceDeps } from './workspace.ts';

const clock = createTestClock();
const deps: WorkspaceDeps = { clock, uuid: () => crypto.randomUUID(), machine: 'machine a', actor: ada };
const message = secret('what is signed');
const noLinks = process.platform === 'win32';

/** A workspace whose software token is a real one and holds a key. */
async function withKey(path: string): Promise<{ workspace: Workspace; key: TokenKey }> {
  const made = await createWorkspace(path, { kind: 'production', name: 'Hub' }, deps);
  if (!made.ok) throw new Error(made.error.code);
  const backend = softwareBackend();
  await expectOk(backend.open(made.value.paths.softwareToken, made.value.info.id));
  await expectOk(backend.initToken(SLOT, 'Team', new Uint8Array(), secret(PASSPHRASE)));
  await expectOk(backend.signIn(SLOT, secret(PASSPHRASE)));
  const wish = { slotId: SLOT, algorithm: 'ed25519' as const, label: 'cpo1', intentId: '00' };
  const key = await expectOk(backend.generate(wish));
  await backend.close();
  return { workspace: made.value, key };
}

async function signedInTo(folder: string, workspaceId: string): Promise<TokenBackend> {
  const backend = softwareBackend();
  await expectOk(backend.open(join(folder, 'software-token'), workspaceId));
  await expectOk(backend.signIn(SLOT, secret(PASSPHRASE)));
  return backend;
}

function publicKeyOf({ spki }: TokenKey): KeyObject {
  const key = importSpki(spki ?? new Uint8Array());
  if (key === undefined) throw new Error('no public key');
  return key;
}

const backUp = (workspace: Workspace, target: string) => backupWorkspace(workspace, { target, actor: ada, clock });

test('a key of the software token is in the backup and signs from the restored workspace', async () => {
  using folder = testFolder();
  const { workspace, key } = await withKey(join(folder.path, 'pki'));
  const done = await backUp(workspace, join(folder.path, 'backup'));
  await workspace.close();
  rmSync(workspace.paths.folder, { recursive: true });
  expect(done.ok && done.value.manifest.files.map((file) => file.path)).toEqual([
    'pki.db',
    'workspace.json',
    `software-token/keys/${key.keyId}.json`,
    'software-token/token.json',
  ]);
  const target = join(folder.path, 'restored');
  const restored = await restoreWorkspace({ from: join(folder.path, 'backup'), target, actor: ada, clock });
  expect(restored.ok).toBe(true);

  const backend = await signedInTo(target, workspace.info.id);
  expect(await expectOk(backend.listKeys(SLOT))).toEqual([key]);
  const handle = { slotId: SLOT, keyId: key.keyId, spkiSha256: key.spkiSha256 ?? '' };
  const [signature] = await expectOk(backend.sign(handle, { padding: 'pkcs1' }, [message]));
  expect(verify(null, message, publicKeyOf(key), signature ?? message)).toBe(true);
  await backend.close();
});

test('what is not the token’s own stays out of the backup', async () => {
  using folder = testFolder();
  const { workspace } = await withKey(join(folder.path, 'pki'));
  const { softwareToken } = workspace.paths;
  writeFileSync(join(softwareToken, '.token.json.0123456789abcdef.tmp'), 'half');
  writeFileSync(join(softwareToken, 'keys', 'notes.json'), '{}');
  mkdirSync(join(softwareToken, 'keys', 'more'));
  const done = await backUp(workspace, join(folder.path, 'backup'));
  await workspace.close();
  expect(done.ok && done.value.manifest.files).toHaveLength(4);
  expect(readdirSync(join(folder.path, 'backup', 'software-token', 'keys'))).toHaveLength(1);
});

/** A second token in the same workspace, with a key of its own. */
async function withSecondToken(path: string): Promise<{ workspace: Workspace; key: TokenKey; first: TokenKey }> {
  const { workspace, key: first } = await withKey(path);
  const backend = softwareBackend();
  await expectOk(backend.open(workspace.paths.softwareToken, workspace.info.id));
  await expectOk(backend.initToken(SECOND, 'Hub', new Uint8Array(), secret('another passphrase')));
  await expectOk(backend.signIn(SECOND, secret('another passphrase')));
  const wish = { slotId: SECOND, algorithm: 'ed25519' as const, label: 'hub1', intentId: '00' };
  const key = await expectOk(backend.generate(wish));
  await backend.close();
  return { workspace, key, first };
}
const SECOND = 'software-2';

test('a second software token is in the backup too and opens from the restored workspace', async () => {
  using folder = testFolder();
  const { workspace, key, first } = await withSecondToken(join(folder.path, 'pki'));
  const done = await backUp(workspace, join(folder.path, 'backup'));
  await workspace.close();
  rmSync(workspace.paths.folder, { recursive: true });
  expect(done.ok && done.value.manifest.files.map((file) => file.path)).toEqual([
    'pki.db',
    'workspace.json',
    `software-token/keys/${first.keyId}.json`,
    `software-token/token-2/keys/${key.keyId}.json`,
    'software-token/token-2/token.json',
    'software-token/token.json',
  ]);
  const target = join(folder.path, 'restored');
  const restored = await restoreWorkspace({ from: join(folder.path, 'backup'), target, actor: ada, clock });
  expect(restored.ok).toBe(true);

  const backend = await signedInTo(target, workspace.info.id);
  await expectOk(backend.signIn(SECOND, secret('another passphrase')));
  expect(await expectOk(backend.listKeys(SLOT))).toEqual([first]);
  expect(await expectOk(backend.listKeys(SECOND))).toEqual([key]);
  await backend.close();
});

test('a backup that lacks a file of the second token is a damaged one', async () => {
  using folder = testFolder();
  const { workspace, key } = await withSecondToken(join(folder.path, 'pki'));
  await backUp(workspace, join(folder.path, 'backup'));
  await workspace.close();
  const file = `software-token/token-2/keys/${key.keyId}.json`;
  rmSync(join(folder.path, 'backup', file));
  expect(await checkBackup(join(folder.path, 'backup'))).toMatchObject({
    error: { code: 'BACKUP_DAMAGED', data: { file } },
  });
});

test.each([
  'software-token/token-1/token.json',
  'software-token/token-17/token.json',
  'software-token/token-2/../token.json',
])('a manifest that names %s is none of ours', async (path) => {
  using folder = testFolder();
  const { workspace } = await withKey(join(folder.path, 'pki'));
  const done = await backUp(workspace, join(folder.path, 'backup'));
  await workspace.close();
  const manifest = done.ok ? done.value.manifest : undefined;
  const files = [...(manifest?.files ?? []), { path, bytes: 1, sha256: '00'.repeat(32) }];
  writeFileSync(join(folder.path, 'backup', 'backup.json'), JSON.stringify({ ...manifest, files }));
  expect(await checkBackup(join(folder.path, 'backup'))).toMatchObject({
    error: { code: 'BACKUP_DAMAGED', data: { file: 'backup.json' } },
  });
});

describe.skipIf(noLinks)('a link where a file of the token should be', () => {
  test.each(['software-token/keys', 'software-token/token.json'])('fails the backup by its name: %s', async (part) => {
    using folder = testFolder();
    const { workspace } = await withKey(join(folder.path, 'pki'));
    const place = join(workspace.paths.folder, part);
    renameSync(place, join(folder.path, 'elsewhere'));
    symlinkSync(join(folder.path, 'elsewhere'), place);
    const done = await backUp(workspace, join(folder.path, 'backup'));
    await workspace.close();
    expect(done).toMatchObject({ ok: false, error: { code: 'WORKSPACE_STRANGE_FILE', data: { file: part } } });
    expect(existsSync(join(folder.path, 'backup'))).toBe(false);
  });

  test.each(['software-token/token-2', 'software-token/token-2/keys', 'software-token/token-2/token.json'])(
    'also of a further token: %s',
    async (part) => {
      using folder = testFolder();
      const { workspace } = await withSecondToken(join(folder.path, 'pki'));
      const place = join(workspace.paths.folder, part);
      renameSync(place, join(folder.path, 'elsewhere'));
      symlinkSync(join(folder.path, 'elsewhere'), place);
      const done = await backUp(workspace, join(folder.path, 'backup'));
      await workspace.close();
      expect(done).toMatchObject({ ok: false, error: { code: 'WORKSPACE_STRANGE_FILE', data: { file: part } } });
    },
  );

  test('makes a backup a damaged one, also when it leads to the same bytes', async () => {
    using folder = testFolder();
    const { workspace, key } = await withKey(join(folder.path, 'pki'));
    await backUp(workspace, join(folder.path, 'backup'));
    await workspace.close();
    const file = `software-token/keys/${key.keyId}.json`;
    const place = join(folder.path, 'backup', file);
    writeFileSync(join(folder.path, 'elsewhere'), readFileSync(place));
    rmSync(place);
    symlinkSync(join(folder.path, 'elsewhere'), place);
    expect(await checkBackup(join(folder.path, 'backup'))).toMatchObject({
      ok: false,
      error: { code: 'BACKUP_DAMAGED', data: { file } },
    });
  });
});
