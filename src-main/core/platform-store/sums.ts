import { type Facet, facetPasses } from './facet-filter.ts';
import type { ListQuery } from './list-query.ts';
import { moduleShapes } from './module-shapes.ts';
import { picks } from './picked-rows.ts';
import type { PlatformDb, SqlValue } from './platform-db.ts';

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

/** Energy and costs of all rows of a query: reads each of them. */
export function createSums(db: PlatformDb): (query: ListQuery, facets: readonly Facet[]) => Sums {
  return (query, facets) => {
    const shape = moduleShapes[query.module];
    const chosen = facets.filter((facet) => facetPasses(facet, query.filter));
    const picked = picks(db, shape, query.filter, query.person);
    if (picked === undefined) return { rows: 0, kwh: '0', withoutKwh: 0, costs: [], withoutCost: 0 };
    const some = chosen.length < facets.length;
    const conditions = [
      ...picked.map(({ sql }) => `o.row in (${sql})`),
      ...(some ? ['o.facet in (select value from json_each(?))'] : []),
      `o.row <= (select row from settled where module = ${shape.code})`,
    ];
    const params: SqlValue[] = picked.flatMap((each) => each.params);
    if (some) params.push(JSON.stringify(chosen.map(({ facet }) => facet)));
    const sumOf = (column: string): string =>
      `coalesce(sum(cast(round(cast(${column} as real) * ${UNIT}) as integer)), 0)`;
    const groups = db
      .prepare<SqlValue[], GroupRow>(
        `select f.currency, count(*) as rows, ${sumOf('kwh')} as kwh, count(kwh) as withKwh,
           ${sumOf('cost')} as cost, count(cost) as withCost
         from ${shape.table} as o join facets as f on f.facet = o.facet
         where ${conditions.join(' and ')} group by f.currency order by f.currency`,
      )
      .all(...params);
    const sum = (of: (group: GroupRow) => number): number => groups.reduce((whole, group) => whole + of(group), 0);
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

interface GroupRow {
  readonly currency: string;
  readonly rows: number;
  readonly kwh: number;
  readonly withKwh: number;
  readonly cost: number;
  readonly withCost: number;
}

function decimal(millionths: number): string {
  const digits = String(Math.abs(millionths)).padStart(7, '0');
  const places = digits.slice(-6).replace(/0+$/, '');
  return `${millionths < 0 ? '-' : ''}${digits.slice(0, -6)}${places === '' ? '' : `.${places}`}`;
}
