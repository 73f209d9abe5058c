import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import type { SpecFinding } from '../../../shared/contract/csrs.ts';
import type { SanName } from '../../../shared/contract/keys.ts';
import { useT } from '../../locales/language.tsx';
import { SelectField } from '../../ui/choice-fields.tsx';
import { FieldFrame } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { visuallyHidden } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { TextField } from '../../ui/text-field.tsx';
import { AddList } from './add-list.tsx';
import { sanPath } from './claims-form.ts';
import { fieldFinding, findingsAt } from './finding-sentence.tsx';

const KINDS: readonly SanName['kind'][] = ['dns', 'ip', 'uri', 'mail'];

const Rows = styled('div')({
  display: 'flex',
  flexDirection: 'column',
  gap: rem(6),
  '& > .row': {
    position: 'relative',
    display: 'grid',
    gridTemplateColumns: `${rem(84)} minmax(0, 1fr) ${rem(28)}`,
    gap: rem(6),
    alignItems: 'start',
  },
  // Twice, to stand before the field's own rule; the rows are named by their numbers.
  '&& .label': visuallyHidden,
});

interface SanFieldsProps {
  readonly san: readonly SanName[];
  readonly onChange: (san: readonly SanName[]) => void;
  readonly findings: readonly SpecFinding[];
  /** The common name, offered as a first DNS name. */
  readonly commonName: string;
}

/** Subject alternative names: kind and value a row. */
export function SanFields({ san, onChange, findings, commonName }: SanFieldsProps): ReactNode {
  const t = useT();
  const change = (at: number, part: Partial<SanName>): void =>
    onChange(san.map((name, index) => (index === at ? { ...name, ...part } : name)));
  const offers = [
    ...(commonName === '' || san.some(({ value }) => value === commonName)
      ? []
      : [{ id: 'same', label: t('keys.sanSameAsName', { name: commonName }) }]),
    ...KINDS.map((kind) => ({ id: kind, label: t(`keys.san_${kind}`) })),
  ];
  return (
    <FieldFrame
      label={t('keys.sanLabel')}
      group
      findings={findingsAt(findings, 'san').map((finding) => fieldFinding(t, finding))}
    >
      {({ labelId }) => (
        <Rows role="group" aria-labelledby={labelId}>
          {san.map((name, at) => (
            <div className="row" key={at}>
              <SelectField
                label={t('keys.sanKind', { number: at + 1 })}
                value={name.kind}
                choices={KINDS.map((kind) => ({ value: kind, label: t(`keys.sanShort_${kind}`) }))}
                onChange={(kind) => change(at, { kind })}
              />
              <TextField
                label={t('keys.sanValue', { number: at + 1 })}
                value={name.value}
                mono
                maxLength={512}
                findings={(name.value === '' ? [] : findingsAt(findings, sanPath(san, at))).map((finding) =>
                  fieldFinding(t, finding, (value) => change(at, { value })),
                )}
                onChange={(value) => change(at, { value })}
              />
              <IconButton
                icon="x"
                size={14}
                label={t('keys.sanRemove', { number: at + 1 })}
                onClick={() => onChange(san.filter((_, index) => index !== at))}
              />
            </div>
          ))}
          <AddList
            label={t('keys.sanAdd')}
            choices={offers}
            onAdd={(id) =>
              onChange([
                ...san,
                id === 'same'
                  ? { kind: 'dns', value: commonName }
                  : { kind: KINDS.find((kind) => kind === id) ?? 'dns', value: '' },
              ])
            }
          />
        </Rows>
      )}
    </FieldFrame>
  );
}
