import { describe, expect, test } from 'vitest';
import type { TypedId } from '../../ui/id-chip.tsx';
import { findingsOfIds, findingsOfTyping, idPath, kindOfTyped, splitTyped } from './id-typing.ts';

const ids: readonly TypedId[] = [
  { kind: 'party', value: 'DEGEF' },
  { kind: 'subCpo', value: 'DE*GEF' },
  { kind: 'party', value: 'DEGE2' },
  { kind: 'subEmsp', value: 'DE-GDF' },
];

test.each([
  ['DEGEF', 'party'],
  ['DE*GEF', 'subCpo'],
  ['DE-GDF', 'subEmsp'],
  ['DE\u2013GDF', 'subEmsp'],
  ['DE\u2217GEF', 'subCpo'],
  ['DEGE', 'party'],
])('%s goes into the list of its form, or of the separator it seems to have: %s', (text, kind) => {
  expect(kindOfTyped(text)).toBe(kind);
});

test('pasted text falls apart at blanks, commas, semicolons and lines', () => {
  expect(splitTyped(' DEGEF,DE*GEF;\nDE-GDF  ')).toEqual(['DEGEF', 'DE*GEF', 'DE-GDF']);
});

test('paths count within the list of a kind, as core counts', () => {
  expect(ids.map((_, at) => idPath(ids, at))).toEqual([
    'ids.partyIds.0',
    'ids.subCpoIds.0',
    'ids.partyIds.1',
    'ids.subEmspIds.0',
  ]);
});

describe('what is said while typing', () => {
  test('an id that differs from one of another list by its separator only is offered as that one', () => {
    expect(findingsOfTyping(ids, 'DE*GDF', 'subCpo')).toMatchObject([
      { level: 'warn', code: 'PARTY_ID_OTHER_LIST', suggestion: 'DE-GDF' },
    ]);
  });
  test('an id that fits and resembles none is not remarked on', () => {
    expect(findingsOfTyping(ids, 'DE*XYZ', 'subCpo')).toEqual([]);
  });
  test('a letter of another script is named with what was meant', () => {
    expect(findingsOfTyping(ids, 'D\u0415GXX', 'party')).toMatchObject([
      { level: 'fail', code: 'PARTY_ID_FOREIGN_LETTER', suggestion: 'DEGXX' },
    ]);
  });
  test('an id that is there already is a fault, in any case of its letters', () => {
    expect(findingsOfTyping(ids, 'degef', 'party')).toMatchObject([{ level: 'fail', code: 'PARTY_ID_DUPLICATE' }]);
  });
});

test('findings of ids stand at the paths of the later one, with the earlier as value', () => {
  const alike = findingsOfIds([...ids, { kind: 'party', value: 'DEG3F' }, { kind: 'party', value: 'DEGEZ' }]);
  expect(alike).toEqual([]);
  expect(findingsOfIds([...ids, { kind: 'subEmsp', value: 'DE*GDF' }])).toMatchObject([
    { code: 'PARTY_ID_SEPARATOR', path: 'ids.subEmspIds.1', suggestion: 'DE-GDF' },
  ]);
});
