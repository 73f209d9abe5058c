import { useCallback, useMemo, useState } from 'react';
import type { TableSelection } from '../../ui/table-types.ts';

const NONE: ReadonlySet<string> = new Set();

interface SelectableList<Row> {
  readonly rowCount: number;
  readonly rowAt: (index: number) => Row | undefined;
  readonly onRangeChange: (first: number, last: number) => void;
}

export interface RowSelection {
  readonly count: number;
  /** All that the list finds, also what is not loaded. */
  readonly isAll: boolean;
  /** Those that are selected one by one. */
  readonly rowIds: readonly number[];
  readonly clear: () => void;
  readonly table: TableSelection;
  readonly onRangeChange: (first: number, last: number) => void;
}

/** Rows that are selected one by one, or all of a list of which only a window is loaded. */
export function useRowSelection<Row>(list: SelectableList<Row>, keyOf: (row: Row) => string): RowSelection {
  const [selected, setSelected] = useState(NONE);
  const [isAll, setAll] = useState(false);
  const [range, setRange] = useState({ first: 0, last: -1 });
  const tellList = list.onRangeChange;
  const onRangeChange = useCallback(
    (first: number, last: number) => {
      setRange((before) => (before.first === first && before.last === last ? before : { first, last }));
      tellList(first, last);
    },
    [tellList],
  );
  const clear = useCallback(() => {
    setSelected(NONE);
    setAll(false);
  }, []);
  let shown = selected;
  if (isAll) {
    const inSight = new Set<string>();
    for (let index = range.first; index <= range.last; index += 1) {
      const row = list.rowAt(index);
      if (row !== undefined) inSight.add(keyOf(row));
    }
    shown = inSight;
  }
  const rowIds = useMemo(() => [...selected].map(Number), [selected]);
  return {
    count: isAll ? list.rowCount : selected.size,
    isAll,
    rowIds,
    clear,
    table: {
      selected: shown,
      // To take one out of all ends the choice of all: it stands for a filter, which has no exceptions.
      onChange: (next) => {
        setAll(false);
        setSelected(isAll ? NONE : next);
      },
      onSelectAll: () => setAll(true),
    },
    onRangeChange,
  };
}
