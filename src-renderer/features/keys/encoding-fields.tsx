import type { ReactNode } from 'react';
import type { KeyAlgorithmName } from '../../../shared/contract/key-facts.ts';
import { useT } from '../../locales/language.tsx';
import { SegmentedField } from '../../ui/choice-fields.tsx';
import { FieldRow } from '../../ui/section.tsx';
import type { ClaimsForm } from './claims-form.ts';
import { isRsa } from './key-words.ts';

interface EncodingFieldsProps {
  readonly form: ClaimsForm;
  readonly algorithm: KeyAlgorithmName;
  readonly onChange: (change: (form: ClaimsForm) => ClaimsForm) => void;
}

/** How lists of ids are written, and how an RSA key signs. */
export function EncodingFields({ form, algorithm, onChange }: EncodingFieldsProps): ReactNode {
  const t = useT();
  return (
    <FieldRow>
      <SegmentedField
        label={t('keys.encoding')}
        value={form.encoding}
        choices={[
          { value: 'sequence', label: t('keys.encoding_sequence') },
          { value: 'set', label: t('keys.encoding_set') },
        ]}
        hint={form.encoding === 'set' ? t('keys.encodingSetHint') : undefined}
        onChange={(encoding) => onChange((before) => ({ ...before, encoding }))}
      />
      {isRsa(algorithm) ? (
        <SegmentedField
          label={t('keys.padding')}
          value={form.padding}
          choices={[
            { value: 'pkcs1', label: t('keys.padding_pkcs1') },
            { value: 'pss', label: t('keys.padding_pss') },
          ]}
          onChange={(padding) => onChange((before) => ({ ...before, padding }))}
        />
      ) : null}
    </FieldRow>
  );
}
