import { formatText, isTextKey, type Translate } from '../../locales/translate.ts';

/** What a kind of deviation means; undefined for a code that another version of the program stored. */
export function findingSentence(t: Translate, code: string): string | undefined {
  const key = `ocpiFindings.${code}`;
  return isTextKey(key) ? formatText(t.language, key) : undefined;
}
