import { useState, type ReactNode } from 'react';
import type { AppClient } from '../../../shared/contract/app-contract.ts';
import type { Result } from '../../../shared/util/result.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction, type CoreFault } from '../../platform/core.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { FaultNote } from '../faults/fault-note.tsx';

interface Saved {
  readonly viewId: string;
}

interface SaveViewDialogProps {
  /** Puts what the list shows under this name. */
  readonly save: (core: AppClient, name: string) => Promise<Result<{ readonly view: Saved }, CoreFault>>;
  readonly onClose: () => void;
  readonly onSaved: (view: Saved) => void;
}

/** Gives what the list shows a name, for everybody. */
export function SaveViewDialog({ save: put, onClose, onSaved }: SaveViewDialogProps): ReactNode {
  const t = useT();
  const [text, setText] = useState('');
  const name = text.trim();
  const save = useCoreAction((core) => put(core, name));
  const submit = async (): Promise<void> => {
    if (name === '' || save.busy) return;
    const done = await save.run(undefined);
    if (done === undefined) return;
    showToast(t('ui.viewSaved', { name }));
    onSaved(done.view);
  };
  return (
    <Dialog
      open
      title={t('ui.saveViewTitle')}
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" submit disabledReason={name === '' ? t('ui.viewNameFirst') : undefined}>
            {t('ui.saveViewNow')}
          </Button>
        </>
      }
    >
      <TextField
        label={t('ui.viewName')}
        hint={t('ui.viewNameHint')}
        value={text}
        maxLength={80}
        autoFocus
        onChange={setText}
      />
      {save.fault === undefined ? null : <FaultNote fault={save.fault} />}
    </Dialog>
  );
}
