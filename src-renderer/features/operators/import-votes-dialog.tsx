import type { ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DropZone } from '../../ui/drop-zone.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { FaultNote } from '../faults/fault-note.tsx';

/** Votes that were cast elsewhere: each counts by its signature alone. */
export function ImportVotesDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const t = useT();
  const take = useCoreAction((core, content: Uint8Array) => core.operators.importVotes({ content }));
  const takeFile = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const end = await take.run(new Uint8Array(await file.arrayBuffer()));
    if (end === undefined) return;
    showToast(end.applied ? t('operators.applied') : t('operators.taken', { count: end.taken }));
    onClose();
  };
  return (
    <Dialog
      open
      title={t('operators.importTitle')}
      onClose={onClose}
      actions={
        <Button autoFocus onClick={onClose}>
          {t('ui.cancel')}
        </Button>
      }
    >
      <DropZone text={t('operators.importDrop')} accept=".json" onFiles={([file]) => void takeFile(file)} />
      {take.fault === undefined ? null : <FaultNote fault={take.fault} />}
    </Dialog>
  );
}
