import { checkSentences } from './check-sentences.ts';

const sentences: ReadonlyMap<string, string> = new Map(Object.entries(checkSentences));

/** What a check found, in English with its values; the reason itself where this program has no words for it. */
export function checkText(reason: string, values: Readonly<Record<string, string | number>>): string {
  const sentence = sentences.get(reason) ?? reason;
  return sentence.replaceAll(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}
