import type { StandingRule } from '../../../shared/contract/standing.ts';
import { readUtcInput, utcInput } from '../keys/index.ts';

/** What a person may change of a drafted rule, as typed. */
export interface RuleTexts {
  readonly name: string;
  readonly expires: string;
  readonly hours: string;
  readonly days: string;
  readonly warnings: readonly string[];
}

const DAY_MS = 86_400_000;
const MOST_DAYS = 400;

export function formOfRule(rule: StandingRule): RuleTexts {
  return {
    name: rule.name,
    expires: utcInput(rule.expires),
    hours: String(rule.minHours),
    days: String(rule.maxDays),
    warnings: rule.acceptedWarnings,
  };
}

export type WrongRule = 'standing.nameForm' | 'standing.hoursForm' | 'standing.daysForm' | 'standing.expiresForm';

/** The rule as it would be proposed, or the first thing that cannot stand. Core judges it all the same. */
export function ruleOfForm(
  drafted: StandingRule,
  { name, expires, hours, days, warnings }: RuleTexts,
): { readonly kind: 'rule'; readonly rule: StandingRule } | { readonly kind: 'wrong'; readonly why: WrongRule } {
  const end = readUtcInput(expires);
  const [minHours, maxDays] = [wholeOf(hours), wholeOf(days)];
  if (name.trim() === '') return { kind: 'wrong', why: 'standing.nameForm' };
  if (!(minHours >= 24 && minHours <= 720)) return { kind: 'wrong', why: 'standing.hoursForm' };
  if (!(maxDays >= 1 && maxDays <= 30 && minHours <= maxDays * 24)) return { kind: 'wrong', why: 'standing.daysForm' };
  if (end.kind !== 'time') return { kind: 'wrong', why: 'standing.expiresForm' };
  const length = Date.parse(end.iso) - Date.parse(drafted.from);
  if (!(length > 0 && length <= MOST_DAYS * DAY_MS)) return { kind: 'wrong', why: 'standing.expiresForm' };
  const acceptedWarnings = [...warnings];
  return {
    kind: 'rule',
    rule: { ...drafted, name: name.trim(), expires: end.iso, minHours, maxDays, acceptedWarnings },
  };
}

function wholeOf(text: string): number {
  return /^\d{1,3}$/u.test(text.trim()) ? Number(text) : Number.NaN;
}
