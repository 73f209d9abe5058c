import type { PlanView } from '../../../shared/contract/plans.ts';
import type { Translate } from '../../locales/translate.ts';
import type { Verdict } from '../../ui/tone.ts';

const verdicts = {
  waiting: 'info',
  due: 'warn',
  blocked: 'fail',
  ended: 'notApplicable',
  done: 'pass',
  cancelled: 'notApplicable',
} as const satisfies Record<PlanView['state'], Verdict>;

export function planLook(t: Translate, state: PlanView['state']): { readonly verdict: Verdict; readonly word: string } {
  return { verdict: verdicts[state], word: t(`due.state_${state}`) };
}

/** “after an overlap of 7 days” */
export function termsText(t: Translate, terms: Pick<PlanView, 'condition' | 'overlapDays'>): string {
  return terms.condition === 'overlap'
    ? t('due.termsOverlap', { count: terms.overlapDays })
    : t(`due.termsPlain_${terms.condition}`);
}
