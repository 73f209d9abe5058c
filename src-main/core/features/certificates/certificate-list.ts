import { type Expression, type SqlBool, sql } from 'kysely';
import type { CertificateTime } from '../../../../shared/domain/certificate-time.ts';
import { wellFormed } from '../../../../shared/util/well-formed.ts';
import type { Reader } from '../../store/tables.ts';
import type { CertificateRecord } from './certificates.store.ts';

export interface CertificateQuery {
  readonly offset: number;
  readonly limit: number;
  readonly filter?: string | undefined;
  readonly claims?: string | undefined;
  readonly source?: string | undefined;
  readonly time?: CertificateTime | undefined;
  readonly authorityId?: string | undefined;
  readonly keyGroupId?: string | undefined;
  readonly sort?: 'addedAt' | 'commonName' | 'notAfter' | 'notBefore' | 'keyGroupId' | 'issuer' | undefined;
  readonly descending?: boolean | undefined;
}

/** Each has an index that ends in `row`, so that a page anywhere is a walk over an index alone. */
const sortColumns = {
  addedAt: 'added_at',
  commonName: 'name_key',
  notAfter: 'not_after',
  notBefore: 'not_before',
  keyGroupId: 'group_key',
  issuer: 'issuer_key',
} as const;

type Conditions = readonly Expression<SqlBool>[];
type Sort = NonNullable<CertificateQuery['sort']>;

/** Rows are walked in ranges of so many, with a pause between: nothing else in core waits long for a broad filter. */
const RANGE = 5000;
/** Up to so many hits SQLite sorts; more are put in order by a walk over the order of all, which is kept. */
const FEW = 1000;
const MOST_KEPT = 8;

/**
 * The inventory by position: how many fit, and one page of them. Without a filter a page is a walk over an index. With
 * one the hits are gathered once, in order, and kept until something in the database changes: scrolling asks again and
 * again for pages of the same list.
 */
export function createCertificateList(db: Reader, pause: () => Promise<void>) {
  const kept = new Map<string, Int32Array>();
  let stamp = -1;

  async function list(
    query: CertificateQuery,
    now: Date,
  ): Promise<{ readonly total: number; readonly records: readonly CertificateRecord[] }> {
    const { offset, limit, descending = false, sort = 'addedAt' } = query;
    // A minute is as fine as the window looks, and lets the pages of one list be one list.
    const at = `${now.toISOString().slice(0, 16)}:00.000Z`;
    const isFiltered = conditions(query, at).length > 0 || (query.filter?.trim() ?? '') !== '';
    if (!isFiltered) return unfiltered(offset, limit, sort, descending);
    const hits = await hitsOf(query, sort, at);
    const rows = descending
      ? hits.slice(Math.max(0, hits.length - offset - limit), Math.max(0, hits.length - offset)).reverse()
      : hits.slice(offset, offset + limit);
    return { total: hits.length, records: await recordsOf(db, [...rows]) };
  }

  async function unfiltered(offset: number, limit: number, sort: Sort, descending: boolean) {
    const counted = await db
      .selectFrom('certificates')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow();
    const direction = descending ? 'desc' : 'asc';
    const page = await db
      .selectFrom('certificates')
      .select('row')
      .orderBy(sortColumns[sort], direction)
      .orderBy('row', direction)
      .limit(limit)
      .offset(offset)
      .execute();
    const rows = page.map(({ row }) => row);
    return { total: counted.n, records: await recordsOf(db, rows) };
  }

  async function hitsOf(query: CertificateQuery, sort: Sort, at: string): Promise<Int32Array> {
    const before = await forgetOld();
    const { filter, claims, source, time, authorityId, keyGroupId } = query;
    const key = JSON.stringify([filter, claims, source, time, authorityId, keyGroupId, sort, time && at]);
    const known = kept.get(key);
    if (known !== undefined) return known;
    const { last } = await db
      .selectFrom('certificates')
      .select((eb) => eb.fn.coalesce(eb.fn.max('row'), sql<number>`0`).as('last'))
      .executeTakeFirstOrThrow();
    const text = wellFormed(filter?.trim() ?? '');
    const found = text === '' ? undefined : await rowsWithText(text, last);
    const rows = await rowsWith(conditions(query, at), found, last);
    return keep(
      key,
      rows.length <= FEW ? await sortedBySql(rows, sort) : await sortedByOrder(rows, sort, last, before),
      before,
    );
  }

  /** Numbers of rows that have a text, ascending. */
  async function rowsWithText(text: string, last: number): Promise<readonly number[]> {
    const rows = new Set<number>();
    if (Array.from(text).length < TRIGRAM) {
      for (const row of await rowsWith([beginsWith(text)], undefined, last)) rows.add(row);
    } else {
      for (let after = 0; ;) {
        const found = await sql<{ rowid: number }>`select rowid from certificate_search
          where certificate_search match ${`"${text.replaceAll('"', '""')}"`} and rowid > ${after}
          order by rowid limit ${RANGE}`.execute(db);
        for (const { rowid } of found.rows) rows.add(rowid);
        after = found.rows.at(-1)?.rowid ?? after;
        if (found.rows.length < RANGE) break;
        await pause();
      }
    }
    for (const row of await rowsWithDigits(text)) rows.add(row);
    return [...rows].sort((a, b) => a - b);
  }

  /** Certificates whose fingerprint, key or serial number begins with these hex digits. */
  async function rowsWithDigits(text: string): Promise<readonly number[]> {
    const hex = text.replaceAll(/[:\s]/g, '').toLowerCase();
    if (hex.length < HEX_FROM || !/^[0-9a-f]+$/.test(hex)) return [];
    const columns = ['sha256', 'sha1', 'spki_sha256', 'serial'] as const;
    const rows: number[] = [];
    for (const column of columns) {
      const found = await db
        .selectFrom('certificates')
        .select('row')
        .where(column, '>=', hex)
        .where(column, '<', `${hex}g`)
        .limit(RANGE)
        .execute();
      rows.push(...found.map(({ row }) => row));
    }
    return rows;
  }

  /** Of these rows, or of all, those that fit; walked in ranges. */
  async function rowsWith(
    wanted: Conditions,
    among: readonly number[] | undefined,
    last: number,
  ): Promise<readonly number[]> {
    if (among !== undefined && wanted.length === 0) return among;
    const rows: number[] = [];
    const end = among === undefined ? last : among.length;
    for (let after = 0; after < end; after += RANGE) {
      if (after > 0) await pause();
      const range =
        among === undefined
          ? sql<SqlBool>`row > ${after} and row <= ${after + RANGE}`
          : sql<SqlBool>`row in (select value from json_each(${JSON.stringify(among.slice(after, after + RANGE))}))`;
      const found = await db
        .selectFrom('certificates')
        .select('row')
        .where((eb) => eb.and([range, ...wanted]))
        .execute();
      for (const { row } of found) rows.push(row);
    }
    return rows;
  }

  async function sortedBySql(rows: readonly number[], sort: Sort): Promise<Int32Array> {
    if (rows.length === 0) return new Int32Array(0);
    const sorted = await db
      .selectFrom('certificates')
      .select('row')
      .where('row', 'in', [...rows])
      .orderBy(sortColumns[sort])
      .orderBy('row')
      .execute();
    return Int32Array.from(sorted, ({ row }) => row);
  }

  async function sortedByOrder(rows: readonly number[], sort: Sort, last: number, before: number): Promise<Int32Array> {
    const isHit = new Uint8Array(last + 1);
    for (const row of rows) isHit[row] = 1;
    const order = await orderOf(sort, before);
    return order.filter((row) => isHit[row] === 1);
  }

  /** All rows in the order of a column. */
  async function orderOf(sort: Sort, before: number): Promise<Int32Array> {
    const key = `order ${sort}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const order: number[] = [];
    for (;;) {
      const part = await db
        .selectFrom('certificates')
        .select('row')
        .orderBy(sortColumns[sort])
        .orderBy('row')
        .limit(RANGE)
        .offset(order.length)
        .execute();
      for (const { row } of part) order.push(row);
      if (part.length < RANGE) break;
      await pause();
    }
    return keep(key, Int32Array.from(order), before);
  }

  async function changes(): Promise<number> {
    const { rows } = await sql<{ n: number }>`select total_changes() as n`.execute(db);
    return rows[0]?.n ?? 0;
  }

  /** Any change in the database ends what is kept: it may have been one of certificates. Answers how many there were. */
  async function forgetOld(): Promise<number> {
    const now = await changes();
    if (now !== stamp) kept.clear();
    stamp = now;
    return now;
  }

  /** What changed during the walk may have been part of it: then it is answered and not kept. */
  async function keep(key: string, rows: Int32Array, before: number): Promise<Int32Array> {
    if ((await changes()) !== before || stamp !== before) return rows;
    kept.set(key, rows);
    for (const oldest of kept.keys()) if (kept.size > MOST_KEPT) kept.delete(oldest);
    return rows;
  }

  return { list };
}

/** Records in the order of these numbers. */
async function recordsOf(db: Reader, rows: readonly number[]): Promise<readonly CertificateRecord[]> {
  if (rows.length === 0) return [];
  const found = await db
    .selectFrom('certificates')
    .selectAll()
    .where('row', 'in', [...rows])
    .execute();
  const byRow = new Map(found.map((record) => [record.row, record]));
  return rows.flatMap((row) => byRow.get(row) ?? []);
}

function conditions(query: Omit<CertificateQuery, 'offset' | 'limit'>, at: string): Conditions {
  const { claims, source, authorityId, keyGroupId } = query;
  return [
    ...(claims === undefined ? [] : [claimCondition(claims)]),
    ...(source === undefined ? [] : [sql<SqlBool>`source = ${source}`]),
    ...(authorityId === undefined ? [] : [sql<SqlBool>`issued_by = ${authorityId}`]),
    ...(keyGroupId === undefined
      ? []
      : [sql<SqlBool>`group_key = ${keyGroupId.toLowerCase()}`, sql<SqlBool>`key_group_id = ${keyGroupId}`]),
    ...timeConditions(query.time, at),
  ];
}

function timeConditions(time: CertificateTime | undefined, at: string): Conditions {
  switch (time) {
    case undefined:
      return [];
    case 'not-yet':
      return [sql<SqlBool>`not_before > ${at}`];
    case 'expired':
      return [sql<SqlBool>`not_after < ${at}`];
    case 'ends-soon':
      return [sql<SqlBool>`soon_from <= ${at}`, sql<SqlBool>`not_after >= ${at}`, sql<SqlBool>`not_before <= ${at}`];
    case 'valid':
      return [sql<SqlBool>`soon_from > ${at}`, sql<SqlBool>`not_before <= ${at}`];
  }
}

export function idKey(id: string): string {
  return id.toUpperCase();
}

function claimCondition(id: string): Expression<SqlBool> {
  return sql<SqlBool>`row in (select row from certificate_ids where id_key = ${idKey(id)})`;
}

/** Shortest text that trigrams can find; it is found anywhere in names, ids and key group ids. */
const TRIGRAM = 3;
/** From this length on a text of hex digits may be the beginning of a fingerprint or serial number. */
const HEX_FROM = 6;

/**
 * Less than three characters are looked up at the beginning of name, issuer, key group and ids. The unary plus lets
 * SQLite walk the rows of the range that is looked at, and not each time again a whole index.
 */
function beginsWith(text: string): Expression<SqlBool> {
  const lower = text.toLowerCase();
  const end = `${lower}\u{10ffff}`;
  const columns = ['name_key', 'issuer_key', 'group_key'].map(
    (column) => sql`(+${sql.ref(column)} >= ${lower} and +${sql.ref(column)} < ${end})`,
  );
  const key = idKey(text);
  const ids = sql`exists (select 1 from certificate_ids i where i.row = certificates.row
    and +i.id_key >= ${key} and +i.id_key < ${`${key}\u{10ffff}`})`;
  return sql<SqlBool>`(${sql.join([...columns, ids], sql` or `)})`;
}
