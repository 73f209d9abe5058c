import { commonColumns, linkExpressions, type ModuleShape, sortTable } from './module-shapes.ts';
import type { PlatformDb, SqlValue } from './platform-db.ts';

/** What is held of an object that a page brings again. */
export interface HeldRow {
  readonly row: number;
  readonly connection: number;
  readonly key: string;
  readonly sha: string;
  readonly facet: number;
  readonly seen_run: number;
  readonly updated: number | null;
  readonly version: string | null;
  readonly findings: string | null;
  readonly first_seen: number;
  readonly unlisted_at: number | null;
}

export type ModuleTable = ReturnType<typeof createModuleTable>;

/** Prepared statements over the tables of one module. Orders, links and counts follow rows in `settle`. */
export function createModuleTable(db: PlatformDb, shape: ModuleShape) {
  const { table, code } = shape;
  const own = shape.columns.map(([name]) => name);
  const all = [...commonColumns, ...own];
  const places = (count: number): string => Array.from({ length: count }, () => '?').join(', ');
  const insert = db.prepare<SqlValue[]>(
    `insert or ignore into ${table} (${all.join(', ')}) values (${places(all.length)})`,
  );
  const replaced = [...all.slice(4), 'unlisted_at'];
  const update = db.prepare<SqlValue[]>(
    `update ${table} set ${replaced.map((column) => `${column} = ?`).join(', ')} where row = ?`,
  );
  const addOriginal = db.prepare<[number, number, number, Uint8Array]>(
    `insert into ${table}_original (row, received, url, bytes) values (?, ?, ?, ?)`,
  );
  const keepVersion = db.prepare<[number]>(
    `insert into versions (module, row, received, url, bytes) select ${code}, row, received, url, bytes from ${table}_original where row = ?`,
  );
  const addVersion = db.prepare<[number, number, number, Uint8Array]>(
    `insert into versions (module, row, received, url, bytes) values (${code}, ?, ?, ?, ?)`,
  );
  const dropVersions = db.prepare<[number, number, number]>(
    `delete from versions where module = ${code} and row = ? and version not in
       (select version from versions where module = ${code} and row = ? order by version desc limit ?)`,
  );
  const setOriginal = db.prepare<[number, number, Uint8Array, number]>(
    `update ${table}_original set received = ?, url = ?, bytes = ? where row = ?`,
  );
  const held = db.prepare<[number], HeldRow>(
    `select row, connection, key, sha, facet, seen_run, updated, version, findings, first_seen, unlisted_at from ${table} where key_hash = ?`,
  );
  const original = db.prepare<[number], Uint8Array>(`select bytes from ${table}_original where row = ?`).pluck();
  const seen = db.prepare<[number, number]>(`update ${table} set seen_run = ? where row = ?`);
  const setFacet = db.prepare<[number, number | null, number]>(
    `update ${table} set facet = ?, unlisted_at = ? where row = ?`,
  );

  const orders = Object.entries(shape.sorts).map(([order, value]) => [sortTable(shape, order), value] as const);
  const links = linkExpressions(shape);
  /** Each takes a row's first and last number: a batch comes in order, so that each page of a table is touched once. */
  const enter = [
    ...orders.map(
      ([name, value]) =>
        `insert into ${name} (value, row, facet) select ${value}, row, facet from ${table} where row between ? and ? order by 1, 2`,
    ),
    `insert into ${table}_by_facet (facet, row) select facet, row from ${table} where row between ? and ? order by 1, 2`,
    ...links.map(
      (value) =>
        `insert or ignore into ${table}_links (value, row) select ${value}, row from ${table} where row between ? and ? and ${value} is not null order by 1, 2`,
    ),
    `update facets set n = facets.n + new.n from (select facet, count(*) as n from ${table} where row between ? and ? group by facet) as new where facets.facet = new.facet`,
  ].map((sql) => db.prepare<[number, number]>(sql));
  const leave = [
    ...orders.map(
      ([name, value]) => `delete from ${name} where row = ? and value = (select ${value} from ${table} where row = ?)`,
    ),
    `delete from ${table}_by_facet where row = ? and facet = (select facet from ${table} where row = ?)`,
    ...links.map(
      (value) => `delete from ${table}_links where row = ? and value = (select ${value} from ${table} where row = ?)`,
    ),
    `update facets set n = n - 1 where facet = (select facet from ${table} where row = ? and row = ?)`,
  ].map((sql) => db.prepare<[number, number]>(sql));

  return {
    shape,
    /** False where the key's hash is there already. */
    insert: (values: SqlValue[]): boolean => insert.run(...values).changes === 1,
    /** @param values all columns but row, connection, key and its hash, then `unlisted_at` */
    update: (row: number, values: SqlValue[]): void => void update.run(...values, row),
    addOriginal: (row: number, received: number, url: number, bytes: Uint8Array): void =>
      void addOriginal.run(row, received, url, bytes),
    /** Puts new bytes in place of the held ones, which become a version; of those the newest are kept. */
    replaceOriginal(row: number, received: number, url: number, bytes: Uint8Array, most: number): void {
      keepVersion.run(row);
      dropVersions.run(row, row, most);
      setOriginal.run(received, url, bytes, row);
    },
    /** Keeps bytes that are not the object's present ones. */
    keepBeside(row: number, received: number, url: number, bytes: Uint8Array, most: number): void {
      addVersion.run(row, received, url, bytes);
      dropVersions.run(row, row, most);
    },
    /** By the hash of connection and key; two keys may share one, so the caller compares. */
    held: (keyHash: number): HeldRow | undefined => held.get(keyHash),
    original: (row: number): Uint8Array | undefined => original.get(row),
    seen: (row: number, run: number): void => void seen.run(run, row),
    setFacet: (row: number, facet: number, unlistedAt: number | null): void =>
      void setFacet.run(facet, unlistedAt, row),
    enter(first: number, last: number): void {
      for (const statement of enter) statement.run(first, last);
    },
    leave(row: number): void {
      for (const statement of leave) statement.run(row, row);
    },
  };
}
