import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashSources } from './build.mjs';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ocpi-console-build-'));
  await mkdir(join(folder, 'shared'));
  await writeFile(join(folder, 'shared/a.ts'), 'export const a = 1;');
  await writeFile(join(folder, 'package.json'), '{}');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('another time of a file asks for no new build', async () => {
  const before = await hashSources(folder);
  await utimes(join(folder, 'shared/a.ts'), 1, 1);
  expect(await hashSources(folder)).toBe(before);
});

test('another content asks for a new build', async () => {
  const before = await hashSources(folder);
  await writeFile(join(folder, 'shared/a.ts'), 'export const a = 2;');
  expect(await hashSources(folder)).not.toBe(before);
});

test('a renamed file asks for a new build', async () => {
  const before = await hashSources(folder);
  await writeFile(join(folder, 'shared/b.ts'), '');
  expect(await hashSources(folder)).not.toBe(before);
});

test('a test asks for no new build', async () => {
  const before = await hashSources(folder);
  await writeFile(join(folder, 'shared/a.test.ts'), 'test');
  expect(await hashSources(folder)).toBe(before);
});
