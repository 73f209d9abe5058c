import type { AuthorityRecord } from '../authorities/index.ts';
import type { CertificateRecord } from '../certificates/index.ts';
import type { Reader } from '../../store/tables.ts';
import type { RevocationRecord } from './revocations.store.ts';

/** What the inventory has of an authority's certificate with this serial number; the first that came. */
export async function certificateWithSerial(
  db: Reader,
  { authority_id, certificate_id }: Pick<AuthorityRecord, 'authority_id' | 'certificate_id'>,
  serial: string,
): Promise<CertificateRecord | undefined> {
  return db
    .selectFrom('certificates')
    .selectAll()
    .where('serial', '=', serial)
    .where((eb) =>
      eb.or([
        eb('issued_by', '=', authority_id),
        eb(
          'issuer_sha256',
          'in',
          eb
            .selectFrom('certificates as own')
            .select('own.subject_sha256')
            .where('own.certificate_id', '=', certificate_id ?? ''),
        ),
      ]),
    )
    .orderBy('row')
    .limit(1)
    .executeTakeFirst();
}

/** Certificates of one key, the newest first. */
export async function certificatesOfKey(db: Reader, spkiSha256: string): Promise<readonly CertificateRecord[]> {
  return db
    .selectFrom('certificates')
    .selectAll()
    .where('spki_sha256', '=', spkiSha256)
    .orderBy('row', 'desc')
    .limit(100)
    .execute();
}

/** Certificates that an authority issued, the newest first; its own self-signed one is not among them. */
export async function certificatesIssuedBy(
  db: Reader,
  { authority_id, certificate_id }: Pick<AuthorityRecord, 'authority_id' | 'certificate_id'>,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<{ readonly total: number; readonly records: readonly CertificateRecord[] }> {
  const from = db
    .selectFrom('certificates')
    .where('issued_by', '=', authority_id)
    .where('certificate_id', '!=', certificate_id ?? '');
  const { total } = await from.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const records = await from.selectAll().orderBy('row', 'desc').offset(offset).limit(limit).execute();
  return { total, records };
}

/** Common names by certificate. */
export async function namesOfCertificates(db: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('certificates')
    .select(['certificate_id', 'common_name'])
    .where('certificate_id', 'in', [...ids])
    .execute();
  return new Map(rows.map(({ certificate_id, common_name }) => [certificate_id, common_name]));
}

/**
 * Standings of certificates that are held or revoked, by certificate: by who issued it where that is known, else by an
 * authority of the issuer's name; a stranger under our name with the same serial number is told as revoked, which harms nobody.
 */
export async function standingsOf(
  db: Reader,
  records: readonly CertificateRecord[],
): Promise<ReadonlyMap<string, RevocationRecord>> {
  if (records.length === 0) return new Map();
  const found = await db
    .selectFrom('revocations')
    .innerJoin('authorities', 'authorities.authority_id', 'revocations.authority_id')
    .leftJoin('certificates as own', 'own.certificate_id', 'authorities.certificate_id')
    .selectAll('revocations')
    .select('own.subject_sha256')
    .where('revocations.serial', 'in', [...new Set(records.map(({ serial }) => serial))])
    .where('revocations.state', 'in', ['held', 'revoked'])
    .execute();
  const standings = new Map<string, RevocationRecord>();
  for (const record of records) {
    const own = found.find(
      (one) =>
        one.certificate_id === record.certificate_id ||
        (one.serial === record.serial &&
          (record.issued_by === null
            ? one.subject_sha256 === record.issuer_sha256
            : one.authority_id === record.issued_by)),
    );
    if (own !== undefined) standings.set(record.certificate_id, own);
  }
  return standings;
}
