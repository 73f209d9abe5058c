import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Reader } from './tables.ts';

export interface KeyWalk {
  readonly table: 'audit_entries' | 'csrs' | 'key_groups' | 'partners' | 'requests';
  /** Unique; second in the order. */
  readonly key: string;
  /** Never null, and first of an index whose second column is the key (or the key itself is). */
  readonly column: string;
  readonly descending: boolean;
  /** What a row has to fit. It is computed for each row, so that no index but that of the order is walked. */
  readonly fits: Expression<SqlBool>;
  /** Says what `fits` asks for: two walks of the same order with the same words are the same. */
  readonly words: string;
}

/** Keys of all rows that fit, in order. */
export type GatherKeys = <K extends string | number>(walk: KeyWalk) => Promise<readonly K[]>;

/** Rows between two pauses: some milliseconds, whatever is looked for. */
const RANGE = 2000;
const MOST_KEPT = 4;

/**
 * Filters that no index answers, such as a text anywhere in a row: the table is walked once in short parts, so that
 * nothing else in core waits, and the keys found are kept until something in the database changes. Scrolling asks
 * again and again for pages of the same list.
 * @param pause lets others have their turn
 */
export function createGatherKeys(db: Reader, pause: () => Promise<unknown>): GatherKeys {
  const kept = new Map<string, readonly (string | number)[]>();
  let stamp = -1;

  async function changes(): Promise<number> {
    const { rows } = await sql<{ n: number }>`select total_changes() as n`.execute(db);
    return rows[0]?.n ?? 0;
  }

  return async <K extends string | number>(walk: KeyWalk): Promise<readonly K[]> => {
    const before = await changes();
    if (before !== stamp) kept.clear();
    stamp = before;
    const name = JSON.stringify([walk.table, walk.column, walk.descending, walk.words]);
    const known = kept.get(name);
    // The same table has keys of the same type.
    if (known !== undefined) return known as readonly K[];
    const keys: K[] = [];
    for (let after: Row<K> | undefined; ;) {
      const rows: readonly Row<K>[] = (await part<K>(walk, after).execute(db)).rows;
      for (const { key, fits } of rows) if (fits === 1) keys.push(key);
      after = rows.at(-1);
      if (rows.length < RANGE) break;
      await pause();
    }
    // What changed meanwhile may have been part of it: then it is answered and not kept.
    if ((await changes()) === before && stamp === before) {
      kept.set(name, keys);
      for (const oldest of kept.keys()) if (kept.size > MOST_KEPT) kept.delete(oldest);
    }
    return keys;
  };
}

interface Row<K> {
  readonly key: K;
  readonly place: string | number;
  readonly fits: number;
}

function part<K>(walk: KeyWalk, after: Row<K> | undefined): RawBuilder<Row<K>> {
  const key = sql.ref(walk.key);
  const column = sql.ref(walk.column);
  const direction = walk.descending ? sql`desc` : sql`asc`;
  const isBeyond = walk.descending ? sql`<` : sql`>`;
  const from = after === undefined ? sql`` : sql`where (${column}, ${key}) ${isBeyond} (${after.place}, ${after.key})`;
  return sql<Row<K>>`select ${key} as key, ${column} as place, (${walk.fits}) as fits from ${sql.table(walk.table)}
    ${from} order by ${column} ${direction}, ${key} ${direction} limit ${RANGE}`;
}
