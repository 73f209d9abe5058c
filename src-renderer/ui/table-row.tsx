import { memo, type ReactNode } from 'react';
import { useT } from '../locales/language.tsx';
import { CheckMark } from './check-field.tsx';
import type { Column } from './table-types.ts';

interface TableRowProps<Row> {
  readonly id: string;
  readonly index: number;
  readonly row: Row | undefined;
  readonly columns: readonly Column<Row>[];
  readonly top: number;
  readonly height: number;
  readonly active: boolean;
  readonly chosen: boolean;
  /** Undefined: the table has no selection. */
  readonly selected: boolean | undefined;
  readonly quiet: boolean;
  readonly onToggle: (index: number) => void;
}

function Waiting({ label }: { readonly label: string | undefined }): ReactNode {
  return label === undefined ? <div className="waiting" /> : <div className="waiting" role="img" aria-label={label} />;
}

function PlainTableRow<Row>(props: TableRowProps<Row>): ReactNode {
  const t = useT();
  const { index, row } = props;
  return (
    <div
      id={props.id}
      className="row"
      role="row"
      aria-rowindex={index + 2}
      aria-selected={props.chosen}
      data-index={index}
      data-active={props.active || undefined}
      data-chosen={props.chosen || undefined}
      data-quiet={props.quiet || undefined}
      style={{ height: props.height, transform: `translateY(${props.top}px)` }}
    >
      {props.selected === undefined ? null : (
        <span className="cell" role="gridcell">
          <CheckMark
            label={t('ui.selectRow')}
            checked={props.selected}
            tabIndex={-1}
            onChange={() => props.onToggle(index)}
          />
        </span>
      )}
      {props.columns.map((column, at) => (
        <span className="cell" role="gridcell" key={column.id} data-kind={column.kind ?? 'text'}>
          {row === undefined ? <Waiting label={at === 0 ? t('ui.rowLoading') : undefined} /> : column.render(row)}
        </span>
      ))}
    </div>
  );
}

/** A row is drawn again only when it changed, not at every step of scrolling. Rows must keep their identity for that. */
// `memo` loses the type parameter; the component itself is the same.
export const TableRow = memo(PlainTableRow) as typeof PlainTableRow;
