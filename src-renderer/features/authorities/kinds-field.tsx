import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import type { KeyPurpose } from '../../../shared/contract/key-facts.ts';
import { useT } from '../../locales/language.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { FieldFrame } from '../../ui/field.tsx';
import { rem } from '../../ui/theme/tokens.ts';
import { purposeWord } from '../keys/index.ts';

const KINDS: readonly KeyPurpose[] = ['tls-client', 'tls-server', 'object-signing', 'identity'];

const Kinds = styled('div')({ display: 'flex', flexWrap: 'wrap', gap: `${rem(2)} ${rem(20)}` });

interface KindsFieldProps {
  readonly kinds: readonly KeyPurpose[];
  /** Those of the parent: no other can be chosen below it. */
  readonly allowed?: readonly KeyPurpose[] | undefined;
  readonly onChange: (kinds: readonly KeyPurpose[]) => void;
}

/** What an authority certifies. */
export function KindsField({ kinds, allowed, onChange }: KindsFieldProps): ReactNode {
  const t = useT();
  return (
    <FieldFrame label={t('authorities.kinds')} group hint={t('authorities.kindsHint')}>
      {({ labelId }) => (
        <Kinds role="group" aria-labelledby={labelId}>
          {KINDS.map((kind) => (
            <CheckField
              key={kind}
              label={purposeWord(t, kind)}
              checked={kinds.includes(kind)}
              disabled={allowed !== undefined && !allowed.includes(kind)}
              onChange={(checked) => onChange(checked ? [...kinds, kind] : kinds.filter((one) => one !== kind))}
            />
          ))}
        </Kinds>
      )}
    </FieldFrame>
  );
}
