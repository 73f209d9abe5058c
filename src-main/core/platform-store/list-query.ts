import type { ListedModule, RowOrder } from '../../../shared/contract/platform-rows.ts';
import { type Facet, facetPasses, type StoreFilter } from './facet-filter.ts';
import { type FacetColumn, facetOrders, moduleShapes, type ModuleShape, sortTable } from './module-shapes.ts';
import { type Picked, picks } from './picked-rows.ts';
import type { PlatformDb, SqlValue } from './platform-db.ts';

export interface ListQuery {
  readonly module: ListedModule;
  readonly filter: StoreFilter;
  readonly order: RowOrder;
  readonly descending: boolean;
  /** Token uid or contract id of one driver, exactly; whoever asks so writes it into the audit. */
  readonly person?: string | undefined;
}

/** The rows of a query, by position. */
export interface RowList {
  readonly total: number;
  /** False: there are at least so many. */
  readonly totalIsExact: boolean;
  /** False where too many rows had a word to sort them: they come as they arrived. */
  readonly inOrder: boolean;
  page(offset: number, limit: number): readonly number[];
}

export interface ListLimits {
  /** So many rows are looked up and sorted within the time of a page, even where the disk has to be asked. */
  readonly few: number;
  /** So many can be kept in mind while the order's own table is walked. */
  readonly some: number;
}

export const usualLimits: ListLimits = { few: 2_000, some: 50_000 };

/** Counting goes on no further, and not so far where each row has to be read. */
const MOST_COUNTED = 1_000_000;
const MOST_READ = 50_000;

type Params = SqlValue[];

/** A part of a query with its parameters. */
interface Sql {
  readonly sql: string;
  readonly params: Params;
}

/**
 * Chooses how to find the rows of a query. What only goes by facets is counted without reading rows, and comes by the
 * order's own table, from its nearer end. Otherwise the rarer of both ways is taken: find all by what was asked and sort
 * them, or walk the order and look at each row.
 */
export function rowList(db: PlatformDb, query: ListQuery, facets: readonly Facet[], limits: ListLimits): RowList {
  const shape = moduleShapes[query.module];
  const chosen = facets.filter((facet) => facetPasses(facet, query.filter));
  const some = chosen.length < facets.length;
  const picked = picks(db, shape, query.filter, query.person);
  const ids = JSON.stringify(chosen.map(({ facet }) => facet));
  const total = chosen.reduce((sum, { n }) => sum + n, 0);
  if (picked === undefined || total === 0) return nothing;
  const inFacets = (column: string): Sql =>
    some ? { sql: `${column} in (select value from json_each(?))`, params: [ids] } : { sql: 'true', params: [] };

  if (picked.length === 0) {
    const column = facetOrders[query.order];
    if (column !== undefined) return byFacet(db, shape, chosen, column, query.descending, total);
    // Their rows lie anywhere; walking the order comes cheaper sooner than where they were found by something rare.
    if (some && total <= limits.few / 4) return few(db, query, shape, inShape(shape, ids), inFacets('o.facet'), total);
    return byOrder(db, query, shape, inFacets('facet'), total);
  }
  const smallest = smallestOf(db, picked, limits.some);
  if (smallest.count <= limits.few) return few(db, query, shape, picked, inFacets('o.facet'));
  if (smallest.count <= limits.some && facetOrders[query.order] === undefined) {
    const order = orderOf(shape, query.order);
    const conditions = [inFacets('facet'), ...picked.map((each) => inOrder(each, order))];
    const where = {
      sql: conditions.map(({ sql }) => sql).join(' and '),
      params: conditions.flatMap((each) => each.params),
    };
    const known =
      picked.length > 1 || some
        ? countOf(db, query, shape, where)
        : smallest.picked.kind === 'rows'
          ? settledOf(db, shape, smallest.picked)
          : smallest.count;
    return byOrder(db, query, shape, where, known);
  }
  return many(db, query, shape, picked, smallest.picked, inFacets);
}

const nothing: RowList = { total: 0, totalIsExact: true, inOrder: true, page: () => [] };

function inShape(shape: ModuleShape, ids: string): readonly Picked[] {
  const sql = `select row from ${shape.table}_by_facet where facet in (select value from json_each(?))`;
  return [{ sql, params: [ids], kind: 'rows' }];
}

/** Walks the facets in the order of their value; within one value rows stand by facet and arrival. */
function byFacet(
  db: PlatformDb,
  shape: ModuleShape,
  chosen: readonly Facet[],
  column: Exclude<FacetColumn, 'module'>,
  descending: boolean,
  total: number,
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
    total,
    totalIsExact: true,
    inOrder: true,
    page(offset, limit) {
      const rows: number[] = [];
      let skip = offset;
      for (const { facet, n } of sorted) {
        if (rows.length >= limit) break;
        if (skip >= n) {
          skip -= n;
          continue;
        }
        const take = Math.min(limit - rows.length, n - skip);
        // Counted from the end of the facet that is nearer.
        const behind = n - skip - take;
        const back = descending ? skip <= behind : behind < skip;
        const found = walk(back).all(facet, take, descending === back ? skip : behind);
        rows.push(...(descending === back ? found : found.reverse()));
        skip = 0;
      }
      return rows;
    },
  };
}

const compare = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);

/** By the table of the order, from the nearer end. */
function byOrder(db: PlatformDb, query: ListQuery, shape: ModuleShape, where: Sql, total: number): RowList {
  const table = sortTable(shape, orderOf(shape, query.order));
  const statement = (descending: boolean) => {
    const direction = descending ? 'desc' : 'asc';
    return db
      .prepare<Params, number>(
        `select row from ${table} where ${where.sql} order by value ${direction}, row ${direction} limit ? offset ?`,
      )
      .pluck();
  };
  return {
    total,
    totalIsExact: true,
    inOrder: true,
    page(offset, limit) {
      const take = Math.min(limit, total - offset);
      if (take <= 0) return [];
      const behind = total - offset - take;
      if (offset <= behind) return statement(query.descending).all(...where.params, take, offset);
      return statement(!query.descending)
        .all(...where.params, take, behind)
        .reverse();
    },
  };
}

/** A condition on the table of an order: a window on that order is a stretch of it, all else is looked up row by row. */
function inOrder(picked: Picked, order: RowOrder): Sql {
  return picked.kind === 'window' && picked.order === order
    ? { sql: picked.where, params: picked.params }
    : { sql: `row in (${picked.sql})`, params: picked.params };
}

/** Counted where they were found: the table of an order would be walked from end to end. */
function settledOf(db: PlatformDb, shape: ModuleShape, { sql, params }: Picked): number {
  const rows = `select distinct row from (${sql}) as o where ${settledOnly(shape).join(' and ')}`;
  return (
    db
      .prepare<Params, number>(`select count(*) from (${rows})`)
      .pluck()
      .get(...params) ?? 0
  );
}

function countOf(db: PlatformDb, query: ListQuery, shape: ModuleShape, where: Sql): number {
  const table = sortTable(shape, orderOf(shape, query.order));
  const statement = db.prepare<Params, number>(`select count(*) from ${table} where ${where.sql}`);
  return statement.pluck().get(...where.params) ?? 0;
}

/** All of them are found, then sorted. */
function few(
  db: PlatformDb,
  query: ListQuery,
  shape: ModuleShape,
  picked: readonly Picked[],
  where: Sql,
  known?: number,
): RowList {
  const direction = query.descending ? 'desc' : 'asc';
  const facet = facetOrders[query.order];
  const value = facet === undefined ? shape.sorts[orderOf(shape, query.order)] : `f.${facet}`;
  const conditions = picked.map(({ sql }) => `o.row in (${sql})`);
  const from = `from ${shape.table} as o ${facet === undefined ? '' : 'join facets as f on f.facet = o.facet'}
    where ${[...conditions, where.sql, ...settledOnly(shape)].join(' and ')}`;
  const params = [...picked.flatMap((each) => each.params), ...where.params];
  const total =
    known ??
    db
      .prepare<Params, number>(`select count(*) ${from}`)
      .pluck()
      .get(...params) ??
    0;
  const second = facet === undefined ? '' : `o.facet ${direction},`;
  const page = db
    .prepare<Params, number>(
      `select o.row ${from} order by ${value ?? 'o.row'} ${direction}, ${second} o.row ${direction} limit ? offset ?`,
    )
    .pluck();
  return { total, totalIsExact: true, inOrder: true, page: (offset, limit) => page.all(...params, limit, offset) };
}

function settledOnly(shape: ModuleShape): readonly string[] {
  return [`o.row <= (select row from settled where module = ${shape.code})`];
}

/** Too many to sort: a window comes in its own order, all else as it arrived. */
function many(
  db: PlatformDb,
  query: ListQuery,
  shape: ModuleShape,
  picked: readonly Picked[],
  driver: Picked,
  inFacets: (column: string) => Sql,
): RowList {
  const direction = query.descending ? 'desc' : 'asc';
  const others = picked.filter((each) => each !== driver);
  const inOrder = driver.kind === 'window' && orderOf(shape, query.order) === driver.order;
  const where = inFacets(driver.kind === 'window' ? 'd.facet' : 'o.facet');
  const needsRow = driver.kind !== 'window' && where.sql !== 'true';
  const conditions = [where.sql, ...others.map(({ sql }) => `d.row in (${sql})`)];
  const params = [...driver.params, ...where.params, ...others.flatMap((each) => each.params)];
  const source = driver.kind === 'words' ? driver.sql.replace('select rowid', 'select rowid as row') : driver.sql;
  const from =
    driver.kind === 'window'
      ? `from ${driver.table} as d where ${driver.where} and ${conditions.join(' and ')}`
      : `from (${source} order by ${driver.kind === 'words' ? 'rowid' : 'row'} ${direction}) as d ${needsRow ? `join ${shape.table} as o on o.row = d.row` : ''} where ${conditions.join(' and ')}`;
  const most = needsRow || others.length > 0 ? MOST_READ : MOST_COUNTED;
  const total =
    db
      .prepare<Params, number>(`select count(*) from (select 1 ${from} limit ${most + 1})`)
      .pluck()
      .get(...params) ?? 0;
  const sort = driver.kind === 'window' ? `order by d.value ${direction}, d.row ${direction}` : '';
  const page = db.prepare<Params, number>(`select d.row ${from} ${sort} limit ? offset ?`).pluck();
  return {
    total: Math.min(total, most),
    totalIsExact: total <= most,
    inOrder,
    page: (offset, limit) => page.all(...params, limit, offset),
  };
}

/** An order that the module does not have goes by its last change. */
function orderOf(shape: ModuleShape, order: RowOrder): RowOrder {
  return shape.sorts[order] === undefined ? 'lastUpdated' : order;
}

function smallestOf(
  db: PlatformDb,
  picked: readonly Picked[],
  most: number,
): { readonly picked: Picked; readonly count: number } {
  const counted = picked.map((each) => ({
    picked: each,
    count:
      db
        .prepare<Params, number>(`select count(*) from (${each.sql} limit ${most + 1})`)
        .pluck()
        .get(...each.params) ?? 0,
  }));
  const [first, ...rest] = counted;
  if (first === undefined) throw new Error('nothing was picked');
  return rest.reduce((least, each) => (each.count < least.count ? each : least), first);
}
