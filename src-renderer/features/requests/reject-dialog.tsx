import { useState, type ReactNode } from 'react';
import type { RejectReason, RequestRow } from '../../../shared/contract/requests.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/choice-fields.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { REASONS, requestName } from './request-words.ts';

/** A rejection has a reason from the list, chosen by a person and not by us, and may have a note. */
export function RejectDialog({
  request,
  onClose,
}: {
  readonly request: RequestRow;
  readonly onClose: () => void;
}): ReactNode {
  const t = useT();
  const [reason, setReason] = useState<RejectReason>();
  const [note, setNote] = useState('');
  const { requestId } = request;
  const reject = useCoreAction((core, why: RejectReason) => core.requests.reject({ requestId, reason: why, note }));
  const submit = async (): Promise<void> => {
    if (reason === undefined || reject.busy || (await reject.run(reason)) === undefined) return;
    showToast(t('requests.rejected', { name: requestName(request) }));
    onClose();
  };
  const missing = reason === undefined ? t('requests.reasonFirst') : reject.busy ? t('keys.busy') : undefined;
  return (
    <Dialog
      open
      title={t('requests.rejectAsk')}
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button kind="dangerFilled" submit disabledReason={missing}>
            {t('requests.rejectNow')}
          </Button>
        </>
      }
    >
      <SelectField<RejectReason | ''>
        label={t('requests.reason')}
        value={reason ?? ''}
        choices={[
          { value: '', label: t('requests.chooseReason'), disabled: true },
          ...REASONS.map((value) => ({ value, label: t(`requests.reason_${value}`) })),
        ]}
        onChange={(value) => setReason(value === '' ? undefined : value)}
      />
      <TextField label={t('requests.note')} value={note} lines={3} maxLength={2000} onChange={setNote} />
      {reject.fault === undefined ? null : <FaultNote fault={reject.fault} />}
    </Dialog>
  );
}
