import { useState, type ReactNode } from 'react';
import type { RejectReason } from '../../../shared/contract/requests.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreQuery } from '../../platform/core.ts';
import { Button } from '../../ui/button.tsx';
import { CheckField, SelectField } from '../../ui/choice-fields.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Prose } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { REASONS } from './request-words.ts';
import { SignRejections, useSignRejections } from './sign-rejections.tsx';
import { useDesk } from './use-desk.ts';

interface RejectDialogProps {
  readonly requestIds: readonly string[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** A rejection has a reason from the list, chosen by a person and not by us, and may have a note. */
export function RejectDialog({ requestIds, onClose, onDone }: RejectDialogProps): ReactNode {
  const t = useT();
  const [reason, setReason] = useState<RejectReason>();
  const [note, setNote] = useState('');
  const [wanted, setWanted] = useState(true);
  const desk = useDesk();
  const signing = useSignRejections();
  const signs = signing.isOffered && wanted && signing.noSign === undefined;
  const sign = async (ids: readonly string[]): Promise<void> => {
    if (await signing.run(ids)) onDone();
  };
  const submit = async (): Promise<void> => {
    if (reason === undefined || desk.busy || signing.busy) return;
    const wish = { requestIds: [...requestIds], reason, note };
    const done = await desk.run((core) => core.requests.rejectMany(wish));
    if (done === undefined) return;
    const skipped = new Set(done.skipped.map(({ requestId }) => requestId));
    const rejected = requestIds.filter((id) => !skipped.has(id));
    if (signs && rejected.length > 0) await sign(rejected);
    else onDone();
  };
  if (signing.left.length > 0)
    return <SignRejections signing={signing} onAgain={() => void sign(signing.left)} onClose={onDone} />;
  const missing = reason === undefined ? t('requests.reasonFirst') : desk.busy ? t('keys.busy') : undefined;
  const [first] = requestIds;
  return (
    <Dialog
      open
      width="wide"
      title={t('requests.rejectMany', { count: requestIds.length })}
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
      {first === undefined || reason === undefined ? null : (
        <PartnerReads requestId={first} reason={reason} note={note} />
      )}
      {signing.isOffered ? (
        <div>
          <CheckField label={t('requests.signRejection')} checked={signs} onChange={setWanted} />
          <Prose>{signing.noSign ?? t('requests.signRejectionHint')}</Prose>
        </div>
      ) : null}
      {desk.fault === undefined ? null : <FaultNote fault={desk.fault} />}
    </Dialog>
  );
}

/** The message as it would go out, as core writes it; of several the first. */
function PartnerReads(props: {
  readonly requestId: string;
  readonly reason: RejectReason;
  readonly note: string;
}): ReactNode {
  const t = useT();
  const note = useSettled(props.note, 200);
  const { requestId, reason } = props;
  const language = t.language === 'de' ? 'de' : 'en';
  const text = useCoreQuery('requests', ['requests.rejectionText', requestId, reason, note, language], (core) =>
    core.requests.rejectionText({ requestId, reason, note, language }),
  ).data?.text;
  return (
    <TextField
      label={t('requests.partnerReads')}
      value={text ?? ''}
      lines={8}
      mono
      readOnly
      onChange={() => undefined}
    />
  );
}
