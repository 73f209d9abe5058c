import { useState, type ReactNode } from 'react';
import type { CheckpointState } from '../../../shared/contract/checkpoints.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction, useCoreQuery } from '../../platform/core.ts';
import { Button } from '../../ui/button.tsx';
import { TypedConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DropZone } from '../../ui/drop-zone.tsx';
import { Prose } from '../../ui/section.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { FaultNote } from '../faults/fault-note.tsx';

interface CatchUpProps {
  readonly catchUp: NonNullable<CheckpointState['catchUp']>;
  readonly onClose: () => void;
}

interface Wish {
  readonly content?: Uint8Array;
  readonly confirm?: string;
}

/** Reads the newest checkpoint after a restore, or is told that nobody has one. */
export function CatchUpDialog({ catchUp: { last, known }, onClose }: CatchUpProps): ReactNode {
  const t = useT();
  const [askingNone, setAskingNone] = useState(false);
  const [chosen, setChosen] = useState<Uint8Array>();
  const name = useCoreQuery('workspace', ['workspace.show'], (core) => core.workspace.show({})).data?.workspace.name;
  const action = useCoreAction((core, wish: Wish) => core.checkpoints.catchUp(wish));
  const run = async (wish: Wish): Promise<void> => {
    const end = await action.run(wish);
    if (end === undefined) return;
    showToast(end.seq === undefined ? t('audit.caughtUpNone') : t('audit.caughtUp', { seq: end.seq }));
    onClose();
  };
  const takeFile = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const content = new Uint8Array(await file.arrayBuffer());
    setChosen(content);
    await run({ content });
  };
  const { fault } = action;
  const missing = fault?.code === 'CHECKPOINT_AHEAD' ? missingIn(fault.data) : undefined;
  const problem = fault === undefined ? null : <FaultNote fault={fault} />;
  if (missing !== undefined && chosen !== undefined)
    return (
      <TypedConfirmDialog
        open
        question={t('audit.aheadAsk', { count: missing })}
        consequence={t('audit.aheadText')}
        name={String(missing)}
        confirm={t('audit.aheadDo')}
        busy={action.busy}
        problem={problem}
        onClose={onClose}
        onConfirm={() => void run({ content: chosen, confirm: String(missing) })}
      />
    );
  if (askingNone && name !== undefined)
    return (
      <TypedConfirmDialog
        open
        question={t('audit.noneAsk')}
        consequence={t('audit.noneText2')}
        name={name}
        confirm={t('audit.noneDo')}
        busy={action.busy}
        problem={problem}
        onClose={onClose}
        onConfirm={() => void run({ confirm: name })}
      />
    );
  return (
    <Dialog
      open
      width="wide"
      title={t('audit.readCheckpoint').replace(/…$/u, '')}
      onClose={onClose}
      actions={
        <>
          <Button onClick={() => setAskingNone(true)}>{t('audit.noneHas')}</Button>
          <Button autoFocus onClick={onClose}>
            {t('ui.cancel')}
          </Button>
        </>
      }
    >
      <Prose>{t('audit.catchUpAbout', { last })}</Prose>
      {known === undefined ? null : <Prose>{t('audit.catchUpKnown', { known })}</Prose>}
      {problem}
      <DropZone text={t('audit.checkpointDrop')} accept=".json" onFiles={([file]) => void takeFile(file)} />
    </Dialog>
  );
}

function missingIn(data: unknown): number | undefined {
  if (typeof data !== 'object' || data === null || !('missing' in data)) return undefined;
  return typeof data.missing === 'number' ? data.missing : undefined;
}
