import { expect, test } from 'vitest';
import { isAtLeast, refusalOfNode } from './node-check.mjs';

test('versions are compared as numbers, not as text', () => {
  expect(isAtLeast('v22.9.0', '22.12.0')).toBe(false);
});

test('a newer major with a lower minor is newer', () => {
  expect(isAtLeast('24.0.0', '22.12.0')).toBe(true);
});

test('the same version is enough', () => {
  expect(isAtLeast('22.12.0', '22.12.0')).toBe(true);
});

test('Node 18 is refused even where the pinned Node takes over', () => {
  expect(refusalOfNode({ version: 'v18.20.4', nodeApi: 9, pinned: true })).toContain('needs Node 20.0.0 or newer');
});

test('Node 20 is enough to begin with where the pinned Node takes over', () => {
  expect(refusalOfNode({ version: 'v20.20.2', nodeApi: 9, pinned: true })).toBeUndefined();
});

test('without the pinned Node a Node-API below 10 is refused, because the database crashes while loading', () => {
  expect(refusalOfNode({ version: 'v22.12.0', nodeApi: 9, pinned: false })).toContain('Node-API 9');
});

test('without the pinned Node, Node 24 is accepted', () => {
  expect(refusalOfNode({ version: 'v24.21.0', nodeApi: 10, pinned: false })).toBeUndefined();
});
