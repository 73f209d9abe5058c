import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useT } from '../locales/language.tsx';
import { IconButton } from './icon-button.tsx';
import { look } from './theme/look.ts';
import { rem, tokens } from './theme/tokens.ts';

const Bar = styled('div')({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: rem(8),
  margin: `${rem(8)} ${rem(20)} ${rem(12)}`,
  padding: `${rem(6)} ${rem(12)}`,
  border: `1px solid ${look.lineStrong}`,
  borderRadius: tokens.radius.panel,
  background: look.raised,
  boxShadow: 'var(--oc-raised)',
  flex: 'none',
  strong: { fontWeight: 600 },
  '.note': { color: look.ink3 },
  '.actions': { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: rem(8), marginLeft: 'auto' },
});

interface BulkBarProps {
  readonly count: number;
  /** What cannot be done in bulk, or how many are without errors. */
  readonly note?: ReactNode;
  readonly actions: ReactNode;
  readonly onClear: () => void;
}

/** Below a table while rows are selected: how many, what can be done with them. */
export function BulkBar({ count, note, actions, onClear }: BulkBarProps): ReactNode {
  const t = useT();
  if (count === 0) return null;
  return (
    <Bar role="region" aria-label={t('ui.selected', { count })}>
      <strong role="status">{t('ui.selected', { count })}</strong>
      {note === undefined ? null : <span className="note">{note}</span>}
      <span className="actions">
        {actions}
        <IconButton icon="x" label={t('ui.clearSelection')} onClick={onClear} />
      </span>
    </Bar>
  );
}
