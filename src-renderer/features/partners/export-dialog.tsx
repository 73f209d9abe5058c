import { useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { RadioCards } from '../../ui/radio-cards.tsx';
import { saveBytes, type SaveProblem } from '../csrs/save-bytes.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { plain } from './partner-words.ts';

const FORMATS = ['json', 'csv', 'schema'] as const;
type Format = (typeof FORMATS)[number];

/** The registry as a file. */
export function ExportPartnersDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const t = useT();
  const [format, setFormat] = useState<Format>('json');
  const [archived, setArchived] = useState(false);
  const [problem, setProblem] = useState<SaveProblem>();
  const read = useCoreAction((core, wanted: Format) => core.partners.export({ format: wanted, archived }));
  const save = async (): Promise<void> => {
    const file = await read.run(format);
    if (file === undefined) return;
    const failed = await saveBytes(t, file.suggestedName, file.content);
    setProblem(failed);
    if (failed === undefined) onClose();
  };
  return (
    <Dialog
      open
      width="wide"
      title={plain(t('partners.export'))}
      onClose={onClose}
      onSubmit={() => void save()}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" icon="save" submit>
            {t('partners.save')}
          </Button>
        </>
      }
    >
      <RadioCards<Format>
        label={t('partners.exportWhat')}
        value={format}
        cards={FORMATS.map((value) => ({
          value,
          title: t(`partners.export_${value}`),
          text: t(`partners.exportText_${value}`),
        }))}
        onChange={setFormat}
      />
      {format === 'schema' ? null : (
        <CheckField label={t('partners.exportArchived')} checked={archived} onChange={setArchived} />
      )}
      {read.fault === undefined ? null : <FaultNote fault={read.fault} />}
      {problem === undefined ? null : <Banner verdict="fail" text={t(`csrs.saveFailed_${problem}`)} />}
    </Dialog>
  );
}
