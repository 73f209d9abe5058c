import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import { useT } from '../locales/language.tsx';
import type { PlainKey } from '../locales/translate.ts';
import { distinctCommands, useRegistry } from '../platform/commands.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { look, type } from '../ui/theme/look.ts';
import { rem } from '../ui/theme/tokens.ts';
import { Keys } from './keys.tsx';
import { matchScore } from './palette-search.ts';

const Groups = styled('div')({
  columns: `${rem(280)} 2`,
  columnGap: rem(32),
  section: { breakInside: 'avoid', marginBottom: rem(16) },
  h3: { ...type.small, fontWeight: 500, color: look.ink2, paddingBottom: rem(4) },
  li: {
    display: 'flex',
    alignItems: 'center',
    gap: rem(12),
    minHeight: rem(30),
    borderTop: `1px solid ${look.line}`,
  },
});

interface Shortcut {
  readonly title: string;
  readonly keys: string;
}

const LISTS: readonly { readonly key: PlainKey; readonly keys: string }[] = [
  { key: 'app.keyRows', keys: 'ArrowUp ArrowDown J K' },
  { key: 'app.keyEnds', keys: 'Home End' },
  { key: 'app.keyOpen', keys: 'Enter' },
  { key: 'app.keyReturn', keys: 'Escape' },
  { key: 'app.keySelect', keys: 'Space' },
  { key: 'app.keySelectMore', keys: 'Shift+ArrowDown' },
  { key: 'app.keySort', keys: 'S' },
  { key: 'app.keySortTurn', keys: 'Shift+S' },
];

/** F1 or `?`: keys of this page first, then everywhere, then in lists; searchable. */
export function ShortcutsOverlay({ onClose }: { readonly onClose: () => void }): ReactNode {
  const t = useT();
  const [query, setQuery] = useState('');
  const commands = distinctCommands(useRegistry((state) => state.commands));
  const of = (here: boolean): readonly Shortcut[] =>
    commands.flatMap((command) =>
      command.keys === undefined || (command.scope === 'here') !== here || command.icon === undefined
        ? []
        : [{ title: command.title(t), keys: command.keys }],
    );
  const lists = LISTS.map((shortcut) => ({ title: t(shortcut.key), keys: shortcut.keys }));
  return (
    <Dialog
      open
      width="wide"
      title={t('app.shortcuts')}
      onClose={onClose}
      actions={
        <Button keys="Escape" onClick={onClose}>
          {t('ui.close')}
        </Button>
      }
    >
      <SearchField autoFocus label={t('app.findShortcut')} value={query} onChange={setQuery} />
      <Groups>
        <Group title={t('app.shortcutsHere')} shortcuts={of(true)} query={query} />
        <Group title={t('app.shortcutsEverywhere')} shortcuts={of(false)} query={query} />
        <Group title={t('app.shortcutsLists')} shortcuts={lists} query={query} />
      </Groups>
    </Dialog>
  );
}

function Group(props: {
  readonly title: string;
  readonly shortcuts: readonly Shortcut[];
  readonly query: string;
}): ReactNode {
  const shown = props.shortcuts.filter((shortcut) => matchScore(props.query, shortcut.title) > 0);
  if (shown.length === 0) return null;
  return (
    <section>
      <h3>{props.title}</h3>
      <ul>
        {shown.map((shortcut) => (
          <li key={`${shortcut.title} ${shortcut.keys}`}>
            <span>{shortcut.title}</span>
            <Keys keys={shortcut.keys} />
          </li>
        ))}
      </ul>
    </section>
  );
}
