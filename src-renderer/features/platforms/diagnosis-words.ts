import type { DiagnosisStep } from '../../../shared/contract/platform-diagnosis.ts';
import { formatText, isTextKey, type Translate } from '../../locales/translate.ts';

/** Steps whose sentence says all that core's message says. */
const SAID: ReadonlySet<string> = new Set([
  ...['VERSIONS_READ', 'ENDPOINTS_READ', 'CREDENTIALS_READ', 'PLAIN_HTTP', 'TAKEN_FOR_STRANGER'],
  ...['MODULE_ANSWERS', 'MODULE_ODD', 'STRANGER_SEES_VERSIONS', 'STRANGER_SEES_NOTHING'],
  ...['CREDENTIALS_UNDISCLOSED', 'ENDPOINTS_BY_HAND', 'STRANGER_SEES_UNPUBLISHED', 'STRANGER_SEES_USAGE'],
  ...['WRONG_TOKEN_REFUSED', 'WRONG_TOKEN_IS_STRANGER', 'WRONG_TOKEN_TAKEN', 'PARTIES_FIT'],
  ...['WITHOUT_TOKEN_NOTHING', 'WITHOUT_TOKEN_ANSWERED', 'OTHER_HEADER', 'TOKEN_RAW', 'TOKEN_BASE64'],
  ...['NO_COMMON_VERSION', 'OTHER_HOST', 'VAULT_LOCKED', 'VAULT_ABSENT', 'TOKEN_MISSING'],
]);

/** What a step says: the window's sentence for its code, and core's own words where they tell more. */
export interface StepWords {
  readonly sentence: string;
  readonly detail?: string;
}

/** Values of a step come from the platform: the sentence is to be rendered as text from outside. */
export function stepWords(t: Translate, { code, message, values }: DiagnosisStep): StepWords {
  const { total, endpoints, notes, offered, step } = values;
  const isCounted = code === 'MODULE_ANSWERS' && typeof total === 'number' && total >= 0;
  const known = `platformDiagnosis.code_${isCounted ? 'MODULE_COUNTED' : code}`;
  const byStep = `platformDiagnosis.at_${String(step ?? '')}`;
  const key = isTextKey(known) ? known : byStep;
  if (!isTextKey(key)) return { sentence: message };
  const sentence = formatText(t.language, key, {
    ...{
      host: '–',
      to: '–',
      modules: '–',
      header: '–',
      overrides: '–',
      unpublished: '–',
      objects: '–',
      version: '–',
      httpStatus: '–',
      odd: '–',
      endpoints: '–',
    },
    ...values,
    code,
    count: isCounted ? total : endpoints,
    notes: listOf(notes)
      .map((note) => pageNote(t, note))
      .join(', '),
    offered: listOf(offered).join(', ') || '–',
  });
  return SAID.has(code) || message === code ? { sentence } : { sentence, detail: message };
}

function pageNote(t: Translate, note: string): string {
  const key = `platformDiagnosis.page_${note}`;
  return isTextKey(key) ? formatText(t.language, key) : note;
}

/** Core tells lists as words with blanks between. */
function listOf(value: string | number | undefined): readonly string[] {
  return String(value ?? '')
    .split(' ')
    .filter((word) => word !== '');
}
