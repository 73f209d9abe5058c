import { expect, test } from 'vitest';
import { foldersFor } from './workspace-folder.ts';

const same = (path: string): string => path;

test('without a wish the workspace lies in the folder of the application', () => {
  expect(foldersFor(undefined, '/data/app', '/cwd', same).workspace).toBe('/data/app/workspace');
});
test('a relative wish is read from the working directory', () => {
  expect(foldersFor('w', '/data/app', '/cwd', same).workspace).toBe('/cwd/w');
});
test('two workspaces have two profiles', () => {
  expect(foldersFor('/a', '/data/app', '/', same).profile).not.toBe(foldersFor('/b', '/data/app', '/', same).profile);
});
test('two spellings of one workspace have one profile', () => {
  const real = (path: string): string => path.replace('/link', '/a');
  expect(foldersFor('/link', '/data/app', '/', real)).toEqual(foldersFor('/a/', '/data/app', '/', real));
});
