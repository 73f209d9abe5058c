import { useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Prose } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { FaultNote } from '../faults/fault-note.tsx';

interface PlanNoteDialogProps {
  readonly deed: 'confirm' | 'cancel';
  readonly planId: string;
  readonly onClose: () => void;
}

/** Confirms that the successor is at work, or cancels the plan; either with a note for the record. */
export function PlanNoteDialog({ deed, planId, onClose }: PlanNoteDialogProps): ReactNode {
  const t = useT();
  const [note, setNote] = useState('');
  const deciding = useCoreAction((core, said: string) => core.plans[deed]({ planId, note: said }));
  const said = note.trim();
  const submit = async (): Promise<void> => {
    if (said === '' || deciding.busy) return;
    if ((await deciding.run(said)) !== undefined) onClose();
  };
  return (
    <Dialog
      open
      title={t(`due.${deed}Title`)}
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button
            kind={deed === 'cancel' ? 'danger' : 'primary'}
            submit
            disabledReason={said === '' ? t('due.noteFirst') : deciding.busy ? t('due.busy') : undefined}
          >
            {t(`due.${deed}Now`)}
          </Button>
        </>
      }
    >
      <Prose>{t(`due.${deed}Text`)}</Prose>
      <TextField label={t('due.note')} value={note} maxLength={200} autoFocus onChange={setNote} />
      {deciding.fault === undefined ? null : <FaultNote fault={deciding.fault} />}
    </Dialog>
  );
}
