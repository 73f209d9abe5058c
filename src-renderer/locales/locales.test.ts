import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { de } from './de.ts';
import { en } from './en.ts';
import { errorText } from './language.tsx';
import { pseudo } from './pseudo.ts';
import { createTranslate } from './translate.ts';
import type { Text } from './text-types.ts';

const ROOT = join(import.meta.dirname, '..');

const flat = (texts: Readonly<Record<string, Readonly<Record<string, Text>>>>): Map<string, Text> =>
  new Map(
    Object.entries(texts).flatMap(([area, keys]) =>
      Object.entries(keys).map(([key, text]) => [`${area}.${key}`, text]),
    ),
  );
const english = flat(en);
const german = flat(de);

const forms = (text: Text | undefined): readonly string[] =>
  text === undefined ? [] : typeof text === 'string' ? [text] : [text.one, text.other];
const names = (text: Text | undefined): readonly string[] =>
  [...new Set(forms(text).flatMap((form) => form.match(/\{\w+\}/gu) ?? []))].sort();

describe('every text', () => {
  test('has the same values in German as in English', () => {
    const differing = [...english].filter(([key, text]) => names(text).join() !== names(german.get(key)).join());
    expect(differing.map(([key]) => key)).toEqual([]);
  });
  test('is not empty', () => {
    const empty = [...english, ...german].filter(([, text]) => forms(text).some((form) => form.trim() === ''));
    expect(empty).toEqual([]);
  });
  test('keeps to the tone: no exclamation', () => {
    const loud = [...english, ...german].filter(([, text]) => forms(text).some((form) => /!(?!=)/u.test(form)));
    expect(loud).toEqual([]);
  });
  test('is used somewhere', () => {
    const sources = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.tsx?$/u.test(path) && !path.startsWith('locales/') && !/\.test\.tsx?$/u.test(path))
      .map((path) => readFileSync(join(ROOT, path), 'utf8'))
      .join('\n');
    const prefixes = [...sources.matchAll(/`([a-z]+[A-Za-z]*\.\w*)\$\{/gu)].map((match) => match[1] ?? '');
    const unused = [...english.keys()].filter(
      (key) =>
        !key.startsWith('errors.') &&
        !new RegExp(`['"\`]${key.replace('.', '\\.')}['"\`]`, 'u').test(sources) &&
        !prefixes.some((prefix) => key.startsWith(prefix)),
    );
    expect(unused).toEqual([]);
  });
});

describe('translating', () => {
  const t = createTranslate('en');
  test('chooses the plural form by the count', () => {
    expect(t('app.paletteResults', { count: 1 })).toBe('1 result');
    expect(t('app.paletteResults', { count: 0 })).toBe('0 results');
  });
  test('writes numbers the way of the language', () => {
    expect(t('app.paletteResults', { count: 100_000 })).toBe('100,000 results');
    expect(createTranslate('de')('app.paletteResults', { count: 100_000 })).toBe('100.000 Treffer');
  });
  test('puts hostile values in as text, never as a pattern', () => {
    expect(t('ui.copyWhat', { what: '{what} $& {count}' })).toBe('Copy {what} $& {count}');
  });
  test('does not compile with a missing key or value', () => {
    // @ts-expect-error -- no such key
    expect(t('ui.noSuchKey')).toBe('ui.noSuchKey');
    // @ts-expect-error -- the value `what` is missing
    expect(t('ui.copyWhat', {})).toBe('Copy {what}');
  });
  test('names the code of an error that has no sentence', () => {
    expect(errorText(t, 'SOMETHING_NEW')).toContain('SOMETHING_NEW');
  });
  test('has a sentence for an error it knows', () => {
    expect(errorText(t, 'CLOSED')).not.toContain('CLOSED');
  });
  test('makes pseudo texts at least 40 % longer and keeps the names of values', () => {
    const text = 'Sign out of {token}';
    const made = pseudo(text);
    expect(typeof made === 'string' ? made.length : 0).toBeGreaterThanOrEqual(text.length * 1.4);
    expect(made).toContain('{token}');
  });
});
