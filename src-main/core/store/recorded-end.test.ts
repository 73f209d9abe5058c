import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createTestClock } from '../test-clock.ts';
import { createEndNote, readRecordedEnd } from './recorded-end.ts';
import { ada, testFolder } from './store-for-tests.ts';
import { createWorkspace, openWorkspace, type WorkspaceDeps } from './workspace.ts';

const end = (seq: number) => ({ seq, hash: String(seq).padStart(64, '0'), at: '2026-03-01T12:00:00.000Z' });

describe('the note of the chain’s end', () => {
  test('is written at once, then at most once a second, and ends at the last entry', () => {
    using folder = testFolder();
    const path = join(folder.path, 'head.json');
    const clock = createTestClock();
    const note = createEndNote(path, clock.timer);
    const noted = (): number | undefined => readRecordedEnd(path)?.seq;
    note.moved(end(1));
    expect(noted()).toBe(1);
    note.moved(end(2));
    note.moved(end(3));
    clock.pass(999);
    expect(noted()).toBe(1);
    clock.pass(1);
    expect(noted()).toBe(3);
    clock.pass(5000);
    note.moved(end(4));
    expect(noted()).toBe(4);
    note.moved(end(5));
    note.close();
    expect(noted()).toBe(5);
  });

  test('that cannot be written is no trouble, and is written when it can be', () => {
    using folder = testFolder();
    const path = join(folder.path, 'head.json');
    const clock = createTestClock();
    const note = createEndNote(path, clock.timer);
    mkdirSync(path);
    note.moved(end(1));
    clock.pass(3000);
    rmSync(path, { recursive: true });
    clock.pass(1000);
    expect(readRecordedEnd(path)).toEqual(end(1));
    note.close();
  });
});

const deps: WorkspaceDeps = { clock: createTestClock(), uuid: () => crypto.randomUUID(), machine: 'test', actor: ada };

async function worked(path: string): Promise<void> {
  const made = await createWorkspace(path, { kind: 'rehearsal', name: 'x' }, deps);
  if (!made.ok) throw new Error(made.error.code);
  await made.value.close();
}

/** Lets another process commit some units in the workspace and kills it. */
async function killedAtWork(path: string): Promise<void> {
  const script = join(import.meta.dirname, 'crash-child-for-tests.ts');
  const child = spawn(process.execPath, [script, path, 'work'], { stdio: ['ignore', 'pipe', 'ignore'] });
  let told = '';
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      told += chunk.toString();
      if (told.split('\n').length > 5) resolve();
    });
    child.once('exit', () => resolve());
  });
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

test('a database put back after a core was killed at work is noticed, with what the folder had seen on record', async () => {
  using folder = testFolder();
  const path = join(folder.path, 'pki');
  await worked(path);
  copyFileSync(join(path, 'pki.db'), join(folder.path, 'old.db'));
  await killedAtWork(path);
  const seen = readRecordedEnd(join(path, 'head.json'));
  for (const name of readdirSync(path).filter((one) => /^pki\.db-/.test(one))) rmSync(join(path, name));
  // The inode stays: only the end of the chain gives it away.
  writeFileSync(join(path, 'pki.db'), readFileSync(join(folder.path, 'old.db')));

  const back = await openWorkspace(path, deps);
  if (!back.ok) throw new Error(back.error.code);
  expect(back.value.provenance().kind).toBe('restored');
  expect(seen?.seq).toBeGreaterThan(2);
  const rows = await back.value.database.db.selectFrom('audit_entries').select('entry').orderBy('seq').execute();
  expect(JSON.parse(rows.at(-1)?.entry ?? '')).toMatchObject({
    event: 'workspace.restored',
    data: { notedSeq: seen?.seq, notedHash: seen?.hash },
  });
  await back.value.close();
});

test.skipIf(process.platform === 'win32')('a commit goes through where the note cannot be written', async () => {
  using folder = testFolder();
  const path = join(folder.path, 'pki');
  await worked(path);
  const opened = await openWorkspace(path, deps);
  if (!opened.ok) throw new Error(opened.error.code);
  rmSync(join(path, 'head.json'));
  mkdirSync(join(path, 'head.json'));
  chmodSync(join(path, 'head.json'), 0o700);
  const before = opened.value.end()?.seq ?? 0;
  await opened.value.unit.append({ event: 'key.destroy', actor: ada, outcome: 'done' });
  expect(opened.value.end()?.seq).toBe(before + 1);
  await opened.value.close();
});
