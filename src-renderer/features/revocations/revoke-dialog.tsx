import { useState, type ReactNode } from 'react';
import { serialKey } from '../../../shared/domain/revocation.ts';
import type { RevocationTarget } from '../../../shared/contract/revocations.ts';
import { rich, useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Prose } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { NO_REASON, ReasonFields, readReason } from './reason-fields.tsx';

export type RevocationStep = 'revoke' | 'hold' | 'release';

interface RevokeDialogProps {
  readonly step: RevocationStep;
  readonly target: RevocationTarget;
  /** What has to be typed: the common name, or the serial number of a certificate without one. */
  readonly name: string;
  readonly onClose: () => void;
  readonly onDone?: () => void;
}

const DONE = { revoke: 'revocations.revoked', hold: 'revocations.held', release: 'revocations.released' } as const;

/** Asks for reason and name before a certificate is revoked, held or released. */
export function RevokeDialog({ step, target, name, onClose, onDone }: RevokeDialogProps): ReactNode {
  const t = useT();
  const [form, setForm] = useState({ ...NO_REASON, typed: '' });
  const change = (part: Partial<typeof form>): void => setForm((before) => ({ ...before, ...part }));
  const reason = readReason(form);
  const decide = useCoreAction((core, confirm: string) => {
    const decision = { targets: [target], note: form.note.trim(), confirm };
    if (step === 'hold') return core.revocations.hold(decision);
    if (step === 'release') return core.revocations.release(decision);
    return core.revocations.revoke({ ...decision, ...reason.value });
  });
  const fits = form.typed === name && (step !== 'revoke' || !reason.isWrong);
  const submit = async (): Promise<void> => {
    if (!fits || decide.busy || (await decide.run(form.typed)) === undefined) return;
    showToast(t(DONE[step], { name }));
    onClose();
    onDone?.();
  };
  return (
    <Dialog
      open
      title={t(`revocations.${step}Ask`, { name })}
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button autoFocus keys="Escape" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button kind={fits ? 'dangerFilled' : 'danger'} submit disabled={!fits || decide.busy}>
            {t(`revocations.${step}Do`)}
          </Button>
        </>
      }
    >
      <Prose as="div">{t(`revocations.${step}Text`)}</Prose>
      <ReasonFields form={form} asksReason={step === 'revoke'} onChange={change} />
      <TextField
        label={t('ui.typeToConfirm', { name })}
        labelNode={rich(t, 'ui.typeToConfirm', { name: <strong>{name}</strong> })}
        value={form.typed}
        onChange={(typed) => change({ typed })}
      />
      {decide.fault === undefined ? null : <FaultNote fault={decide.fault} />}
    </Dialog>
  );
}

/** Revokes a certificate that the inventory does not have: its serial number first, then as any other. */
export function SerialDialog({
  authorityId,
  onClose,
}: {
  readonly authorityId: string;
  readonly onClose: () => void;
}): ReactNode {
  const t = useT();
  const [typed, setTyped] = useState('');
  const [target, setTarget] = useState<{ readonly target: RevocationTarget; readonly name: string }>();
  const serial = serialKey(typed);
  const preview = useCoreAction((core, targets: readonly RevocationTarget[]) =>
    core.revocations.preview({ targets: [...targets] }),
  );
  if (target !== undefined) return <RevokeDialog step="revoke" {...target} onClose={onClose} />;
  const submit = async (): Promise<void> => {
    if (serial === undefined) return;
    const wanted = { authorityId, serialNumber: serial };
    // It may be in the inventory after all: then its name is what has to be typed.
    const found = await preview.run([wanted]);
    if (found !== undefined) setTarget({ target: wanted, name: found.confirm });
  };
  return (
    <Dialog
      open
      title={t('revocations.serialTitle')}
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button
            kind="primary"
            submit
            disabledReason={serial === undefined ? t('revocations.serialWrong') : undefined}
          >
            {t('revocations.revoke')}
          </Button>
        </>
      }
    >
      <TextField
        mono
        autoFocus
        label={t('revocations.serial')}
        hint={t('revocations.serialHint')}
        value={typed}
        maxLength={120}
        findings={typed !== '' && serial === undefined ? [{ verdict: 'fail', text: t('revocations.serialWrong') }] : []}
        onChange={setTyped}
      />
      {preview.fault === undefined ? null : <FaultNote fault={preview.fault} />}
    </Dialog>
  );
}
