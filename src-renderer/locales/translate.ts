import { de } from './de.ts';
import { en } from './en.ts';
import { pseudo } from './pseudo.ts';
import type { Text, ValueNames } from './text-types.ts';

/** `pseudo` is English made 40 % longer: it shows what is cut and what was never translated. */
export const LANGUAGES = ['en', 'de', 'pseudo'] as const;
export type Language = (typeof LANGUAGES)[number];

type All = typeof en;
type Area = keyof All;
export type TextKey = { [A in Area]: `${A}.${keyof All[A] & string}` }[Area];
type TextOf<K extends TextKey> = K extends `${infer A extends Area}.${infer N}` ? All[A][N & keyof All[A]] : never;
type NamesOf<K extends TextKey> = TextOf<K> extends infer T extends Text ? ValueNames<T> : never;

/** Keys whose text needs no value: what tables of titles may hold. */
export type PlainKey = { [K in TextKey]: [NamesOf<K>] extends [never] ? K : never }[TextKey];

type Arguments<K extends TextKey, V> = [NamesOf<K>] extends [never] ? [] : [values: Readonly<Record<NamesOf<K>, V>>];
export type TextArguments<K extends TextKey, V = string | number> = Arguments<K, V>;

/** `t('area.key', { name })`: a missing key or value does not compile. Numbers are written the language's way. */
export interface Translate {
  <K extends TextKey>(key: K, ...values: TextArguments<K>): string;
  readonly language: Language;
  /** Tag for Intl. */
  readonly locale: string;
}

type Lookup = (key: string) => Text | undefined;

function lookup(texts: Readonly<Record<string, Readonly<Record<string, Text>>>>): Lookup {
  return (key) => {
    const dot = key.indexOf('.');
    return texts[key.slice(0, dot)]?.[key.slice(dot + 1)];
  };
}

const fromEnglish = lookup(en);
const sources: Readonly<Record<Language, Lookup>> = {
  en: fromEnglish,
  de: lookup(de),
  pseudo: (key) => pseudo(fromEnglish(key)),
};
const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE', pseudo: 'en-GB' };

export function localeOf(language: Language): string {
  return LOCALES[language];
}

/** Made once: lists format thousands of values, and each Intl object costs more than many texts. */
const perLanguage = <T>(make: (locale: string) => T): Readonly<Record<Language, T>> => ({
  en: make(LOCALES.en),
  de: make(LOCALES.de),
  pseudo: make(LOCALES.pseudo),
});
const NUMBERS = perLanguage((locale) => new Intl.NumberFormat(locale));
const PLURALS = perLanguage((locale) => new Intl.PluralRules(locale));

/** Whether a key made at run time (an error code) has a text. */
export function isTextKey(key: string): key is TextKey {
  return fromEnglish(key) !== undefined;
}

/** The text as parts: strings and the names of values, so that values may be elements (see `rich`). */
export function textParts(
  language: Language,
  key: string,
  count: unknown,
): readonly (string | { readonly name: string })[] {
  const text = sources[language](key) ?? fromEnglish(key) ?? key;
  const form = typeof text === 'string' ? text : text[pluralForm(language, count)];
  return form.split(/\{(\w+)\}/u).map((part, index) => (index % 2 === 0 ? part : { name: part }));
}

function pluralForm(language: Language, count: unknown): 'one' | 'other' {
  return PLURALS[language].select(typeof count === 'number' ? count : 0) === 'one' ? 'one' : 'other';
}

/** The text with its values in place, for keys known only at run time; prefer `t`, which is checked. */
export function formatText(language: Language, key: string, values: Readonly<Record<string, unknown>> = {}): string {
  const numbers = NUMBERS[language];
  return textParts(language, key, values['count'])
    .map((part) => {
      if (typeof part === 'string') return part;
      const value = values[part.name];
      if (typeof value === 'number') return numbers.format(value);
      return typeof value === 'string' ? value : `{${part.name}}`;
    })
    .join('');
}

export function createTranslate(language: Language): Translate {
  const t = (key: string, values?: Readonly<Record<string, unknown>>): string => formatText(language, key, values);
  return Object.assign(t, { language, locale: localeOf(language) });
}
