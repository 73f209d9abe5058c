import { useState, type ReactNode } from 'react';
import type { GroupDefaults } from '../../../shared/contract/keys.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Prose } from '../../ui/section.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { DefaultsFields } from './defaults-fields.tsx';
import { defaultsOfForm, formOfDefaults } from './group-form.ts';

interface DefaultsDialogProps {
  readonly groupRef: string;
  readonly groupId: string;
  readonly defaults: GroupDefaults;
  readonly onClose: () => void;
}

/** What the next generation and CSR start from; CSRs that are made already stay as they are. */
export function DefaultsDialog({ groupRef, groupId, defaults, onClose }: DefaultsDialogProps): ReactNode {
  const t = useT();
  const [form, setForm] = useState(() => formOfDefaults(defaults));
  const action = useCoreAction((client, next: GroupDefaults) =>
    client.keys.changeDefaults({ groupRef, defaults: next }),
  );
  const next = defaultsOfForm(form);
  const reason =
    next === undefined ? t('keys.newNeedsDays') : form.claims.typing.trim() === '' ? undefined : t('keys.typingLeft');
  const save = (): void => {
    if (next === undefined || reason !== undefined || action.busy) return;
    void action.run(next).then((done) => {
      if (done === undefined) return;
      showToast(t('keys.defaultsSaved', { id: groupId }));
      onClose();
    });
  };
  return (
    <Dialog
      open
      width="wide"
      title={t('keys.editDefaultsOf', { id: groupId })}
      onClose={onClose}
      onSubmit={save}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" submit disabledReason={action.busy ? t('keys.busy') : reason}>
            {t('keys.saveDefaults')}
          </Button>
        </>
      }
    >
      <Prose>{t('keys.editDefaultsText')}</Prose>
      <DefaultsFields form={form} onChange={setForm} />
      {action.fault === undefined ? null : <FaultNote fault={action.fault} />}
    </Dialog>
  );
}
