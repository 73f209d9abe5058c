import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  checkPartyIds,
  classifyPartyId,
  parsePartyId,
  type PartyId,
  type PartyIdKind,
  partyIdKey,
  samePartyId,
} from './party-ids.ts';

const kinds: readonly PartyIdKind[] = ['party', 'sub-cpo', 'sub-emsp'];
const alphanumerics = (min: number, max: number) => fc.stringMatching(new RegExp(`^[A-Za-z0-9]{${min},${max}}$`));
const spellingOf = (kind: PartyIdKind): fc.Arbitrary<string> => {
  if (kind === 'party') return alphanumerics(5, 5);
  return fc.tuple(alphanumerics(2, 2), alphanumerics(2, 10)).map((parts) => parts.join(kind === 'sub-cpo' ? '*' : '-'));
};
const anyId = fc.constantFrom(...kinds).chain((kind) => spellingOf(kind).map((spelling) => ({ kind, spelling })));
function parsed(kind: PartyIdKind, text: string): PartyId {
  const id = parsePartyId(kind, text);
  if (!id.ok) throw new Error(id.error.code);
  return id.value;
}
const codesOf = (kind: PartyIdKind, values: readonly string[]): readonly string[] =>
  checkPartyIds(kind, values).map(({ code }) => code);

test.each([
  ['DEGEF', 'party'],
  ['d1gef', 'party'],
  ['DE*GEF', 'sub-cpo'],
  ['DE-GDF', 'sub-emsp'],
  ['DE*GEF45678901', undefined],
  ['DE*GEF45678', 'sub-cpo'],
  ['DE*G', undefined],
  ['DEGE', undefined],
  ['DEGEFX', undefined],
  ['DE GEF', undefined],
  ['DEGEF\n', undefined],
  ['', undefined],
])('%j is by its form %s', (text, kind) => {
  expect(classifyPartyId(text)).toBe(kind);
});

test('an id of a sound form is read as its own kind, spelling kept, with nothing to say', () => {
  fc.assert(
    fc.property(anyId, ({ kind, spelling }) => {
      const id = parsed(kind, spelling);
      expect([id.spelling, id.separatorFits, `${id.country}${id.party}`]).toEqual([
        spelling,
        true,
        spelling.replace(/[*-]/, ''),
      ]);
      expect(checkPartyIds(kind, [spelling])).toEqual([]);
    }),
  );
});

test('two spellings are the same id when and only when they differ in case alone', () => {
  fc.assert(
    fc.property(anyId, anyId, ({ kind, spelling }, other) => {
      expect(samePartyId(parsed(kind, spelling), parsed(kind, spelling.toLowerCase()))).toBe(true);
      const isSame = kind === other.kind && spelling.toLowerCase() === other.spelling.toLowerCase();
      expect(samePartyId(parsed(kind, spelling), parsed(other.kind, other.spelling))).toBe(isSame);
    }),
  );
});

test('a claim of another kind is no match, even with the same letters', () => {
  const ids = [parsed('sub-emsp', 'DE*GDF'), parsed('sub-emsp', 'DE-GDF'), parsed('sub-cpo', 'DE*GDF')];
  expect(new Set(ids.map(partyIdKey)).size).toBe(3);
});

test('the reference’s sub-EMSP id with a star is a warning with the fix', () => {
  expect(checkPartyIds('sub-emsp', ['DE*GDF'])).toEqual([
    { code: 'PARTY_ID_SEPARATOR', severity: 'warning', value: 'DE*GDF', index: 0, suggestion: 'DE-GDF' },
  ]);
});

test.each([
  ['party', 'DE*GEF', 'PARTY_ID_OTHER_KIND', 'DEGEF'],
  ['party', 'DE*GEF12', 'PARTY_ID_OTHER_KIND', undefined],
  ['sub-cpo', 'DEGEF', 'PARTY_ID_OTHER_KIND', 'DE*GEF'],
  ['sub-emsp', 'DEGDF', 'PARTY_ID_OTHER_KIND', 'DE-GDF'],
  ['party', ' DEGEF', 'PARTY_ID_FORM', 'DEGEF'],
  ['party', '', 'PARTY_ID_EMPTY', undefined],
  ['party', 'DEGEFX', 'PARTY_ID_FORM', undefined],
  ['party', 'DE\u200bGEF', 'PARTY_ID_UNSAFE_CHARACTER', 'DEGEF'],
  ['party', 'DE\u202eGEF', 'PARTY_ID_UNSAFE_CHARACTER', 'DEGEF'],
  ['party', 'DE\u0000GEF', 'PARTY_ID_UNSAFE_CHARACTER', 'DEGEF'],
  ['party', 'D\u0415GEF', 'PARTY_ID_FOREIGN_LETTER', 'DEGEF'],
  ['party', '\uff24EGEF', 'PARTY_ID_FOREIGN_LETTER', 'DEGEF'],
  ['party', 'DEG\u0395F', 'PARTY_ID_FOREIGN_LETTER', 'DEGEF'],
  ['sub-emsp', 'DE\u2013GDF', 'PARTY_ID_FOREIGN_LETTER', 'DE-GDF'],
  ['sub-cpo', 'DE\u2217GEF', 'PARTY_ID_FOREIGN_LETTER', 'DE*GEF'],
] as const)('as %s, %j is %s', (kind, value, code, suggestion) => {
  const expected = { code, severity: 'error', value, index: 0, ...(suggestion === undefined ? {} : { suggestion }) };
  expect(checkPartyIds(kind, [value])).toEqual([expected]);
});

test('an id that comes again in other case is a duplicate of the first', () => {
  expect(checkPartyIds('party', ['DEGEF', 'DEGE2', 'degef'])).toEqual([
    { code: 'PARTY_ID_DUPLICATE', severity: 'warning', value: 'degef', index: 2, otherIndex: 0 },
  ]);
});

test.each([
  ['DEG0F', 'DEGOF'],
  ['DEG1F', 'DEGIF'],
  ['DEG1F', 'DEGlF'],
  ['DEGIF', 'DEGlF'],
])('%s and %s in one list can be taken for each other', (first, second) => {
  expect(checkPartyIds('party', [first, second])).toEqual([
    { code: 'PARTY_ID_LOOK_ALIKE', severity: 'warning', value: second, index: 1, otherIndex: 0 },
  ]);
});

test('a foreign letter is told beside the id that it imitates', () => {
  expect(codesOf('party', ['DEGEF', 'D\u0415GEF'])).toEqual(['PARTY_ID_FOREIGN_LETTER', 'PARTY_ID_LOOK_ALIKE']);
});

test('ids that share no shape are never called alike', () => {
  expect(codesOf('party', ['DEGEF', 'DEGE2', 'DEGDF', 'NLABC', 'DEMLM'])).toEqual([]);
});

test('a suggestion is always sound for its kind', () => {
  fc.assert(
    fc.property(fc.constantFrom(...kinds), fc.array(fc.string({ unit: 'binary', maxLength: 8 })), (kind, values) => {
      for (const { suggestion } of checkPartyIds(kind, values)) {
        if (suggestion !== undefined) expect(classifyPartyId(suggestion)).toBe(kind);
      }
    }),
  );
});

test('every finding names a value of the list at its place', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...kinds),
      fc.array(
        fc.oneof(
          anyId.map(({ spelling }) => spelling),
          fc.string(),
        ),
      ),
      (kind, values) => {
        for (const { value, index, otherIndex } of checkPartyIds(kind, values)) {
          expect(values[index]).toBe(value);
          expect(otherIndex ?? -1).toBeLessThan(index);
        }
      },
    ),
  );
});
