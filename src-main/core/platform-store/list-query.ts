import type { ListedModule, RowOrder } from '../../../shared/contract/platform-rows.ts';
import { type Facet, facetPasses, type StoreFilter } from './facet-filter.ts';
import { type FacetColumn, facetOrders, moduleShapes, type ModuleShape, sortTable } from './module-shapes.ts';
import { type Picked, picks } from './picked-rows.ts';
import type { PlatformDb, SqlValue } from './platform-db.ts';
import { countRows, hasRow, inBoth, rowsBetween, type RowSet, rowSet, without } from './row-set.ts';

/** Which rows; of the whole module where it asks for nothing. */
export interface RowQuery {
  readonly module: ListedModule;
  readonly filter: StoreFilter;
  /** Token uid or contract id of one driver, exactly; whoever asks so writes it into the audit. */
  readonly person?: string | undefined;
}

export interface ListQuery extends RowQuery {
  readonly order: RowOrder;
  readonly descending: boolean;
}

/** The rows of a query, by position. */
export interface RowList {
  readonly total: number;
  page(offset: number, limit: number): readonly number[];
}

export interface ListLimits {
  /** So many rows are looked up and sorted within the time of a page, even where the disk has to be asked. */
  readonly few: number;
  /** So many rows of an order are looked at first on a walk along it, then twice as many each time. */
  readonly stretch: number;
  /** So many of the last rows are looked at before the rows that have a word are counted. */
  readonly sample: number;
}

export const usualLimits: ListLimits = { few: 2_000, stretch: 4_096, sample: 64 };

type Params = SqlValue[];

/** A part of a query with its parameters. */
interface Sql {
  readonly sql: string;
  readonly params: Params;
}

const nothing: RowList = { total: 0, page: () => [] };

/**
 * Chooses how to find the rows of a query. What only goes by facets is counted without reading rows, and comes by the
 * order's own table, from its nearer end; so does a time or cost window in its own order, as a stretch of it. All else
 * becomes a set of row numbers: few are looked up and sorted, more are met on a walk along the order.
 */
export function rowList(
  db: PlatformDb,
  query: ListQuery,
  facets: readonly Facet[],
  limits: ListLimits = usualLimits,
): RowList {
  const shape = moduleShapes[query.module];
  const chosen = facets.filter((facet) => facetPasses(facet, query.filter));
  const isSome = chosen.length < facets.length;
  const total = rowsIn(chosen);
  const asked = picks(db, shape, query.filter, query.person);
  if (asked === undefined || total === 0) return nothing;
  const picked = asked.filter(
    (each) => each.isText !== true || !isInEveryRow(db, shape, each, rowsIn(facets), limits.sample),
  );
  const byFacetOf = facetOrders[query.order];
  const order = orderOf(shape, query.order);
  const window = byFacetOf === undefined ? picked.find((each) => each.window?.order === order) : undefined;

  if (picked.some((each) => each !== window)) {
    const set = pickedRows(db, shape, picked, facets, isSome ? chosen : undefined);
    const size = countRows(set);
    if (size <= limits.few) return looked(db, query, shape, rowsBetween(set, 1, set.length * 32));
    const along = byFacetOf === undefined ? alongOrder() : alongFacets(db, shape, chosen, byFacetOf, query.descending);
    return met(along, set, size, limits.stretch);
  }
  // Their rows lie anywhere; walking the order comes cheaper sooner than where they were found by something rare.
  if (window === undefined && isSome && byFacetOf === undefined && total <= limits.few / 4)
    return looked(db, query, shape, facetRows(db, shape, chosen));
  return byFacetOf === undefined ? alongOrder() : alongFacets(db, shape, chosen, byFacetOf, query.descending);

  function alongOrder(): RowList {
    const conditions: Sql[] = [];
    if (isSome) conditions.push({ sql: 'facet in (select value from json_each(?))', params: [idsOf(chosen)] });
    if (window?.window !== undefined) conditions.push({ sql: window.window.where, params: window.params });
    const where = {
      sql: conditions.length === 0 ? 'true' : conditions.map(({ sql }) => sql).join(' and '),
      params: conditions.flatMap(({ params }) => params),
    };
    const table = sortTable(shape, order);
    return byOrder(db, table, where, query.descending, window === undefined ? total : countOf(db, table, where));
  }
}

/** The rows of a query without any order; undefined: every row. */
export function queriedRows(db: PlatformDb, query: RowQuery, facets: readonly Facet[]): RowSet | undefined {
  const shape = moduleShapes[query.module];
  const chosen = facets.filter((facet) => facetPasses(facet, query.filter));
  const picked = picks(db, shape, query.filter, query.person);
  if (picked === undefined) return rowSet([], 0);
  const isSome = chosen.length < facets.length;
  return picked.length === 0 && !isSome
    ? undefined
    : pickedRows(db, shape, picked, facets, isSome ? chosen : undefined);
}

/** Rows that stand in the orders, the full text and the counts; what was put since follows. */
export function lastSettled(db: PlatformDb, shape: ModuleShape): number {
  return db.prepare<[number], number>('select row from settled where module = ?').pluck().get(shape.code) ?? 0;
}

/** A party or currency that every row has narrows nothing: to count that is cheaper than to gather all rows. */
function isInEveryRow(
  db: PlatformDb,
  shape: ModuleShape,
  { sql, params }: Picked,
  all: number,
  sample: number,
): boolean {
  const count = (condition: string, ...more: Params): number =>
    db
      .prepare<Params, number>(`select count(*) from (${sql}${condition})`)
      .pluck()
      .get(...params, ...more) ?? 0;
  const first = lastSettled(db, shape) - sample;
  return all > sample && count(' and rowid > ?', first) === sample && count('') === all;
}

/** `chosen`: undefined where all of the facets are. */
function pickedRows(
  db: PlatformDb,
  shape: ModuleShape,
  picked: readonly Picked[],
  facets: readonly Facet[],
  chosen: readonly Facet[] | undefined,
): RowSet {
  const last = lastSettled(db, shape);
  const rowsOf = (sql: string, params: Params): RowSet =>
    rowSet(
      db
        .prepare<Params, number>(sql)
        .pluck()
        .all(...params),
      last,
    );
  let set: RowSet | undefined;
  for (const { sql, params, window } of picked) {
    // What is kept out of a set may be fewer rows than what is kept in.
    if (set === undefined) set = rowsOf(sql, params);
    else if (window === undefined || isFewer(sql, params)) set = inBoth(set, rowsOf(sql, params));
    else set = without(set, rowsOf(window.outside, params));
    if (countRows(set) === 0) return set;
  }
  if (chosen === undefined) return set ?? rowSet([], last);
  const others = facets.filter((facet) => !chosen.includes(facet));
  if (set !== undefined && rowsIn(others) < rowsIn(chosen))
    return without(set, rowSet(facetRows(db, shape, others), last));
  const ofFacets = rowSet(facetRows(db, shape, chosen), last);
  return set === undefined ? ofFacets : inBoth(set, ofFacets);

  function isFewer(sql: string, params: Params): boolean {
    const half = Math.floor(rowsIn(facets) / 2);
    const count = db.prepare<Params, number>(`select count(*) from (${sql} limit ${half + 1})`).pluck();
    return (count.get(...params) ?? 0) <= half;
  }
}

const rowsIn = (facets: readonly Facet[]): number => facets.reduce((sum, { n }) => sum + n, 0);

function facetRows(db: PlatformDb, shape: ModuleShape, chosen: readonly Facet[]): readonly number[] {
  const rows = db.prepare<[string], number>(
    `select row from ${shape.table}_by_facet where facet in (select value from json_each(?))`,
  );
  return rows.pluck().all(idsOf(chosen));
}

const idsOf = (facets: readonly Facet[]): string => JSON.stringify(facets.map(({ facet }) => facet));

/** Walks the facets in the order of their value; within one value rows stand by facet and arrival. */
function alongFacets(
  db: PlatformDb,
  shape: ModuleShape,
  chosen: readonly Facet[],
  column: Exclude<FacetColumn, 'module'>,
  descending: boolean,
): RowList {
  const sign = descending ? -1 : 1;
  const sorted = [...chosen].sort((a, b) => sign * (compare(a[column], b[column]) || a.facet - b.facet));
  const walk = (last: boolean) =>
    db
      .prepare<[number, number, number], number>(
        `select row from ${shape.table}_by_facet where facet = ? order by row ${last ? 'desc' : 'asc'} limit ? offset ?`,
      )
      .pluck();
  return {
    total: rowsIn(chosen),
    page(offset, limit) {
      const pages: (readonly number[])[] = [];
      let wanted = limit;
      let skip = offset;
      for (const { facet, n } of sorted) {
        if (wanted === 0) break;
        if (skip >= n) {
          skip -= n;
          continue;
        }
        const take = Math.min(wanted, n - skip);
        // Counted from the end of the facet that is nearer.
        const behind = n - skip - take;
        const back = descending ? skip <= behind : behind < skip;
        const found = walk(back).all(facet, take, descending === back ? skip : behind);
        pages.push(descending === back ? found : found.reverse());
        wanted -= take;
        skip = 0;
      }
      return pages.flat();
    },
  };
}

const compare = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);

/** By the table of the order, from the nearer end. */
function byOrder(db: PlatformDb, table: string, where: Sql, descending: boolean, total: number): RowList {
  const statement = (isDescending: boolean) => {
    const direction = isDescending ? 'desc' : 'asc';
    return db
      .prepare<Params, number>(
        `select row from ${table} where ${where.sql} order by value ${direction}, row ${direction} limit ? offset ?`,
      )
      .pluck();
  };
  return {
    total,
    page(offset, limit) {
      const take = Math.min(limit, total - offset);
      if (take <= 0) return [];
      const behind = total - offset - take;
      if (offset <= behind) return statement(descending).all(...where.params, take, offset);
      return statement(!descending)
        .all(...where.params, take, behind)
        .reverse();
    },
  };
}

function countOf(db: PlatformDb, table: string, where: Sql): number {
  const statement = db.prepare<Params, number>(`select count(*) from ${table} where ${where.sql}`);
  return statement.pluck().get(...where.params) ?? 0;
}

/** They are sorted as they are looked up. */
function looked(db: PlatformDb, query: ListQuery, shape: ModuleShape, rows: readonly number[]): RowList {
  const direction = query.descending ? 'desc' : 'asc';
  const facet = facetOrders[query.order];
  const value = facet === undefined ? shape.sorts[orderOf(shape, query.order)] : `f.${facet}`;
  const second = facet === undefined ? '' : `o.facet ${direction},`;
  const sorted = db
    .prepare<[string], number>(
      `select o.row from ${shape.table} as o ${facet === undefined ? '' : 'join facets as f on f.facet = o.facet'}
       where o.row in (select value from json_each(?))
       order by ${value ?? 'o.row'} ${direction}, ${second} o.row ${direction}`,
    )
    .pluck()
    .all(JSON.stringify(rows));
  return { total: sorted.length, page: (offset, limit) => sorted.slice(offset, offset + limit) };
}

/** Those of a set as they are met along an order, from its nearer end. */
function met(along: RowList, set: RowSet, total: number, stretch: number): RowList {
  return {
    total,
    page(offset, limit) {
      const take = Math.min(limit, total - offset);
      if (take <= 0) return [];
      const behind = total - offset - take;
      const isBackward = behind < offset;
      const found: number[] = [];
      let skip = isBackward ? behind : offset;
      for (let from = 0, length = stretch; found.length < take && from < along.total; from += length, length *= 2) {
        const first = isBackward ? Math.max(0, along.total - from - length) : from;
        const rows = along.page(first, Math.min(length, along.total - from));
        for (let at = 0; at < rows.length && found.length < take; at++) {
          const row = rows[isBackward ? rows.length - 1 - at : at] ?? 0;
          if (!hasRow(set, row)) continue;
          if (skip > 0) skip--;
          else found.push(row);
        }
      }
      return isBackward ? found.reverse() : found;
    },
  };
}

/** An order that the module does not have goes by its last change. */
function orderOf(shape: ModuleShape, order: RowOrder): RowOrder {
  return shape.sorts[order] === undefined ? 'lastUpdated' : order;
}
