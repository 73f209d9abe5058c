import { expect, test } from 'vitest';
import { callersFolder } from './caller.mjs';
import { root } from './project.mjs';
import { electronArguments, readStartArguments, refusalOfDisplay } from './start-arguments.mjs';

test('--test-runtime is ours and everything else goes to the application', () => {
  const wish = readStartArguments(['--workspace', 'a b', '--test-runtime']);
  expect(wish).toEqual({ testRuntime: true, forApp: ['--workspace', 'a b'] });
});

test('root gets no Chromium sandbox', () => {
  expect(electronArguments({ folder: '/f', isRoot: true, forApp: [] })).toEqual(['--no-sandbox', '/f']);
});

test('anyone else keeps the Chromium sandbox', () => {
  expect(electronArguments({ folder: '/f', isRoot: false, forApp: ['--x'] })).toEqual(['/f', '--x']);
});

test('Linux without a display is refused in words', () => {
  expect(refusalOfDisplay({ platform: 'linux', env: {} })).toContain('no display');
});

test('Wayland is a display', () => {
  expect(refusalOfDisplay({ platform: 'linux', env: { WAYLAND_DISPLAY: 'wayland-0' } })).toBeUndefined();
});

test('macOS has its display without DISPLAY', () => {
  expect(refusalOfDisplay({ platform: 'darwin', env: {} })).toBeUndefined();
});

test('relative paths refer to the folder in which npm was called', () => {
  const env = { npm_lifecycle_event: 'cli', INIT_CWD: '/home/op' };
  expect(callersFolder('cli', { cwd: root, env })).toBe('/home/op');
});

test('a script that a test starts uses its own folder, not that of `npm test`', () => {
  const env = { npm_lifecycle_event: 'test', INIT_CWD: '/home/op' };
  expect(callersFolder('cli', { cwd: root, env })).toBe(root);
});
