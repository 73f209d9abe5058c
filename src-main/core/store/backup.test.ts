import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { ok } from '../../../shared/util/result.ts';
import { createTestClock } from '../test-clock.ts';
import { backupWorkspace } from './backup.ts';
import { noSmallDisk, smallDisk } from './disk-for-tests.ts';
import { checkBackup, restoreWorkspace } from './restore.ts';
import { ada, testFolder } from './store-for-tests.ts';
import { createWorkspace, openWorkspace, type Workspace, type WorkspaceDeps } from './workspace.ts';

const clock = createTestClock();
const deps: WorkspaceDeps = { clock, uuid: () => crypto.randomUUID(), machine: 'machine a', actor: ada };

const keyFile = `software-token/keys/${'0a'.repeat(20)}.json`;

async function worked(path: string): Promise<Workspace> {
  const made = await createWorkspace(path, { kind: 'production', name: 'Hub' }, deps);
  if (!made.ok) throw new Error(made.error.code);
  mkdirSync(join(made.value.paths.softwareToken, 'keys'));
  writeFileSync(join(made.value.paths.folder, keyFile), '{"envelope":1}');
  await change(made.value, 'theme');
  return made.value;
}

const change = ({ unit }: Workspace, name: string, length = 2000) =>
  unit.run({ event: 'settings.change', actor: ada }, async (trx) => {
    await trx
      .insertInto('settings')
      .values({ name, value: 'x'.repeat(length) })
      .execute();
    return ok(name);
  });

async function saved(path: string) {
  const workspace = await worked(join(path, 'pki'));
  const done = await backupWorkspace(workspace, { target: join(path, 'backup'), actor: ada, clock });
  if (!done.ok) throw new Error(done.error.code);
  return { workspace, done: done.value };
}

describe('a backup', () => {
  test('made at work is complete, names the end of the chain, and checks out', async () => {
    using folder = testFolder();
    const { workspace, done } = await saved(folder.path);
    expect(readdirSync(done.folder).sort()).toEqual(['backup.json', 'pki.db', 'software-token', 'workspace.json']);
    expect(done.manifest.files.map((file) => file.path)).toEqual(['pki.db', 'workspace.json', keyFile]);
    expect(workspace.end()?.seq).toBe(done.manifest.head.seq + 1);

    const checked = await checkBackup(done.folder);
    expect(checked).toMatchObject({ ok: true, value: { chain: { intact: true, anchor: { kind: 'end', seq: 3 } } } });
    await workspace.close();
  });

  test.skipIf(process.platform === 'win32')('is readable by its user alone', async () => {
    using folder = testFolder();
    const { workspace, done } = await saved(folder.path);
    for (const { path } of done.manifest.files) expect(statSync(join(done.folder, path)).mode & 0o777).toBe(0o600);
    await workspace.close();
  });

  test('while units go on holds whole units only', async () => {
    using folder = testFolder();
    const workspace = await worked(join(folder.path, 'pki'));
    for (let i = 0; i < 100; i++) await change(workspace, `before ${i}`, 80_000);
    let steps = 0;
    const running: Promise<unknown>[] = [];
    const done = await backupWorkspace(workspace, {
      target: join(folder.path, 'backup'),
      actor: ada,
      clock,
      progress: () => running.push(change(workspace, `during ${steps++}`)),
    });
    await Promise.all(running);
    expect(done.ok).toBe(true);
    expect(steps).toBeGreaterThan(2);

    const copy = new Sqlite(join(folder.path, 'backup', 'pki.db'), { readonly: true });
    const { settings, entries } = copy
      .prepare<[], { settings: number; entries: number }>(
        `select (select count(*) from settings) as settings,
                (select count(*) from audit_entries where event = 'settings.change') as entries`,
      )
      .get()!;
    copy.close();
    expect(settings).toBe(entries);
    expect(await checkBackup(join(folder.path, 'backup'))).toMatchObject({
      ok: true,
      value: { chain: { intact: true } },
    });
    await workspace.close();
  });

  test('is not put where something is', async () => {
    using folder = testFolder();
    const workspace = await worked(join(folder.path, 'pki'));
    const result = await backupWorkspace(workspace, { target: join(folder.path, 'pki'), actor: ada, clock });
    expect(result).toMatchObject({ ok: false, error: { code: 'WORKSPACE_NOT_EMPTY' } });
    await workspace.close();
  });

  test.skipIf(noSmallDisk !== undefined)(`is not begun where it will not fit ${noSmallDisk ?? ''}`, async () => {
    using folder = testFolder();
    using disk = smallDisk(300);
    const workspace = await worked(join(folder.path, 'pki'));
    const result = await backupWorkspace(workspace, { target: join(disk.path, 'backup'), actor: ada, clock });
    expect(result).toMatchObject({ ok: false, error: { code: 'WORKSPACE_NO_SPACE' } });
    expect(readdirSync(disk.path)).toEqual([]);
    await workspace.close();
  });
});

describe('a harmed backup is refused by the name of the file, and nothing is restored', () => {
  test.each([
    ['pki.db', (path: string) => flip(path)],
    ['workspace.json', (path: string) => flip(path)],
    [keyFile, (path: string) => rmSync(path)],
    ['backup.json', (path: string) => writeFileSync(path, '{}')],
  ])('%s', async (file, harm) => {
    using folder = testFolder();
    const { workspace, done } = await saved(folder.path);
    await workspace.close();
    harm(join(done.folder, file));
    const target = join(folder.path, 'restored');
    const result = await restoreWorkspace({ from: done.folder, target, actor: ada, clock });
    expect(result).toMatchObject({ ok: false, error: { code: 'BACKUP_DAMAGED', data: { file } } });
    expect(existsSync(target)).toBe(false);
  });

  test('also one whose hashes were made to fit an edited audit entry', async () => {
    using folder = testFolder();
    const { workspace, done } = await saved(folder.path);
    await workspace.close();
    const path = join(done.folder, 'pki.db');
    const sqlite = new Sqlite(path);
    const guard = sqlite.prepare<[], string>("select sql from sqlite_schema where name = 'audit_entries_fixed'");
    const sql = guard.pluck().get()!;
    sqlite.exec(
      `drop trigger audit_entries_fixed; update audit_entries set entry = replace(entry, 'ada', 'eve') where seq = 2`,
    );
    sqlite.exec(sql);
    sqlite.close();
    const { digestFile } = await import('./backup-manifest.ts');
    const files = await Promise.all(
      done.manifest.files.map(async (file) => ({
        path: file.path,
        ...(await digestFile(join(done.folder, file.path))),
      })),
    );
    writeFileSync(join(done.folder, 'backup.json'), JSON.stringify({ ...done.manifest, files }));

    expect(await checkBackup(done.folder)).toMatchObject({
      ok: true,
      value: { chain: { intact: false, findings: [{ problem: 'edited', seq: 2 }] } },
    });
    const result = await restoreWorkspace({ from: done.folder, target: join(folder.path, 'r'), actor: ada, clock });
    expect(result).toMatchObject({ ok: false, error: { code: 'BACKUP_DAMAGED' } });
  });

  test('and a manifest that points outside is none', async () => {
    using folder = testFolder();
    const { workspace, done } = await saved(folder.path);
    await workspace.close();
    const files = [...done.manifest.files, { path: '../pki/pki.db', bytes: 1, sha256: '0'.repeat(64) }];
    writeFileSync(join(done.folder, 'backup.json'), JSON.stringify({ ...done.manifest, files }));
    expect(await checkBackup(done.folder)).toMatchObject({ ok: false, error: { data: { file: 'backup.json' } } });
  });

  function flip(path: string): void {
    const bytes = readFileSync(path);
    bytes[bytes.length - 20]! ^= 1;
    writeFileSync(path, bytes);
  }
});

describe('a restored workspace', () => {
  test('has everything, and knows that it is one until acknowledged', async () => {
    using folder = testFolder();
    const { workspace, done } = await saved(folder.path);
    await workspace.close();
    const target = join(folder.path, 'restored');
    mkdirSync(target);
    expect(await restoreWorkspace({ from: done.folder, target, actor: ada, clock })).toMatchObject({
      ok: true,
      value: { id: workspace.info.id, name: 'Hub' },
    });

    const opened = await openWorkspace(target, deps);
    if (!opened.ok) throw new Error(opened.error.code);
    expect(opened.value.provenance().kind).toBe('restored');
    expect(readFileSync(join(target, keyFile), 'utf8')).toBe('{"envelope":1}');
    const row = await opened.value.database.db.selectFrom('settings').select('name').executeTakeFirst();
    expect(row).toEqual({ name: 'theme' });
    await opened.value.acknowledge(ada);
    expect(opened.value.provenance()).toEqual({ kind: 'original' });
    await opened.value.close();
  });

  test('comes from a medium that can only be read', async () => {
    using folder = testFolder();
    const { workspace, done } = await saved(folder.path);
    await workspace.close();
    chmodSync(done.folder, 0o500);
    const result = await restoreWorkspace({ from: done.folder, target: join(folder.path, 'r'), actor: ada, clock });
    chmodSync(done.folder, 0o700);
    expect(result.ok).toBe(true);
    expect(readdirSync(done.folder).filter((name) => name.startsWith('pki.db'))).toEqual(['pki.db']);
  });

  test('is not put where something is', async () => {
    using folder = testFolder();
    const { workspace, done } = await saved(folder.path);
    await workspace.close();
    const target = workspace.paths.folder;
    const result = await restoreWorkspace({ from: done.folder, target, actor: ada, clock });
    expect(result).toMatchObject({ ok: false, error: { code: 'WORKSPACE_NOT_EMPTY' } });
  });

  test('needs a backup', async () => {
    using folder = testFolder();
    const result = await restoreWorkspace({ from: folder.path, target: join(folder.path, 'r'), actor: ada, clock });
    expect(result).toMatchObject({ ok: false, error: { code: 'BACKUP_NOT_FOUND' } });
  });
});
