import { styled } from '@mui/material/styles';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { GuideRunView } from '../../../shared/contract/guides.ts';
import type { StepState } from '../../../shared/domain/guides.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction, useCoreQuery } from '../../platform/core.ts';
import { useMayCall } from '../../platform/operators.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { ProgressBar } from '../../ui/progress.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { PageBody, Section } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { showToast } from '../../ui/toast-store.ts';
import { VerdictChip } from '../../ui/verdict-chip.tsx';
import { saveBytes, type SaveProblem } from '../csrs/save-bytes.ts';
import { savePdf } from '../evidence/save-pdf.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { AbandonDialog } from './abandon-dialog.tsx';
import { runLook } from './guide-words.ts';
import { MarkDialog, type Wish } from './mark-dialog.tsx';
import { RunStep, stepTitleId } from './run-step.tsx';
import { SincePart } from './since-part.tsx';

const Steps = styled('ol')({ listStyle: 'none', margin: 0, padding: 0 });
const Progress = styled('div')({ maxWidth: rem(720) });

/** One run of a guide: its steps in their order, what was said and what is seen of each. */
export function RunPage({ runId }: { readonly runId: string }): ReactNode {
  const t = useT();
  // Whatever is done anywhere leaves an entry in the audit log: then it is looked again.
  const query = useCoreQuery(['audit', 'tokens', 'system'], ['guides.show', runId], (core) =>
    core.guides.show({ runId }),
  );
  if (query.error !== null) {
    return (
      <>
        <PageHead title={t('guides.title')} />
        <PageBody>
          <FaultNote fault={query.error.fault} onRetry={() => void query.refetch()} />
        </PageBody>
      </>
    );
  }
  if (query.data === undefined) return <LoadingState what={t('guides.theRun')} />;
  return <Run view={query.data} onChanged={() => void query.refetch()} />;
}

function Run({ view, onChanged }: { readonly view: GuideRunView; readonly onChanged: () => void }): ReactNode {
  const t = useT();
  const { run, steps, links } = view;
  const { runId } = run;
  const ended = run.state !== 'open';
  const mayCheck = useMayCall('guides.check');
  const [wish, setWish] = useState<Wish>();
  const focusNext = useFocusNext(view);
  const checking = useCoreAction((core, said: { wish: Wish; note: string }) =>
    core.guides.check({ runId, step: said.wish.step, state: said.wish.state, note: said.note }),
  );
  const forbidden = mayCheck ?? (checking.busy ? t('guides.busy') : undefined);
  const say = async (next: Wish, note: string): Promise<void> => {
    if ((await checking.run({ wish: next, note })) === undefined) return;
    setWish(undefined);
    if (!next.noteOnly && next.state !== 'open') focusNext(next.step);
    onChanged();
  };
  const onSay = (step: Wish['step'], state: StepState, how: 'at-once' | 'asked' | 'note'): void => {
    checking.clear();
    const next = { step, state, noteOnly: how === 'note', against: how === 'asked' && state === 'done' };
    if (how === 'at-once') void say(next, '');
    else setWish(next);
  };
  return (
    <>
      <Head view={view} forbidden={mayCheck} onChanged={onChanged} />
      <PageBody>
        {ended ? null : (
          <Progress>
            <ProgressBar
              label={t('guides.progress', { done: run.settled, count: run.steps })}
              done={run.settled}
              total={run.steps}
            />
          </Progress>
        )}
        {ended || run.guide === 'ca-rollover' ? null : (
          <SincePart run={run} forbidden={mayCheck} onChanged={onChanged} />
        )}
        {checking.fault === undefined || wish !== undefined ? null : <FaultNote fault={checking.fault} />}
        <Section title={t('guides.steps')}>
          <Steps>
            {steps.map((step, index) => (
              <RunStep
                key={step.step}
                step={step}
                number={index + 1}
                links={links}
                forbidden={forbidden}
                ended={ended}
                onSay={(state, how) => onSay(step.step, state, how)}
              />
            ))}
          </Steps>
        </Section>
      </PageBody>
      {wish === undefined ? null : (
        <MarkDialog
          wish={wish}
          busy={checking.busy}
          fault={checking.fault}
          onSay={(note) => void say(wish, note)}
          onClose={() => setWish(undefined)}
        />
      )}
    </>
  );
}

/** The button of a settled step is gone: the focus goes on to the next step that is open. */
function useFocusNext(view: GuideRunView): (step: Wish['step']) => void {
  const settled = useRef<Wish['step']>(undefined);
  useEffect(() => {
    const step = settled.current;
    const at = view.steps.findIndex((one) => one.step === step);
    if (step === undefined || view.steps[at]?.state === 'open') return;
    settled.current = undefined;
    const next = view.steps.slice(at + 1).find(({ state }) => state === 'open');
    document.getElementById(stepTitleId((next ?? view.steps[at])?.step ?? step))?.focus();
  }, [view]);
  return (step) => {
    settled.current = step;
  };
}

const FORMATS = ['pdf', 'html', 'md', 'json'] as const;
type Format = (typeof FORMATS)[number];

function Head(props: {
  readonly view: GuideRunView;
  readonly forbidden: string | undefined;
  readonly onChanged: () => void;
}): ReactNode {
  const t = useT();
  const { run, steps } = props.view;
  const { runId } = run;
  const [abandoning, setAbandoning] = useState(false);
  const [problem, setProblem] = useState<SaveProblem>();
  const finishing = useCoreAction((core) => core.guides.finish({ runId }));
  const saving = useCoreAction((core, format: 'md' | 'html' | 'json') =>
    core.guides.export({ runId, format, language: t.language === 'de' ? 'de' : 'en' }),
  );
  const open = steps.filter(({ state }) => state === 'open').length;
  const ended = run.state !== 'open';
  const busy = finishing.busy || saving.busy ? t('guides.busy') : undefined;
  const finish = async (): Promise<void> => {
    if ((await finishing.run(undefined)) === undefined) return;
    showToast(t('guides.finished'));
    props.onChanged();
  };
  const save = async (format: Format): Promise<void> => {
    const made = await saving.run(format === 'pdf' ? 'html' : format);
    if (made === undefined) return;
    const write = format === 'pdf' ? savePdf : saveBytes;
    setProblem(await write(t, made.suggestedName, made.content));
  };
  const look = runLook(t, run.state);
  return (
    <>
      <PageHead
        title={
          <>
            {t(`guides.guide_${run.guide}`)}
            {run.aboutName === '' ? null : (
              <>
                {': '}
                <SafeText text={run.aboutName} />
              </>
            )}
          </>
        }
        facts={
          <>
            <VerdictChip {...look} />
            <span>{t('guides.progress', { done: run.settled, count: run.steps })}</span>
            <span>
              <UtcDate date={new Date(run.startedAt)} />{' '}
              <SafeText text={t('guides.startedBy', { name: run.startedBy })} />
            </span>
            {run.endedAt === undefined ? null : (
              <span>
                <UtcDate date={new Date(run.endedAt)} />{' '}
                <SafeText text={t('guides.endedBy', { state: look.word, name: run.endedBy ?? '' })} />
              </span>
            )}
          </>
        }
        actions={
          <>
            {ended ? null : (
              <Button
                kind="primary"
                disabledReason={
                  props.forbidden ?? busy ?? (open > 0 ? t('guides.finishOpen', { count: open }) : undefined)
                }
                onClick={() => void finish()}
              >
                {t('guides.finish')}
              </Button>
            )}
            <MenuButton
              items={[
                ...FORMATS.map((format) => ({
                  label: `${t('guides.saveRecord')}: ${t(`guides.save_${format}`)}`,
                  icon: format === 'pdf' ? ('printer' as const) : ('save' as const),
                  disabledReason: busy,
                  onSelect: () => void save(format),
                })),
                ...(ended
                  ? []
                  : [
                      {
                        label: t('guides.abandon'),
                        danger: true,
                        disabledReason: props.forbidden,
                        onSelect: () => setAbandoning(true),
                      },
                    ]),
              ]}
            />
          </>
        }
      />
      {run.reason === '' ? null : <Banner verdict="info" text={<SafeText text={run.reason} />} />}
      {finishing.fault === undefined ? null : <FaultNote fault={finishing.fault} />}
      {saving.fault === undefined ? null : <FaultNote fault={saving.fault} />}
      {problem === undefined ? null : <Banner verdict="fail" text={t(`csrs.saveFailed_${problem}`)} />}
      {abandoning ? (
        <AbandonDialog runId={runId} onClose={() => setAbandoning(false)} onDone={props.onChanged} />
      ) : null}
    </>
  );
}
