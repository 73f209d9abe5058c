import { styled } from '@mui/material/styles';
import { useCallback, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useT } from '../locales/language.tsx';
import { findInText, rangeAt, textLines, type TextRange } from './format/find-in-text.ts';
import { indentJson } from './format/indent-json.ts';
import { IconButton } from './icon-button.tsx';
import { useRowWindow } from './row-window.ts';
import { SafeText } from './safe-text.tsx';
import { SearchField } from './search-field.tsx';
import { focusRingInset, look, type } from './theme/look.ts';
import { rem, tokens } from './theme/tokens.ts';

const ROW = 19;
const ROWS = 24;

const Root = styled('div')({
  display: 'flex',
  flexDirection: 'column',
  minHeight: 0,
  border: `1px solid ${look.line}`,
  borderRadius: tokens.radius.control,
  background: look.canvas,
  '.bar': {
    ...type.small,
    display: 'flex',
    alignItems: 'center',
    gap: rem(8),
    padding: rem(6),
    borderBottom: `1px solid ${look.line}`,
    color: look.ink2,
  },
  '.find': { width: rem(280) },
  '.scroller': { overflow: 'auto', outline: 'none', padding: `${rem(6)} 0` },
  '.scroller:focus-visible': focusRingInset,
  '.lines': { position: 'relative', minWidth: '100%', width: 'max-content' },
  '.lines > div': { ...type.mono, display: 'flex', height: rem(ROW), whiteSpace: 'pre' },
  '.number': {
    color: look.ink3,
    minWidth: '3.5rem',
    paddingRight: rem(12),
    textAlign: 'right',
    userSelect: 'none',
    flex: 'none',
  },
  mark: { background: look.litSoft, color: 'inherit' },
  'mark[data-here]': { background: look.lit, color: look.ink, boxShadow: `inset 0 -2px ${look.accent}` },
  '@media (forced-colors: active)': {
    mark: { textDecoration: 'underline' },
    'mark[data-here]': { forcedColorAdjust: 'none', background: 'Highlight', color: 'HighlightText' },
  },
});

interface JsonViewProps {
  /** What the text is, for the accessible name. */
  readonly label: string;
  /** As it came; it is indented here, digits and escapes stay. */
  readonly text: string;
}

/** JSON of any length: only the lines on screen are drawn; words are searched in all of them. */
export function JsonView({ label, text }: JsonViewProps): ReactNode {
  const t = useT();
  const scroller = useRef<HTMLDivElement>(null);
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const shown = useMemo(() => indentJson(text), [text]);
  const lines = useMemo(() => textLines(shown), [shown]);
  const matches = useMemo(() => findInText(shown, words), [shown, words]);
  const heightOf = useCallback(() => ROW, []);
  const view = useRowWindow({ count: lines.length, scroller, rowHeight: heightOf, header: ROW });
  const here = matches[at];

  const go = (found: readonly TextRange[], index: number): void => {
    if (found.length === 0) return;
    const next = (index + found.length) % found.length;
    setAt(next);
    view.scrollTo(rangeAt(lines, found[next]?.start ?? 0));
  };
  const find = (wanted: string): void => {
    setWords(wanted);
    setAt(0);
    go(findInText(shown, wanted), 0);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    go(matches, event.shiftKey ? at - 1 : at + 1);
  };
  const none = matches.length === 0 ? t('ui.noMatchInText') : undefined;
  return (
    <Root>
      <div className="bar">
        <div className="find">
          <SearchField label={t('ui.findInText')} value={words} onChange={find} onKeyDown={onKeyDown} />
        </div>
        {words === '' ? null : (
          <>
            <IconButton
              icon="chevron-up"
              label={t('ui.previousMatch')}
              onClick={() => go(matches, at - 1)}
              disabledReason={none}
            />
            <IconButton
              icon="chevron-down"
              label={t('ui.nextMatch')}
              onClick={() => go(matches, at + 1)}
              disabledReason={none}
            />
          </>
        )}
        <span aria-live="polite">
          {words === '' ? '' : (none ?? t('ui.matchOf', { at: at + 1, count: matches.length }))}
        </span>
      </div>
      <div
        ref={scroller}
        className="scroller"
        role="group"
        aria-label={label}
        tabIndex={0}
        style={{ height: rem(Math.min(ROWS, lines.length) * ROW + 14) }}
      >
        <div className="lines" style={{ height: view.height }}>
          {/* Rows stand in the flow behind a space for those above, so that the longest on screen makes the width. */}
          <div style={{ height: view.items[0]?.start ?? 0 }} />
          {view.items.map(({ index, key }) => (
            <div key={key}>
              <span className="number" aria-hidden>
                {index + 1}
              </span>
              <Line text={shown} range={lines[index] ?? NOWHERE} matches={matches} here={here} />
            </div>
          ))}
        </div>
      </div>
    </Root>
  );
}

const NOWHERE: TextRange = { start: 0, end: 0 };

interface LineProps {
  readonly text: string;
  readonly range: TextRange;
  readonly matches: readonly TextRange[];
  readonly here: TextRange | undefined;
}

/** One line, with what was found in it marked. */
function Line({ text, range, matches, here }: LineProps): ReactNode {
  const parts: ReactNode[] = [];
  let from = range.start;
  for (let index = rangeAt(matches, range.start); index < matches.length; index += 1) {
    const match = matches[index];
    if (match === undefined || match.start >= range.end) break;
    const start = Math.max(match.start, from);
    const end = Math.min(match.end, range.end);
    if (end <= start) continue;
    if (start > from) parts.push(<SafeText key={from} text={text.slice(from, start)} />);
    parts.push(
      <mark key={start} data-here={match === here || undefined}>
        <SafeText text={text.slice(start, end)} />
      </mark>,
    );
    from = end;
  }
  if (from < range.end) parts.push(<SafeText key={from} text={text.slice(from, range.end)} />);
  return <span>{parts}</span>;
}
