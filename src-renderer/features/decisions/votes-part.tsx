import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import type { DecisionView, VoteView } from '../../../shared/contract/decisions.ts';
import { useT } from '../../locales/language.tsx';
import { utcText } from '../../ui/format/date-text.ts';
import { SafeText } from '../../ui/safe-text.tsx';
import { Section } from '../../ui/section.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { StateWord, VerdictChip } from '../../ui/verdict-chip.tsx';
import { IssuedUnder } from '../standing/index.ts';
import { decisionTones, missingText } from './decision-words.ts';

const Count = styled('div')({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: rem(8),
  paddingTop: rem(8),
});
const Meter = styled('span')({
  display: 'inline-flex',
  gap: rem(4),
  i: {
    width: rem(12),
    height: rem(12),
    borderRadius: '50%',
    border: `2px solid ${look.lineStrong}`,
    background: look.surface,
  },
  'i[data-given]': { borderColor: look.pass.text, background: look.pass.text },
  '@media (forced-colors: active)': { 'i[data-given]': { background: 'CanvasText' } },
});
const Missing = styled('p')({ ...type.small, color: look.ink2, paddingTop: rem(4), overflowWrap: 'anywhere' });
const List = styled('ul')({
  listStyle: 'none',
  margin: 0,
  padding: 0,
  '& > li': { padding: `${rem(6)} 0`, borderTop: `1px solid ${look.line}`, overflowWrap: 'anywhere' },
  '& > li:first-of-type': { marginTop: rem(8) },
  '.who': { display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', gap: `0 ${rem(8)}` },
  '.name': { fontWeight: 600 },
  '[data-void] .name': { color: look.ink3, fontWeight: 400, textDecoration: 'line-through' },
  '.small': { ...type.small, color: look.ink3 },
  '.void': { ...type.small, color: look.warn.text },
});

/** How many have agreed and how many have to; each vote with its time, its end and, where it does not count, why. */
export function VotesPart({ decision }: { readonly decision: DecisionView }): ReactNode {
  const t = useT();
  const { state, approvals, needed, single, votes, standingId } = decision;
  if (state === 'free') return null;
  const missing = missingText(t, decision);
  const votesOf = t('decisions.votesOf', { have: approvals, needed });
  return (
    <Section
      title={t('decisions.title')}
      aside={<VerdictChip verdict={decisionTones[state]} word={t(`decisions.state_${state}`)} />}
    >
      <Count>
        <Meter
          role="meter"
          aria-label={t('decisions.title')}
          aria-valuemin={0}
          aria-valuemax={Math.max(1, needed)}
          aria-valuenow={Math.min(approvals, Math.max(1, needed))}
          aria-valuetext={votesOf}
        >
          {Array.from({ length: needed }, (_, at) => (
            <i key={at} data-given={at < approvals || undefined} />
          ))}
        </Meter>
        <span>{votesOf}</span>
        {single ? <VerdictChip verdict="warn" word={t('decisions.single')} /> : null}
      </Count>
      {single ? <Missing>{t('decisions.singleAbout')}</Missing> : null}
      {state === 'against' ? <Missing>{t('decisions.againstAbout')}</Missing> : null}
      {standingId === undefined ? null : (
        <Missing>
          <IssuedUnder standingId={standingId} />
        </Missing>
      )}
      {missing === undefined || state === 'against' ? null : <Missing>{missing}</Missing>}
      {votes.length === 0 ? null : (
        <List aria-label={t('decisions.title')}>
          {votes.map((vote) => (
            <Vote key={vote.voteId} vote={vote} />
          ))}
        </List>
      )}
    </Section>
  );
}

function Vote({ vote }: { readonly vote: VoteView }): ReactNode {
  const t = useT();
  const { name, decision, at, expires, standing, via } = vote;
  const counts = standing === 'counts';
  const verdict = !counts ? 'notApplicable' : decision === 'approve' ? 'pass' : 'fail';
  return (
    <li data-void={!counts || undefined}>
      <div className="who">
        <span className="name">{name === '' ? t('decisions.unknownName') : <SafeText text={name} />}</span>
        <StateWord verdict={verdict} word={t(`decisions.vote_${decision}`)} />
      </div>
      {counts ? null : <div className="void">{t(`decisions.standing_${standing}`)}</div>}
      <div className="small">
        {t('decisions.castAt', { at: utcText(new Date(at)) })}
        {counts ? `, ${t('decisions.countsUntil', { until: utcText(new Date(expires)) })}` : null}
        {via === 'file' ? `, ${t('decisions.viaFile')}` : null}
      </div>
    </li>
  );
}
