import { useState, type ReactNode } from 'react';
import type { RowFilter, RowOrder } from '../../../shared/contract/platform-rows.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { RunningWork } from '../work/running-work.tsx';
import type { PagedModule } from './data-columns.tsx';

const FORMATS = ['csv', 'json'] as const;
type Format = (typeof FORMATS)[number];
/** As the contract has it: shorter says nothing. */
const LEAST_REASON = 3;
const MOST_REASON = 300;

interface ExportRowsDialogProps {
  readonly module: PagedModule;
  readonly filter: RowFilter;
  readonly order: RowOrder;
  readonly descending: boolean;
  /** Those that are selected; none: all that the filter finds. */
  readonly rowIds: readonly number[];
  /** How many that are. */
  readonly count: number;
  readonly onClose: () => void;
}

/** Rows as a table or with their original JSON into a new file; personal data in the open only for a reason. */
export function ExportRowsDialog(props: ExportRowsDialogProps): ReactNode {
  const { module, filter, order, descending, rowIds, count, onClose } = props;
  const t = useT();
  const [format, setFormat] = useState<Format>('csv');
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [noShell, setNoShell] = useState(false);
  const [progress, setProgress] = useState({ done: 0, total: count });
  const isReady = !isOpen || reason.trim().length >= LEAST_REASON;
  const write = useCoreAction((core, grant: string, signal) =>
    core.platformData.export(
      {
        ...{ module, filter, order, descending, format, target: { grant } },
        ...(rowIds.length === 0 ? {} : { rowIds: [...rowIds] }),
        ...(isOpen ? { personal: { reason: reason.trim() } } : {}),
      },
      { signal, onItem: (item) => (item.kind === 'progress' ? setProgress(item) : undefined) },
    ),
  );
  const begin = async (): Promise<void> => {
    if (!isReady || write.busy) return;
    if (window.shell === undefined) {
      setNoShell(true);
      return;
    }
    const place = await window.shell.pickPlace('new-file', `${module}.${format}`);
    if (place === undefined) return;
    const done = await write.run(place.grant);
    if (done === undefined) return;
    showToast(t('dataLists.exported', { count: done.rows }));
    onClose();
  };
  const isPersonal = module === 'sessions' || module === 'cdrs' || module === 'tokens';
  return (
    <Dialog
      open
      width="wide"
      title={t(rowIds.length === 0 ? 'dataLists.exportAll' : 'dataLists.exportSelected', { count })}
      onClose={onClose}
      onSubmit={() => void begin()}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button
            kind="primary"
            icon="save"
            submit
            disabledReason={write.busy ? t('keys.busy') : isReady ? undefined : t('dataLists.reasonFirst')}
          >
            {t('dataLists.chooseFile')}
          </Button>
        </>
      }
    >
      <RadioCards<Format>
        label={t('dataLists.format')}
        value={format}
        cards={FORMATS.map((value) => ({
          value,
          title: t(`dataLists.format_${value}`),
          text: t(`dataLists.format_${value}Text`),
        }))}
        onChange={setFormat}
      />
      {isPersonal ? (
        <CheckField label={t('dataLists.personalOpen')} checked={isOpen} onChange={setOpen} />
      ) : (
        <p>{t('dataLists.noPersonal')}</p>
      )}
      {isOpen ? (
        <TextField
          label={t('platformData.reason')}
          hint={t('dataLists.reasonHint')}
          value={reason}
          maxLength={MOST_REASON}
          onChange={setReason}
        />
      ) : null}
      {noShell ? <Banner verdict="fail" text={t('csrs.saveFailed_no-shell')} /> : null}
      {write.busy ? (
        <RunningWork
          what={t('dataLists.exporting')}
          done={progress.done}
          total={progress.total}
          cancelKeeps={t('dataLists.cancelKeeps')}
          onCancel={write.cancel}
        />
      ) : null}
      {write.fault === undefined ? null : <FaultNote fault={write.fault} />}
    </Dialog>
  );
}
