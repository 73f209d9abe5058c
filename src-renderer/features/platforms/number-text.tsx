import type { ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { FormPart } from './connection-fields.tsx';
import { isNumberWrong, type NumberField, NUMBERS } from './connection-form.ts';

/** A number as it is typed, with what may stand there. */
export function NumberText(props: FormPart & { readonly field: NumberField; readonly hint?: string }): ReactNode {
  const t = useT();
  const { field, form, change, hint } = props;
  const [least, most] = NUMBERS[field];
  return (
    <TextField
      label={t(`platforms.${field}`)}
      {...(hint === undefined ? {} : { hint })}
      maxLength={6}
      value={form[field]}
      findings={
        isNumberWrong(form, field) ? [{ verdict: 'fail', text: t('platforms.numberWrong', { least, most }) }] : []
      }
      onChange={(text) => change({ [field]: text })}
    />
  );
}
