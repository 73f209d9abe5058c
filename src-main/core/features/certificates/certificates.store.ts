import { type Selectable, sql } from 'kysely';
import { CertificateRow } from '../../../../shared/contract/certificates.ts';
import { certificateTime } from '../../../../shared/domain/certificate-time.ts';
import type { Reader, Trx } from '../../store/tables.ts';
import type { CertificatesTables } from './certificates.tables.ts';

export type CertificateRecord = Selectable<CertificatesTables['certificates']>;

/** What `claims` holds: made by us, read back as it was written. */
export interface StoredClaims {
  readonly partyIds: readonly string[];
  readonly subCpoIds: readonly string[];
  readonly subEmspIds: readonly string[];
  readonly services: readonly string[];
}

export async function findById(db: Reader, certificateId: string): Promise<CertificateRecord | undefined> {
  return db.selectFrom('certificates').selectAll().where('certificate_id', '=', certificateId).executeTakeFirst();
}

export async function findBySha256(db: Reader, sha256: string): Promise<CertificateRecord | undefined> {
  return db.selectFrom('certificates').selectAll().where('sha256', '=', sha256).executeTakeFirst();
}

/** The newest first. */
export async function findByGeneration(db: Reader, generationId: string): Promise<readonly CertificateRecord[]> {
  return db
    .selectFrom('certificates')
    .selectAll()
    .where('generation_id', '=', generationId)
    .orderBy('added_at', 'desc')
    .orderBy('row', 'desc')
    .execute();
}

/** Certificates that are no authority's, the newest first. */
export async function findLeaves(db: Reader, most: number): Promise<readonly CertificateRecord[]> {
  return db
    .selectFrom('certificates')
    .selectAll()
    .where('is_ca', '=', 0)
    .orderBy('added_at', 'desc')
    .orderBy('row', 'desc')
    .limit(most)
    .execute();
}

/** Certificates whose subject is this name, or whose key has this identifier; at most `most`, authorities first, then roots. */
export async function findIssuers(
  db: Reader,
  issuer: { readonly issuer_sha256: string; readonly aki: string | null },
  most: number,
): Promise<readonly CertificateRecord[]> {
  return (
    db
      .selectFrom('certificates')
      .selectAll()
      .where((eb) =>
        issuer.aki === null
          ? eb('subject_sha256', '=', issuer.issuer_sha256)
          : eb.or([eb('subject_sha256', '=', issuer.issuer_sha256), eb('ski', '=', issuer.aki)]),
      )
      .where('is_ca', '=', 1)
      .orderBy(sql`case source when 'authority' then 0 when 'anchor' then 1 else 2 end`)
      // Anybody can certify a known root's name and key under a root of his own; only its holder makes one that is its own.
      .orderBy(sql`case when subject_sha256 = issuer_sha256 then 0 else 1 end`)
      .orderBy('not_after', 'desc')
      .limit(most)
      .execute()
  );
}

/** Ids of the certificates of our authorities; there are tens, not thousands. */
export async function findAuthorities(db: Reader): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('certificates')
    .select('certificate_id')
    .where('source', '=', 'authority')
    .limit(1000)
    .execute();
  return rows.map(({ certificate_id }) => certificate_id);
}

export async function readDer(db: Reader, row: number): Promise<Uint8Array> {
  const found = await db.selectFrom('certificate_ders').select('der').where('row', '=', row).executeTakeFirstOrThrow();
  return new Uint8Array(found.der);
}

/** The certificates of one series, the oldest first: predecessors and successors of each other. */
export async function findSeries(db: Reader, record: CertificateRecord): Promise<readonly CertificateRecord[]> {
  if (record.key_group_id === null) return [];
  let from = db
    .selectFrom('certificates')
    .selectAll()
    .where('group_key', '=', record.group_key)
    .where('key_group_id', '=', record.key_group_id)
    .where('source', '=', record.source);
  // An id says nothing between two issuers: the same one may be used by others.
  from =
    record.issued_by === null
      ? from.where('issuer_sha256', '=', record.issuer_sha256)
      : from.where('issued_by', '=', record.issued_by);
  return from.orderBy('not_before').orderBy('row').limit(1000).execute();
}

export async function insertCertificate(
  trx: Trx,
  record: Omit<CertificateRecord, 'row'>,
  more: { readonly der: Uint8Array; readonly search: string; readonly ids: readonly (readonly [string, string])[] },
): Promise<CertificateRecord> {
  const { row } = await trx.insertInto('certificates').values(record).returning('row').executeTakeFirstOrThrow();
  await trx.insertInto('certificate_ders').values({ row, der: more.der }).execute();
  await sql`insert into certificate_search (rowid, text) values (${row}, ${more.search})`.execute(trx);
  for (const [kind, id_key] of more.ids) {
    await trx
      .insertInto('certificate_ids')
      .values({ id_key, kind, row })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  return { ...record, row };
}

export async function updateCertificate(
  trx: Trx,
  row: number,
  change: Partial<Omit<CertificateRecord, 'row' | 'certificate_id' | 'sha256'>>,
): Promise<void> {
  if (Object.keys(change).length > 0)
    await trx.updateTable('certificates').set(change).where('row', '=', row).execute();
}

export async function deleteCertificate(trx: Trx, { row, certificate_id }: CertificateRecord): Promise<void> {
  await trx.deleteFrom('trust_anchors').where('certificate_id', '=', certificate_id).execute();
  await trx.deleteFrom('certificate_ids').where('row', '=', row).execute();
  await sql`delete from certificate_search where rowid = ${row}`.execute(trx);
  await trx.deleteFrom('certificate_ders').where('row', '=', row).execute();
  await trx.deleteFrom('certificates').where('row', '=', row).execute();
}

export async function keepProfile(trx: Trx, digest: string, profile: string): Promise<void> {
  await trx
    .insertInto('certificate_profiles')
    .values({ digest, profile })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function findProfile(db: Reader, digest: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('certificate_profiles')
    .select('profile')
    .where('digest', '=', digest)
    .executeTakeFirst();
  return row?.profile;
}

export function claimsOf(record: { readonly claims: string }): StoredClaims {
  // Written by insertCertificate alone; the row as a whole is parsed by its schema.
  return JSON.parse(record.claims) as StoredClaims;
}

/** A row as the contract tells it. */
export function toCertificateRow(record: CertificateRecord, now: Date): CertificateRow {
  return CertificateRow.parse({
    certificateId: record.certificate_id,
    sha256: record.sha256,
    source: record.source,
    commonName: record.common_name,
    subject: record.subject,
    issuer: record.issuer,
    serialNumber: record.serial,
    notBefore: record.not_before,
    notAfter: record.not_after,
    time: certificateTime({ notBefore: record.not_before, notAfter: record.not_after }, now),
    algorithm: record.algorithm,
    spkiSha256: record.spki_sha256,
    isCa: record.is_ca === 1,
    keyGroupId: record.key_group_id ?? undefined,
    ...claimsOf(record),
    addedAt: record.added_at,
  });
}
