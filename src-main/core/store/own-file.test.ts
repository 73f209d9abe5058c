import { chmodSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestClock } from '../test-clock.ts';
import { ada, testFolder } from './store-for-tests.ts';
import { createWorkspace, openWorkspace, type WorkspaceDeps } from './workspace.ts';

const deps: WorkspaceDeps = { clock: createTestClock(), uuid: () => crypto.randomUUID(), machine: 'a', actor: ada };
const names = ['core.lock', 'head.json', 'pki.db', 'pki.db-shm', 'pki.db-wal', 'workspace.json'];

/** Files of a workspace that others could read or write, by the modes alone. */
const open = (path: string): string[] =>
  readdirSync(path).filter((name) => !statSync(join(path, name)).isDirectory() && modeOf(path, name) !== 0o600);
const modeOf = (path: string, name: string): number => statSync(join(path, name)).mode & 0o777;

describe.skipIf(process.platform === 'win32')('under a umask that lets others read', () => {
  let before = 0;
  beforeEach(() => {
    before = process.umask(0o022);
  });
  afterEach(() => {
    process.umask(before);
  });

  test('every file of an open workspace is for its user alone', async () => {
    using folder = testFolder();
    const path = join(folder.path, 'pki');
    const made = await createWorkspace(path, { kind: 'demo', name: 'x' }, deps);
    if (!made.ok) throw new Error(made.error.code);
    expect(readdirSync(path)).toEqual(expect.arrayContaining(names));
    expect(open(path)).toEqual([]);
    await made.value.close();
  });

  test('what another build or a hand opened up is closed again', async () => {
    using folder = testFolder();
    const path = join(folder.path, 'pki');
    const made = await createWorkspace(path, { kind: 'demo', name: 'x' }, deps);
    if (!made.ok) throw new Error(made.error.code);
    await made.value.close();
    for (const name of ['pki.db', 'core.lock']) chmodSync(join(path, name), 0o644);
    const again = await openWorkspace(path, deps);
    if (!again.ok) throw new Error(again.error.code);
    expect(open(path)).toEqual([]);
    await again.value.close();
  });
});
