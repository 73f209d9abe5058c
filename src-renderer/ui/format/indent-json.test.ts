import { expect, test } from 'vitest';
import { indentJson } from './indent-json.ts';

test('JSON is indented, and its digits and escapes stay as they came', () => {
  expect(indentJson('{"a":4.00,"b":[1e2,"x\\u0041,{"],"c":{},"d":[]}')).toBe(
    '{\n  "a": 4.00,\n  "b": [\n    1e2,\n    "x\\u0041,{"\n  ],\n  "c": {},\n  "d": []\n}',
  );
});

test('what is indented already comes out the same', () => {
  const once = indentJson('{"a":[{"b":null}]}');
  expect(indentJson(once)).toBe(once);
});

test('broken text is shown all the same', () => {
  expect(indentJson('{"a":')).toContain('"a"');
  expect(indentJson('not json')).toContain('not');
});
