import { useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Prose } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { FaultNote } from '../faults/fault-note.tsx';

/** Ends a run with steps that are open, with the reason. */
export function AbandonDialog(props: {
  readonly runId: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}): ReactNode {
  const t = useT();
  const { runId, onClose, onDone } = props;
  const [reason, setReason] = useState('');
  const abandoning = useCoreAction((core, said: string) => core.guides.abandon({ runId, reason: said }));
  const said = reason.trim();
  const submit = async (): Promise<void> => {
    if (said === '' || abandoning.busy) return;
    if ((await abandoning.run(said)) === undefined) return;
    onClose();
    onDone();
  };
  return (
    <Dialog
      open
      title={t('guides.abandonTitle')}
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button
            kind="danger"
            submit
            disabledReason={said === '' ? t('guides.noteFirst') : abandoning.busy ? t('guides.busy') : undefined}
          >
            {t('guides.abandonNow')}
          </Button>
        </>
      }
    >
      <Prose>{t('guides.abandonText')}</Prose>
      <TextField label={t('guides.noteWhy')} value={reason} lines={3} maxLength={2000} autoFocus onChange={setReason} />
      {abandoning.fault === undefined ? null : <FaultNote fault={abandoning.fault} />}
    </Dialog>
  );
}
