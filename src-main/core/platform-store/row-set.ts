/** Numbers of rows, a bit for each: 125 KB for a million. What lies beyond the last row is never in it. */
export type RowSet = Uint32Array;

/** The rows among 1 to `last`. */
export function rowSet(rows: readonly number[], last: number): RowSet {
  const set = new Uint32Array((last >>> 5) + 1);
  for (const row of rows) if (row <= last) set[row >>> 5] = (set[row >>> 5] ?? 0) | (1 << (row & 31));
  return set;
}

export const hasRow = (set: RowSet, row: number): boolean => ((set[row >>> 5] ?? 0) & (1 << (row & 31))) !== 0;

/** The rows of both; sets of one module have one length. */
export function inBoth(one: RowSet, other: RowSet): RowSet {
  return one.map((bits, at) => bits & (other[at] ?? 0));
}

/** The rows of one that the other does not have. */
export function without(one: RowSet, other: RowSet): RowSet {
  return one.map((bits, at) => bits & ~(other[at] ?? 0));
}

export function countRows(set: RowSet): number {
  let count = 0;
  for (const bits of set) count += bitsOf(bits);
  return count;
}

/** The rows from `first` up to but not `end`, ascending. */
export function rowsBetween(set: RowSet, first: number, end: number): readonly number[] {
  const rows: number[] = [];
  for (let row = first; row < end; row++) if (hasRow(set, row)) rows.push(row);
  return rows;
}

/** Of one word, added up in parallel: pairs, fours, bytes. */
function bitsOf(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
