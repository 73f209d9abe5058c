import type { ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { FaultNote } from '../faults/fault-note.tsx';

/** The rules of retention at once, which run by themselves with what is due. */
export function RetentionDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const t = useT();
  const retain = useCoreAction((core) => core.platformData.retain({}));
  const confirm = async (): Promise<void> => {
    const end = await retain.run(undefined);
    if (end === undefined) return;
    showToast(t('platforms.retained', { rows: end.rows, personal: end.personal }));
    onClose();
  };
  return (
    <ConfirmDialog
      open
      danger
      question={t('platforms.retainQuestion')}
      consequence={t('platforms.retainConsequence')}
      confirm={t('platforms.retainIt')}
      busy={retain.busy}
      problem={retain.fault === undefined ? null : <FaultNote fault={retain.fault} />}
      onConfirm={() => void confirm()}
      onClose={onClose}
    />
  );
}
