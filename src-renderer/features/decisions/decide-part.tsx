import { useMemo, type ReactNode } from 'react';
import type { DecisionView } from '../../../shared/contract/decisions.ts';
import type { Result } from '../../../shared/util/result.ts';
import { useT } from '../../locales/language.tsx';
import { useCommands, type Command } from '../../platform/commands.ts';
import { useCoreAction, type CoreFault } from '../../platform/core.ts';
import { useMayCall, useOperators } from '../../platform/operators.ts';
import { Button } from '../../ui/button.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { TokenWork, usePromptState } from '../keys/index.ts';
import { missingVotes, whyNoVote, whyNotIssue } from './decision-words.ts';

interface DecidePartProps {
  readonly decision: DecisionView;
  /** Of the bytes that are shown; core refuses when others are stored. */
  readonly tbsSha256: string;
  /** The way out that every decision has: rejecting, giving up. `busy` keeps them quiet while a token is at work. */
  readonly others: (busy: boolean) => ReactNode;
}

type Deed = 'approve' | 'reject' | 'issue' | 'both';

/** Voting and issuing: first enough votes, then the signature of the CA key. Where nobody is enrolled they are one. */
export function DecidePart({ decision, tbsSha256, others }: DecidePartProps): ReactNode {
  const t = useT();
  const { issuanceId, state, single } = decision;
  const me = useOperators().data?.me?.operatorId;
  const prompt = usePromptState();
  const act = useCoreAction(async (core, deed: Deed, signal): Promise<Result<object, CoreFault>> => {
    const ballot = { issuanceId, tbsSha256 };
    const options = { signal, onItem: prompt.take };
    if (deed !== 'issue') {
      const said = deed === 'reject' ? deed : 'approve';
      const voted = await core.decisions.vote({ ballots: [ballot], decision: said }, options);
      if (!voted.ok || deed !== 'both') return voted;
    }
    return core.requests.approve({ approvals: [ballot] }, options);
  });
  const { run, busy } = act;
  const mayIssue = useMayCall('requests.approve');
  const noFor = whyNoVote(t, decision, 'approve', me);
  const noAgainst = whyNoVote(t, decision, 'reject', me);
  const notYet = whyNotIssue(t, decision);
  // One person who may do both does them after each other; with more than one, a vote and a signature are two deeds.
  const asOne = single && state === 'open' && missingVotes(decision) === 1 && noFor === undefined;
  const main: Deed = state === 'free' || state === 'approved' ? 'issue' : asOne ? 'both' : 'approve';
  const mainWord =
    state === 'free'
      ? t('requests.approve')
      : { issue: t('decisions.issue'), both: t('decisions.voteAndIssue'), approve: t('decisions.voteFor') }[main];
  const mainReason = main === 'approve' ? noFor : mayIssue;
  const commands = useMemo((): readonly Command[] => {
    const told = { approve: 'decisions.voted_approve', reject: 'decisions.voted_reject' } as const;
    const deed = (wanted: Deed) => (): void => {
      if (busy) return;
      prompt.reset();
      void run(wanted).then((done) => {
        if (done === undefined) return;
        showToast(t(wanted === 'approve' || wanted === 'reject' ? told[wanted] : 'requests.issued'));
      });
    };
    return [
      {
        id: 'requests.approve',
        title: () => mainWord,
        icon: 'badge-check',
        keys: 'Ctrl+Enter',
        scope: 'here',
        disabledReason: () => mainReason,
        run: deed(main),
      },
      ...(state === 'free'
        ? []
        : [
            {
              id: 'decisions.against',
              title: () => t('decisions.voteAgainst'),
              icon: 'x',
              scope: 'here',
              disabledReason: () => noAgainst,
              run: deed('reject'),
            } as const,
            ...(main === 'issue'
              ? []
              : [
                  {
                    id: 'decisions.issue',
                    title: () => t('decisions.issue'),
                    icon: 'badge-check',
                    scope: 'here',
                    disabledReason: () => notYet ?? mayIssue,
                    run: deed('issue'),
                  } as const,
                ]),
          ]),
    ];
  }, [busy, main, mainWord, mainReason, noAgainst, notYet, mayIssue, state, prompt, run, t]);
  useCommands(commands);
  const runOf = (id: string): (() => void) => commands.find((command) => command.id === id)?.run ?? (() => undefined);
  const off = (reason: string | undefined): string | undefined => (busy ? t('keys.busy') : reason);
  return (
    <>
      {act.fault === undefined ? null : <FaultNote fault={act.fault} />}
      {busy ? (
        <TokenWork
          what={t(main === 'issue' ? 'requests.signing' : 'decisions.voting')}
          state={prompt.state}
          onCancel={act.cancel}
          cancelKeeps={t(main === 'issue' ? 'requests.cancelKeeps' : 'decisions.cancelKeeps')}
        />
      ) : null}
      <Button
        kind="primary"
        icon={main === 'approve' ? 'signature' : 'badge-check'}
        keys="Ctrl+Enter"
        disabledReason={off(mainReason)}
        onClick={runOf('requests.approve')}
      >
        {mainWord}
      </Button>
      {state === 'free' ? null : (
        <div className="buttons">
          <Button disabledReason={off(noAgainst)} onClick={runOf('decisions.against')}>
            {t('decisions.voteAgainst')}
          </Button>
          {main === 'issue' ? null : (
            <Button icon="badge-check" disabledReason={off(notYet ?? mayIssue)} onClick={runOf('decisions.issue')}>
              {t('decisions.issue')}
            </Button>
          )}
        </div>
      )}
      <div className="buttons">{others(busy)}</div>
      <p className="small">
        {t(
          main === 'issue'
            ? state === 'free'
              ? 'requests.comparedAgain'
              : 'decisions.issueAsks'
            : 'decisions.voteAsks',
        )}
      </p>
    </>
  );
}
