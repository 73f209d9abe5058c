import { expect, test } from 'vitest';
import { checkKeyGroupId, readKeyGroupId } from './key-group-id.ts';

test.each(['a', 'cpo1-emsp1-key', 'A.b_C:d-9', 'x'.repeat(64)])('we make ids such as %s', (id) => {
  expect(checkKeyGroupId(id)).toEqual({ ok: true, value: id });
  expect(readKeyGroupId(id)).toEqual({ ok: true, value: { id, unusual: [] } });
});

test.each([
  ['', { code: 'KEY_GROUP_ID_EMPTY' }],
  ['a b', { code: 'KEY_GROUP_ID_FORM' }],
  ['a\n', { code: 'KEY_GROUP_ID_FORM' }],
  ['ä', { code: 'KEY_GROUP_ID_FORM' }],
  ['a/b', { code: 'KEY_GROUP_ID_FORM' }],
  ['x'.repeat(65), { code: 'KEY_GROUP_ID_TOO_LONG', length: 65 }],
])('we do not make %j', (id, error) => {
  expect(checkKeyGroupId(id)).toEqual({ ok: false, error });
});

test.each([
  ['Schlüssel', ['form']],
  [' a', ['form', 'blanks']],
  ['a\u202eb', ['form', 'unsafe-character']],
  ['\u0430bc', ['form', 'foreign-letter']],
  ['x'.repeat(255), ['length']],
])('we read %j and mark it', (id, unusual) => {
  expect(readKeyGroupId(id)).toEqual({ ok: true, value: { id, unusual } });
});

test('an id is measured in bytes of UTF-8 when it is read', () => {
  expect(readKeyGroupId('ü'.repeat(127)).ok).toBe(true);
  expect(readKeyGroupId('ü'.repeat(128))).toEqual({ ok: false, error: { code: 'KEY_GROUP_ID_TOO_LONG', length: 256 } });
});

test('an empty id is not read', () => {
  expect(readKeyGroupId('')).toEqual({ ok: false, error: { code: 'KEY_GROUP_ID_EMPTY' } });
});
