import { useState, type ReactNode } from 'react';
import type { InboxQuery } from '../../../shared/contract/request-desk.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { saveBytes, type SaveProblem } from '../csrs/save-bytes.ts';
import { FaultNote } from '../faults/fault-note.tsx';

const FORMATS = ['csv', 'json'] as const;
type Format = (typeof FORMATS)[number];

interface ExportListDialogProps {
  /** Those that are chosen; without any all that the query finds. */
  readonly requestIds: readonly string[];
  readonly query: InboxQuery;
  readonly onClose: () => void;
}

/** The list, or what is chosen in it, as a file. */
export function ExportListDialog({ requestIds, query, onClose }: ExportListDialogProps): ReactNode {
  const t = useT();
  const [format, setFormat] = useState<Format>('csv');
  const [problem, setProblem] = useState<SaveProblem>();
  const read = useCoreAction((core, wanted: Format) =>
    core.requests.exportList({
      format: wanted,
      ...(requestIds.length === 0 ? { query } : { requestIds: [...requestIds] }),
    }),
  );
  const save = async (): Promise<void> => {
    const file = await read.run(format);
    if (file === undefined) return;
    const failed = await saveBytes(t, file.suggestedName, file.content);
    setProblem(failed);
    if (failed === undefined) onClose();
  };
  const title = t(requestIds.length === 0 ? 'requests.exportList' : 'requests.exportSelected').replace('…', '');
  return (
    <Dialog
      open
      width="wide"
      title={title}
      onClose={onClose}
      onSubmit={() => void save()}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" icon="save" submit disabledReason={read.busy ? t('keys.busy') : undefined}>
            {t('partners.save')}
          </Button>
        </>
      }
    >
      <RadioCards<Format>
        label={t('requests.exportWhat')}
        value={format}
        cards={FORMATS.map((value) => ({
          value,
          title: t(`requests.export_${value}`),
          text: t(`requests.exportText_${value}`),
        }))}
        onChange={setFormat}
      />
      {read.fault === undefined ? null : <FaultNote fault={read.fault} />}
      {problem === undefined ? null : <Banner verdict="fail" text={t(`csrs.saveFailed_${problem}`)} />}
    </Dialog>
  );
}
