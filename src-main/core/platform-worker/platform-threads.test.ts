import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { testFolder } from '../store/store-for-tests.ts';
import { createPlatformThreads } from './platform-threads.ts';

/** Threads of a program that reports as its own error which part of the worker it is. */
function threads(folder: string) {
  const program = join(folder, 'program.mjs');
  writeFileSync(program, `import { workerData } from 'node:worker_threads'; throw new Error(workerData.part);`);
  const started: string[] = [];
  const due: (() => void)[] = [];
  const made = createPlatformThreads({
    program,
    file: join(folder, 'platform.db'),
    newId: () => 'id',
    timer: (run) => {
      due.push(run);
      return () => void due.splice(0);
    },
    report: (error) => void started.push(String(error)),
  });
  return { made, started, due };
}

test('the thread that lists is there before it is asked where there is something to list', async () => {
  using folder = testFolder();
  writeFileSync(join(folder.path, 'platform.db'), '');
  const { made, started, due } = threads(folder.path);
  due.forEach((run) => run());
  await expect.poll(() => started).toEqual(['Error: reader']);
  await made.close();
});

test('without platforms no thread is started ahead, nor by a core that has ended', async () => {
  using folder = testFolder();
  const { made, started, due } = threads(folder.path);
  due.forEach((run) => run());
  await made.close();
  expect(due).toEqual([]);
  expect(started).toEqual([]);
});
