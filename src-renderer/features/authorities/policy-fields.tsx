import type { ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import type { FieldFinding } from '../../ui/field.tsx';
import { FieldRow } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { AuthorityForm } from './authority-form.ts';

export type PolicyForm = Pick<AuthorityForm, 'maxLifetimeDays' | 'refuseBeyond' | 'backdateMinutes' | 'crlUrl'>;

/** What may be issued from now on. */
export function PolicyFields(props: {
  readonly form: PolicyForm;
  readonly onChange: (part: Partial<PolicyForm>) => void;
  /** What is to be said at a place of the spec: `policy.crlUrl`. */
  readonly at?: (path: string) => readonly FieldFinding[];
}): ReactNode {
  const t = useT();
  const { form, onChange, at = () => [] } = props;
  return (
    <>
      <FieldRow>
        <TextField
          label={t('authorities.maxLifetime')}
          hint={t('authorities.maxLifetimeHint')}
          value={form.maxLifetimeDays}
          findings={at('policy.maxLifetimeDays')}
          maxLength={4}
          onChange={(maxLifetimeDays) => onChange({ maxLifetimeDays })}
        />
        <TextField
          label={t('authorities.backdate')}
          hint={t('authorities.backdateHint')}
          value={form.backdateMinutes}
          maxLength={4}
          onChange={(backdateMinutes) => onChange({ backdateMinutes })}
        />
      </FieldRow>
      <TextField
        label={t('authorities.crlUrl')}
        hint={t('authorities.crlUrlHint')}
        value={form.crlUrl}
        findings={at('policy.crlUrl')}
        maxLength={512}
        mono
        onChange={(crlUrl) => onChange({ crlUrl })}
      />
      <CheckField
        label={t('authorities.refuseBeyond')}
        checked={form.refuseBeyond}
        onChange={(refuseBeyond) => onChange({ refuseBeyond })}
      />
    </>
  );
}
