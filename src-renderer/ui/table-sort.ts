import { useMemo } from 'react';
import type { Column, SortKey } from './table-types.ts';

/** The sort after a click on a head: new column ascending, same column turned; with Shift it becomes or turns a further key. */
export function sortAfterClick(sort: readonly SortKey[], column: string, further: boolean): readonly SortKey[] {
  const before = sort.find((key) => key.column === column);
  const turned: SortKey = {
    column,
    direction: before?.direction === 'ascending' ? 'descending' : 'ascending',
  };
  if (!further) return [turned];
  return before === undefined ? [...sort, turned] : sort.map((key) => (key.column === column ? turned : key));
}

/** The sort after `S`: the next sortable column ascending; `turn` (Shift+S) turns the first key round. */
export function sortAfterKey<Row>(
  sort: readonly SortKey[],
  columns: readonly Column<Row>[],
  turn: boolean,
): readonly SortKey[] {
  const sortable = columns.filter((column) => column.sortable === true);
  const [first] = sort;
  if (turn && first !== undefined) return sortAfterClick(sort.slice(0, 1), first.column, false);
  const at = sortable.findIndex((column) => column.id === first?.column);
  const next = sortable[(at + 1) % Math.max(1, sortable.length)];
  return next === undefined ? sort : [{ column: next.id, direction: 'ascending' }];
}

/** For lists that are wholly in the window: the rows sorted by the columns' `compare`, as props for `DataTable`. */
export function useLocalRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sort: readonly SortKey[],
): { readonly rowCount: number; readonly rowAt: (index: number) => Row | undefined; readonly rows: readonly Row[] } {
  return useMemo(() => {
    const keys = sort.flatMap((key) => {
      const compare = columns.find((column) => column.id === key.column)?.compare;
      return compare === undefined ? [] : [{ compare, sign: key.direction === 'ascending' ? 1 : -1 }];
    });
    const sorted =
      keys.length === 0
        ? rows
        : [...rows].sort((a, b) => {
            for (const { compare, sign } of keys) {
              const order = compare(a, b) * sign;
              if (order !== 0) return order;
            }
            return 0;
          });
    return { rows: sorted, rowCount: sorted.length, rowAt: (index) => sorted[index] };
  }, [rows, columns, sort]);
}
