import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import type { ConnectionRow } from '../../../shared/contract/platforms.ts';
import { useT } from '../../locales/language.tsx';
import { Icon } from '../../ui/icon.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem, tokens } from '../../ui/theme/tokens.ts';
import type { ListView } from '../lists/list-view.ts';
import { isFilterName } from './data-filter.ts';
import { filterValueWords } from './filter-words.ts';

const Chips = styled('ul')({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: rem(6),
  padding: `${rem(6)} ${rem(20)}`,
  margin: 0,
  borderBottom: `1px solid ${look.line}`,
  flex: 'none',
  listStyle: 'none',
});

const Chip = styled('button')({
  ...type.small,
  display: 'inline-flex',
  alignItems: 'center',
  gap: rem(5),
  minHeight: rem(24),
  maxWidth: rem(420),
  padding: `0 ${rem(6)}`,
  border: `1px solid ${look.lineStrong}`,
  borderRadius: tokens.radius.chip,
  background: look.surface,
  color: look.ink,
  cursor: 'pointer',
  '& > .word': { color: look.ink2 },
  '& > .value': { fontWeight: 600, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '& > svg': { flex: 'none' },
  '&:hover': { background: look.hover },
  '&[data-all]': { border: 0, background: 'none', color: look.accent },
});

interface FilterChipsProps {
  readonly filters: ListView['filters'];
  readonly connections: readonly ConnectionRow[];
  readonly onDrop: (name: string) => void;
  readonly onDropAll: () => void;
}

/** What the list is narrowed to; each goes by a click. */
export function FilterChips({ filters, connections, onDrop, onDropAll }: FilterChipsProps): ReactNode {
  const t = useT();
  const shown = Object.entries(filters).flatMap(([name, value]) =>
    isFilterName(name)
      ? [{ name, word: t(`dataLists.filter_${name}`), value: filterValueWords(t, name, value, connections) }]
      : [],
  );
  if (shown.length === 0) return null;
  return (
    <Chips aria-label={t('dataLists.activeFilters')}>
      {shown.map(({ name, word, value }) => (
        <li key={name}>
          <Chip type="button" title={t('dataLists.dropFilter', { filter: word })} onClick={() => onDrop(name)}>
            <span className="word">{word}</span>
            <span className="value">
              <SafeText text={value} />
            </span>
            <Icon name="x" size={13} />
          </Chip>
        </li>
      ))}
      {shown.length < 2 ? null : (
        <li>
          <Chip type="button" data-all onClick={onDropAll}>
            {t('dataLists.dropAll')}
          </Chip>
        </li>
      )}
    </Chips>
  );
}
