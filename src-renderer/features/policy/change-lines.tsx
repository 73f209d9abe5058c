import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import type { RuleChange } from '../../../shared/contract/documents.ts';
import { useT } from '../../locales/language.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { jsonText } from './policy-words.ts';

const List = styled('ul')({
  listStyle: 'none',
  margin: 0,
  padding: 0,
  '& > li': { padding: `${rem(3)} 0`, overflowWrap: 'anywhere' },
  code: { ...type.monoSmall, color: look.ink2 },
});

/** Rules that two policies have differently, a line each. */
export function ChangeLines({ changes }: { readonly changes: readonly RuleChange[] }): ReactNode {
  const t = useT();
  return (
    <List>
      {changes.map(({ rule, before, after }) => (
        <li key={rule}>
          <code>{rule}</code> {jsonText(t, before)} → <strong>{jsonText(t, after)}</strong>
        </li>
      ))}
    </List>
  );
}
