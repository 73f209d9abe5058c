import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { DueTask } from '../../../shared/contract/due.ts';
import { useT } from '../../locales/language.tsx';
import type { PlainKey, Translate } from '../../locales/translate.ts';
import { useCoreAction, useCoreQuery } from '../../platform/core.ts';
import { navigate } from '../../platform/route.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { PageBody, Section } from '../../ui/section.tsx';
import { EmptyState, LoadingState } from '../../ui/states.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { showToast } from '../../ui/toast-store.ts';
import type { Verdict } from '../../ui/tone.ts';
import { VerdictChip } from '../../ui/verdict-chip.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { PlanPart } from './plans-part.tsx';
import { RehearseDialog } from './rehearse-dialog.tsx';

const Rows = styled('ul')({
  listStyle: 'none',
  margin: 0,
  padding: 0,
  li: {
    display: 'grid',
    gridTemplateColumns: `minmax(0, 1fr) auto auto`,
    gap: `${rem(2)} ${rem(12)}`,
    alignItems: 'center',
    padding: `${rem(8)} 0`,
    borderBottom: `1px solid ${look.line}`,
  },
  '.what': { ...type.bodyStrong, overflowWrap: 'anywhere' },
  '.more': { ...type.small, color: look.ink2, gridColumn: '1 / -1' },
});

const TASKS = ['due.list'] as const;

/** What is due: decisions first, then what can be done now, then what comes. */
export function DuePage(): ReactNode {
  const t = useT();
  const [rehearsing, setRehearsing] = useState(false);
  const query = useCoreQuery(['requests', 'certificates', 'authorities', 'tokens', 'system'], TASKS, (core) =>
    core.due.list({}),
  );
  const red = useCoreQuery(['requests', 'certificates'], ['plans.list', 'red'], (core) =>
    core.plans.list({ show: 'red', offset: 0, limit: 50 }),
  );
  const running = useCoreAction((core, wish: { readonly taskId?: string }) => core.due.run(wish));
  const run = async (wish: { readonly taskId?: string }): Promise<void> => {
    const ran = await running.run(wish);
    if (ran === undefined) return;
    if (ran.failed.length > 0) showToast(t('due.failed', { count: ran.failed.length }));
    else showToast(ran.done.length > 0 ? t('due.ran', { count: ran.done.length }) : t('due.ranNothing'));
    await query.refetch();
    await red.refetch();
  };
  const tasks = query.data?.tasks ?? [];
  const hindrance = query.data?.hindrance;
  const plans = red.data?.rows ?? [];
  const shown = new Set(plans.map(({ planId }) => planId));
  const of = (state: DueTask['state']): readonly DueTask[] =>
    tasks.filter((task) => task.state === state && !shown.has(task.subject));
  const blocked = of('blocked');
  const isEmpty = tasks.length === 0 && plans.length === 0;
  const canRun = tasks.some(({ state, needs }) => state === 'due' && needs === 'nothing');
  return (
    <>
      <PageHead
        title={t('due.title')}
        actions={
          <>
            <Button icon="calendar-clock" onClick={() => setRehearsing(true)}>
              {t('due.rehearse')}
            </Button>
            <Button
              kind="primary"
              icon="play"
              disabledReason={running.busy ? t('due.busy') : canRun ? undefined : t('due.none')}
              onClick={() => void run({})}
            >
              {t('due.runNow')}
            </Button>
          </>
        }
      />
      {hindrance === undefined ? null : <Banner verdict="warn" text={t(`due.hindrance_${hindrance}`)} />}
      <PageBody>
        {query.error === null ? null : <FaultNote fault={query.error.fault} onRetry={() => void query.refetch()} />}
        {running.fault === undefined ? null : <FaultNote fault={running.fault} />}
        {query.data === undefined && query.error === null ? <LoadingState what={t('due.theTasks')} /> : null}
        {query.data !== undefined && isEmpty ? <EmptyState title={t('due.none')} text={t('due.noneText')} /> : null}
        {plans.map((plan) => (
          <PlanPart key={plan.planId} plan={plan} />
        ))}
        <Tasks titleKey="due.red" tasks={blocked} />
        <Tasks titleKey="due.now" tasks={of('due')} onRun={(taskId) => void run({ taskId })} />
        <Tasks titleKey="due.soon" tasks={of('soon')} />
      </PageBody>
      {rehearsing ? <RehearseDialog onClose={() => setRehearsing(false)} /> : null}
    </>
  );
}

function Tasks(props: {
  readonly titleKey: PlainKey;
  readonly tasks: readonly DueTask[];
  readonly onRun?: (taskId: string) => void;
}): ReactNode {
  const t = useT();
  const { titleKey, tasks, onRun } = props;
  if (tasks.length === 0) return null;
  return (
    <Section title={t(titleKey)}>
      <Rows>
        {tasks.map((task) => (
          <li key={task.taskId}>
            <span>
              <span className="what">
                <SafeText text={task.name} />
              </span>{' '}
              {t(`due.kind_${task.kind}`)}
            </span>
            <VerdictChip {...needsLook(t, task)} />
            {onRun !== undefined && task.needs === 'nothing' ? (
              <Button small onClick={() => onRun(task.taskId)}>
                {t('due.runNow')}
              </Button>
            ) : task.kind === 'crl' ? (
              <Button small onClick={() => navigate('authorities', { id: task.subject, name: task.name })}>
                {t('due.openIt')}
              </Button>
            ) : (
              <span />
            )}
            <span className="more">
              {t('due.planned')} <UtcDate date={new Date(task.plannedAt)} />
              {whyText(t, task.why)}
              {task.lastFault === undefined ? '' : ` ${t('due.lastFault', { code: task.lastFault })}`}
            </span>
          </li>
        ))}
      </Rows>
    </Section>
  );
}

function needsLook(t: Translate, task: DueTask): { readonly verdict: Verdict; readonly word: string } {
  switch (task.needs) {
    case 'person':
      return { verdict: 'fail', word: t('due.needsPerson') };
    case 'pin':
      return { verdict: 'warn', word: t('due.needsPin', { token: task.tokenLabel ?? '–' }) };
    case 'nothing':
      return { verdict: 'info', word: t('due.needsNothing') };
  }
}

const REASONS = [
  'unused',
  'successor-held',
  'successor-revoked',
  'successor-expired',
  'clock',
  'expired',
  'revoked',
  'due',
  'overdue',
  'pending',
  'catch-up',
  'current',
] as const;

/** Words of other kinds of tasks are not known here. */
function whyText(t: Translate, why: string | undefined): string {
  const known = REASONS.find((one) => one === why);
  return known === undefined ? '' : ` · ${t(`due.why_${known}`)}`;
}
