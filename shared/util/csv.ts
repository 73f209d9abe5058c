import { fail, ok, type Result } from './result.ts';

export interface CsvFault {
  readonly code: 'CSV_QUOTE' | 'CSV_TOO_LARGE' | 'CSV_UNEVEN';
  /** Row of the file, counted from 1. */
  readonly row: number;
}

export interface CsvLimits {
  readonly rows: number;
  readonly columns: number;
  /** Characters of one cell. */
  readonly cell: number;
}

/**
 * Reads RFC 4180: cells separated by commas, rows by CR LF (or LF alone), quotes around cells that hold either, quotes
 * doubled within. A byte order mark at the start is skipped, as are rows that are empty; every row has as many cells as
 * the first. A first row that holds semicolons and no comma outside of quotes makes the semicolon the separator, which
 * is what spreadsheets write where the comma is the decimal sign.
 *
 * @example readCsv('a,b\r\n"1,5",2\r\n', limits) // [['a', 'b'], ['1,5', '2']]
 */
export function readCsv(text: string, limits: CsvLimits): Result<readonly (readonly string[])[], CsvFault> {
  const plain = text.startsWith('\ufeff') ? text.slice(1) : text;
  const separator = separatorOf(plain);
  const rows: string[][] = [];
  for (let at = 0; at < plain.length;) {
    const read = readRow(plain, at, separator, rows.length + 1, limits);
    if (!read.ok) return read;
    at = read.value.end;
    const { cells } = read.value;
    if (cells.length === 1 && cells[0] === '') continue;
    if (rows.length >= limits.rows) return fail({ code: 'CSV_TOO_LARGE', row: rows.length + 1 });
    if (rows[0] !== undefined && cells.length !== rows[0].length)
      return fail({ code: 'CSV_UNEVEN', row: rows.length + 1 });
    rows.push(cells);
  }
  return ok(rows);
}

/** Writes RFC 4180 with commas and CR LF; a cell is quoted where it has to be. */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
}

/** What spreadsheets take for a formula at the start of a cell, behind any number of apostrophes. */
const FORMULA = /^'*[=+\-@\t\r]/;

/** A cell that no spreadsheet computes: an apostrophe before what looks like a formula. {@link unguardCell} undoes it. */
export function guardCell(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** Takes the apostrophe of {@link guardCell} away; any other text stays as it is. */
export function unguardCell(text: string): string {
  return text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text;
}

function quoted(cell: string): string {
  // Semicolons too, since a first row may be read for them; blanks at the edges are trimmed by some readers.
  return /[",;\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function separatorOf(text: string): ',' | ';' {
  let isQuoted = false;
  let hasSemicolon = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === ',') return ',';
    else if (character === ';') hasSemicolon = true;
    else if (character === '\n') break;
  }
  return hasSemicolon ? ';' : ',';
}

interface Row {
  readonly cells: string[];
  readonly end: number;
}

function readRow(text: string, from: number, separator: string, row: number, limits: CsvLimits): Result<Row, CsvFault> {
  const cells: string[] = [];
  let at = from;
  for (;;) {
    const read = text[at] === '"' ? readQuoted(text, at) : readBare(text, at, separator);
    if (read === undefined) return fail({ code: 'CSV_QUOTE', row });
    if (read.cell.length > limits.cell || cells.length >= limits.columns) return fail({ code: 'CSV_TOO_LARGE', row });
    cells.push(read.cell);
    at = read.end;
    if (at >= text.length) return ok({ cells, end: at });
    if (text.startsWith('\r\n', at)) return ok({ cells, end: at + 2 });
    if (text[at] === '\n') return ok({ cells, end: at + 1 });
    // Behind a closing quote nothing but a separator or the end of the row may stand.
    if (text[at] !== separator) return fail({ code: 'CSV_QUOTE', row });
    at += 1;
  }
}

interface Cell {
  readonly cell: string;
  readonly end: number;
}

function readQuoted(text: string, from: number): Cell | undefined {
  let cell = '';
  for (let at = from + 1; ;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return undefined;
    cell += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { cell, end: quote + 1 };
    cell += '"';
    at = quote + 2;
  }
}

function readBare(text: string, from: number, separator: string): Cell | undefined {
  let at = from;
  while (at < text.length && text[at] !== separator && text[at] !== '\n' && !text.startsWith('\r\n', at)) {
    if (text[at] === '"') return undefined;
    at += 1;
  }
  return { cell: text.slice(from, at), end: at };
}
