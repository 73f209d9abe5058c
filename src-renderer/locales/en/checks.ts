import { checkSentences } from '../../../shared/texts/check-sentences.ts';
import { checkTitles } from '../../../shared/texts/check-titles.ts';

/** Texts of the area `checks`: `title_CODE` names a check, `REASON` says what it found. */
export const checks = { ...checkTitles, ...checkSentences };
