import { useState, type ReactNode } from 'react';
import type { RosterProposal } from '../../../shared/contract/operators.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { useMayCall } from '../../platform/operators.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { Fingerprint } from '../../ui/mono.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Prose, Section } from '../../ui/section.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { VerdictChip } from '../../ui/verdict-chip.tsx';
import { saveBytes } from '../csrs/save-bytes.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { TokenWork, usePromptState } from '../keys/index.ts';
import { DocumentDialog } from '../policy/index.ts';
import { EntryLines, EntryList } from './entry-lines.tsx';

interface ProposalsPartProps {
  readonly proposals: readonly RosterProposal[];
  readonly me: string | undefined;
}

/** Changes that wait for votes. */
export function ProposalsPart({ proposals, me }: ProposalsPartProps): ReactNode {
  const t = useT();
  return (
    <Section title={t('operators.proposals')}>
      {proposals.length === 0 ? <Prose>{t('operators.noProposals')}</Prose> : null}
      <EntryList>
        {proposals.map((proposal) => (
          <li key={proposal.proposalId}>
            <Proposal proposal={proposal} me={me} />
          </li>
        ))}
      </EntryList>
    </Section>
  );
}

function Proposal({ proposal, me }: { readonly proposal: RosterProposal; readonly me: string | undefined }): ReactNode {
  const t = useT();
  const { proposalId, entry } = proposal;
  const [asking, setAsking] = useState(false);
  const [reading, setReading] = useState(false);
  const fixed = entry.lines.find(({ what }) => what === 'document');
  const prompt = usePromptState();
  const mayVote = useMayCall('operators.vote');
  const mayWithdraw = useMayCall('operators.withdraw');
  const vote = useCoreAction((core, decision: 'approve' | 'reject', signal) =>
    // Over exactly what is shown here: core refuses when something else is stored.
    core.operators.vote({ proposalId, entry: entry.entry, decision }, { signal, onItem: prompt.take }),
  );
  const withdraw = useCoreAction((core, id: string) => core.operators.withdraw({ proposalId: id }));
  const save = useCoreAction((core, id: string) => core.operators.exportProposal({ proposalId: id }));
  const cast = async (decision: 'approve' | 'reject'): Promise<void> => {
    prompt.reset();
    const end = await vote.run(decision);
    if (end?.applied === true) showToast(t('operators.applied'));
  };
  const saveFile = async (): Promise<void> => {
    const file = await save.run(proposalId);
    if (file !== undefined) await saveBytes(t, file.suggestedName, file.content);
  };
  const hasVoted = me !== undefined && entry.votes.some(({ operatorId }) => operatorId === me);
  const noVote =
    mayVote ??
    (hasVoted ? t('operators.votedAlready') : proposal.state === 'stale' ? t('operators.staleAbout') : undefined);
  const fault = vote.fault ?? withdraw.fault ?? save.fault;
  return (
    <>
      <div className="head">
        <span className="number">{t('operators.entryNumber', { seq: entry.seq })}</span>
        <SafeText text={t('operators.proposedBy', { name: proposal.proposedBy })} />
        {proposal.state === 'stale' ? <VerdictChip verdict="warn" word={t('operators.stale')} /> : null}
        <span className="aside">
          <UtcDate date={new Date(proposal.proposedAt)} />
        </span>
      </div>
      <EntryLines entry={entry} />
      <Prose as="div">
        {t('operators.entryHash')} <Fingerprint hex={entry.entry} copy={t('operators.entryHash')} />
      </Prose>
      {proposal.state === 'stale' ? <Prose>{t('operators.staleAbout')}</Prose> : null}
      {fault === undefined ? null : <FaultNote fault={fault} />}
      {vote.busy ? (
        <TokenWork
          what={t('operators.voteWork')}
          state={prompt.state}
          onCancel={vote.cancel}
          cancelKeeps={t('operators.voteCancelKeeps')}
        />
      ) : null}
      <ButtonRow className="deeds">
        <Button icon="signature" disabled={vote.busy} disabledReason={noVote} onClick={() => void cast('approve')}>
          {t('operators.approve')}
        </Button>
        <Button disabled={vote.busy} disabledReason={noVote} onClick={() => void cast('reject')}>
          {t('operators.reject')}
        </Button>
        {fixed === undefined ? null : <Button onClick={() => setReading(true)}>{t('policies.showText')}</Button>}
        <Button onClick={() => void saveFile()}>{t('operators.exportVotes')}</Button>
        <Button kind="danger" disabledReason={mayWithdraw} onClick={() => setAsking(true)}>
          {t('operators.withdraw')}
        </Button>
      </ButtonRow>
      {reading && fixed !== undefined ? (
        <DocumentDialog document={fixed.name ?? ''} sha256={fixed.values[0] ?? ''} onClose={() => setReading(false)} />
      ) : null}
      <ConfirmDialog
        open={asking}
        danger
        question={t('operators.withdrawAsk')}
        consequence={t('operators.withdrawText')}
        confirm={t('operators.withdraw')}
        onConfirm={() => {
          setAsking(false);
          void withdraw.run(proposalId);
        }}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
