import { styled } from '@mui/material/styles';
import { useCallback, useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useT } from '../locales/language.tsx';
import { byteHex, byteText, fieldAt, fieldBeside, type ByteField } from './byte-fields.ts';
import { CopyButton } from './copy-button.tsx';
import { byteRange, hexOffset } from './format/byte-range.ts';
import { useRowWindow } from './row-window.ts';
import { focusRingInset, look, type } from './theme/look.ts';
import { rem, tokens } from './theme/tokens.ts';

export type { ByteField } from './byte-fields.ts';

export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

interface ByteViewProps {
  /** What the bytes are, for the accessible name. */
  readonly label: string;
  readonly bytes: Uint8Array;
  readonly fields: readonly ByteField[];
  /** The lit range: scrolls into view when it changes. */
  readonly lit?: ByteRange | undefined;
  /** A byte was chosen by pointer or keys: light its field elsewhere. */
  readonly onField?: (field: ByteField | undefined, position: number) => void;
  /** Rows shown before it scrolls. */
  readonly rows?: number;
}

const PER_ROW = 16;
const ROW = 20;

const Root = styled('div')({
  display: 'flex',
  flexDirection: 'column',
  minHeight: 0,
  border: `1px solid ${look.line}`,
  borderRadius: tokens.radius.control,
  background: look.surface,
  '.line': {
    ...type.small,
    display: 'flex',
    alignItems: 'center',
    gap: rem(8),
    minHeight: rem(28),
    padding: `0 ${rem(4)} 0 ${rem(10)}`,
    borderBottom: `1px solid ${look.line}`,
    color: look.ink2,
  },
  '.line > span:first-of-type': { flex: '1 1 auto', minWidth: 0, overflowWrap: 'anywhere' },
  '.scroller': { overflow: 'auto', outline: 'none', padding: `${rem(4)} 0` },
  '.scroller:focus-visible': focusRingInset,
  '.bytes': { position: 'relative', minWidth: '36rem' },
  '.bytes > div': {
    ...type.mono,
    position: 'absolute',
    top: 0,
    left: 0,
    display: 'flex',
    padding: `0 ${rem(10)}`,
    whiteSpace: 'pre',
  },
  '.offset': { color: look.ink3, width: '3.6rem', flex: 'none' },
  '.hex': { display: 'flex', cursor: 'default' },
  '.hex > i': { fontStyle: 'normal', padding: '0 0.25em', position: 'relative' },
  '.hex > i:nth-of-type(8)': { marginRight: '0.75em' },
  '.ascii': { marginLeft: '1em', color: look.ink2 },
  '.ascii > i': { fontStyle: 'normal' },
  'i[data-soft]': { background: look.litSoft },
  'i[data-lit]': { background: look.lit, color: look.ink, boxShadow: `inset 0 -2px ${look.accent}` },
  '.scroller:focus-visible i[data-at]': { outline: `2px solid ${look.focus}`, outlineOffset: '-2px' },
  '@media (forced-colors: active)': {
    'i[data-lit]': {
      textDecoration: 'underline',
      forcedColorAdjust: 'none',
      background: 'Highlight',
      color: 'HighlightText',
    },
  },
});

/** Offset, 16 bytes with a gap after 8, text. A field lights its bytes, a byte names its field; unknown bytes stay visible. */
export function ByteView({ label, bytes, fields, lit, onField, rows = 10 }: ByteViewProps): ReactNode {
  const t = useT();
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const [hovered, setHovered] = useState<number>();
  const rowCount = Math.ceil(bytes.length / PER_ROW);
  const heightOf = useCallback(() => ROW, []);
  const view = useRowWindow({ count: rowCount, scroller, rowHeight: heightOf });
  const { scrollTo } = view;

  // Lit from elsewhere (a tree of fields): the cursor goes to its first byte, so that line and marks speak of the same.
  const start = lit?.start;
  const end = lit?.end;
  const [litBefore, setLitBefore] = useState({ start, end });
  if (litBefore.start !== start || litBefore.end !== end) {
    setLitBefore({ start, end });
    if (start !== undefined && end !== undefined && (at < start || at >= end)) setAt(start);
  }
  const ownChoice = useRef(false);
  useEffect(() => {
    const own = ownChoice.current;
    ownChoice.current = false;
    // The bytes that a person points at stay where they are.
    if (own || start === undefined || end === undefined) return;
    // The end first: of a range that is longer than the view its beginning is what is seen.
    scrollTo(Math.floor((Math.max(start + 1, end) - 1) / PER_ROW));
    scrollTo(Math.floor(start / PER_ROW));
    // eslint-disable-next-line react-hooks/exhaustive-deps -- scrolls when the lit range moves, not at every draw
  }, [start, end]);

  const here = hovered ?? at;
  const field = fieldAt(fields, here);
  const soft = hovered === undefined ? undefined : field;

  const go = (position: number): void => {
    const next = Math.max(0, Math.min(bytes.length - 1, position));
    setAt(next);
    scrollTo(Math.floor(next / PER_ROW));
    const chosen = fieldAt(fields, next);
    ownChoice.current = chosen !== undefined && (chosen.start !== start || chosen.end !== end);
    onField?.(chosen, next);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Tab') {
      const next = fieldBeside(fields, at, event.shiftKey ? -1 : 1);
      if (next === undefined) return;
      event.preventDefault();
      go(next.start);
      return;
    }
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -PER_ROW, ArrowDown: PER_ROW, Home: -at, End: bytes.length }[
      event.key
    ];
    if (by === undefined) return;
    event.preventDefault();
    go(at + by);
  };

  const words =
    field === undefined
      ? t('ui.noField')
      : t('ui.inField', { field: field.label, range: byteRange(field.start, field.end) });
  const byte = bytes[here];
  const spoken =
    byte === undefined ? words : t('ui.byteAt', { value: byteHex(byte), offset: hexOffset(here), field: words });
  const range = lit ?? { start: 0, end: bytes.length };
  const copied = Array.from(bytes.subarray(range.start, range.end), byteHex).join(' ');

  return (
    <Root>
      <div className="line">
        <span id={`${id}-field`} aria-live="polite">
          {spoken}
        </span>
        <CopyButton what={t('ui.copyHex')} text={copied} />
      </div>
      <div
        ref={scroller}
        className="scroller"
        role="application"
        aria-roledescription={t('ui.bytes')}
        aria-label={t('ui.byteView', { what: label })}
        aria-describedby={`${id}-field`}
        tabIndex={0}
        title={t('ui.byteHint')}
        style={{ height: rem(Math.min(rows, Math.max(1, rowCount)) * ROW + 8) }}
        onKeyDown={onKeyDown}
        onMouseLeave={() => setHovered(undefined)}
      >
        <div className="bytes" style={{ height: view.height }}>
          {view.items.map((place) => (
            <ByteRow
              key={place.key}
              bytes={bytes}
              first={place.index * PER_ROW}
              top={place.start}
              lit={lit}
              soft={soft}
              at={at}
              onHover={setHovered}
              onChoose={go}
            />
          ))}
        </div>
      </div>
    </Root>
  );
}

interface ByteRowProps {
  readonly bytes: Uint8Array;
  readonly first: number;
  readonly top: number;
  readonly lit: ByteRange | undefined;
  readonly soft: ByteRange | undefined;
  readonly at: number;
  readonly onHover: (position: number) => void;
  readonly onChoose: (position: number) => void;
}

function ByteRow({ bytes, first, top, lit, soft, at, onHover, onChoose }: ByteRowProps): ReactNode {
  const row = Array.from(bytes.subarray(first, first + PER_ROW));
  const within = (range: ByteRange | undefined, position: number): true | undefined =>
    (range !== undefined && position >= range.start && position < range.end) || undefined;
  const marks = (position: number): object => ({
    'data-lit': within(lit, position),
    'data-soft': within(soft, position),
    'data-at': position === at || undefined,
  });
  return (
    <div style={{ transform: `translateY(${top}px)` }}>
      <span className="offset">{hexOffset(first)}</span>
      <span className="hex">
        {Array.from({ length: PER_ROW }, (_, index) => {
          const byte = row[index];
          const position = first + index;
          if (byte === undefined) return <i key={index}>{'  '}</i>;
          return (
            <i
              key={index}
              {...marks(position)}
              onMouseEnter={() => onHover(position)}
              onClick={() => onChoose(position)}
            >
              {byteHex(byte)}
            </i>
          );
        })}
      </span>
      <span className="ascii" aria-hidden>
        {row.map((byte, index) => (
          <i key={index} {...marks(first + index)}>
            {byteText(byte)}
          </i>
        ))}
      </span>
    </div>
  );
}
