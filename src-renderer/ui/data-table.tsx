import {
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type MouseEvent,
  type ReactNode,
} from 'react';
import './css-variables.ts';
import { handleRowKey, keepUnmarked } from './row-keys.ts';
import { useRowWindow } from './row-window.ts';
import { ErrorState, LoadingState } from './states.tsx';
import { TableRow } from './table-row.tsx';
import { TableHead } from './table-head.tsx';
import { sortAfterKey } from './table-sort.ts';
import { ROW_HEIGHT, TableRoot } from './table-styles.ts';
import type { DataTableProps } from './table-types.ts';
import { rem, tokens } from './theme/tokens.ts';
import { useUi } from './ui-context.tsx';

export type { Column, DataTableProps, SortKey } from './table-types.ts';

const NO_SORT = [] as const;

/** Position of the row that an event came from. */
function rowOf(event: MouseEvent): number | undefined {
  const row = event.target instanceof Element ? event.target.closest('[data-index]') : null;
  const index = row?.getAttribute('data-index');
  return index === null || index === undefined ? undefined : Number(index);
}

/**
 * A list of any length: draws only what is on screen, reads rows by position, so that data may be loaded by window.
 * One Tab stop; arrows, J, K, Home, End, Page keys move, Enter opens, Space selects, S sorts (row-keys.ts).
 */
export function DataTable<Row>(props: DataTableProps<Row>): ReactNode {
  const { columns, rowCount, rowAt, rowKey, selection, sort = NO_SORT, onSortChange } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [ownActive, setOwnActive] = useState(-1);
  const active = Math.min(props.activeIndex ?? ownActive, rowCount - 1);
  const rowHeight = ROW_HEIGHT[useUi().settings.density];
  const heightOf = useCallback(() => rowHeight, [rowHeight]);
  const view = useRowWindow({
    count: rowCount,
    scroller,
    rowHeight: heightOf,
    header: tokens.size.headerRow,
    onRange: props.onRangeChange,
  });

  /** What was asked of a row that is not there yet; it is done when the row comes, unless somebody has moved on. */
  const awaited = useRef<{ readonly index: number; readonly deed: 'open' | 'toggle' }>(undefined);
  const shownKey = useRef(props.listKey);
  useLayoutEffect(() => {
    if (shownKey.current !== props.listKey) {
      scroller.current?.scrollTo({ top: 0 });
      // The row of that number is another one now.
      awaited.current = undefined;
    }
    shownKey.current = props.listKey;
  }, [props.listKey]);

  const activate = (index: number): void => {
    if (awaited.current?.index !== index) awaited.current = undefined;
    setOwnActive(index);
    view.scrollTo(index);
    props.onActiveChange?.(index, rowAt(index));
  };
  const open = (index: number): void => {
    const row = rowAt(index);
    if (row === undefined) awaited.current = { index, deed: 'open' };
    else props.onOpen?.(row, index);
  };
  const toggle = (index: number): void => {
    const row = rowAt(index);
    if (row === undefined) awaited.current = { index, deed: 'toggle' };
    if (selection === undefined || row === undefined) return;
    const next = new Set(selection.selected);
    if (!next.delete(rowKey(row))) next.add(rowKey(row));
    selection.onChange(next);
  };
  const latestToggle = useRef(toggle);
  useEffect(() => {
    latestToggle.current = toggle;
    const wish = awaited.current;
    if (wish === undefined || rowAt(wish.index) === undefined) return;
    awaited.current = undefined;
    if (wish.deed === 'open') open(wish.index);
    else toggle(wish.index);
  });
  const onToggle = useCallback((index: number) => latestToggle.current(index), []);
  const extend = (from: number, to: number): void => {
    if (selection === undefined) return;
    const next = new Set(selection.selected);
    for (let index = Math.min(from, to); index <= Math.max(from, to); index += 1) {
      const row = rowAt(index);
      if (row !== undefined) next.add(rowKey(row));
    }
    selection.onChange(next);
  };

  const template = [...(selection === undefined ? [] : [rem(24)]), ...columns.map((column) => column.width)].join(' ');
  const state = props.state ?? { kind: 'ready' };
  const ownHeight = props.maxRows;
  const shownRows = Math.min(rowCount, ownHeight ?? 0);
  const fixed =
    ownHeight === undefined || rowCount === 0 ? {} : { height: rem(shownRows * rowHeight + tokens.size.headerRow + 2) };

  return (
    <TableRoot data-own-height={ownHeight !== undefined || undefined}>
      <div
        ref={scroller}
        className="scroller"
        role="grid"
        tabIndex={0}
        aria-label={props.label}
        aria-rowcount={rowCount + 1}
        aria-colcount={columns.length + (selection === undefined ? 0 : 1)}
        aria-multiselectable={selection !== undefined || undefined}
        aria-busy={state.kind === 'loading' || undefined}
        aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
        data-nothing-active={active < 0 || undefined}
        style={{ '--columns': template, ...fixed }}
        onFocus={(event) => {
          if (event.target === event.currentTarget && active < 0 && rowCount > 0) setOwnActive(0);
        }}
        onKeyDown={(event) =>
          handleRowKey(event, {
            count: rowCount,
            active,
            page: view.page,
            onActive: activate,
            onOpen: props.onOpen === undefined ? undefined : open,
            onToggle: selection === undefined ? undefined : toggle,
            onExtend: selection === undefined ? undefined : extend,
            onSelectAll: selection?.onSelectAll,
            onCopy: props.onCopy,
            onSort: onSortChange === undefined ? undefined : (turn) => onSortChange(sortAfterKey(sort, columns, turn)),
          })
        }
      >
        <div className="wide" role="rowgroup">
          <TableHead columns={columns} sort={sort} onSortChange={onSortChange} selection={selection} total={rowCount} />
          {state.kind === 'ready' || rowCount > 0 ? (
            <div
              className="rows"
              role="presentation"
              style={{ height: view.height }}
              onMouseDown={keepUnmarked}
              onClick={(event) => {
                const index = rowOf(event);
                // The checkbox of a row toggles by itself.
                if (index === undefined || event.target instanceof HTMLInputElement) return;
                if (event.shiftKey && active >= 0) extend(active, index);
                else if (event.ctrlKey || event.metaKey) toggle(index);
                activate(index);
              }}
              onDoubleClick={(event) => {
                const index = rowOf(event);
                if (index !== undefined) open(index);
              }}
            >
              {view.items.map((item) => {
                const row = rowAt(item.index);
                const selected = row !== undefined && (selection?.selected.has(rowKey(row)) ?? false);
                const isActive = item.index === active;
                return (
                  <TableRow
                    key={item.key}
                    id={`${id}-${item.index}`}
                    index={item.index}
                    row={row}
                    columns={columns}
                    top={item.start}
                    height={item.size}
                    active={isActive}
                    chosen={selection === undefined ? isActive : selected}
                    selected={selection === undefined ? undefined : selected}
                    quiet={row !== undefined && (props.isQuiet?.(row) ?? false)}
                    onToggle={onToggle}
                  />
                );
              })}
            </div>
          ) : null}
        </div>
      </div>
      {rowCount > 0 && state.kind !== 'error' ? null : (
        <div className="instead">
          {state.kind === 'loading' ? (
            <LoadingState what={state.what} />
          ) : state.kind === 'error' ? (
            <ErrorState problem={state.problem} onRetry={state.onRetry} />
          ) : (
            (props.noMatch ?? props.empty)
          )}
        </div>
      )}
    </TableRoot>
  );
}
