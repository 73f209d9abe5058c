import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useT } from '../locales/language.tsx';
import { keyLabels } from './format/key-labels.ts';
import { look, type } from './theme/look.ts';
import { rem, tokens } from './theme/tokens.ts';

const Keys = styled('span')({ display: 'inline-flex', gap: rem(4), flex: 'none' });

const Key = styled('kbd')({
  ...type.label,
  fontSize: rem(11.5),
  minWidth: rem(18),
  padding: `0 ${rem(5)}`,
  textAlign: 'center',
  color: 'inherit',
  border: `1px solid ${look.lineMid}`,
  borderRadius: tokens.radius.chip,
  '.MuiButton-contained &': { borderColor: 'currentColor' },
});

/** A key combination as printed on the keyboard of the language: `Ctrl+K` is “Strg K” in German. */
export function Kbd({ keys }: { readonly keys: string }): ReactNode {
  const t = useT();
  return (
    <Keys>
      {keyLabels(keys, t.language).map((label) => (
        <Key key={label}>{label}</Key>
      ))}
    </Keys>
  );
}
