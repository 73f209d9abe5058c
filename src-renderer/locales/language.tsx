import { createContext, Fragment, useContext, useMemo, type ReactNode } from 'react';
import {
  createTranslate,
  formatText,
  isTextKey,
  textParts,
  type Language,
  type TextArguments,
  type TextKey,
  type Translate,
} from './translate.ts';

const TranslateContext = createContext<Translate>(createTranslate('en'));

export function LanguageProvider(props: { readonly language: Language; readonly children: ReactNode }): ReactNode {
  const t = useMemo(() => createTranslate(props.language), [props.language]);
  return <TranslateContext value={t}>{props.children}</TranslateContext>;
}

/** The translator of the current language: `const t = useT(); t('keys.title')`. */
export function useT(): Translate {
  return useContext(TranslateContext);
}

/** A text whose values are elements: `rich(t, 'ui.typeToConfirm', { name: <strong>…</strong> })`. */
export function rich<K extends TextKey>(t: Translate, key: K, ...values: TextArguments<K, ReactNode>): ReactNode {
  // The rest tuple is empty or one record; its names were checked against the key's text by the compiler.
  const given = (values[0] ?? {}) as Readonly<Record<string, ReactNode>>;
  return textParts(t.language, key, given['count']).map((part, index) => (
    <Fragment key={index}>{typeof part === 'string' ? part : given[part.name]}</Fragment>
  ));
}

/** The sentence for a stable error code (with its data as values), or the general one that names the code. */
export function errorText(t: Translate, code: string, data: Readonly<Record<string, unknown>> = {}): string {
  const key = `errors.${code}`;
  return isTextKey(key) ? formatText(t.language, key, data) : t('errors.unknownCode', { code });
}
