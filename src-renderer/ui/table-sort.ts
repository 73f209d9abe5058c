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
