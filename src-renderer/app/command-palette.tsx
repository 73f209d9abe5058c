import MuiDialog from '@mui/material/Dialog';
import { styled } from '@mui/material/styles';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useT } from '../locales/language.tsx';
import { Icon } from '../ui/icon.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { SafeText } from '../ui/safe-text.tsx';
import { look, MONO, type, visuallyHidden } from '../ui/theme/look.ts';
import { rem, tokens } from '../ui/theme/tokens.ts';
import { Keys } from './keys.tsx';
import { usePaletteEntries, type PaletteEntry } from './use-palette-entries.ts';

const Shell = styled(MuiDialog)({
  '.MuiDialog-container': { alignItems: 'flex-start' },
  '.MuiDialog-paper': {
    width: rem(694),
    maxWidth: `calc(100vw - ${rem(32)})`,
    marginTop: 'max(5vh, 1rem)',
    maxHeight: '76vh',
    overflow: 'hidden',
  },
  '.field': {
    display: 'flex',
    alignItems: 'center',
    gap: rem(12),
    padding: `0 ${rem(16)}`,
    minHeight: rem(48),
    borderBottom: `1px solid ${look.line}`,
    color: look.ink2,
    flex: 'none',
  },
  input: {
    ...type.section,
    fontWeight: 400,
    flex: '1 1 auto',
    minWidth: 0,
    border: 0,
    outline: 'none',
    background: 'none',
    color: look.ink,
    padding: `${rem(8)} 0`,
    '&::placeholder': { color: look.ink3, opacity: 1 },
  },
  '.list': { overflow: 'auto', flex: '1 1 auto', padding: `${rem(4)} 0` },
  '.group': { ...type.small, fontWeight: 500, color: look.ink2, padding: `${rem(6)} ${rem(16)} ${rem(4)}` },
  '.entry': {
    display: 'flex',
    alignItems: 'center',
    gap: rem(10),
    minHeight: rem(34),
    padding: `${rem(3)} ${rem(16)}`,
    cursor: 'pointer',
  },
  '.entry > svg': { flex: 'none', color: look.ink2 },
  '.entry[aria-selected="true"]': { background: look.selected, boxShadow: `inset 3px 0 ${look.accent}` },
  '.entry[aria-disabled="true"] .title': { color: look.inkDisabled },
  '.title': { flex: 'none', maxWidth: '60%', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '.title[data-mono]': { fontFamily: MONO },
  '.text': {
    ...type.small,
    color: look.ink3,
    minWidth: 0,
    flex: '1 1 auto',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  '.foot': {
    ...type.small,
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: `${rem(4)} ${rem(16)}`,
    padding: `${rem(6)} ${rem(16)}`,
    borderTop: `1px solid ${look.line}`,
    background: look.canvas,
    color: look.ink2,
    flex: 'none',
  },
  '.foot > span': { display: 'inline-flex', alignItems: 'center', gap: rem(6) },
  '.foot button': {
    ...type.small,
    marginLeft: 'auto',
    display: 'inline-flex',
    alignItems: 'center',
    gap: rem(6),
    border: 0,
    background: 'none',
    color: look.ink2,
    cursor: 'pointer',
    borderRadius: tokens.radius.control,
    minHeight: rem(24),
  },
  '.nothing': { padding: rem(16), color: look.ink2 },
  '.count': visuallyHidden,
  '@media (forced-colors: active)': { '.entry[aria-selected="true"]': { borderLeft: '3px solid Highlight' } },
});

interface CommandPaletteProps {
  readonly onClose: () => void;
  readonly onShortcuts: () => void;
}

/** Ctrl+K: things to open by id, name or fingerprint, then commands here, pages, and all others. */
export function CommandPalette({ onClose, onShortcuts }: CommandPaletteProps): ReactNode {
  const t = useT();
  const id = useId();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const entries = usePaletteEntries(typed, t);
  const at = Math.min(chosen, entries.length - 1);

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [at, entries]);

  const run = (entry: PaletteEntry | undefined): void => {
    if (entry === undefined || entry.disabledReason !== undefined) return;
    onClose();
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const last = entries.length - 1;
    const next = {
      ArrowDown: at >= last ? 0 : at + 1,
      ArrowUp: at <= 0 ? last : at - 1,
      PageDown: Math.min(last, at + 8),
      PageUp: Math.max(0, at - 8),
    }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      setChosen(Math.max(0, next));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(entries[at]);
    }
  };

  return (
    <Shell open onClose={onClose} aria-labelledby={`${id}-name`}>
      <h2 className="count" id={`${id}-name`}>
        {t('app.palette')}
      </h2>
      <div className="field">
        <Icon name="search" size={20} />
        <input
          autoFocus
          role="combobox"
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={entries.length > 0 ? `${id}-${at}` : undefined}
          aria-label={t('app.searchOrRun')}
          placeholder={t('app.searchOrRun')}
          value={typed}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => {
            setTyped(event.target.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
        <small>{t('app.paletteKinds')}</small>
      </div>
      <div className="list" id={`${id}-list`} role="listbox" aria-label={t('app.palette')} ref={list}>
        {entries.map((entry, index) => (
          <Entry
            key={`${entry.group} ${entry.id}`}
            id={`${id}-${index}`}
            entry={entry}
            heading={entries[index - 1]?.group === entry.group ? undefined : entry.group}
            selected={index === at}
            query={typed.replace(/^\s*>/u, '').trim()}
            onRun={() => run(entry)}
          />
        ))}
      </div>
      {entries.length === 0 ? <div className="nothing">{t('app.paletteNothing', { query: typed })}</div> : null}
      <span className="count" role="status">
        {t('app.paletteResults', { count: entries.length })}
      </span>
      <div className="foot">
        <span>
          <Kbd keys="ArrowUp+ArrowDown" /> {t('app.paletteMove')}
        </span>
        <span>
          <Kbd keys="Enter" /> {t('app.paletteOpen')}
        </span>
        <span>
          <Kbd keys=">" /> {t('app.paletteCommandsOnly')}
        </span>
        <button type="button" onClick={onShortcuts}>
          <Kbd keys="F1" /> {t('app.paletteShortcuts')}
        </button>
      </div>
    </Shell>
  );
}

interface EntryProps {
  readonly id: string;
  readonly entry: PaletteEntry;
  readonly heading: string | undefined;
  readonly selected: boolean;
  readonly query: string;
  readonly onRun: () => void;
}

const Found = styled('mark')({ background: 'none', color: look.accent, fontWeight: 600 });

function Entry({ id, entry, heading, selected, query, onRun }: EntryProps): ReactNode {
  return (
    <>
      {heading === undefined ? null : (
        <div className="group" role="presentation">
          {heading}
        </div>
      )}
      <div
        id={id}
        className="entry"
        role="option"
        aria-selected={selected}
        aria-disabled={entry.disabledReason !== undefined || undefined}
        onClick={onRun}
      >
        <Icon name={entry.icon} />
        <span className="title" data-mono={entry.mono || undefined}>
          <Highlighted text={entry.title} query={query} />
        </span>
        <span className="text">{entry.text === undefined ? null : <SafeText text={entry.text} />}</span>
        {entry.keys === undefined ? null : <Keys keys={entry.keys} />}
      </div>
    </>
  );
}

function Highlighted({ text, query }: { readonly text: string; readonly query: string }): ReactNode {
  const at = query === '' ? -1 : text.toLowerCase().indexOf(query.toLowerCase());
  if (at < 0) return <SafeText text={text} />;
  return (
    <>
      <SafeText text={text.slice(0, at)} />
      <Found>
        <SafeText text={text.slice(at, at + query.length)} />
      </Found>
      <SafeText text={text.slice(at + query.length)} />
    </>
  );
}
