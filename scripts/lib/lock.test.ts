import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lock } from './lock.mjs';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ocpi-console-lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('the second waits until the first gives it back', async () => {
  const path = join(folder, 'a.lock');
  const order: string[] = [];
  const release = await lock(path);
  const second = lock(path).then(async (giveBack) => {
    order.push('second');
    await giveBack();
  });
  order.push('first');
  await release();
  await second;
  expect(order).toEqual(['first', 'second']);
});

test('a holder that died is not waited for', async () => {
  const path = join(folder, 'a.lock');
  await writeFile(path, '4194305'); // beyond the largest process id of Linux
  const release = await lock(path);
  expect(await readFile(path, 'utf8')).toBe(String(process.pid));
  await release();
});
