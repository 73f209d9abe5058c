import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import type { SpecFinding } from '../../../shared/contract/csrs.ts';
import type { KeyAlgorithmName } from '../../../shared/contract/key-facts.ts';
import { useT } from '../../locales/language.tsx';
import { FieldRow } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import {
  EncodingFields,
  fieldFinding,
  findingsAt,
  IdsField,
  SanFields,
  SubjectFields,
  UtcField,
  type ClaimsForm,
} from '../keys/index.ts';
import { daysOf, type CsrForm } from './csr-form.ts';

const Fields = styled('div')({
  display: 'flex',
  flexDirection: 'column',
  gap: rem(12),
  padding: `${rem(12)} ${rem(20)}`,
  flex: '1 1 auto',
  minHeight: 0,
  overflow: 'auto',
});

interface BuilderFormProps {
  readonly form: CsrForm;
  readonly algorithm: KeyAlgorithmName;
  /** As core found them over the spec: shown where they belong. */
  readonly findings: readonly SpecFinding[];
  readonly onChange: (change: (form: CsrForm) => CsrForm) => void;
}

/** Everything that a CSR says, whom it speaks for first. */
export function BuilderForm({ form, algorithm, findings, onChange }: BuilderFormProps): ReactNode {
  const t = useT();
  const { claims } = form;
  const onClaims = (change: (before: ClaimsForm) => ClaimsForm): void =>
    onChange((before) => ({ ...before, claims: change(before.claims) }));
  const at = (path: string) => findingsAt(findings, path).map((finding) => fieldFinding(t, finding));
  const days = daysOf(form);
  return (
    <Fields role="form" aria-label={t('csrs.form')}>
      <IdsField label={t('csrs.idsLabel')} form={claims} onChange={onClaims} findings={findings} />
      <FieldRow>
        <UtcField
          label={t('csrs.notBefore')}
          value={form.notBefore}
          findings={at('notBefore')}
          onChange={(notBefore) => onChange((before) => ({ ...before, notBefore }))}
        />
        <UtcField
          label={t('csrs.notAfter')}
          value={form.notAfter}
          aside={days === undefined ? undefined : t('csrs.days', { days })}
          findings={at('notAfter')}
          onChange={(notAfter) => onChange((before) => ({ ...before, notAfter }))}
        />
      </FieldRow>
      <SubjectFields
        subject={claims.subject}
        findings={findings}
        onChange={(subject) => onClaims((before) => ({ ...before, subject }))}
      />
      <SanFields
        san={claims.san}
        findings={findings}
        commonName={claims.subject.CN ?? ''}
        onChange={(san) => onClaims((before) => ({ ...before, san }))}
      />
      <EncodingFields form={claims} algorithm={algorithm} onChange={onClaims} />
      <TextField
        label={t('csrs.keySerial')}
        value={form.keySerial}
        mono
        maxLength={64}
        hint={t('csrs.keySerialHint')}
        findings={[...at('keySerial'), ...at('keyGroupId')]}
        onChange={(keySerial) => onChange((before) => ({ ...before, keySerial }))}
      />
    </Fields>
  );
}

/** Findings that no field of the form shows: they belong to the bytes. */
export function findingsOfBytes(findings: readonly SpecFinding[]): readonly SpecFinding[] {
  return findings.filter(
    ({ path }) => !/^(?:ids|notBefore|notAfter|subject|san|keySerial|keyGroupId)(?:\.|$)/u.test(path),
  );
}
