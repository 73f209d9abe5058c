import type { ReactNode } from 'react';
import { useT } from '../locales/language.tsx';
import { CheckMark } from './check-field.tsx';
import { Icon } from './icon.tsx';
import { sortAfterClick } from './table-sort.ts';
import type { Column, SortKey, TableSelection } from './table-types.ts';

interface TableHeadProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly sort: readonly SortKey[];
  readonly onSortChange: ((sort: readonly SortKey[]) => void) | undefined;
  readonly selection: TableSelection | undefined;
  readonly total: number;
}

/** The sticky head: sort by click, second key with Shift, `aria-sort` on the first one. */
export function TableHead<Row>({ columns, sort, onSortChange, selection, total }: TableHeadProps<Row>): ReactNode {
  const t = useT();
  return (
    <div className="head" role="row" aria-rowindex={1}>
      {selection === undefined ? null : (
        <span className="cell" role="columnheader">
          <CheckMark
            label={t('ui.selectAll')}
            checked={total > 0 && selection.selected.size >= total}
            partly={selection.selected.size > 0 && selection.selected.size < total}
            onChange={(checked) => {
              if (checked && selection.selected.size === 0 && selection.onSelectAll !== undefined)
                selection.onSelectAll();
              else selection.onChange(new Set());
            }}
          />
        </span>
      )}
      {columns.map((column) => {
        const at = sort.findIndex((key) => key.column === column.id);
        const direction = sort[at]?.direction;
        const sortable = column.sortable === true && onSortChange !== undefined;
        return (
          <span
            key={column.id}
            className="cell"
            role="columnheader"
            data-kind={column.kind ?? 'text'}
            aria-sort={sortable ? (at === 0 && direction !== undefined ? direction : 'none') : undefined}
          >
            {sortable ? (
              <button type="button" onClick={(event) => onSortChange(sortAfterClick(sort, column.id, event.shiftKey))}>
                {column.header}
                {direction === undefined ? null : (
                  <Icon name={direction === 'ascending' ? 'arrow-up' : 'arrow-down'} size={13} />
                )}
                {at > 0 ? <small>{at + 1}</small> : null}
              </button>
            ) : (
              column.header
            )}
          </span>
        );
      })}
    </div>
  );
}
