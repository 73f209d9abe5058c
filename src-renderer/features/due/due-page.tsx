import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { DueTask } from '../../../shared/contract/due.ts';
import { useT } from '../../locales/language.tsx';
import type { PlainKey, Translate } from '../../locales/translate.ts';
import { useCoreAction, useCoreQuery } from '../../platform/core.ts';
import { navigate } from '../../platform/route.ts';
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
import { Hindrance } from './hindrance.tsx';
import { RehearseDialog } from './rehearse-dialog.tsx';
import { type SignIn, useSignIn } from './use-sign-in.tsx';

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
  '.deeds': { display: 'flex', gap: rem(8), justifyContent: 'flex-end' },
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
  const signIn = useSignIn(() => void run({}));
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
      <PageBody>
        {hindrance === undefined ? null : <Hindrance what={hindrance} onTrusted={() => void query.refetch()} />}
        {query.error === null ? null : <FaultNote fault={query.error.fault} onRetry={() => void query.refetch()} />}
        {running.fault === undefined ? null : <FaultNote fault={running.fault} />}
        {signIn.note}
        {query.data === undefined && query.error === null ? <LoadingState what={t('due.theTasks')} /> : null}
        {query.data !== undefined && isEmpty ? <EmptyState title={t('due.none')} text={t('due.noneText')} /> : null}
        {plans.map((plan) => (
          <PlanPart key={plan.planId} plan={plan} opens />
        ))}
        <Tasks titleKey="due.red" tasks={blocked} />
        <Tasks titleKey="due.now" tasks={of('due')} onRun={(taskId) => void run({ taskId })} signIn={signIn} />
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
  readonly signIn?: SignIn;
}): ReactNode {
  const t = useT();
  const { titleKey, tasks, onRun, signIn } = props;
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
            <span className="deeds">
              {signIn !== undefined && task.needs === 'pin' && task.tokenUri !== undefined ? (
                <Button
                  small
                  icon="lock-open"
                  disabledReason={signIn.disabledReason}
                  onClick={() => signIn.start(task)}
                >
                  {t('tokens.signIn')}
                </Button>
              ) : null}
              {onRun !== undefined && task.needs === 'nothing' ? (
                <Button small onClick={() => onRun(task.taskId)}>
                  {t('due.runNow')}
                </Button>
              ) : null}
              <Button small onClick={() => openTask(task)}>
                {t('due.openIt')}
              </Button>
            </span>
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

/** The page that shows what a task is about. */
function openTask({ kind, subject, requestId, name }: DueTask): void {
  switch (kind) {
    case 'plan':
      if (requestId !== undefined) navigate('requests', { id: requestId, name });
      break;
    case 'standing':
      navigate('requests', { id: subject, name });
      break;
    case 'crl':
      navigate('authorities', { id: subject, name });
      break;
    case 'checkpoint':
      navigate('audit');
      break;
    case 'sync':
      navigate('platforms', { id: subject, name });
      break;
    case 'retention':
      navigate('platforms');
  }
}

function needsLook(t: Translate, task: DueTask): { readonly verdict: Verdict; readonly word: string } {
  switch (task.needs) {
    case 'person':
      // Of what comes later nobody is late yet.
      return { verdict: task.state === 'soon' ? 'warn' : 'fail', word: t('due.needsPerson') };
    case 'pin':
      return { verdict: 'warn', word: t('due.needsPin', { token: task.tokenLabel ?? '–' }) };
    case 'nothing':
      return { verdict: 'info', word: t('due.needsNothing') };
  }
}

const REASONS = [
  'unused',
  'unseen',
  'renewal',
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
  'sign-in',
  'vault',
  'no-key',
  'pin-each-time',
  'checkpoint',
  'current',
] as const;

/** Words of other kinds of tasks are not known here. */
function whyText(t: Translate, why: string | undefined): string {
  const known = REASONS.find((one) => one === why);
  return known === undefined ? '' : ` · ${t(`due.why_${known}`)}`;
}
