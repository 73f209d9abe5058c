import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { AppContract } from '../../../shared/contract/app-contract.ts';
import type { OutputOf } from '../../../shared/contract/wire/contract.ts';
import { useT } from '../../locales/language.tsx';
import type { Result } from '../../../shared/util/result.ts';
import { useCoreAction, type CoreFault } from '../../platform/core.ts';
import { SegmentedField } from '../../ui/choice-fields.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { Facts } from '../../ui/facts.tsx';
import { utcDay } from '../../ui/format/date-text.ts';
import { Fingerprint, Mono } from '../../ui/mono.tsx';
import { Prose, Section } from '../../ui/section.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { showToast } from '../../ui/toast-store.ts';
import { useNow } from '../../ui/use-now.ts';
import { RunningWork } from '../work/running-work.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import type { AuditFilter } from './audit-filters.tsx';
import { Panel } from './panel.tsx';

type Answer = Omit<OutputOf<AppContract['audit']['export']>, 'head'> & { readonly head?: string };
/** The whole log, which anybody can verify, or the rows that are shown, for reading. */
type What = 'whole' | 'csv' | 'json';
const ENDINGS = { whole: 'jsonl', csv: 'csv', json: 'json' } as const;

const Choice = styled('div')({ padding: `${rem(10)} 0` });

interface ExportProps {
  readonly filter: AuditFilter;
  /** How many entries fit the filter. */
  readonly fitting: number;
  readonly onClose: () => void;
}

/** All entries as JSON Lines into a new file that anybody can verify, or what is shown as a table or JSON. */
export function ExportPart({ filter, fitting, onClose }: ExportProps): ReactNode {
  const t = useT();
  const now = useNow();
  const [answer, setAnswer] = useState<Answer>();
  const [noShell, setNoShell] = useState(false);
  const [progress, setProgress] = useState({ done: 0, total: 0 });
  const [what, setWhat] = useState<What>('whole');
  const action = useCoreAction(async (client, grant: string, signal): Promise<Result<Answer, CoreFault>> => {
    const options = { signal, onItem: setProgress };
    const target = { grant };
    return what === 'whole'
      ? client.audit.export({ target }, options)
      : client.audit.exportView({ target, format: what, ...filter }, options);
  });
  const begin = async (): Promise<void> => {
    if (window.shell === undefined) {
      setNoShell(true);
      return;
    }
    const place = await window.shell.pickPlace('new-file', `audit-${utcDay(now)}.${ENDINGS[what]}`);
    if (place === undefined) return;
    setAnswer(undefined);
    const done = await action.run(place.grant);
    if (done === undefined) return;
    setAnswer(done);
    showToast(t('audit.exported', { count: done.entries }));
  };
  return (
    <Panel>
      <Section title={t('audit.exportTitle')}>
        <Choice>
          <SegmentedField<What>
            label={t('audit.exportWhat')}
            hideLabel
            value={what}
            choices={[
              { value: 'whole', label: t('audit.exportWhole') },
              { value: 'csv', label: t('audit.exportCsv') },
              { value: 'json', label: t('audit.exportJson') },
            ]}
            onChange={setWhat}
          />
        </Choice>
        <Prose>{what === 'whole' ? t('audit.exportText') : t('audit.exportViewText', { count: fitting })}</Prose>
      </Section>
      {noShell ? <Banner verdict="fail" text={t('csrs.saveFailed_no-shell')} /> : null}
      {action.busy ? (
        <RunningWork
          what={t('audit.exporting')}
          done={progress.done}
          {...(progress.total === 0 ? {} : { total: progress.total })}
          cancelKeeps={t('audit.exportCancelKeeps')}
          onCancel={action.cancel}
        />
      ) : null}
      {action.fault === undefined ? null : <FaultNote fault={action.fault} onRetry={() => void begin()} />}
      {answer === undefined ? null : (
        <Facts
          facts={[
            { label: t('audit.file'), value: <Mono text={answer.path} copy={t('audit.file')} /> },
            { label: t('audit.entries'), value: t('audit.count', { count: answer.entries }) },
            ...(answer.head === undefined
              ? []
              : [{ label: t('audit.head'), value: <Fingerprint hex={answer.head} copy={t('audit.head')} /> }]),
          ]}
        />
      )}
      <ButtonRow>
        <Button icon="download" disabledReason={action.busy ? t('keys.busy') : undefined} onClick={() => void begin()}>
          {t('audit.chooseFile')}
        </Button>
        <Button
          kind="text"
          onClick={() => {
            action.cancel();
            onClose();
          }}
        >
          {t('ui.close')}
        </Button>
      </ButtonRow>
    </Panel>
  );
}
