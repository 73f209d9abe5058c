import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const pages = ['README.md', ...globSync('{docs,bench,src-main,src-renderer,shared}/**/*.md', { cwd: root })];

test.each(pages)('%s links only to what is there', (page) => {
  const text = readFileSync(join(root, page), 'utf8');
  const targets = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map((match) => match[1]);
  expect(targets.filter((target) => !existsSync(join(root, dirname(page), target)))).toEqual([]);
});

test('every test that the threat model names is there', () => {
  const text = readFileSync(join(root, 'docs/threat-model.md'), 'utf8');
  const named = [...text.matchAll(/`([^`]*\.(?:spec|test)\.tsx?)`/g)].map((match) => match[1]);
  const all = ['e2e', 'src-main', 'shared', 'src-renderer'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
  );
  const isThere = (name: string): boolean => {
    const pattern = new RegExp(`(?:^|/)${name.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`);
    return all.some((file) => pattern.test(file));
  };
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !isThere(name))).toEqual([]);
});
