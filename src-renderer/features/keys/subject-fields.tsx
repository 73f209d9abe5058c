import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import type { SpecFinding } from '../../../shared/contract/csrs.ts';
import { useT } from '../../locales/language.tsx';
import { FieldRow } from '../../ui/section.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { TextField } from '../../ui/text-field.tsx';
import { SUBJECT_TYPES, USUAL_TYPES, type SubjectTexts, type SubjectType } from './claims-form.ts';
import { fieldFinding, findingsAt } from './finding-sentence.tsx';
import { AddList } from './add-list.tsx';

const Parts = styled('div')({ display: 'flex', flexDirection: 'column', gap: rem(12) });

interface SubjectFieldsProps {
  readonly subject: SubjectTexts;
  readonly onChange: (subject: SubjectTexts) => void;
  readonly findings: readonly SpecFinding[];
}

/** The parts of a subject, the usual ones always, the others when asked for. */
export function SubjectFields({ subject, onChange, findings }: SubjectFieldsProps): ReactNode {
  const t = useT();
  const shown = SUBJECT_TYPES.filter((type) => USUAL_TYPES.includes(type) || subject[type] !== undefined);
  const further = SUBJECT_TYPES.filter((type) => !shown.includes(type));
  const noName = findings.filter(({ path }) => path === 'subject');
  const field = (type: SubjectType): ReactNode => (
    <TextField
      key={type}
      label={t(`keys.subject_${type}`)}
      value={subject[type] ?? ''}
      maxLength={256}
      aside={type}
      findings={[...findingsAt(findings, `subject.${type}`), ...(type === 'CN' ? noName : [])].map((finding) =>
        fieldFinding(t, finding),
      )}
      onChange={(value) => onChange({ ...subject, [type]: value })}
    />
  );
  return (
    <Parts>
      <FieldRow>{shown.map(field)}</FieldRow>
      <AddList
        label={t('keys.addSubjectPart')}
        choices={further.map((type) => ({ id: type, label: t(`keys.subject_${type}`) }))}
        onAdd={(type) => onChange({ ...subject, [type]: '' })}
      />
    </Parts>
  );
}
