import type { ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { SelectField } from '../../ui/choice-fields.tsx';
import type { FieldFinding } from '../../ui/field.tsx';
import { FieldRow, Section } from '../../ui/section.tsx';
import { styled } from '@mui/material/styles';
import { rem } from '../../ui/theme/tokens.ts';
import { TextField } from '../../ui/text-field.tsx';
import { EncodingFields } from './encoding-fields.tsx';
import { DAY_LIMITS, readDays, type DefaultsForm } from './group-form.ts';
import { findingsOfIds } from './id-typing.ts';
import { IdsField } from './ids-field.tsx';
import { ALGORITHMS, algorithmName } from './key-words.ts';
import { SanFields } from './san-fields.tsx';
import { SubjectFields } from './subject-fields.tsx';

const Stack = styled('div')({ display: 'flex', flexDirection: 'column', gap: rem(12), paddingTop: rem(12) });

interface DefaultsFieldsProps {
  readonly form: DefaultsForm;
  readonly onChange: (change: (form: DefaultsForm) => DefaultsForm) => void;
}

/** Whom the group's CSRs speak for, their subject and names, the key and the times. */
export function DefaultsFields({ form, onChange }: DefaultsFieldsProps): ReactNode {
  const t = useT();
  const { claims } = form;
  const onClaims = (change: (before: typeof claims) => typeof claims): void =>
    onChange((before) => ({ ...before, claims: change(before.claims) }));
  const ids = findingsOfIds(claims.ids);
  return (
    <>
      <Section title={t('keys.speaksFor')}>
        <Stack>
          <IdsField label={t('keys.idsLabel')} form={claims} onChange={onClaims} findings={ids} />
        </Stack>
      </Section>
      <Section title={t('keys.keyAndTimes')}>
        <Stack>
          <FieldRow>
            <SelectField
              label={t('keys.algorithm')}
              value={form.algorithm}
              choices={ALGORITHMS.map((value) => ({ value, label: algorithmName(value) }))}
              onChange={(algorithm) => onChange((before) => ({ ...before, algorithm }))}
            />
            {(['validityDays', 'overlapDays'] as const).map((field) => (
              <TextField
                key={field}
                label={t(`keys.${field}`)}
                value={form[field]}
                aside={t('keys.daysUnit')}
                maxLength={5}
                findings={dayFindings(readDays(form[field], field), t('keys.wholeDays', DAY_LIMITS[field]))}
                onChange={(value) => onChange((before) => ({ ...before, [field]: value }))}
              />
            ))}
          </FieldRow>
          <EncodingFields form={claims} algorithm={form.algorithm} onChange={onClaims} />
        </Stack>
      </Section>
      <Section title={t('keys.subjectAndNames')}>
        <Stack>
          <SubjectFields
            subject={claims.subject}
            findings={[]}
            onChange={(subject) => onClaims((before) => ({ ...before, subject }))}
          />
          <SanFields
            san={claims.san}
            findings={[]}
            commonName={claims.subject.CN ?? ''}
            onChange={(san) => onClaims((before) => ({ ...before, san }))}
          />
        </Stack>
      </Section>
    </>
  );
}

function dayFindings(days: number | undefined, text: string): readonly FieldFinding[] {
  return days === undefined ? [{ verdict: 'fail', text }] : [];
}
