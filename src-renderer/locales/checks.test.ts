import { expect, test } from 'vitest';
import { checkReasons } from '../../shared/domain/checks/check-codes.ts';
import { checks as german } from './de/checks.ts';
import { checks as english } from './en/checks.ts';

const names = (text: string): readonly string[] => (text.match(/\{\w+\}/gu) ?? []).toSorted();

test('every check has a title, and every reason a sentence, in both languages', () => {
  const wanted = [
    'NOT_APPLICABLE',
    ...Object.keys(checkReasons).map((code) => `title_${code}`),
    ...Object.values(checkReasons).flat(),
  ].toSorted();
  expect(Object.keys(english).toSorted()).toEqual(wanted);
  expect(Object.keys(german).toSorted()).toEqual(wanted);
});

test('German sentences have the values of the English ones', () => {
  const differing = Object.entries(english).filter(
    ([key, text]) => names(text).join() !== names(new Map(Object.entries(german)).get(key) ?? '').join(),
  );
  expect(differing).toEqual([]);
});
