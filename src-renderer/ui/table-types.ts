import type { ReactNode } from 'react';
import type { Problem } from './states.tsx';

/** How a column is set: numbers and durations right, mono for what is compared character by character. */
export type ColumnKind = 'text' | 'number' | 'date' | 'state' | 'ids' | 'mono';

export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  readonly kind?: ColumnKind;
  /** A grid track: `8rem`, `minmax(10rem, 2fr)`. Never `auto`: rows are laid out one by one. */
  readonly width: string;
  readonly render: (row: Row) => ReactNode;
  readonly sortable?: boolean;
}

export interface SortKey {
  readonly column: string;
  readonly direction: 'ascending' | 'descending';
}

export interface TableSelection {
  readonly selected: ReadonlySet<string>;
  readonly onChange: (selected: ReadonlySet<string>) => void;
  /** Selects what the list holds, also what is not loaded; without it Ctrl+A does nothing. */
  readonly onSelectAll?: () => void;
}

/** What stands in the place of rows. */
export type TableState =
  | { readonly kind: 'ready' }
  | { readonly kind: 'loading'; readonly what: string }
  | { readonly kind: 'error'; readonly problem: Problem; readonly onRetry?: () => void };

export interface DataTableProps<Row> {
  /** Accessible name. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rowCount: number;
  /** The row at this position, or undefined while it is being loaded. */
  readonly rowAt: (index: number) => Row | undefined;
  readonly rowKey: (row: Row) => string;
  /** Names what is listed: when it changes the table shows its top. */
  readonly listKey?: string;
  /** The positions on screen changed: load this window. Keep the function stable (useCallback). */
  readonly onRangeChange?: (first: number, last: number) => void;
  /** Position of the active row; the table keeps it itself if absent. */
  readonly activeIndex?: number;
  readonly onActiveChange?: (index: number, row: Row | undefined) => void;
  /** Enter or double click. */
  readonly onOpen?: (row: Row, index: number) => void;
  readonly selection?: TableSelection;
  /** Ctrl+C while no words are marked. */
  readonly onCopy?: () => void;
  readonly sort?: readonly SortKey[];
  readonly onSortChange?: (sort: readonly SortKey[]) => void;
  readonly state?: TableState;
  /** No rows at all: what the thing is and the first step (an `EmptyState`). */
  readonly empty: ReactNode;
  /** No rows because of filters: shown instead of `empty` (a `NoMatchState`). */
  readonly noMatch?: ReactNode;
  /** Rows that stand back, such as retired ones. */
  readonly isQuiet?: (row: Row) => boolean;
  /** As high as its rows (up to `maxRows`) instead of filling its container. */
  readonly maxRows?: number;
}
