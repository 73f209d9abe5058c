import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readCommandLine } from './command-line.ts';
import { demoArguments, isDemo, removeDemo, usualArguments } from './demo-switch.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oc-demo-switch-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function workspace(kind: string): string {
  const path = join(folder, kind);
  mkdirSync(path);
  writeFileSync(join(path, 'workspace.json'), JSON.stringify({ format: 1, kind }));
  return path;
}

test('the demo is opened instead of the workspace, and leaving it comes back to that one', () => {
  const demo = demoArguments(['--no-sandbox', '.', '--workspace', '/w/real'], '/w/real');
  expect(readCommandLine(demo)).toEqual({ ok: true, value: { workspace: undefined, demo: true } });
  expect(usualArguments(demo)).toEqual(['--no-sandbox', '.', '--workspace=/w/real']);
});

test('a demo that was started as such leads to the usual workspace', () => {
  expect(usualArguments(['.', '--demo'])).toEqual(['.']);
  expect(usualArguments(['.', '--workspace=/w/demo', '--demo'])).toEqual(['.']);
});

test.each(['production', 'rehearsal'])('a %s workspace is never removed', (kind) => {
  const path = workspace(kind);
  expect(removeDemo(path)).toBe(false);
  expect(existsSync(path)).toBe(true);
});

test('a folder that says nothing of itself is never removed', () => {
  expect(isDemo(folder)).toBe(false);
  expect(removeDemo(folder)).toBe(false);
  expect(existsSync(folder)).toBe(true);
});

test('a demo is removed with everything in it', () => {
  const path = workspace('demo');
  writeFileSync(join(path, 'pki.db'), 'x');
  expect(removeDemo(path)).toBe(true);
  expect(existsSync(path)).toBe(false);
});
