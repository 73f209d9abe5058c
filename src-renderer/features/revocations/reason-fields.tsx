import type { ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { SelectField } from '../../ui/choice-fields.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { readUtcInput, UtcField } from '../keys/index.ts';
import { REASONS, type ChosenReason } from './revocation-words.ts';

interface ReasonForm {
  readonly reason: ChosenReason;
  /** As typed; asked for only where the key is in doubt. */
  readonly since: string;
  readonly note: string;
}

export const NO_REASON: ReasonForm = { reason: 'superseded', since: '', note: '' };

const asksSince = (reason: ChosenReason): boolean => reason === 'keyCompromise' || reason === 'cACompromise';

/** What of the form goes to core. */
export function readReason({ reason, since }: ReasonForm): {
  readonly isWrong: boolean;
  readonly value: { readonly reason: ChosenReason; readonly invalidSince?: string };
} {
  const read = readUtcInput(since);
  if (!asksSince(reason)) return { isWrong: false, value: { reason } };
  return {
    isWrong: read.kind === 'wrong',
    value: { reason, ...(read.kind === 'time' ? { invalidSince: read.iso } : {}) },
  };
}

/** Why, since when, and a note for the record; hold and release take a note alone. */
export function ReasonFields(props: {
  readonly form: ReasonForm;
  readonly asksReason: boolean;
  /** The first field takes the focus. */
  readonly autoFocus?: boolean;
  readonly onChange: (part: Partial<ReasonForm>) => void;
}): ReactNode {
  const t = useT();
  const { form, asksReason, autoFocus = false, onChange } = props;
  return (
    <>
      {asksReason ? (
        <SelectField<ChosenReason>
          label={t('revocations.reason')}
          value={form.reason}
          choices={REASONS.map((value) => ({ value, label: t(`revocations.reason_${value}`) }))}
          hint={t(`revocations.why_${form.reason}`)}
          autoFocus={autoFocus}
          onChange={(reason) => onChange({ reason })}
        />
      ) : null}
      {asksReason && asksSince(form.reason) ? (
        <UtcField
          label={t('revocations.since')}
          value={form.since}
          placeholder={t('revocations.sincePlaceholder')}
          findings={[]}
          onChange={(since) => onChange({ since })}
        />
      ) : null}
      <TextField
        label={t('revocations.note')}
        value={form.note}
        maxLength={200}
        autoFocus={autoFocus && !asksReason}
        onChange={(note) => onChange({ note })}
      />
    </>
  );
}
