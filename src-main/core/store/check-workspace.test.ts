import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CheckFinding } from '../../../shared/contract/workspace.ts';
import { createAuditService } from '../features/audit/index.ts';
import { createTestClock } from '../test-clock.ts';
import { checkWorkspace } from './check-workspace.ts';
import { ada, testFolder } from './store-for-tests.ts';
import { createWorkspace, openWorkspace, type Workspace, type WorkspaceDeps } from './workspace.ts';

const deps: WorkspaceDeps = { clock: createTestClock(), uuid: () => crypto.randomUUID(), machine: 'a', actor: ada };

async function findings(
  workspace: Workspace,
  head?: string,
): Promise<readonly { level: string; code: string; detail: string }[]> {
  const audit = createAuditService({
    db: workspace.database.db,
    workspaceId: workspace.info.id,
    pause: () => Promise.resolve(),
  });
  const chain = await audit.verify({ head });
  if (chain === undefined) throw new Error('stopped');
  return checkWorkspace(workspace, chain).map((finding) => CheckFinding.parse(finding));
}

test('a sound workspace passes in every point, its end not anchored', async () => {
  using folder = testFolder();
  const made = await createWorkspace(join(folder.path, 'pki'), { kind: 'demo', name: 'x' }, deps);
  if (!made.ok) throw new Error(made.error.code);
  const found = await findings(made.value);
  expect(found.map((finding) => finding.code).slice(0, 3)).toEqual([
    'DATABASE_SOUND',
    'SCHEMA_CURRENT',
    'AUDIT_INTACT',
  ]);
  expect(found[2]?.detail).toContain('end not anchored');
  await made.value.close();
});

test('a missing note of the end warns: a cut end would not show', async () => {
  using folder = testFolder();
  const path = join(folder.path, 'pki');
  const made = await createWorkspace(path, { kind: 'demo', name: 'x' }, deps);
  if (!made.ok) throw new Error(made.error.code);
  const codes = async (workspace: Workspace) =>
    (await findings(workspace, workspace.notedEnd()?.hash)).map(({ level, code }) => `${level} ${code}`);
  expect(await codes(made.value)).not.toContain('warn HEAD_NOTE_MISSING');
  await made.value.close();
  rmSync(join(path, 'head.json'));
  const opened = await openWorkspace(path, deps);
  if (!opened.ok) throw new Error(opened.error.code);
  expect(await codes(opened.value)).toEqual(expect.arrayContaining(['pass AUDIT_INTACT', 'warn HEAD_NOTE_MISSING']));
  await opened.value.close();
});

test('a guard dropped and a foreign trigger fail by name', async () => {
  using folder = testFolder();
  const made = await createWorkspace(join(folder.path, 'pki'), { kind: 'demo', name: 'x' }, deps);
  if (!made.ok) throw new Error(made.error.code);
  const { sqlite } = made.value.database;
  sqlite.pragma('query_only = off');
  sqlite.exec(`drop trigger audit_entries_kept;
    create trigger helper after insert on settings begin delete from settings; end`);
  expect(await findings(made.value)).toContainEqual({
    level: 'fail',
    code: 'SCHEMA_ALTERED',
    detail: 'trigger audit_entries_kept is missing, trigger helper is foreign',
  });
  await made.value.close();
});

test('an edited entry fails and a copy warns', async () => {
  using folder = testFolder();
  const made = await createWorkspace(join(folder.path, 'pki'), { kind: 'demo', name: 'x' }, deps);
  if (!made.ok) throw new Error(made.error.code);
  await made.value.close();
  cpSync(join(folder.path, 'pki'), join(folder.path, 'copy'), { recursive: true });
  const copy = await openWorkspace(join(folder.path, 'copy'), deps);
  if (!copy.ok) throw new Error(copy.error.code);
  const { sqlite } = copy.value.database;
  sqlite.pragma('query_only = off');
  sqlite.exec(
    `drop trigger audit_entries_fixed; update audit_entries set entry = replace(entry, 'ada', 'eve') where seq = 1`,
  );

  const found = await findings(copy.value);
  expect(found).toContainEqual({ level: 'fail', code: 'AUDIT_BROKEN', detail: 'edited 1' });
  expect(found.map((finding) => finding.code)).toContain('WORKSPACE_COPIED');
  await copy.value.close();
});
