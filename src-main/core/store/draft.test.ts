import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createTestClock } from '../test-clock.ts';
import { backupWorkspace } from './backup.ts';
import { draftFolder } from './draft.ts';
import { restoreWorkspace } from './restore.ts';
import { ada, testFolder } from './store-for-tests.ts';
import { createWorkspace, type WorkspaceDeps } from './workspace.ts';

const clock = createTestClock();
const deps: WorkspaceDeps = { clock, uuid: () => crypto.randomUUID(), machine: 'a', actor: ada };

async function made(path: string) {
  const result = await createWorkspace(path, { kind: 'demo', name: 'x' }, deps);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

/** A person's own folder, named as a draft might be. */
function keepsake(path: string): { intact(): boolean } {
  mkdirSync(path);
  writeFileSync(join(path, 'letter.txt'), 'mine');
  return { intact: () => readFileSync(join(path, 'letter.txt'), 'utf8') === 'mine' };
}

test('neither making, backing up nor restoring a workspace removes a folder that it did not make', async () => {
  using folder = testFolder();
  const at = (name: string): string => join(folder.path, name);
  const kept = ['.pki.partial', '.backup.partial', '.restored.partial'].map((name) => keepsake(at(name)));
  const workspace = await made(at('pki'));
  expect(await backupWorkspace(workspace, { target: at('backup'), actor: ada, clock })).toMatchObject({ ok: true });
  await workspace.close();
  const restored = await restoreWorkspace({ from: at('backup'), target: at('restored'), actor: ada, clock });
  expect(restored.ok).toBe(true);
  expect(kept.map((one) => one.intact())).toEqual([true, true, true]);
  expect(readdirSync(folder.path)).toHaveLength(6);
});

test('a backup does not remove what came to lie at its place while it was made', async () => {
  using folder = testFolder();
  const target = join(folder.path, 'backup');
  const workspace = await made(join(folder.path, 'pki'));
  let meanwhile: { intact(): boolean } | undefined;
  const progress = (): void => {
    meanwhile ??= keepsake(target);
  };
  const done = await backupWorkspace(workspace, { target, actor: ada, clock, progress });
  await workspace.close();
  expect(done).toMatchObject({ ok: false, error: { code: 'WORKSPACE_NOT_EMPTY' } });
  expect(meanwhile?.intact()).toBe(true);
  expect(readdirSync(folder.path).sort()).toEqual(['backup', 'pki']);
});

describe('a folder in the making', () => {
  test('goes to an empty folder', () => {
    using folder = testFolder();
    const target = join(folder.path, 'target');
    mkdirSync(target);
    const draft = draftFolder(target);
    if (!draft.ok) throw new Error(draft.error.code);
    writeFileSync(join(draft.value.path, 'a'), '');
    expect(draft.value.place().ok).toBe(true);
    draft.value.discard();
    expect(readdirSync(target)).toEqual(['a']);
    expect(readdirSync(folder.path)).toEqual(['target']);
  });

  test.skipIf(process.platform === 'win32')('does not go through a link', () => {
    using folder = testFolder();
    mkdirSync(join(folder.path, 'elsewhere'));
    const target = join(folder.path, 'target');
    const draft = draftFolder(target);
    if (!draft.ok) throw new Error(draft.error.code);
    symlinkSync(join(folder.path, 'elsewhere'), target);
    expect(draft.value.place()).toMatchObject({ ok: false, error: { code: 'WORKSPACE_NOT_EMPTY' } });
    draft.value.discard();
    expect(readdirSync(folder.path).sort()).toEqual(['elsewhere', 'target']);
  });
});
