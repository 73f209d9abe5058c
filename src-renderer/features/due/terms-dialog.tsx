import { useState, type ReactNode } from 'react';
import { planConditions, type PlanTerms } from '../../../shared/domain/replacement-plan.ts';
import { useT } from '../../locales/language.tsx';
import type { CoreFault } from '../../platform/core.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/choice-fields.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Prose } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { FaultNote } from '../faults/fault-note.tsx';

interface TermsDialogProps {
  readonly terms: PlanTerms;
  readonly busy: boolean;
  readonly fault: CoreFault | undefined;
  readonly onSave: (terms: PlanTerms) => Promise<void>;
  readonly onClose: () => void;
}

/** When the older certificate ends: of a plan, or chosen before the newer one is issued. */
export function TermsDialog({ terms, busy, fault, onSave, onClose }: TermsDialogProps): ReactNode {
  const t = useT();
  const [condition, setCondition] = useState(terms.condition);
  const [days, setDays] = useState(String(terms.overlapDays));
  const overlapDays = /^\d{1,2}$/.test(days.trim()) && Number(days) <= 90 ? Number(days) : undefined;
  const isWrong = condition === 'overlap' && overlapDays === undefined;
  const submit = async (): Promise<void> => {
    if (!isWrong && !busy) await onSave({ condition, overlapDays: overlapDays ?? 0 });
  };
  return (
    <Dialog
      open
      title={t('due.changeTitle')}
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button
            kind="primary"
            submit
            disabledReason={isWrong ? t('due.overlapForm') : busy ? t('due.busy') : undefined}
          >
            {t('due.save')}
          </Button>
        </>
      }
    >
      <Prose>{t('due.changeText')}</Prose>
      <SelectField
        label={t('due.planEnds')}
        autoFocus
        value={condition}
        choices={planConditions.map((value) => ({ value, label: t(`due.condition_${value}`) }))}
        onChange={setCondition}
      />
      {condition === 'overlap' ? (
        <TextField
          label={t('due.overlapDays')}
          value={days}
          maxLength={2}
          findings={isWrong ? [{ verdict: 'fail', text: t('due.overlapForm') }] : []}
          onChange={setDays}
        />
      ) : null}
      {fault === undefined ? null : <FaultNote fault={fault} />}
    </Dialog>
  );
}
