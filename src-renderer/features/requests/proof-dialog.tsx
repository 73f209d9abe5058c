import { useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { useMayCall } from '../../platform/operators.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DropZone } from '../../ui/drop-zone.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { FaultNote } from '../faults/fault-note.tsx';

/** As many characters as core reads. */
const MOST = 16_384;

/** Takes the proof by the predecessor's key: pasted, dropped or chosen. Core reads and judges it. */
export function ProofDialog({
  requestId,
  onClose,
}: {
  readonly requestId: string;
  readonly onClose: () => void;
}): ReactNode {
  const t = useT();
  const [text, setText] = useState('');
  const [unread, setUnread] = useState<'requests.proofTooLong' | 'requests.fileUnreadable'>();
  const mayNot = useMayCall('requestChecks.prove');
  const prove = useCoreAction((core, jws: string) => core.requestChecks.prove({ requestId, jws }));
  const jws = text.trim();
  const missing = mayNot ?? (prove.busy ? t('keys.busy') : jws === '' ? t('requests.proofFirst') : undefined);
  const take = async (file: File | undefined): Promise<void> => {
    setUnread(undefined);
    if (file === undefined) return;
    if (file.size > MOST) {
      setUnread('requests.proofTooLong');
      return;
    }
    try {
      setText(await file.text());
    } catch {
      // It went away, or may not be read, since it was chosen.
      setUnread('requests.fileUnreadable');
    }
  };
  const submit = async (): Promise<void> => {
    if (missing !== undefined || (await prove.run(jws)) === undefined) return;
    showToast(t('requests.proofAdded'));
    onClose();
  };
  return (
    <Dialog
      open
      width="wide"
      title={t('requests.proofTitle')}
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" submit disabledReason={missing}>
            {t('requests.proofNow')}
          </Button>
        </>
      }
    >
      <p>{t('requests.proofAbout')}</p>
      <DropZone text={t('requests.proofDrop')} accept=".jws,.jwt,.json,.txt" onFiles={([file]) => void take(file)} />
      {unread === undefined ? null : <Banner verdict="fail" text={t(unread)} />}
      <TextField
        label={t('requests.proofText')}
        value={text}
        mono
        lines={6}
        maxLength={MOST}
        onChange={(next) => {
          setText(next);
          setUnread(undefined);
        }}
      />
      {prove.fault === undefined ? null : <FaultNote fault={prove.fault} />}
    </Dialog>
  );
}
