import type { DecisionView } from '../../../shared/contract/decisions.ts';
import { revealUnsafeCharacters } from '../../../shared/domain/unsafe-characters.ts';
import type { Translate } from '../../locales/translate.ts';
import type { Verdict } from '../../ui/tone.ts';

/** Icon and tone of where a decision stands. */
export const decisionTones = {
  open: 'info',
  approved: 'pass',
  against: 'fail',
} as const satisfies Record<Exclude<DecisionView['state'], 'free'>, Verdict>;

/** How many more have to agree. */
export function missingVotes({ needed, approvals }: Pick<DecisionView, 'needed' | 'approvals'>): number {
  return Math.max(0, needed - approvals);
}

/** What is still missing and who could give it; undefined when nothing is. */
export function missingText(t: Translate, decision: DecisionView): string | undefined {
  const count = missingVotes(decision);
  if (count === 0) return undefined;
  if (decision.couldVote.length === 0) return t('decisions.missingNobody', { count });
  const names = decision.couldVote.map(revealUnsafeCharacters).join(', ');
  return t('decisions.missing', { count, names });
}

/** Why nothing can be issued yet, for the greyed button; undefined when it can. */
export function whyNotIssue(t: Translate, decision: DecisionView): string | undefined {
  if (decision.state === 'against') return t('decisions.againstAbout');
  if (decision.state === 'open') return t('decisions.notApproved', { count: Math.max(1, missingVotes(decision)) });
  return undefined;
}

/** Why this person does not vote so; undefined when they may. */
export function whyNoVote(
  t: Translate,
  { noVote, votes }: DecisionView,
  said: 'approve' | 'reject',
  me: string | undefined,
): string | undefined {
  // A vote against something that fails is always open.
  if (noVote !== undefined && !(noVote === 'failed-checks' && said === 'reject'))
    return t(`decisions.noVote_${noVote}`);
  const mine = votes.find(({ operatorId, standing }) => standing === 'counts' && operatorId === me);
  if (me === undefined || mine?.decision !== said) return undefined;
  return t(said === 'approve' ? 'decisions.votedFor' : 'decisions.votedAgainst');
}
