import { useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Prose } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { useDesk } from './use-desk.ts';

interface AsideDialogProps {
  readonly kind: 'hold' | 'withdraw';
  readonly requestIds: readonly string[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Puts requests aside, with a reason for colleagues. */
export function AsideDialog({ kind, requestIds, onClose, onDone }: AsideDialogProps): ReactNode {
  const t = useT();
  const [reason, setReason] = useState('');
  const desk = useDesk();
  const why = reason.trim();
  const submit = async (): Promise<void> => {
    if (why === '' || desk.busy) return;
    const wish = { requestIds: [...requestIds], reason: why };
    const done = await desk.run((core) => core.requests[kind](wish));
    if (done !== undefined) onDone();
  };
  return (
    <Dialog
      open
      title={t(`requests.${kind}Title`)}
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button
            kind="primary"
            submit
            disabledReason={why === '' ? t('requests.whyFirst') : desk.busy ? t('keys.busy') : undefined}
          >
            {t(`requests.${kind}Now`)}
          </Button>
        </>
      }
    >
      <Prose>{t(`requests.${kind}Text`)}</Prose>
      <TextField
        label={t('requests.why')}
        hint={t('requests.whyHint')}
        value={reason}
        lines={3}
        maxLength={2000}
        autoFocus
        onChange={setReason}
      />
      {desk.fault === undefined ? null : <FaultNote fault={desk.fault} />}
    </Dialog>
  );
}
