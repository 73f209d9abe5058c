import { expect, test } from 'vitest';
import { gatherText } from './gathered-text.ts';

test('parts become one text, and too many of them lead to a file', () => {
  const text = gatherText(6);
  text.add('abc');
  text.add('def');
  expect(text.whole()).toEqual({ ok: true, value: 'abcdef' });
  text.add('g');
  expect(text.whole()).toMatchObject({ ok: false, error: { code: 'USAGE' } });
});
