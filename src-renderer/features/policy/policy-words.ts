import type { Json } from '../../../shared/domain/canonical-json.ts';
import type { PolicyRule } from '../../../shared/domain/policy-rules.ts';
import type { DocumentVersion } from '../../../shared/contract/documents.ts';
import { revealUnsafeCharacters } from '../../../shared/domain/unsafe-characters.ts';
import { formatText, isTextKey, type Translate } from '../../locales/translate.ts';
import type { Verdict } from '../../ui/tone.ts';

/** What a rule means, in the words of the schema. */
export function ruleText(t: Translate, { rule, group, name }: PolicyRule): string {
  const key = group === 'purposes' ? 'policy.group_purposes' : `policy.rule_${group}_${name}`;
  return isTextKey(key) ? formatText(t.language, key) : rule;
}

/** A value of a rule in a few words. */
export function valueText(t: Translate, value: Json): string {
  if (value === null) return t('policies.ownAlone');
  if (value === true) return t('policies.yes');
  if (value === false) return t('policies.no');
  if (value === 'pass' || value === 'warn' || value === 'fail') return t(`policies.verdict_${value}`);
  if (typeof value === 'number') return value.toLocaleString(t.locale);
  if (typeof value === 'string') return revealUnsafeCharacters(value);
  const texts = Array.isArray(value) ? (value as readonly Json[]).map(String) : Object.keys(value);
  if (texts.length === 0) return t('policies.none');
  const few = texts.length <= MOST_SHOWN && texts.join().length <= MOST_LETTERS;
  return few ? revealUnsafeCharacters(texts.join(', ')) : t('policies.values', { count: texts.length });
}

const MOST_SHOWN = 6;
const MOST_LETTERS = 90;

/** The same for a value that came as canonical JSON. */
export function jsonText(t: Translate, text: string): string {
  try {
    return valueText(t, JSON.parse(text) as Json); // canonical JSON of core, drawn as text
  } catch {
    // It was cut because it is long.
    return revealUnsafeCharacters(`${text.slice(0, MOST_LETTERS)}…`);
  }
}

const LOOK: Readonly<Record<DocumentVersion['standing'], Verdict>> = {
  current: 'pass',
  proposed: 'info',
  past: 'notApplicable',
  dropped: 'notApplicable',
  altered: 'fail',
};

export function standingLook(t: Translate, standing: DocumentVersion['standing']) {
  return { verdict: LOOK[standing], word: t(`policies.standing_${standing}`) };
}
