import type { Sight } from '../domain/guides.ts';
import { guideSentences } from './guide-sentences.ts';
import { guideSentencesDe } from './guide-sentences-de.ts';
import { guideSightSentences } from './guide-sight-sentences.ts';
import { guideSightSentencesDe } from './guide-sight-sentences-de.ts';

export type GuideLanguage = 'en' | 'de';
export type GuideSentence = keyof typeof guideSentences;

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

export function guideSentence(language: GuideLanguage, key: GuideSentence): string {
  return language === 'de' ? guideSentencesDe[key] : guideSentences[key];
}

/** `2026-01-31T08:05:00.000Z` → `2026-01-31 08:05 UTC`; any other text as it is. */
export function guideTime(text: string): string {
  return ISO.test(text) ? `${text.slice(0, 10)} ${text.slice(11, 16)} UTC` : text;
}

/** What core saw, with its values. Names in it may be foreign: whoever shows it makes hidden characters visible. */
export function sightText(language: GuideLanguage, { code, values }: Pick<Sight, 'code' | 'values'>): string {
  const sentence = (language === 'de' ? guideSightSentencesDe : guideSightSentences)[`sight_${code}`];
  return sentence.replaceAll(/\{(\w+)\}/g, (place, name: string) => {
    const value = values[name];
    return value === undefined ? place : guideTime(String(value));
  });
}
