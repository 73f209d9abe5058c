import { expect, test } from 'vitest';
import { commandText } from './command-text.ts';

const length = (bytes: Uint8Array): string => `hash of ${bytes.join(' ')}`;

test('order and absence of members do not matter', () => {
  expect(commandText({ b: 1, a: [true, 'x'], c: undefined }, length)).toBe('{"a":[true,"x"],"b":1}');
});

test('bytes count by their hash', () => {
  const one = commandText({ content: Uint8Array.of(1, 2) }, length);
  expect(one).toBe('{"content":{"bytes":2,"sha256":"hash of 1 2"}}');
  expect(commandText({ content: Uint8Array.of(1, 3) }, length)).not.toBe(one);
});

test('what is no plain data is refused', () => {
  expect(() => commandText({ run: () => 1 }, length)).toThrow(RangeError);
});
