import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  checkDistinguishedName,
  formatDistinguishedName,
  nameTypes,
  parseDistinguishedName,
} from './distinguished-name.ts';

const printed = (text: string): string => {
  const parsed = parseDistinguishedName(text);
  return parsed.ok ? formatDistinguishedName(parsed.value) : parsed.error.code;
};

test.each([
  ['CN=cpo.example.org,O=Example CPO', 'CN=cpo.example.org,O=Example CPO'],
  ['  cn = cpo.example.org ,  o = Example CPO  ', 'CN=cpo.example.org,O=Example CPO'],
  ['O=Example CPO,CN=cpo.example.org', 'CN=cpo.example.org,O=Example CPO'],
  ['E=a@b.example,S=Thüringen,CN=x', 'CN=x,ST=Thüringen,emailAddress=a@b.example'],
  ['2.5.4.3=x', 'CN=x'],
  ['CN=Smith\\, Inc.', 'CN=Smith\\, Inc.'],
  ['CN=a=b', 'CN=a\\=b'],
  ['CN=M\\C3\\BCller', 'CN=Müller'],
  ['CN=\\20a\\ ', 'CN=\\ a\\ '],
  ['CN=\\#a', 'CN=\\#a'],
  ['CN=', 'CN='],
  ['CN=a\\00b', 'CN=a\\00b'],
  ['', ''],
])('%j is printed as %j', (text, expected) => {
  expect(printed(text)).toBe(expected);
});

test.each([
  ['CN', { code: 'NAME_SYNTAX', at: 0 }],
  ['CN=a,', { code: 'NAME_SYNTAX', at: 5 }],
  ['CN=a,,O=b', { code: 'NAME_TYPE_UNKNOWN', at: 5, type: ',O' }],
  ['XX=a', { code: 'NAME_TYPE_UNKNOWN', at: 0, type: 'XX' }],
  ['CN=a+O=b', { code: 'NAME_MULTI_VALUED', at: 4 }],
  ['CN=#0c0141', { code: 'NAME_HEX_VALUE', at: 3 }],
  ['CN="a"', { code: 'NAME_SYNTAX', at: 3 }],
  ['CN=a;O=b', { code: 'NAME_SYNTAX', at: 4 }],
  ['CN=a\\', { code: 'NAME_SYNTAX', at: 4 }],
  ['CN=a\\x', { code: 'NAME_SYNTAX', at: 4 }],
  ['CN=\\FF', { code: 'NAME_SYNTAX', at: 3 }],
])('%j is refused', (text, error) => {
  expect(parseDistinguishedName(text)).toEqual({ ok: false, error });
});

test('any values come back from their printed form', () => {
  const value = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom(' ', ',', '+', '"', '\\', '<', '>', ';', '=', '#', '\0', 'ü', '\u202e', 'a') }),
  );
  const attributes = fc.uniqueArray(fc.record({ type: fc.constantFrom(...nameTypes.map(({ type }) => type)), value }), {
    selector: ({ type }) => type,
  });
  fc.assert(
    fc.property(attributes, (list) => {
      const order = nameTypes.map(({ type }) => type);
      const sorted = list.toSorted((a, b) => order.indexOf(a.type) - order.indexOf(b.type));
      expect(parseDistinguishedName(formatDistinguishedName(list))).toEqual({ ok: true, value: sorted });
    }),
    { numRuns: 1000 },
  );
});

test('any text gets an answer', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('C', 'N', '=', ',', '\\', ' ', '#', '+', '"', 'ä', '\ud83d') }),
      (text) => {
        const parsed = parseDistinguishedName(text);
        return parsed.ok || parsed.error.at <= text.length;
      },
    ),
  );
});

const cn = { type: 'CN', value: 'x' } as const;
test.each([
  ['a full subject', nameTypes.map(({ type }) => ({ type, value: type === 'C' ? 'DE' : 'x' })), []],
  ['nothing', [], [{ code: 'NAME_EMPTY' }]],
  ['no common name', [{ type: 'O', value: 'x' }], [{ code: 'NAME_NO_COMMON_NAME' }]],
  ['two common names', [cn, cn], [{ code: 'NAME_DUPLICATE', type: 'CN' }]],
  ['an empty value', [cn, { type: 'O', value: '' }], [{ code: 'NAME_VALUE_EMPTY', type: 'O' }]],
  ['64 characters', [{ type: 'CN', value: '😀'.repeat(64) }], []],
  ['65 characters', [{ type: 'CN', value: 'x'.repeat(65) }], [{ code: 'NAME_TOO_LONG', type: 'CN' }]],
  ['a country of three letters', [cn, { type: 'C', value: 'DEU' }], [{ code: 'NAME_COUNTRY', type: 'C' }]],
  ['a country with a digit', [cn, { type: 'C', value: 'D1' }], [{ code: 'NAME_COUNTRY', type: 'C' }]],
  ['a telephone number', [cn, { type: 'telephoneNumber', value: '+49 1234 56789012' }], []],
  [
    'a telephone number with a star',
    [cn, { type: 'telephoneNumber', value: '*1' }],
    [{ code: 'NAME_CHARACTERS', type: 'telephoneNumber' }],
  ],
  [
    'an address beyond ASCII',
    [cn, { type: 'emailAddress', value: 'ö@b.example' }],
    [{ code: 'NAME_CHARACTERS', type: 'emailAddress' }],
  ],
  ['a hidden character', [{ type: 'CN', value: 'a\u202eb' }], [{ code: 'NAME_UNSAFE_CHARACTER', type: 'CN' }]],
  ['a line end', [{ type: 'CN', value: 'a\n' }], [{ code: 'NAME_UNSAFE_CHARACTER', type: 'CN' }]],
] as const)('%s', (_, attributes, findings) => {
  expect(checkDistinguishedName(attributes)).toEqual(findings);
});
