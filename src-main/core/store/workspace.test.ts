import { spawn } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { createTestClock } from '../test-clock.ts';
import { backupWorkspace } from './backup.ts';
import { noSmallDisk, smallDisk } from './disk-for-tests.ts';
import { restoreWorkspace } from './restore.ts';
import { ada, testFolder } from './store-for-tests.ts';
import { createWorkspace, openWorkspace, type Workspace, type WorkspaceDeps } from './workspace.ts';
import { describeWorkspaceFault } from './workspace-fault.ts';

const deps: WorkspaceDeps = {
  clock: createTestClock(),
  uuid: () => crypto.randomUUID(),
  machine: 'machine a',
  actor: ada,
};
const wish = { kind: 'rehearsal', name: 'Werkstatt' } as const;
const windows = process.platform === 'win32';

async function created(folder: string): Promise<Workspace> {
  const made = await createWorkspace(folder, wish, deps);
  if (!made.ok) throw new Error(made.error.code);
  return made.value;
}

async function opened(folder: string, more: Partial<WorkspaceDeps> = {}): Promise<Workspace> {
  const result = await openWorkspace(folder, { ...deps, ...more });
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

async function refused(folder: string) {
  const result = await openWorkspace(folder, deps);
  if (result.ok) throw new Error('it opened');
  return result.error;
}

const events = async ({ database }: Workspace) =>
  (await database.db.selectFrom('audit_entries').select('event').orderBy('seq').execute()).map((row) => row.event);

describe('a new workspace', () => {
  test('has its folders, its facts and a first entry', async () => {
    using folder = testFolder();
    const workspace = await created(join(folder.path, 'new', 'pki'));
    expect(workspace.info).toMatchObject({ format: 1, kind: 'rehearsal', name: 'Werkstatt' });
    expect(
      readdirSync(workspace.paths.folder)
        .filter((name) => !name.startsWith('pki.db'))
        .sort(),
    ).toEqual(['backups', 'core.lock', 'exports', 'head.json', 'logs', 'software-token', 'workspace.json'].sort());
    expect(await events(workspace)).toEqual(['workspace.create', 'workspace.place']);
    expect(workspace.provenance()).toEqual({ kind: 'original' });
    await workspace.close();
    expect(readdirSync(join(folder.path, 'new'))).toEqual(['pki']);
  });

  test.skipIf(windows)('is for its user alone, also after somebody opened it up', async () => {
    using folder = testFolder();
    const path = join(folder.path, 'pki');
    const workspace = await created(path);
    await workspace.close();
    const { chmodSync } = await import('node:fs');
    chmodSync(path, 0o755);
    const again = await opened(path);
    for (const name of ['.', 'logs', 'exports', 'software-token', 'backups']) {
      expect(statSync(join(path, name)).mode & 0o777).toBe(0o700);
    }
    expect(statSync(again.paths.info).mode & 0o777).toBe(0o600);
    await again.close();
  });

  test('is not put where something is', async () => {
    using folder = testFolder();
    writeFileSync(join(folder.path, 'letter.txt'), 'mine');
    const result = await createWorkspace(folder.path, wish, deps);
    expect(result).toMatchObject({ ok: false, error: { code: 'WORKSPACE_NOT_EMPTY' } });
    expect(readdirSync(folder.path)).toEqual(['letter.txt']);
  });

  test.skipIf(noSmallDisk !== undefined)(`is not half there on a full disk ${noSmallDisk ?? ''}`, async () => {
    using disk = smallDisk(100);
    const result = await createWorkspace(join(disk.path, 'pki'), wish, deps);
    expect(result).toMatchObject({ ok: false, error: { code: 'STORE_FULL' } });
    expect(readdirSync(disk.path)).toEqual([]);
  });
});

describe('opening is refused in words', () => {
  test('where no workspace is', async () => {
    using folder = testFolder();
    const fault = await refused(folder.path);
    expect(fault.code).toBe('WORKSPACE_NOT_FOUND');
    expect(describeWorkspaceFault(fault)).toContain(folder.path);
  });

  test.each([
    ['the database is gone', (path: string) => rmSync(join(path, 'pki.db')), 'WORKSPACE_INCOMPLETE'],
    [
      'the facts are junk',
      (path: string) => writeFileSync(join(path, 'workspace.json'), '{"format":1}'),
      'WORKSPACE_INCOMPLETE',
    ],
    [
      'the format is newer',
      (path: string) => writeFileSync(join(path, 'workspace.json'), '{"format":7,"x":1}'),
      'WORKSPACE_NEWER',
    ],
    [
      'the database is another workspace’s',
      (path: string) => {
        const info = join(path, 'workspace.json');
        const text = readFileSync(info, 'utf8').replace(/"id": "[^"]+"/, `"id": "${crypto.randomUUID()}"`);
        writeFileSync(info, text);
      },
      'WORKSPACE_MISMATCH',
    ],
  ])('when %s', async (_what, harm, code) => {
    using folder = testFolder();
    const path = join(folder.path, 'pki');
    await (await created(path)).close();
    harm(path);
    expect((await refused(path)).code).toBe(code);
    // The refusal let go of the lock.
    expect((await refused(path)).code).toBe(code);
  });

  test.skipIf(noSmallDisk !== undefined)(`when the disk can only be read ${noSmallDisk ?? ''}`, async () => {
    using disk = smallDisk(4000);
    const path = join(disk.path, 'pki');
    await (await created(path)).close();
    disk.readOnly(true);
    expect((await refused(path)).code).toBe('STORE_READ_ONLY');
    disk.readOnly(false);
    await (await opened(path)).close();
  });
});

describe('one core per workspace', () => {
  test('a second one in this process is refused while the first lives', async () => {
    using folder = testFolder();
    const path = join(folder.path, 'pki');
    const first = await created(path);
    expect((await refused(path)).code).toBe('WORKSPACE_IN_USE');
    await first.close();
    await (await opened(path)).close();
  });

  test('a lock held by a process that is killed is free at once', async () => {
    using folder = testFolder();
    const path = join(folder.path, 'pki');
    await (await created(path)).close();
    const sqlite = createRequire(import.meta.url).resolve('better-sqlite3');
    const script = `const db = new (require(${JSON.stringify(sqlite)}))(${JSON.stringify(join(path, 'core.lock'))});
      db.exec('begin exclusive'); console.log('held'); setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => holder.stdout.once('data', resolve));
    expect((await refused(path)).code).toBe('WORKSPACE_IN_USE');

    holder.kill('SIGKILL');
    await new Promise((resolve) => holder.once('exit', resolve));
    await (await opened(path)).close();
  });
});

describe('where a workspace comes from', () => {
  test('one that was moved is still the original', async () => {
    using folder = testFolder();
    await (await created(join(folder.path, 'a'))).close();
    renameSync(join(folder.path, 'a'), join(folder.path, 'b'));
    const moved = await opened(join(folder.path, 'b'));
    expect(moved.provenance()).toEqual({ kind: 'original' });
    await moved.close();
  });

  test('a copy knows it is one, through restarts, until somebody acknowledges it', async () => {
    using folder = testFolder();
    await (await created(join(folder.path, 'a'))).close();
    cpSync(join(folder.path, 'a'), join(folder.path, 'b'), { recursive: true });

    const copy = await opened(join(folder.path, 'b'));
    expect(copy.provenance()).toEqual({ kind: 'copied', noticedAt: '2026-03-01T12:00:00.000Z' });
    await copy.close();
    const again = await opened(join(folder.path, 'b'));
    expect(again.provenance().kind).toBe('copied');
    await again.acknowledge(ada);
    await again.close();
    const settled = await opened(join(folder.path, 'b'));
    expect(settled.provenance().kind).toBe('original');
    expect((await events(settled)).slice(-2)).toEqual(['workspace.copied', 'workspace.acknowledge']);
    await settled.close();

    const first = await opened(join(folder.path, 'a'));
    expect(first.provenance().kind).toBe('original');
    await first.close();
  });

  test('a copy that was made to forget where it lay is still one', async () => {
    using folder = testFolder();
    await (await created(join(folder.path, 'a'))).close();
    cpSync(join(folder.path, 'a'), join(folder.path, 'b'), { recursive: true });
    new Sqlite(join(folder.path, 'b', 'pki.db')).exec("delete from workspace_state where name = 'place'").close();
    const copy = await opened(join(folder.path, 'b'));
    expect(copy.provenance().kind).toBe('copied');
    await copy.close();
  });

  test('a restored one that was acknowledged and made to forget where it lay is a copy', async () => {
    using folder = testFolder();
    const original = await created(join(folder.path, 'a'));
    const target = join(folder.path, 'r');
    await backupWorkspace(original, { target: join(folder.path, 'backup'), actor: ada, clock: deps.clock });
    await original.close();
    await restoreWorkspace({ from: join(folder.path, 'backup'), target, actor: ada, clock: deps.clock });
    const restored = await opened(target);
    expect(restored.provenance().kind).toBe('restored');
    await restored.acknowledge(ada);
    await restored.close();
    new Sqlite(join(target, 'pki.db')).exec("delete from workspace_state where name = 'place'").close();
    const again = await opened(target);
    expect(again.provenance().kind).toBe('copied');
    await again.close();
  });

  test('the same disk in another machine is a copy', async () => {
    using folder = testFolder();
    await (await created(join(folder.path, 'a'))).close();
    const there = await opened(join(folder.path, 'a'), { machine: 'machine b' });
    expect(there.provenance().kind).toBe('copied');
    await there.close();
  });

  test('an older database put back over the present one is noticed', async () => {
    using folder = testFolder();
    const path = join(folder.path, 'a');
    await (await created(path)).close();
    copyFileSync(join(path, 'pki.db'), join(folder.path, 'old.db'));
    const workspace = await opened(path);
    await workspace.unit.append({ event: 'key.destroy', actor: ada, outcome: 'done' });
    await workspace.close();
    // The inode stays: only the end of the chain gives it away.
    writeFileSync(join(path, 'pki.db'), readFileSync(join(folder.path, 'old.db')));

    const back = await opened(path);
    expect(back.provenance().kind).toBe('restored');
    await back.close();
  });

  test('an ordinary restart writes no entry', async () => {
    using folder = testFolder();
    const path = join(folder.path, 'a');
    const first = await created(path);
    const before = first.end();
    await first.close();
    const again = await opened(path);
    expect(again.end()).toEqual(before);
    expect(existsSync(again.paths.head)).toBe(true);
    await again.close();
  });
});
