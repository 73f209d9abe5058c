import { useState, type ReactNode } from 'react';
import type { InboxQuery } from '../../../shared/contract/request-desk.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { FaultNote } from '../faults/fault-note.tsx';

interface SaveViewDialogProps {
  readonly query: InboxQuery;
  readonly onClose: () => void;
  readonly onSaved: (view: { readonly viewId: string }) => void;
}

/** Gives what the list shows a name, for everybody. */
export function SaveViewDialog({ query, onClose, onSaved }: SaveViewDialogProps): ReactNode {
  const t = useT();
  const [text, setText] = useState('');
  const name = text.trim();
  const save = useCoreAction((core) => core.requests.saveView({ name, query }));
  const submit = async (): Promise<void> => {
    if (name === '' || save.busy) return;
    const done = await save.run(undefined);
    if (done === undefined) return;
    showToast(t('requests.viewSaved', { name }));
    onSaved(done.view);
  };
  return (
    <Dialog
      open
      title={t('requests.saveViewTitle')}
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" submit disabledReason={name === '' ? t('requests.viewNameFirst') : undefined}>
            {t('requests.saveViewNow')}
          </Button>
        </>
      }
    >
      <TextField
        label={t('requests.viewName')}
        hint={t('requests.viewNameHint')}
        value={text}
        maxLength={80}
        autoFocus
        onChange={setText}
      />
      {save.fault === undefined ? null : <FaultNote fault={save.fault} />}
    </Dialog>
  );
}
