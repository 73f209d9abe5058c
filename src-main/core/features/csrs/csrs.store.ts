import { type Selectable, type SqlBool, sql } from 'kysely';
import { CsrRow, CsrSpec } from '../../../../shared/contract/csrs.ts';
import { type OidProfile, StoredOidProfile } from '../../../../shared/contract/settings.ts';
import { containsText } from '../../store/contains-text.ts';
import type { GatherKeys } from '../../store/gather-keys.ts';
import type { Reader, Trx } from '../../store/tables.ts';
import type { CsrsTables } from './csrs.tables.ts';

export type CsrRecord = Selectable<CsrsTables['csrs']>;

export interface CsrQuery {
  readonly offset: number;
  readonly limit: number;
  readonly filter?: string | undefined;
  readonly groupRef?: string | undefined;
  readonly sort?: 'createdAt' | 'groupId' | 'notAfter' | 'commonName' | undefined;
  readonly descending?: boolean | undefined;
}

/** Each is first of an index whose second column is the CSR's id. */
const sortColumns = {
  createdAt: 'created_at',
  groupId: 'group_id',
  notAfter: 'ends',
  commonName: 'common_name',
} as const;

function joined(db: Reader) {
  return db
    .selectFrom('csrs as c')
    .innerJoin('key_groups as g', 'g.group_ref', 'c.group_ref')
    .innerJoin('key_generations as n', 'n.generation_id', 'c.generation_id');
}

const listed = [
  'c.csr_id',
  'c.group_ref',
  'c.generation_id',
  'c.created_at',
  'c.created_by',
  'c.spec',
  'c.sha256',
  'c.spki_sha256',
  'c.algorithm',
  'c.common_name',
  'c.not_before',
  'c.not_after',
  'c.oid_profile',
  'c.proof_jws',
  'g.id as group_id',
  'g.purpose',
  'g.owner',
  'g.counterpart',
  'n.number',
  'n.state',
  'n.software',
] as const;

/** How many fit, and one page of them. */
export async function listCsrs(
  db: Reader,
  gather: GatherKeys,
  query: CsrQuery,
): Promise<{ readonly total: number; readonly rows: CsrRow[] }> {
  const { filter, groupRef, sort, descending = false, offset, limit } = query;
  const column = sortColumns[sort ?? 'createdAt'];
  if (filter !== undefined && filter !== '') {
    const ofGroup = groupRef === undefined ? sql`true` : sql`group_ref = ${groupRef}`;
    const keys = await gather<string>({
      table: 'csrs',
      key: 'csr_id',
      column,
      descending,
      fits: sql<SqlBool>`${containsText(['search'], filter)} and ${ofGroup}`,
      words: JSON.stringify([filter, groupRef]),
    });
    return { total: keys.length, rows: await rowsOf(db, keys.slice(offset, offset + limit)) };
  }
  let from = db.selectFrom('csrs');
  if (groupRef !== undefined) from = from.where('group_ref', '=', groupRef);
  const { n } = await from.select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow();
  const direction = descending ? 'desc' : 'asc';
  const page = await from
    .select('csr_id')
    .orderBy(column, direction)
    .orderBy('csr_id', direction)
    .limit(limit)
    .offset(offset)
    .execute();
  const ids = page.map(({ csr_id }) => csr_id);
  return { total: n, rows: await rowsOf(db, ids) };
}

/** Rows in the order of these ids. */
async function rowsOf(db: Reader, ids: readonly string[]): Promise<CsrRow[]> {
  if (ids.length === 0) return [];
  const found = await joined(db).select(listed).where('c.csr_id', 'in', ids).execute();
  const byId = new Map(found.map((row) => [row.csr_id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row === undefined ? [] : [toCsrRow(row)];
  });
}

export async function findCsrRow(db: Reader, csrId: string): Promise<CsrRow | undefined> {
  const row = await joined(db).select(listed).where('c.csr_id', '=', csrId).executeTakeFirst();
  return row === undefined ? undefined : toCsrRow(row);
}

export async function findCsr(db: Reader, csrId: string): Promise<CsrRecord | undefined> {
  return db.selectFrom('csrs').selectAll().where('csr_id', '=', csrId).executeTakeFirst();
}

/** The CSR that a generation signed last. */
export async function findNewestCsr(db: Reader, generationId: string): Promise<CsrRecord | undefined> {
  return db
    .selectFrom('csrs')
    .selectAll()
    .where('generation_id', '=', generationId)
    .orderBy('created_at', 'desc')
    .orderBy('csr_id', 'desc')
    .executeTakeFirst();
}

export async function findCsrByHash(db: Reader, sha256: string): Promise<CsrRow | undefined> {
  const row = await joined(db).select(listed).where('c.sha256', '=', sha256).executeTakeFirst();
  return row === undefined ? undefined : toCsrRow(row);
}

export async function insertCsr(trx: Trx, csr: CsrRecord): Promise<void> {
  await trx.insertInto('csrs').values(csr).execute();
}

export async function setProof(trx: Trx, csrId: string, proofJws: string): Promise<void> {
  await trx.updateTable('csrs').set({ proof_jws: proofJws }).where('csr_id', '=', csrId).execute();
}

interface ListedRecord {
  readonly csr_id: string;
  readonly group_ref: string;
  readonly generation_id: string;
  readonly created_at: string;
  readonly created_by: string;
  readonly spec: string;
  readonly sha256: string;
  readonly spki_sha256: string;
  readonly algorithm: string;
  readonly common_name: string;
  readonly not_before: string | null;
  readonly not_after: string | null;
  readonly oid_profile: string;
  readonly proof_jws: string | null;
  readonly group_id: string;
  readonly purpose: string;
  readonly owner: string;
  readonly counterpart: string | null;
  readonly number: number;
  readonly state: string;
  readonly software: number;
}

function toCsrRow(row: ListedRecord): CsrRow {
  const spec = readSpec(row);
  return CsrRow.parse({
    csrId: row.csr_id,
    groupRef: row.group_ref,
    groupId: row.group_id,
    purpose: row.purpose,
    owner: row.owner,
    counterpart: row.counterpart ?? undefined,
    generationId: row.generation_id,
    generation: row.number,
    generationState: row.state,
    createdAt: row.created_at,
    createdBy: row.created_by,
    commonName: row.common_name,
    ids: spec.ids,
    notBefore: row.not_before ?? undefined,
    notAfter: row.not_after ?? undefined,
    algorithm: row.algorithm,
    software: row.software === 1,
    encoding: spec.encoding,
    sha256: row.sha256,
    spkiSha256: row.spki_sha256,
    oidProfile: readProfile(row).version,
    hasProof: row.proof_jws !== null,
  });
}

export function readSpec(row: { readonly spec: string }): CsrSpec {
  return CsrSpec.parse(JSON.parse(row.spec));
}

export function readProfile(row: { readonly oid_profile: string }): OidProfile {
  return StoredOidProfile.parse(JSON.parse(row.oid_profile));
}
