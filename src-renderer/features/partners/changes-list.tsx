import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import type { PartnerChange } from '../../../shared/contract/partners.ts';
import { useT } from '../../locales/language.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { look, type, visuallyHidden } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';

const List = styled('ul')({
  listStyle: 'none',
  margin: 0,
  padding: 0,
  li: {
    display: 'grid',
    gridTemplateColumns: `minmax(${rem(90)}, ${rem(150)}) minmax(0, 1fr)`,
    gap: rem(10),
    padding: `${rem(2)} 0`,
  },
  '.field': { ...type.small, color: look.ink3, paddingTop: rem(2) },
  '.values': { overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' },
  '.arrow': { color: look.ink3, padding: `0 ${rem(6)}` },
  del: { color: look.ink2 },
  ins: { textDecoration: 'none', color: look.diff, background: look.diffTint, padding: `0 ${rem(3)}` },
  '.hidden': visuallyHidden,
});

/** Old and new of each field: what goes is struck, what comes is marked, and both are said. */
export function ChangesList({ changes }: { readonly changes: readonly PartnerChange[] }): ReactNode {
  const t = useT();
  return (
    <List>
      {changes.map(({ field, before, after }, index) => (
        <li key={index}>
          <span className="field">{t(`partners.field_${field}`)}</span>
          <span className="values">
            {before === null ? null : (
              <del>
                <span className="hidden">{t('partners.before')}: </span>
                <SafeText text={before} />
              </del>
            )}
            {before === null || after === null ? null : (
              <span className="arrow" aria-hidden>
                →
              </span>
            )}
            {after === null ? null : (
              <ins>
                <span className="hidden">{t('partners.after')}: </span>
                <SafeText text={after} />
              </ins>
            )}
          </span>
        </li>
      ))}
    </List>
  );
}
