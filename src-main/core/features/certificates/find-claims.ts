import type { Reader } from '../../store/tables.ts';
import { certificateTime } from '../../../../shared/domain/certificate-time.ts';
import { idKey } from './certificate-list.ts';
import type { CertificateLookups, IdClaim } from './certificates.deps.ts';

const kinds = { party: 'party', 'sub-cpo': 'sub-cpo', 'sub-emsp': 'sub-emsp' } as const;

/**
 * Who claims an id in any letter case: whom it is registered for, then certificates, the newest one at the top, then
 * everybody else.
 */
export async function findClaims(
  db: Reader,
  lookups: CertificateLookups,
  wish: { readonly id: string; readonly offset: number; readonly limit: number },
  now: Date,
): Promise<{ total: number; rows: IdClaim[] }> {
  const partners = await lookups.registered(wish.id);
  const from = db.selectFrom('certificate_ids as i').where('i.id_key', '=', idKey(wish.id));
  const { n } = await from.select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow();
  const rows = await from
    .innerJoin('certificates as c', 'c.row', 'i.row')
    .select(['i.kind', 'c.certificate_id', 'c.subject', 'c.key_group_id', 'c.not_before', 'c.not_after', 'c.claims'])
    .orderBy('i.row', 'desc')
    .limit(Math.max(0, Math.min(wish.limit, wish.offset + wish.limit - partners.length)))
    .offset(Math.max(0, wish.offset - partners.length))
    .execute();
  const certificates = rows.map((row): IdClaim => {
    const kind = row.kind === 'sub-cpo' || row.kind === 'sub-emsp' ? kinds[row.kind] : 'party';
    return {
      where: 'certificate',
      ref: row.certificate_id,
      kind,
      id: spelling(row.claims, wish.id),
      subject: row.subject,
      ...(row.key_group_id === null ? {} : { keyGroupId: row.key_group_id }),
      state: certificateTime({ notBefore: row.not_before, notAfter: row.not_after }, now),
    };
  });
  const others = await lookups.claims(wish.id);
  const before = partners.length + n;
  const more = others.slice(Math.max(0, wish.offset - before), Math.max(0, wish.offset + wish.limit - before));
  const first = partners.slice(wish.offset, wish.offset + wish.limit);
  return { total: before + others.length, rows: [...first, ...certificates, ...more] };
}

/** As the certificate writes it. */
function spelling(claims: string, id: string): string {
  const lists = JSON.parse(claims) as Readonly<Record<string, readonly string[]>>; // written by prepareCertificate
  const wanted = idKey(id);
  return (
    Object.values(lists)
      .flat()
      .find((one) => idKey(one) === wanted) ?? id
  );
}
