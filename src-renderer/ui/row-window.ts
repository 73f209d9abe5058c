import { useVirtualizer, type VirtualItem, type Virtualizer } from '@tanstack/react-virtual';
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

/** Draws only the rows on screen (and eight more each way), however many there are; heights follow the text size. */
export function useRowWindow({ count, scroller, rowHeight, header = 0, onRange }: RowWindowOptions): RowWindow {
  const { textScale } = useUi().settings;
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions are called here and never memoised
  const virtualizer: Virtualizer<HTMLElement, Element> = useVirtualizer<HTMLElement, Element>({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => rowHeight(index) * textScale,
    scrollPaddingEnd: header * textScale,
    overscan: 8,
    useFlushSync: false,
  });
  useEffect(() => virtualizer.measure(), [virtualizer, textScale, rowHeight]);

  const items = virtualizer.getVirtualItems();
  const first = items.at(0)?.index ?? -1;
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (first >= 0) onRange?.(first, last);
  }, [first, last, onRange]);

  const rowPx = Math.max(1, rowHeight(0) * textScale);
  const page = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - header * textScale) / rowPx) - 1);
  return {
    items,
    height: virtualizer.getTotalSize(),
    page,
    scrollTo: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
  };
}
