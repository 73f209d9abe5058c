import { useState, type ReactNode } from 'react';
import type { AuthorityRow } from '../../../shared/contract/authorities.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { NEW_ISSUING, specOf } from './authority-form.ts';
import { PolicyFields, type PolicyForm } from './policy-fields.tsx';

/** Changes what may be issued from now on; what was issued stays what it is. */
export function PolicyDialog({
  row,
  onClose,
}: {
  readonly row: AuthorityRow;
  readonly onClose: () => void;
}): ReactNode {
  const t = useT();
  const [form, setForm] = useState<PolicyForm>({
    maxLifetimeDays: String(row.policy.maxLifetimeDays),
    refuseBeyond: row.policy.beyond === 'refuse',
    backdateMinutes: String(row.policy.backdateMinutes),
    crlUrl: row.policy.crlUrl,
  });
  const policy = specOf({ ...NEW_ISSUING, ...form })?.policy;
  const save = useCoreAction((core, authorityId: string) =>
    core.authorities.setPolicy({ authorityId, policy: policy ?? row.policy }),
  );
  const submit = async (): Promise<void> => {
    if (policy !== undefined && (await save.run(row.authorityId)) !== undefined) onClose();
  };
  return (
    <Dialog
      open
      width="wide"
      title={t('authorities.changePolicy')}
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button
            kind="primary"
            submit
            disabledReason={policy === undefined ? t('authorities.needsNumbers') : undefined}
          >
            {t('authorities.savePolicy')}
          </Button>
        </>
      }
    >
      <PolicyFields form={form} onChange={(part) => setForm((before) => ({ ...before, ...part }))} />
      {save.fault === undefined ? null : <FaultNote fault={save.fault} />}
    </Dialog>
  );
}
