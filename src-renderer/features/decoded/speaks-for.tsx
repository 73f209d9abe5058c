import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';

const Band = styled('section')({
  display: 'flex',
  flexDirection: 'column',
  gap: rem(6),
  padding: `${rem(10)} ${rem(20)} ${rem(12)}`,
  background: look.canvas,
  borderBottom: `1px solid ${look.line}`,
  flex: 'none',
  // Hundreds of ids must not push everything else out of the window.
  maxHeight: '30vh',
  overflow: 'auto',
  h2: { ...type.small, color: look.ink2 },
  '.more': { color: look.ink2, overflowWrap: 'anywhere' },
});

/** The band under the head of a page: whom a document speaks for. Children are its ids and what belongs to them. */
export function SpeaksFor({ children }: { readonly children: ReactNode }): ReactNode {
  const t = useT();
  return (
    <Band aria-label={t('decoded.speaksFor')}>
      <h2>{t('decoded.speaksFor')}</h2>
      {children}
    </Band>
  );
}
