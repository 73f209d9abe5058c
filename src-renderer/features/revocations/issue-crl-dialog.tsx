import { useState, type ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Prose } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { TokenWork, usePromptState } from '../keys/index.ts';

interface IssueCrlDialogProps {
  readonly authorityId: string;
  readonly name: string;
  /** As the last list had it. */
  readonly days: number;
  readonly onClose: () => void;
}

/** Signs the next list of an authority; the token's work and its PIN are told while it lasts. */
export function IssueCrlDialog({ authorityId, name, days, onClose }: IssueCrlDialogProps): ReactNode {
  const t = useT();
  const [typed, setTyped] = useState(String(days));
  const prompt = usePromptState();
  const validDays = /^\d{1,3}$/.test(typed.trim()) ? Number(typed) : 0;
  const fits = validDays >= 1 && validDays <= 397;
  const issue = useCoreAction((core, wanted: number, signal) =>
    core.crl.issue({ authorityId, validDays: wanted }, { signal, onItem: prompt.take }),
  );
  const submit = async (): Promise<void> => {
    if (!fits || issue.busy) return;
    prompt.reset();
    const end = await issue.run(validDays);
    if (end === undefined) return;
    showToast(t('revocations.issued', { number: end.crl.number, name }));
    onClose();
  };
  return (
    <Dialog
      open
      title={t('revocations.issueAsk', { name })}
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button keys="Escape" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button
            kind="primary"
            autoFocus
            submit
            disabled={issue.busy}
            disabledReason={fits ? undefined : t('revocations.daysWrong')}
          >
            {t('revocations.issueDo')}
          </Button>
        </>
      }
    >
      <Prose>{t('revocations.issueText')}</Prose>
      <TextField
        label={t('revocations.issueDays')}
        value={typed}
        maxLength={3}
        disabled={issue.busy}
        findings={fits ? [] : [{ verdict: 'fail', text: t('revocations.daysWrong') }]}
        onChange={setTyped}
      />
      {issue.busy ? <TokenWork what={t('revocations.issuing')} state={prompt.state} onCancel={issue.cancel} /> : null}
      {issue.fault === undefined ? null : <FaultNote fault={issue.fault} />}
    </Dialog>
  );
}
