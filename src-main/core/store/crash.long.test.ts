import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createChainVerifier } from '../../../shared/domain/verify-chain.ts';
import { createTestClock } from '../test-clock.ts';
import { sha256 } from './sha256.ts';
import { ada, testFolder } from './store-for-tests.ts';
import { openWorkspace, type Workspace, type WorkspaceDeps } from './workspace.ts';
import { isVacant } from './workspace-folder.ts';

const kills = process.env['LONG'] === '1' ? 100 : 6;
const deps: WorkspaceDeps = { clock: createTestClock(), uuid: () => crypto.randomUUID(), machine: 'test', actor: ada };

/** Runs the child and kills it some time after its first sign of life; returns what it had told as committed. */
async function killedAfter(folder: string, what: 'create' | 'work', ms: number): Promise<readonly string[]> {
  const script = join(import.meta.dirname, 'crash-child-for-tests.ts');
  const child = spawn(process.execPath, [script, folder, what], { stdio: ['ignore', 'pipe', 'pipe'] });
  let told = '';
  let trouble = '';
  child.stderr.on('data', (chunk: Buffer) => (trouble += chunk.toString()));
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      if (told === '') setTimeout(() => child.kill('SIGKILL'), ms);
      told += chunk.toString();
    });
    child.once('exit', () => resolve());
  });
  expect(trouble.replace(/^.*(ExperimentalWarning|--trace-warnings).*$/gm, '').trim()).toBe('');
  return told.split('\n').slice(1, -1);
}

async function reopened(folder: string): Promise<Workspace> {
  const opened = await openWorkspace(folder, deps);
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
}

function expectWhole({ database, info }: Workspace, told: readonly string[]): number {
  expect(database.integrity('full')).toEqual([]);
  const verifier = createChainVerifier({ workspaceId: info.id, sha256 });
  const rows = database.sqlite
    .prepare<[], { entry: string; hash: string; event: string; subject: string }>(
      'select * from audit_entries order by seq',
    )
    .all();
  for (const { entry, hash } of rows) verifier.add({ text: entry, hash });
  expect(verifier.verdict()).toMatchObject({ intact: true });

  const recorded = (event: string): string[] => rows.filter((row) => row.event === event).map((row) => row.subject);
  const done = recorded('crash.write');
  const names = database.sqlite.prepare<[], string>('select name from settings order by name').pluck().all();
  // Every change has its entry and both its rows; nothing refused left a row; what was told as committed is there.
  expect(names).toEqual([...done.map((id) => `a ${id}`), ...done.map((id) => `b ${id}`)].sort());
  const kept = new Set([
    ...done.map((id) => `done ${id}`),
    ...recorded('crash.write.refused').map((id) => `refused ${id}`),
  ]);
  expect(told.filter((line) => !kept.has(line))).toEqual([]);
  return done.length;
}

test(`a core killed ${kills} times at random points loses nothing it told and leaves nothing half-made`, async () => {
  using folder = testFolder();
  const path = join(folder.path, 'pki');
  const told: string[] = [...(await killedAfter(path, 'create', 1500))];
  let units = 0;
  for (let i = 0; i < kills; i++) {
    told.push(...(await killedAfter(path, 'work', Math.random() * 400)));
    const workspace = await reopened(path);
    units = expectWhole(workspace, told);
    await workspace.close();
  }
  expect(units).toBeGreaterThan(kills);
}, 600_000);

test(`a workspace whose making is killed ${kills} times is there whole or not at all`, async () => {
  using folder = testFolder();
  let whole = 0;
  for (let i = 0; i < kills; i++) {
    const path = join(folder.path, `pki ${i}`);
    // The last one is given the time to finish, so that the whole end is seen too.
    const told = await killedAfter(path, 'create', i === kills - 1 ? 2000 : Math.random() * 150);
    if (isVacant(path)) {
      expect(existsSync(join(path, 'workspace.json'))).toBe(false);
      continue;
    }
    const workspace = await reopened(path);
    expectWhole(workspace, told);
    await workspace.close();
    whole++;
  }
  expect(whole).toBeGreaterThan(0);
}, 600_000);
