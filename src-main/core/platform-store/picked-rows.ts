import type { RowOrder } from '../../../shared/contract/platform-rows.ts';
import { linkKinds, type ModuleShape, sortTable } from './module-shapes.ts';
import type { StoreFilter } from './facet-filter.ts';
import type { PlatformDb, SqlValue } from './platform-db.ts';
import { folded, hashOf } from './search-words.ts';
import { searchQuery } from './word-keeper.ts';

/** Rows that one part of a filter asks for, as a select of their numbers. */
export interface Picked {
  readonly sql: string;
  readonly params: SqlValue[];
  /** Of the full text: a condition on `rowid` may follow. */
  readonly isText?: true;
  /** A stretch of an order, as a condition on the order's table, and a select of the rows outside; parameters are the same. */
  readonly window?: { readonly order: RowOrder; readonly where: string; readonly outside: string };
}

/** What a filter asks for beside facets; undefined where nothing can have it. */
export function picks(
  db: PlatformDb,
  shape: ModuleShape,
  filter: StoreFilter,
  person: string | undefined,
): Picked[] | undefined {
  const picked: Picked[] = [];
  const links = `select row from ${shape.table}_links where value in`;
  const has = (name: string): boolean => shape.columns.some(([column]) => column === name);
  const rows = (sql: string, ...params: SqlValue[]): void => void picked.push({ sql, params });

  if (filter.text !== undefined) {
    const words = searchQuery(db, shape, filter.text);
    const table = `${shape.table}_words`;
    if (words !== undefined)
      picked.push({ sql: `select rowid from ${table} where ${table} match ?`, params: [words], isText: true });
  }
  if (filter.objectId !== undefined)
    // The order by id keeps the first forty characters, in small letters.
    rows(
      `select k.row from ${shape.table}_by_id as k join ${shape.table} as o on o.row = k.row
       where k.value = substr(lower(?), 1, 40) and upper(o.id) = upper(?)`,
      filter.objectId,
      filter.objectId,
    );
  if (filter.findingCode !== undefined)
    rows(
      `select row from finding_rows where module = ${shape.code} and code = (select code from codes where text = ?)`,
      filter.findingCode,
    );
  if (filter.locationId !== undefined || filter.evseUid !== undefined) {
    if (!has('place')) return undefined;
    const wanted = [
      ...(filter.locationId === undefined ? [] : [['location_id', filter.locationId] as const]),
      ...(filter.evseUid === undefined ? [] : [['evse_uid', filter.evseUid] as const]),
    ];
    const where = wanted.map(([column]) => `${column} = ?`).join(' and ');
    rows(`${links} (select place * 8 + ${linkKinds.place} from places where ${where})`, ...wanted.map(([, id]) => id));
  }
  if (filter.tariffId !== undefined) {
    if (!has('tariffs')) return undefined;
    rows(
      `${links} (select tariffs * 8 + ${linkKinds.tariffs} from tariff_sets, json_each(ids) where value = ?)`,
      filter.tariffId,
    );
  }
  if (filter.sessionId !== undefined) {
    if (!has('session_hash')) return undefined;
    rows(
      `select o.row from ${shape.table}_links as k join ${shape.table} as o on o.row = k.row where k.value = ? and upper(o.session) = upper(?)`,
      hashOf(folded(filter.sessionId)) * 8 + linkKinds.session,
      filter.sessionId,
    );
  }
  if (person !== undefined) {
    if (!has('person')) return undefined;
    rows(
      `${links} (select person * 8 + ${linkKinds.person} from persons where uid_folded = ? or contract_folded = ?)`,
      folded(person),
      folded(person),
    );
  }
  if (filter.costFrom !== undefined || filter.costTo !== undefined) {
    if (shape.sorts.cost === undefined) return undefined;
    picked.push(costsOf(shape, filter));
  }
  const window = windowOf(shape, filter);
  return window === undefined ? picked : [...picked, window];
}

/** What states no cost lies below any that can be asked for. */
function costsOf(shape: ModuleShape, { costFrom, costTo }: StoreFilter): Picked {
  const table = sortTable(shape, 'cost');
  const params = [Number(costFrom ?? -LARGEST), Number(costTo ?? LARGEST)];
  return windowOn(table, 'cost', ['value >= ? and value <= ?', 'value < ?', 'value > ?'], params);
}

/** More than an amount of the contract can be. */
const LARGEST = 1e12;

function windowOf(shape: ModuleShape, { from, to }: StoreFilter): Picked | undefined {
  if (from === undefined && to === undefined) return undefined;
  const table = sortTable(shape, shape.window);
  // From 1970 on, so that what has no time is in no window.
  const params = [
    from === undefined ? 0 : Date.parse(from),
    to === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(to),
  ];
  return windowOn(table, shape.window, ['value >= ? and value < ?', 'value < ?', 'value >= ?'], params);
}

function windowOn(
  table: string,
  order: RowOrder,
  [where, before, after]: readonly [where: string, before: string, after: string],
  params: SqlValue[],
): Picked {
  const rows = `select row from ${table} where`;
  return {
    sql: `${rows} ${where}`,
    params,
    window: { order, where, outside: `${rows} ${before} union all ${rows} ${after}` },
  };
}
