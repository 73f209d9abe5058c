import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AppClient, AppContract } from '../../shared/contract/app-contract.ts';
import type { CsrSpec } from '../../shared/contract/csrs.ts';
import { createClient } from '../../shared/contract/wire/client.ts';
import { wirePair } from '../../shared/contract/wire/frames.ts';
import { type Core, startCore } from './core.ts';
import { coreWorld, faultOf, value } from './core-for-tests.ts';
import type { CoreOwner } from './owner.ts';
import { BackupManifest, digestFile, MANIFEST } from './store/backup-manifest.ts';
import { testFolder, type TestFolder } from './store/store-for-tests.ts';

const noHosts = { spawnHost: () => Promise.reject(new Error('no hosts in this test')) };
const owner: CoreOwner = {
  ...noHosts,
  openPinWindow: undefined,
  takeGrant: () => undefined,
  runtime: { version: '0.0.0', testRuntime: true },
};

let folder: TestFolder;
let core: Core | undefined;
let path: string;
beforeEach(() => {
  folder = testFolder();
  path = join(folder.path, 'workspace');
});
afterEach(async () => {
  await stop();
  folder[Symbol.dispose]();
});

async function start(): Promise<AppClient> {
  core = value(await startCore({ workspacePath: path, owner, create: { kind: 'rehearsal', name: 'test' } }));
  const [near, far] = wirePair();
  core.serve(far, { actor: 'ada', roles: ['viewer', 'operator'], origin: 'cli' });
  return createClient<AppContract>(near);
}

async function stop(): Promise<void> {
  await core?.close();
  core = undefined;
}

/** `level CODE` of each finding about the chain. */
const aboutChain = async (client: AppClient): Promise<string[]> =>
  value(await client.workspace.check({}))
    .findings.filter(({ code }) => /^(AUDIT|HEAD)_/.test(code))
    .map(({ level, code }) => `${level} ${code}`);

/** Cuts the end of the chain as one can who has the file and a tool, and leaves the schema as it was. */
function cutEnd(): void {
  const sqlite = new Sqlite(join(path, 'pki.db'));
  const guard = sqlite.prepare<[], string>("select sql from sqlite_schema where name = 'audit_entries_kept'").pluck();
  const sql = guard.get() ?? '';
  sqlite.exec('drop trigger audit_entries_kept');
  sqlite.exec('delete from audit_entries where seq = (select max(seq) from audit_entries)');
  sqlite.exec(sql);
  sqlite.close();
}

const change = async (client: AppClient): Promise<void> => {
  value(await client.settings.set({ changes: { organisation: 'GEF' } }));
};

describe('the check of a workspace holds the chain against the note of its end as it was found', () => {
  test('a whole chain goes on from the noted head', async () => {
    await change(await start());
    await stop();
    const client = await start();
    expect(await aboutChain(client)).toEqual(['pass AUDIT_ANCHORED']);
    await change(client);
    expect(await aboutChain(client)).toEqual(['pass AUDIT_ANCHORED']);
  });

  test('a chain whose end was cut while the console was closed fails', async () => {
    await change(await start());
    await stop();
    cutEnd();
    expect(await aboutChain(await start())).toEqual(['fail AUDIT_BROKEN']);
  });

  test('without a note the end is not anchored, and that is a warning', async () => {
    await change(await start());
    await stop();
    rmSync(join(path, 'head.json'));
    cutEnd();
    expect(await aboutChain(await start())).toEqual(['pass AUDIT_INTACT', 'warn HEAD_NOTE_MISSING']);
  });
});

test('a backup whose schema was altered is told as such, not as trouble with a disk', async () => {
  const client = await start();
  const from = { path: join(folder.path, 'backup') };
  value(await client.workspace.backup({ target: from }));
  const database = join(from.path, 'pki.db');
  new Sqlite(database).exec('drop trigger audit_entries_fixed').close();
  const manifest = BackupManifest.parse(JSON.parse(readFileSync(join(from.path, MANIFEST), 'utf8')));
  const fresh = { path: 'pki.db', ...(await digestFile(database)) };
  const files = manifest.files.map((file) => (file.path === 'pki.db' ? fresh : file));
  writeFileSync(join(from.path, MANIFEST), JSON.stringify({ ...manifest, files }));

  const restored = await client.workspace.restore({ from, to: { path: join(folder.path, 'restored') } });
  expect(restored).toMatchObject({ ok: false, error: { code: 'BACKUP_DAMAGED' } });
  expect(JSON.stringify(restored)).toContain('trigger audit_entries_fixed is missing');
});

test('a backup that is cancelled leaves nothing and is on record as cancelled', async () => {
  const client = await start();
  const target = join(folder.path, 'backup');
  const stop = new AbortController();
  const end = client.workspace.backup(
    { target: { path: target } },
    { signal: stop.signal, onItem: () => stop.abort() },
  );
  stop.abort();
  expect(faultOf(await end)).toBe('CANCELLED');
  const last = async () => value(await client.audit.list({ offset: 0, limit: 1 })).rows[0];
  await expect.poll(last).toMatchObject({ event: 'workspace.backup.refused', code: 'CANCELLED' });
  await expect.poll(() => readdirSync(folder.path)).toEqual(['workspace']);
});

test('a backup says that the software token holds what is no file of its own', async () => {
  const client = await start();
  const keys = join(path, 'software-token', 'keys');
  mkdirSync(keys);
  symlinkSync('/etc/hostname', join(keys, `${'0a'.repeat(20)}.json`));
  const end = await client.workspace.backup({ target: { path: join(folder.path, 'backup') } });
  expect(end).toMatchObject({ error: { code: 'PLACE_REFUSED', data: { reason: 'strange-files' } } });
});

describe('a refusal of a call is on record however much was sent', () => {
  const ids = Array.from({ length: 300 }, (_, i) => `DE*GEF${i}`.padEnd(64, 'x'));
  const spec: CsrSpec = {
    subject: [{ type: 'CN', value: 'x' }],
    san: [],
    keyGroupId: 'cpo1-emsp1-key',
    keySerial: '',
    ids: { partyIds: ids.slice(150), subCpoIds: ids.slice(0, 150), subEmspIds: [] },
    encoding: 'sequence',
    padding: 'pkcs1',
  };

  test('a CSR with 300 ids', async () => {
    await using world = await coreWorld(noHosts);
    const wish = { generationId: crypto.randomUUID(), spec };
    expect(faultOf(await world.client.csrs.create(wish, { onItem: () => undefined }))).toBe('GENERATION_NOT_FOUND');
    expect((await world.audit()).at(-1)).toBe('csr.created.refused GENERATION_NOT_FOUND');
  });

  test('a key whose id has 200 bytes', async () => {
    await using world = await coreWorld(noHosts);
    const wish = { tokenUri: 'pkcs11:serial=1', keyId: 'ab'.repeat(200), confirm: 'x' };
    const refused = faultOf(await world.client.keys.destroy(wish, { onItem: () => undefined }));
    expect(refused).not.toBe('INTERNAL');
    expect((await world.audit()).at(-1)).toBe(`key.destroyed.refused ${refused}`);
  });
});
