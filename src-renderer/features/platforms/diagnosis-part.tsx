import { useMemo, type ReactNode } from 'react';
import type { DiagnosisStep } from '../../../shared/contract/platform-diagnosis.ts';
import type { Connection } from '../../../shared/contract/platforms.ts';
import { useT } from '../../locales/language.tsx';
import { useCommands, type Command } from '../../platform/commands.ts';
import type { CoreFault } from '../../platform/core.ts';
import { useMayCall } from '../../platform/operators.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { RelativeDate } from '../../ui/dates.tsx';
import { Prose, Section } from '../../ui/section.tsx';
import { useUi } from '../../ui/ui-context.tsx';
import { VerdictCounts } from '../../ui/verdict-chip.tsx';
import { reportText } from './diagnosis-report.ts';
import { type As, cancelDiagnosis, diagnose, type Diagnosis, useDiagnoses } from './diagnosis-session.ts';
import { DiagnosisStepView } from './diagnosis-step.tsx';
import { ToldWork } from './told-work.tsx';
import { Trouble } from './trouble.tsx';

interface DiagnosisPartProps {
  readonly connection: Connection;
  readonly onOtherHost: (fault: CoreFault) => void;
}

/** Every step to the platform as it is done: what was found, what it means, what to tell the partner. */
export function DiagnosisPart({ connection, onOtherHost }: DiagnosisPartProps): ReactNode {
  const t = useT();
  const { connectionId, settings } = connection;
  const { name } = settings;
  const { clock } = useUi().ports;
  const diagnosis = useDiagnoses((all) => all[connectionId]);
  const isRunning = diagnosis?.running === true;
  const noDiagnosis = useMayCall('platforms.diagnose');
  const reason = noDiagnosis ?? (isRunning ? t('platforms.isAsking') : undefined);
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: 'platforms.diagnose',
        title: () => t('platforms.diagnose'),
        icon: 'scan-search',
        keys: 'Ctrl+Enter',
        scope: 'here',
        disabledReason: () => reason,
        run: () => void diagnose({ connectionId, name }, 'ourselves', clock.now()),
      },
    ],
    [t, reason, connectionId, name, clock],
  );
  useCommands(commands);
  const run = (as: As): void => void diagnose({ connectionId, name }, as, clock.now());
  return (
    <>
      <Prose>{t('platforms.diagnosisText')}</Prose>
      <ButtonRow>
        <Button
          kind="primary"
          icon="scan-search"
          keys="Ctrl+Enter"
          disabledReason={reason}
          onClick={() => run('ourselves')}
        >
          {t('platforms.diagnose')}
        </Button>
        <Button icon="eye" disabledReason={reason} onClick={() => run('stranger')}>
          {t('platforms.stranger')}
        </Button>
      </ButtonRow>
      {diagnosis === undefined ? null : (
        <Found connection={connection} diagnosis={diagnosis} onOtherHost={onOtherHost} />
      )}
    </>
  );
}

function Found(props: DiagnosisPartProps & { readonly diagnosis: Diagnosis }): ReactNode {
  const t = useT();
  const { connection, diagnosis, onOtherHost } = props;
  const { connectionId, settings } = connection;
  const { as, began, running, steps, pinWindow, wrong, fault } = diagnosis;
  const count = (verdict: DiagnosisStep['verdict']): number => steps.filter((step) => step.verdict === verdict).length;
  return (
    <>
      {running ? (
        <ToldWork
          what={t(`platforms.asking_${as}`, { name: settings.name })}
          done={steps.length}
          asked={{ pinWindow, wrong }}
          onCancel={() => cancelDiagnosis(connectionId)}
        />
      ) : null}
      <Trouble connection={connection} fault={fault} onOtherHost={onOtherHost} />
      {steps.length === 0 ? null : (
        <Section
          title={t(`platforms.steps_${as}`)}
          aside={
            <>
              <RelativeDate date={began} />
              <VerdictCounts counts={{ fail: count('fail'), warn: count('warn'), pass: count('pass') }} />
              {running ? null : (
                <CopyButton what={t('platforms.report')} text={reportText(connection, { as, began, steps })} />
              )}
            </>
          }
        >
          {steps.map((step, at) => (
            <DiagnosisStepView
              key={`${at} ${step.step}`}
              step={step}
              {...(step.code === 'OTHER_HOST'
                ? {
                    answer: (
                      <Trouble
                        connection={connection}
                        fault={{ code: step.code, data: step.values }}
                        onOtherHost={onOtherHost}
                        told
                      />
                    ),
                  }
                : {})}
            />
          ))}
        </Section>
      )}
    </>
  );
}
