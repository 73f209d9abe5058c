import type { Facet } from './facet-filter.ts';
import { lastSettled, queriedRows, type RowQuery } from './list-query.ts';
import { moduleShapes } from './module-shapes.ts';
import type { PlatformDb, SqlValue } from './platform-db.ts';
import { rowsBetween } from './row-set.ts';

/** Decimal texts of up to six places; each row's value was rounded to those. */
export interface Sums {
  readonly rows: number;
  readonly kwh: string;
  readonly withoutKwh: number;
  readonly costs: readonly { readonly currency: string; readonly amount: string; readonly rows: number }[];
  readonly withoutCost: number;
}

/** Millionths, so that sums are those of whole numbers. */
const UNIT = 1_000_000;
/** Rows of one step: some ten milliseconds. */
const STEP = 16_384;

/** Energy and costs of all rows of a query: reads each of them, some at a time. */
export function createSums(db: PlatformDb) {
  return function* (query: RowQuery, facets: readonly Facet[]): Generator<void, Sums> {
    const shape = moduleShapes[query.module];
    const set = queriedRows(db, query, facets);
    const last = lastSettled(db, shape);
    const sumOf = (column: string): string =>
      `coalesce(sum(cast(round(cast(${column} as real) * ${UNIT}) as integer)), 0)`;
    const statement = (where: string) =>
      db.prepare<SqlValue[], Group>(
        `select f.currency, count(*) as rows, ${sumOf('kwh')} as kwh, count(kwh) as withKwh,
           ${sumOf('cost')} as cost, count(cost) as withCost
         from ${shape.table} as o join facets as f on f.facet = o.facet where ${where} group by f.currency`,
      );
    const stretch = statement('o.row >= ? and o.row < ?');
    const those = statement('o.row in (select value from json_each(?))');
    const whole = new Map<string, Group>();
    for (let first = 1; first <= last; first += STEP) {
      const end = Math.min(first + STEP, last + 1);
      const groups =
        set === undefined ? stretch.all(first, end) : those.all(JSON.stringify(rowsBetween(set, first, end)));
      for (const group of groups) whole.set(group.currency, added(group, whole.get(group.currency)));
      yield;
    }
    const groups = [...whole.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1));
    const sum = (of: (group: Group) => number): number => groups.reduce((all, group) => all + of(group), 0);
    return {
      rows: sum(({ rows }) => rows),
      kwh: decimal(sum(({ kwh }) => kwh)),
      withoutKwh: sum(({ rows, withKwh }) => rows - withKwh),
      costs: groups
        .filter(({ withCost }) => withCost > 0)
        .map(({ currency, cost, withCost }) => ({ currency, amount: decimal(cost), rows: withCost })),
      withoutCost: sum(({ rows, withCost }) => rows - withCost),
    };
  };
}

interface Group {
  readonly currency: string;
  readonly rows: number;
  readonly kwh: number;
  readonly withKwh: number;
  readonly cost: number;
  readonly withCost: number;
}

function added(group: Group, before: Group | undefined): Group {
  if (before === undefined) return group;
  return {
    currency: group.currency,
    rows: before.rows + group.rows,
    kwh: before.kwh + group.kwh,
    withKwh: before.withKwh + group.withKwh,
    cost: before.cost + group.cost,
    withCost: before.withCost + group.withCost,
  };
}

function decimal(millionths: number): string {
  const digits = String(Math.abs(millionths)).padStart(7, '0');
  const places = digits.slice(-6).replace(/0+$/, '');
  return `${millionths < 0 ? '-' : ''}${digits.slice(0, -6)}${places === '' ? '' : `.${places}`}`;
}
