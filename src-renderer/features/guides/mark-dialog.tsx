import { useState, type ReactNode } from 'react';
import type { GuideStepView } from '../../../shared/contract/guides.ts';
import type { StepState } from '../../../shared/domain/guides.ts';
import { useT } from '../../locales/language.tsx';
import type { CoreFault } from '../../platform/core.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Prose } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { FaultNote } from '../faults/fault-note.tsx';

export interface Wish {
  readonly step: GuideStepView['step'];
  readonly state: StepState;
  /** A note alone: the state stays. */
  readonly noteOnly: boolean;
  /** Core sees that it is not done. */
  readonly against: boolean;
}

/** A word on a step: why it is not needed or open again, or a note. */
export function MarkDialog(props: {
  readonly wish: Wish;
  readonly busy: boolean;
  readonly fault: CoreFault | undefined;
  readonly onSay: (note: string) => void;
  readonly onClose: () => void;
}): ReactNode {
  const t = useT();
  const { wish, busy, fault, onSay } = props;
  const [note, setNote] = useState('');
  const isWhy = !wish.noteOnly && wish.state !== 'done';
  const mayBeEmpty = !wish.noteOnly && wish.state === 'done';
  const empty = note.trim() === '' && !mayBeEmpty;
  const title = wish.noteOnly ? t('guides.dialog_note') : t(`guides.dialog_${wish.state}`);
  const missing = empty ? t(isWhy ? 'guides.noteFirst' : 'guides.noteEmpty') : busy ? t('guides.busy') : undefined;
  return (
    <Dialog
      open
      title={title}
      onClose={props.onClose}
      onSubmit={() => (missing === undefined ? onSay(note.trim()) : undefined)}
      actions={
        <>
          <Button onClick={props.onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" submit disabledReason={missing}>
            {t('guides.dialogSave')}
          </Button>
        </>
      }
    >
      <Prose>{t(`guides.what_${wish.step}`)}</Prose>
      {wish.against ? <Banner verdict="warn" text={t('guides.seesOtherwise')} /> : null}
      <TextField
        label={t(isWhy ? 'guides.noteWhy' : 'guides.note')}
        value={note}
        lines={3}
        maxLength={2000}
        autoFocus
        onChange={setNote}
      />
      {fault === undefined ? null : <FaultNote fault={fault} />}
    </Dialog>
  );
}
