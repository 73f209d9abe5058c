import type { ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { CheckField, SelectField } from '../../ui/choice-fields.tsx';
import { FieldRow } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { FormPart } from './connection-fields.tsx';
import { isAlphabetWrong } from './connection-form.ts';
import { NumberText } from './number-text.tsx';

/** The one-time password in the header: what both sides have agreed about it (OCPI 3.0, TOTP). */
export function TotpFields({ form, change }: FormPart): ReactNode {
  const t = useT();
  return (
    <>
      <CheckField label={t('platforms.totp')} checked={form.totp} onChange={(totp) => change({ totp })} />
      {form.totp ? (
        <>
          <FieldRow>
            <TextField
              label={t('platforms.totpSeed')}
              hint={t('platforms.totpSeedHint')}
              mono
              type="password"
              maxLength={512}
              value={form.totpSeed}
              onChange={(totpSeed) => change({ totpSeed })}
            />
            <SelectField
              label={t('platforms.totpType')}
              value={form.totpType}
              choices={(['0', '1'] as const).map((value) => ({ value, label: t(`platforms.totpType_${value}`) }))}
              onChange={(totpType) => change({ totpType })}
            />
          </FieldRow>
          <FieldRow>
            <NumberText field="totpSeconds" form={form} change={change} />
            <NumberText field="totpLength" form={form} change={change} />
            <SelectField
              label={t('platforms.totpHash')}
              value={form.totpHash}
              choices={(['sha256', 'sha384', 'sha512'] as const).map((value) => ({
                value,
                label: t(`platforms.totpHash_${value}`),
              }))}
              onChange={(totpHash) => change({ totpHash })}
            />
          </FieldRow>
          <TextField
            label={t('platforms.totpAlphabet')}
            hint={t('platforms.totpAlphabetHint')}
            mono
            maxLength={200}
            value={form.totpAlphabet}
            findings={isAlphabetWrong(form) ? [{ verdict: 'fail', text: t('platforms.alphabetWrong') }] : []}
            onChange={(totpAlphabet) => change({ totpAlphabet })}
          />
        </>
      ) : null}
    </>
  );
}
