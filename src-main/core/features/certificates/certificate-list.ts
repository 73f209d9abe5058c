import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { CertificateTime } from '../../../../shared/domain/certificate-time.ts';
import { wellFormed } from '../../../../shared/util/well-formed.ts';
import type { Reader, Tables } from '../../store/tables.ts';
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

/** How many fit, and one page of them. */
export async function listCertificates(
  db: Reader,
  query: CertificateQuery,
  now: Date,
): Promise<{ readonly total: number; readonly records: readonly CertificateRecord[] }> {
  const at = now.toISOString();
  const where = (eb: ExpressionBuilder<Tables, 'certificates'>) => eb.and(conditions(query, at));
  const counted = await db
    .selectFrom('certificates')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where(where)
    .executeTakeFirstOrThrow();
  if (counted.n <= query.offset) return { total: counted.n, records: [] };
  const direction = query.descending === true ? 'desc' : 'asc';
  const column = sortColumns[query.sort ?? 'addedAt'];
  const page = await db
    .selectFrom('certificates')
    .select('row')
    .where(where)
    .orderBy(column, direction)
    .orderBy('row', direction)
    .limit(query.limit)
    .offset(query.offset)
    .execute();
  const rows = page.map(({ row }) => row);
  const records = await recordsOf(db, rows);
  return { total: counted.n, records };
}

/** Records in the order of these numbers. */
export async function recordsOf(db: Reader, rows: readonly number[]): Promise<readonly CertificateRecord[]> {
  if (rows.length === 0) return [];
  const found = await db
    .selectFrom('certificates')
    .selectAll()
    .where('row', 'in', [...rows])
    .execute();
  const byRow = new Map(found.map((record) => [record.row, record]));
  return rows.flatMap((row) => byRow.get(row) ?? []);
}

function conditions(query: CertificateQuery, at: string): Conditions {
  const { filter, claims, source, authorityId, keyGroupId } = query;
  return [
    ...(filter === undefined || filter.trim() === '' ? [] : [textCondition(wellFormed(filter.trim()))]),
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

/** Shortest text that trigrams can find. */
const TRIGRAM = 3;
/** From this length on a text of hex digits may be the beginning of a fingerprint or serial number. */
const HEX_FROM = 6;

/**
 * Three characters and more are looked up anywhere in names, ids and key group ids (index of trigrams); less only at
 * the beginning of name, issuer, key group and ids. Hex digits are looked up at the beginning of fingerprints and
 * serial numbers too.
 */
function textCondition(text: string): Expression<SqlBool> {
  const hex = text.replaceAll(/[:\s]/g, '').toLowerCase();
  const hexParts =
    hex.length >= HEX_FROM && /^[0-9a-f]+$/.test(hex)
      ? ['sha256', 'sha1', 'spki_sha256', 'serial'].map(
          (column) => sql`union select row from certificates where ${startsWith(column, hex)}`,
        )
      : [];
  const found =
    Array.from(text).length >= TRIGRAM
      ? sql`select rowid from certificate_search where certificate_search match ${`"${text.replaceAll('"', '""')}"`}`
      : sql.join(
          [
            ...['name_key', 'issuer_key', 'group_key'].map(
              (column) => sql`select row from certificates where ${startsWith(column, text.toLowerCase())}`,
            ),
            sql`select row from certificate_ids where ${startsWith('id_key', idKey(text))}`,
          ],
          sql` union `,
        );
  return sql<SqlBool>`row in (${sql.join([found, ...hexParts], sql` `)})`;
}

/** As a range, which an index answers; the end is the last code point there is. */
function startsWith(column: string, text: string): Expression<SqlBool> {
  return sql<SqlBool>`(${sql.ref(column)} >= ${text} and ${sql.ref(column)} < ${`${text}\u{10ffff}`})`;
}
