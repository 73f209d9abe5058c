import { existsSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createTestClock } from '../test-clock.ts';
import { DRAFT_PREFIX } from './draft.ts';
import { ada, testFolder } from './store-for-tests.ts';
import { sweepDrafts } from './sweep-drafts.ts';
import { createWorkspace, openWorkspace, type WorkspaceDeps } from './workspace.ts';

const DAY = 86_400;
const NOW = Date.parse('2026-03-02T00:00:00Z');

/** A draft as a crash leaves it, so many seconds old. */
function draft(folder: string, name: string, ageSeconds: number, file = 'pki.db', now = NOW): string {
  const path = join(folder, `${DRAFT_PREFIX}${name}`);
  mkdirSync(path);
  writeFileSync(join(path, file), 'half a database');
  const at = now / 1000 - ageSeconds;
  utimesSync(path, at, at);
  return path;
}

test('a draft that was abandoned for a day goes, a younger one stays', () => {
  using folder = testFolder();
  const old = draft(folder.path, 'aaaaaa', DAY + 60);
  const young = draft(folder.path, 'bbbbbb', DAY - 60);
  expect(sweepDrafts(folder.path, NOW)).toBe(1);
  expect([existsSync(old), existsSync(young)]).toEqual([false, true]);
});

test('what is not a draft of ours stays, however old and whatever its name', () => {
  using folder = testFolder();
  const letter = draft(folder.path, 'cccccc', 9 * DAY, 'letter.txt');
  const other = draft(folder.path, 'a longer name', 9 * DAY);
  const elsewhere = join(folder.path, 'elsewhere');
  mkdirSync(elsewhere);
  writeFileSync(join(elsewhere, 'pki.db'), 'x');
  const link = join(folder.path, `${DRAFT_PREFIX}dddddd`);
  symlinkSync(elsewhere, link);
  expect(sweepDrafts(folder.path, NOW + 9 * DAY * 1000)).toBe(0);
  expect([letter, other, link, join(elsewhere, 'pki.db')].map((path) => existsSync(path))).toEqual(Array(4).fill(true));
});

test('a folder that cannot be read is left alone', () => {
  expect(sweepDrafts('/nowhere/at/all', NOW)).toBe(0);
});

test('opening a workspace sweeps beside it and in its backups', async () => {
  using folder = testFolder();
  const clock = createTestClock();
  const deps: WorkspaceDeps = { clock, uuid: () => crypto.randomUUID(), machine: 'a', actor: ada };
  const made = await createWorkspace(join(folder.path, 'pki'), { kind: 'demo', name: 'x' }, deps);
  if (!made.ok) throw new Error(made.error.code);
  const { paths } = made.value;
  await made.value.close();
  const now = clock.now().getTime();
  const left = [folder.path, paths.backups].map((place) => draft(place, 'eeeeee', 2 * DAY, 'pki.db', now));
  const opened = await openWorkspace(paths.folder, deps);
  if (!opened.ok) throw new Error(opened.error.code);
  await opened.value.close();
  expect(left.map((path) => existsSync(path))).toEqual([false, false]);
});
