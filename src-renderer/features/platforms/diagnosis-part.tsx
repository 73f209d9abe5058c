import { useState, type ReactNode } from 'react';
import type { DiagnosisStep } from '../../../shared/contract/platform-diagnosis.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { useMayCall } from '../../platform/operators.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Prose, Section } from '../../ui/section.tsx';
import { VerdictCounts } from '../../ui/verdict-chip.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { TokenWork, usePromptState } from '../keys/prompt-state.tsx';
import { reportText } from './diagnosis-report.ts';
import { DiagnosisStepView } from './diagnosis-step.tsx';

type As = 'ourselves' | 'stranger';

/** Every step to the platform as it is done: what was found, what it means, what to tell the partner. */
export function DiagnosisPart(props: { readonly connectionId: string; readonly name: string }): ReactNode {
  const t = useT();
  const { connectionId, name } = props;
  const [as, setAs] = useState<As>('ourselves');
  const [steps, setSteps] = useState<readonly DiagnosisStep[]>([]);
  const [isDone, setDone] = useState(false);
  const prompt = usePromptState();
  const noDiagnosis = useMayCall('platforms.diagnose');
  const ask = useCoreAction((core, who: As, signal) => {
    prompt.reset();
    setAs(who);
    setSteps([]);
    setDone(false);
    const call = who === 'stranger' ? core.platforms.stranger : core.platforms.diagnose;
    return call(
      { connectionId },
      {
        signal,
        onItem: (item) => {
          if (item.kind === 'step') setSteps((before) => [...before, item.step]);
          else prompt.take(item);
        },
      },
    );
  });
  const run = async (who: As): Promise<void> => setDone((await ask.run(who)) !== undefined);
  const count = (verdict: DiagnosisStep['verdict']): number => steps.filter((step) => step.verdict === verdict).length;
  return (
    <>
      <Prose>{t('platforms.diagnosisText')}</Prose>
      <ButtonRow>
        <Button
          kind="primary"
          icon="scan-search"
          disabled={ask.busy}
          disabledReason={noDiagnosis}
          onClick={() => void run('ourselves')}
        >
          {t('platforms.diagnose')}
        </Button>
        <Button icon="eye" disabled={ask.busy} disabledReason={noDiagnosis} onClick={() => void run('stranger')}>
          {t('platforms.stranger')}
        </Button>
      </ButtonRow>
      {ask.busy ? <TokenWork what={t(`platforms.asking_${as}`)} state={prompt.state} onCancel={ask.cancel} /> : null}
      {ask.fault === undefined ? null : <FaultNote fault={ask.fault} />}
      {steps.length === 0 ? null : (
        <Section
          title={t(`platforms.steps_${as}`)}
          aside={
            <>
              <VerdictCounts counts={{ fail: count('fail'), warn: count('warn'), pass: count('pass') }} />
              {isDone ? <CopyButton what={t('platforms.report')} text={reportText(name, as, steps)} /> : null}
            </>
          }
        >
          {steps.map((step, at) => (
            <DiagnosisStepView key={`${at} ${step.step}`} step={step} />
          ))}
        </Section>
      )}
    </>
  );
}
