import { useState, type ReactNode } from 'react';
import type { InputSource } from '../../../shared/contract/inspection.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { Button } from '../../ui/button.tsx';
import { TypedConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Prose } from '../../ui/section.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { TakeInput, useInputWays } from '../inspection/index.ts';

interface CatchUpDialogProps {
  readonly authorityId: string;
  readonly name: string;
  readonly onClose: () => void;
}

/** Reads the newest exported list of an authority, or is told that there never was one. */
export function CatchUpDialog({ authorityId, name, onClose }: CatchUpDialogProps): ReactNode {
  const t = useT();
  const [askingNone, setAskingNone] = useState(false);
  const catchUp = useCoreAction((core, wish: { readonly source?: InputSource; readonly confirm?: string }) =>
    core.crl.catchUp({ authorityId, ...wish }),
  );
  const run = async (wish: { readonly source?: InputSource; readonly confirm?: string }): Promise<void> => {
    const end = await catchUp.run(wish);
    if (end === undefined) return;
    const kept = end.kept === 0 ? '' : ` ${t('revocations.kept', { count: end.kept })}`;
    showToast(`${t('revocations.caughtUp', { added: end.added })}${kept}`);
    onClose();
  };
  const { tooMuch, ...input } = useInputWays(async (sources) => {
    const [source] = sources;
    if (source !== undefined) await run({ source });
  });
  const fault = tooMuch ?? catchUp.fault;
  const problem = fault === undefined ? null : <FaultNote fault={fault} />;
  if (askingNone) {
    return (
      <TypedConfirmDialog
        open
        question={t('revocations.catchUpNoneAsk', { name })}
        consequence={t('revocations.catchUpNoneText')}
        name={name}
        confirm={t('revocations.catchUpNoneDo')}
        busy={catchUp.busy}
        problem={problem}
        onClose={onClose}
        onConfirm={() => void run({ confirm: name })}
      />
    );
  }
  return (
    <Dialog
      open
      width="wide"
      title={t('revocations.readNewest').replace(/…$/u, '')}
      onClose={onClose}
      actions={
        <>
          <Button onClick={() => setAskingNone(true)}>{t('revocations.catchUpNone')}</Button>
          <Button autoFocus onClick={onClose}>
            {t('ui.cancel')}
          </Button>
        </>
      }
    >
      <Prose>{t('revocations.catchUpAbout')}</Prose>
      {problem}
      <TakeInput
        {...input}
        drop={t('revocations.catchUpDrop')}
        placeholder={t('revocations.pemCrl')}
        lines={4}
        action={t('revocations.catchUpText')}
      />
    </Dialog>
  );
}
