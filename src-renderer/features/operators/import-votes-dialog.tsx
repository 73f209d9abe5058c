import type { ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DropZone } from '../../ui/drop-zone.tsx';
import { Prose } from '../../ui/section.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { FaultNote } from '../faults/fault-note.tsx';

/**
 * Votes that were cast elsewhere, on a proposal that waits here; or, for a roster whose operators can sign in no more, a
 * whole change with every vote that it needs. Each vote counts by its signature alone.
 */
export function ImportVotesDialog(props: {
  readonly what: 'votes' | 'recovery';
  readonly onClose: () => void;
}): ReactNode {
  const t = useT();
  const { what, onClose } = props;
  const votes = useCoreAction((core, content: Uint8Array) => core.operators.importVotes({ content }));
  const recovery = useCoreAction((core, content: Uint8Array) => core.operators.recover({ content }));
  const fault = votes.fault ?? recovery.fault;
  const takeFile = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const content = new Uint8Array(await file.arrayBuffer());
    if (what === 'votes') {
      const end = await votes.run(content);
      if (end === undefined) return;
      showToast(end.applied ? t('operators.applied') : t('operators.taken', { count: end.taken }));
    } else {
      if ((await recovery.run(content)) === undefined) return;
      showToast(t('operators.applied'));
    }
    onClose();
  };
  return (
    <Dialog
      open
      title={t(what === 'votes' ? 'operators.importTitle' : 'operators.recoverTitle')}
      onClose={onClose}
      actions={
        <Button autoFocus onClick={onClose}>
          {t('ui.cancel')}
        </Button>
      }
    >
      {what === 'recovery' ? <Prose>{t('operators.recoverAbout')}</Prose> : null}
      <DropZone
        text={t(what === 'votes' ? 'operators.importDrop' : 'operators.recoverDrop')}
        accept=".json"
        onFiles={([file]) => void takeFile(file)}
      />
      {fault === undefined ? null : <FaultNote fault={fault} />}
    </Dialog>
  );
}
