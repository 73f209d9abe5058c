import { styled } from '@mui/material/styles';
import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { useT } from '../locales/language.tsx';
import './css-variables.ts';
import { focusRingInset, look } from './theme/look.ts';
import { rem } from './theme/tokens.ts';
import { useUi } from './ui-context.tsx';

const MIN = 320;
const MAX = 520;
const STEP = 16;

const Outer = styled('div')({
  display: 'flex',
  flex: '1 1 auto',
  minHeight: 0,
  minWidth: 0,
  containerType: 'inline-size',
  '[data-low] &': { flexShrink: 0, minHeight: rem(480) },
});

const Root = styled('div')({
  display: 'grid',
  gridTemplateColumns: `min(var(--list-width), 45%) ${rem(1)} minmax(0, 1fr)`,
  flex: '1 1 auto',
  minHeight: 0,
  minWidth: 0,
  '& > .list': { display: 'flex', flexDirection: 'column', minHeight: 0, minWidth: 0, background: look.canvas },
  '& > .detail': { display: 'flex', flexDirection: 'column', minHeight: 0, minWidth: 0, outline: 'none' },
  '[data-low] & > .detail': { overflow: 'auto' },
  '@container (max-width: 42rem)': {
    gridTemplateColumns: 'minmax(0, 1fr)',
    gridTemplateRows: `minmax(${rem(160)}, 40%) ${rem(1)} minmax(0, 1fr)`,
    '& > .split': { cursor: 'default' },
    // Below each other there is nothing to drag, and its grip would stand out at the right.
    '&& > .split::after': { insetInline: 0 },
  },
  '& > .detail:focus-visible': focusRingInset,
  '&[data-three]': {
    gridTemplateColumns: `var(--list-width) ${rem(1)} minmax(0, 1fr) minmax(${rem(560)}, 30%)`,
  },
  '& > .third': {
    display: 'flex',
    flexDirection: 'column',
    minHeight: 0,
    minWidth: 0,
    overflow: 'auto',
    padding: `${rem(12)} ${rem(16)}`,
    background: look.canvas,
    borderLeft: `1px solid ${look.line}`,
  },
  '& > .split': {
    position: 'relative',
    background: look.line,
    cursor: 'col-resize',
    touchAction: 'none',
    outline: 'none',
    '&::after': { content: '""', position: 'absolute', inset: `0 ${rem(-4)}`, zIndex: 3 },
    '&:focus-visible::after, &:hover::after': {
      insetInline: rem(-1),
      background: look.focus,
    },
  },
});

interface MasterDetailProps {
  /** Under this name the list's width is remembered. */
  readonly memoryKey: string;
  /** Accessible name of the detail. */
  readonly detailLabel: string;
  /** Search and an `ItemList` or `DataTable`. */
  readonly list: ReactNode;
  readonly detail: ReactNode;
  /** Third column where `useThirdColumn()` says that there is room for it. */
  readonly third?: ReactNode;
}

function clamp(width: number): number {
  return Math.max(MIN, Math.min(MAX, Math.round(width)));
}

/** The search field and buttons above the list. */
export const ListTools = styled('div')({
  display: 'flex',
  alignItems: 'center',
  gap: rem(8),
  padding: `${rem(10)} ${rem(12)}`,
  borderBottom: `1px solid ${look.line}`,
  flex: 'none',
  '& > :not(button)': { flex: '1 1 auto', minWidth: 0 },
});

/** A list that keeps its width (320 to 520, draggable, remembered) and the detail of its active item. Enter goes in, Esc back. */
export function MasterDetail({ memoryKey, detailLabel, list, detail, third }: MasterDetailProps): ReactNode {
  const t = useT();
  const { ports, settings } = useUi();
  const name = `list-width.${memoryKey}`;
  const [width, setWidth] = useState(() => clamp(Number(ports.memory.read(name) ?? MIN) || MIN));
  const listPart = useRef<HTMLDivElement>(null);
  const detailPart = useRef<HTMLDivElement>(null);
  const drag = useRef<{ readonly x: number; readonly width: number }>(undefined);

  const resize = (next: number): void => {
    const fitting = clamp(next);
    setWidth(fitting);
    ports.memory.write(name, String(fitting));
  };
  const onDrag = (event: PointerEvent): void => {
    if (drag.current !== undefined) resize(drag.current.width + (event.clientX - drag.current.x) / settings.textScale);
  };
  const onSplitKey = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -STEP, ArrowRight: STEP, Home: MIN - MAX, End: MAX - MIN }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    resize(width + by);
  };
  const onListKey = (event: KeyboardEvent): void => {
    const { target } = event;
    const isList = target instanceof HTMLElement && ['grid', 'listbox'].includes(target.getAttribute('role') ?? '');
    if (event.key !== 'Enter' || !isList || event.defaultPrevented) return;
    event.preventDefault();
    detailPart.current?.focus();
  };
  const onDetailKey = (event: KeyboardEvent): void => {
    // Portals bubble through React: an Esc of a dialog or menu opened from the detail is not ours.
    const inside = event.target instanceof Node && (detailPart.current?.contains(event.target) ?? false);
    if (event.key !== 'Escape' || event.defaultPrevented || !inside) return;
    listPart.current?.querySelector<HTMLElement>('[role="grid"], [role="listbox"]')?.focus();
  };

  return (
    <Outer>
      <Root style={{ '--list-width': rem(width) }} data-three={third !== undefined || undefined}>
        <div className="list" ref={listPart} onKeyDown={onListKey}>
          {list}
        </div>
        <div
          className="split"
          role="separator"
          tabIndex={0}
          aria-orientation="vertical"
          aria-label={t('ui.listWidth')}
          aria-valuemin={MIN}
          aria-valuemax={MAX}
          aria-valuenow={width}
          onKeyDown={onSplitKey}
          onPointerDown={(event) => {
            drag.current = { x: event.clientX, width };
            event.currentTarget.setPointerCapture(event.pointerId);
          }}
          onPointerMove={onDrag}
          onPointerUp={() => {
            drag.current = undefined;
          }}
        />
        <div
          className="detail"
          role="region"
          aria-label={detailLabel}
          tabIndex={-1}
          ref={detailPart}
          onKeyDown={onDetailKey}
        >
          {detail}
        </div>
        {third === undefined ? null : <div className="third">{third}</div>}
      </Root>
    </Outer>
  );
}
