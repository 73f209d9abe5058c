import type { StandingState } from '../../../shared/contract/standing.ts';
import { isTextKey, textParts, type Translate } from '../../locales/translate.ts';
import type { Verdict } from '../../ui/tone.ts';

const VERDICTS: Readonly<Record<StandingState, Verdict>> = {
  proposed: 'info',
  active: 'pass',
  planned: 'info',
  stopped: 'notApplicable',
  expired: 'notApplicable',
  altered: 'fail',
  orphaned: 'fail',
  dropped: 'notApplicable',
};

/** How a rule stands: mark and word. */
export function standingLook(t: Translate, state: StandingState): { readonly verdict: Verdict; readonly word: string } {
  return { verdict: VERDICTS[state], word: t(`standing.state_${state}`) };
}

/** Whether a stop would still change something. */
export function isStoppable(state: StandingState): boolean {
  return state !== 'stopped' && state !== 'expired' && state !== 'dropped';
}

/** What a check's reason says, without the values that it will have one day. */
export function warningText(t: Translate, reason: string): string {
  const key = `checks.${reason}`;
  // A core that is newer than this window may have a reason that has no words here.
  if (!isTextKey(key)) return reason;
  return textParts(t.language, key, undefined)
    .map((part) => (typeof part === 'string' ? part : '…'))
    .join('');
}
