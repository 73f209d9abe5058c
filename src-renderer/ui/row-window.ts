import {
  elementScroll,
  observeElementOffset,
  useVirtualizer,
  type VirtualItem,
  type Virtualizer,
} from '@tanstack/react-virtual';
import { useEffect, type RefObject } from 'react';
import { useUi } from './ui-context.tsx';

export interface RowWindow {
  readonly items: readonly VirtualItem[];
  readonly height: number;
  /** Rows that fit on the screen. */
  readonly page: number;
  readonly scrollTo: (index: number) => void;
}

interface RowWindowOptions {
  readonly count: number;
  readonly scroller: RefObject<HTMLElement | null>;
  /** Height of a row in px at text size 100 %. */
  readonly rowHeight: (index: number) => number;
  /** Height of a sticky header in px at text size 100 %. */
  readonly header?: number;
  readonly onRange?: ((first: number, last: number) => void) | undefined;
}

/** Chromium lays out up to 2^25 pixels of the screen; what lies beyond cannot be scrolled to. */
const TALLEST_PX = 33_000_000;

type Rows = Virtualizer<HTMLElement, Element>;

/**
 * Draws only the rows on screen (and eight more each way), however many there are; heights follow the text size. Rows
 * that are taller together than can be laid out are scrolled in larger steps: a pixel of the scroll bar is then more
 * than one of the rows.
 */
export function useRowWindow({ count, scroller, rowHeight, header = 0, onRange }: RowWindowOptions): RowWindow {
  const { textScale } = useUi().settings;
  const headerPx = header * textScale;
  const tallest = TALLEST_PX / Math.max(1, window.devicePixelRatio);
  const stepOf = (rows: Rows): number => {
    const total = rows.getTotalSize();
    const view = (rows.scrollElement?.clientHeight ?? 0) - headerPx;
    return total <= tallest ? 1 : (total - view) / (tallest - view);
  };
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions are called here and never memoised
  const virtualizer: Rows = useVirtualizer<HTMLElement, Element>({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => rowHeight(index) * textScale,
    scrollPaddingEnd: headerPx,
    overscan: 8,
    useFlushSync: false,
    observeElementOffset: (rows, tell) =>
      observeElementOffset(rows, (offset, isScrolling) => tell(offset * stepOf(rows), isScrolling)),
    scrollToFn: (offset, options, rows) => elementScroll(offset / stepOf(rows), options, rows),
  });
  useEffect(() => virtualizer.measure(), [virtualizer, textScale, rowHeight]);

  const items = virtualizer.getVirtualItems();
  const first = items.at(0)?.index ?? -1;
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (first >= 0) onRange?.(first, last);
  }, [first, last, onRange]);

  const rowPx = Math.max(1, rowHeight(0) * textScale);
  const view = (scroller.current?.clientHeight ?? 0) - headerPx;
  const page = Math.max(1, Math.floor(view / rowPx) - 1);
  const step = stepOf(virtualizer);
  if (step === 1) {
    return {
      items,
      height: virtualizer.getTotalSize(),
      page,
      scrollTo: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
    };
  }
  const offset = virtualizer.scrollOffset ?? 0;
  const hidden = offset - offset / step;
  return {
    items: items.map((item) => ({ ...item, start: item.start - hidden, end: item.end - hidden })),
    height: tallest,
    page,
    scrollTo: (index) => {
      const row = virtualizer.measurementsCache[index];
      if (row === undefined) return;
      if (row.start < offset) scroller.current?.scrollTo({ top: row.start / step });
      else if (row.end > offset + view) scroller.current?.scrollTo({ top: (row.end - view) / step });
    },
  };
}
