import { useState, type ReactNode } from 'react';
import type { StandingView } from '../../../shared/contract/standing.ts';
import { useT } from '../../locales/language.tsx';
import type { Translate } from '../../locales/translate.ts';
import { useCoreAction } from '../../platform/core.ts';
import { useMayCall } from '../../platform/operators.ts';
import { navigate } from '../../platform/route.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { type Fact, Facts } from '../../ui/facts.tsx';
import { Fingerprint } from '../../ui/mono.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { PageBody, Section } from '../../ui/section.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { VerdictChip } from '../../ui/verdict-chip.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { RuleFacts } from './rule-facts.tsx';
import { isStoppable, standingLook } from './standing-words.ts';
import { UsesPart } from './uses-part.tsx';

/** One rule: what it allows, who allowed it, what was issued under it, and the button that ends it. */
export function RuleDetail({ view }: { readonly view: StandingView }): ReactNode {
  const t = useT();
  const { rule, state } = view;
  const [asking, setAsking] = useState(false);
  const mayStop = useMayCall('standing.stop');
  const stop = useCoreAction((core, standingId: string) => core.standing.stop({ standingId }));
  const onStop = async (): Promise<void> => {
    if ((await stop.run(rule.standingId)) === undefined) return;
    setAsking(false);
    showToast(t('standing.stopped'));
  };
  return (
    <>
      <PageHead
        title={<SafeText text={rule.name} />}
        facts={<VerdictChip {...standingLook(t, state)} />}
        actions={
          <Button
            kind="danger"
            icon="circle-x"
            disabledReason={isStoppable(state) ? mayStop : t('standing.notStoppable')}
            onClick={() => setAsking(true)}
          >
            {t('standing.stop')}
          </Button>
        }
      />
      <PageBody>
        <StateBanner state={state} />
        <Section title={t('standing.allows')}>
          <RuleFacts view={view} />
        </Section>
        <Section title={t('standing.history')}>
          <Facts lines facts={historyFacts(t, view)} />
        </Section>
        <UsesPart standingId={rule.standingId} />
      </PageBody>
      {asking ? (
        <ConfirmDialog
          open
          danger
          question={t('standing.stopAsk', { name: rule.name })}
          consequence={t('standing.stopText')}
          confirm={t('standing.stopDo')}
          keep={t('standing.stopKeep')}
          busy={stop.busy}
          problem={stop.fault === undefined ? null : <FaultNote fault={stop.fault} />}
          onConfirm={() => void onStop()}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </>
  );
}

function StateBanner({ state }: Pick<StandingView, 'state'>): ReactNode {
  const t = useT();
  if (state === 'active') return null;
  const { verdict } = standingLook(t, state);
  return (
    <Banner
      verdict={verdict === 'fail' ? 'fail' : 'info'}
      text={t(`standing.about_${state}`)}
      {...(state === 'proposed'
        ? { action: { label: t('standing.toVote'), onAction: () => navigate('operators') } }
        : {})}
    />
  );
}

function historyFacts(t: Translate, view: StandingView): readonly Fact[] {
  const { proposedBy, proposedAt, voters, since, sha256, stopped, nextExpected } = view;
  const byAt = (name: string, at: string): ReactNode => (
    <>
      <SafeText text={name} /> <UtcDate date={new Date(at)} />
    </>
  );
  return [
    { label: t('standing.proposedBy'), value: byAt(proposedBy, proposedAt) },
    {
      label: t('standing.voters'),
      value:
        voters.length === 0
          ? t('standing.nobodyYet')
          : voters.map(({ name, at }) => <div key={`${name} ${at}`}>{byAt(name, at)}</div>),
    },
    ...(since === undefined ? [] : [{ label: t('standing.since'), value: <UtcDate date={new Date(since)} /> }]),
    ...(stopped === undefined ? [] : [{ label: t('standing.stoppedBy'), value: byAt(stopped.by, stopped.at) }]),
    ...(nextExpected === undefined
      ? []
      : [{ label: t('standing.nextExpected'), value: <UtcDate date={new Date(nextExpected)} /> }]),
    { label: t('standing.sha256'), value: <Fingerprint hex={sha256} short copy={t('standing.sha256')} /> },
  ];
}
