import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { focusRingInset, look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { idsOf, IdRows, type Ids } from './id-rows.tsx';

const Band = styled('section')({
  display: 'flex',
  flexDirection: 'column',
  gap: rem(6),
  padding: `${rem(10)} ${rem(20)} ${rem(12)}`,
  background: look.canvas,
  borderBottom: `1px solid ${look.line}`,
  flex: 'none',
  h2: { ...type.small, color: look.ink2 },
  '.more': { color: look.ink2, overflowWrap: 'anywhere' },
  // Hundreds of ids must not push everything else out of the window.
  '&[data-many]': { maxHeight: '24vh', overflow: 'auto' },
  '&:focus-visible': focusRingInset,
});

const MANY = 40;

interface SpeaksForProps {
  readonly ids: Ids;
  /** OCPI modules and sides that a service may serve. */
  readonly services?: ReactNode;
}

/** The band under the head of a page: whom a document speaks for, each id with its kind. */
export function SpeaksFor({ ids, services }: SpeaksForProps): ReactNode {
  const t = useT();
  const many = idsOf(ids).length > MANY;
  return (
    <Band aria-label={t('decoded.speaksFor')} data-many={many || undefined} {...(many ? { tabIndex: 0 } : {})}>
      <h2>{t('decoded.speaksFor')}</h2>
      <IdRows ids={ids} showKind none={<span>{t('certificates.speaksForNobody')}</span>} />
      {services === undefined ? null : <span className="more">{services}</span>}
    </Band>
  );
}
