import type { AuditRow } from '../../../../shared/contract/audit.ts';
import { guardCell, writeCsv } from '../../../../shared/util/csv.ts';

export type ViewFormat = 'csv' | 'json';

interface ViewWriter {
  readonly head: string;
  readonly foot: string;
  rows(rows: readonly AuditRow[], isFirst: boolean): string;
}

const columns = [
  'seq',
  'at',
  'actorKind',
  'actor',
  'operatorId',
  'event',
  'outcome',
  'code',
  'subject',
  'data',
  'hash',
] as const;

/** Pieces of a file with entries to read: a table, or one JSON array with an entry on each line. */
export function viewWriter(format: ViewFormat): ViewWriter {
  return format === 'csv' ? csv : json;
}

const csv: ViewWriter = {
  head: writeCsv([columns]),
  foot: '',
  // What a spreadsheet would compute is made harmless: names and ids come from others.
  rows: (rows) => writeCsv(rows.map((row) => columns.map((column) => guardCell(String(row[column] ?? ''))))),
};

const json: ViewWriter = {
  head: '[',
  foot: '\n]\n',
  rows: (rows, isFirst) =>
    rows
      .map((row, i) => `${isFirst && i === 0 ? '' : ','}\n${JSON.stringify({ ...row, data: plain(row.data) })}`)
      .join(''),
};

/** The data is a text within the contract and JSON within a file of JSON. */
function plain(text: string): unknown {
  return JSON.parse(text);
}
