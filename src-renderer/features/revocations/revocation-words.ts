import type { CrlStatus, RevocationRow } from '../../../shared/contract/revocations.ts';
import { isTextKey, formatText, type Translate } from '../../locales/translate.ts';
import type { Verdict } from '../../ui/tone.ts';

/** Reasons that a person may choose (RFC 5280 §5.3.1), the frequent ones first. */
export const REASONS = [
  'superseded',
  'keyCompromise',
  'affiliationChanged',
  'cessationOfOperation',
  'privilegeWithdrawn',
  'cACompromise',
  'unspecified',
] as const satisfies readonly RevocationRow['reason'][];
export type ChosenReason = (typeof REASONS)[number];

export function reasonText(t: Translate, reason: string): string {
  const key = `revocations.reason_${reason}`;
  return isTextKey(key) ? formatText(t.language, key) : reason;
}

const STANDING: Readonly<Record<CrlStatus['standing'], Verdict>> = {
  none: 'notApplicable',
  current: 'pass',
  due: 'warn',
  overdue: 'fail',
};

/** How the list of an authority stands, in colour and words. */
export function crlLook(t: Translate, status: Pick<CrlStatus, 'standing' | 'catchUp'>) {
  return status.catchUp
    ? { verdict: 'warn' as const, word: t('revocations.crl_behind') }
    : { verdict: STANDING[status.standing], word: t(`revocations.crl_${status.standing}`) };
}
