import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const LONGEST = 400;
const root = join(import.meta.dirname, '..');
const folders = ['src-main', 'src-renderer', 'shared', 'e2e', 'scripts', 'bench'].filter((top) =>
  existsSync(join(root, top)),
);

/** Files with more lines than a person reads in one go; a trailing line end is no line. */
function tooLong(files: readonly { readonly path: string; readonly text: string }[]): readonly string[] {
  return files
    .map(({ path, text }) => ({ path, lines: text.replace(/\n$/, '').split('\n').length }))
    .filter(({ lines }) => lines > LONGEST)
    .map(({ path, lines }) => `${path}: ${lines} lines: split it at its second concept`);
}

test('no source file is longer than 400 lines', () => {
  const files = folders.flatMap((top) =>
    readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
      // Tests are read case by case; their length is no tangle. Word lists are data.
      .filter((path) => /\.(tsx?|mjs|cjs|c|css)$/.test(path) && !/\.test\.tsx?$/.test(path))
      .map((path) => ({ path: `${top}/${path}`, text: readFileSync(join(root, top, path), 'utf8') })),
  );
  expect(files.length).toBeGreaterThan(300);
  expect(tooLong(files)).toEqual([]);
});

test('a file of 401 lines is told, one of 400 is not', () => {
  const lines = (count: number): string => 'x\n'.repeat(count);
  expect(tooLong([{ path: 'a.ts', text: lines(400) }])).toEqual([]);
  expect(tooLong([{ path: 'b.ts', text: lines(401) }])).toHaveLength(1);
});
