import type { ExpiryRow } from '../../../../shared/contract/due.ts';
import type { Reader } from '../../store/tables.ts';

/** Certificates that have ended longer ago are history. */
const PAST_MS = 30 * 86_400_000;
export const DAY_MS = 86_400_000;
const MOST = 20_000;

/** Own and issued certificates and those of authorities that end in time, the first to end first. */
export async function endingCertificates(db: Reader, now: Date, within: number): Promise<readonly ExpiryRow[]> {
  const until = new Date(now.getTime() + within * DAY_MS).toISOString();
  const rows = await db
    .selectFrom('certificates as c')
    .leftJoin('requests as r', 'r.request_id', 'c.request_id')
    .leftJoin('partners as p', 'p.partner_id', 'r.partner_id')
    .leftJoin('authorities as a', 'a.authority_id', 'c.issued_by')
    .leftJoin('authorities as self', 'self.authority_id', 'c.authority_id')
    .leftJoin('revocations as v', (join) =>
      join.onRef('v.certificate_id', '=', 'c.certificate_id').on('v.state', '=', 'revoked'),
    )
    .select([
      'c.certificate_id',
      'c.common_name',
      'c.subject',
      'c.key_group_id',
      'c.not_after',
      'c.issued_by',
      'c.generation_id',
      'c.authority_id',
      'r.partner_id',
      'p.name as partner_name',
      'a.name as authority_name',
      'self.name as self_name',
    ])
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('certificates as n')
            .select('n.row')
            .whereRef('n.group_key', '=', 'c.group_key')
            .whereRef('n.key_group_id', '=', 'c.key_group_id')
            .whereRef('n.claims', '=', 'c.claims')
            .whereRef('n.not_after', '>', 'c.not_after')
            .whereRef('n.row', '>', 'c.row'),
        )
        .as('replaced'),
    )
    .where('c.not_after', '>=', new Date(now.getTime() - PAST_MS).toISOString())
    .where('c.not_after', '<=', until)
    .where('v.serial', 'is', null)
    .where((eb) =>
      eb.or([
        eb('c.issued_by', 'is not', null),
        eb('c.generation_id', 'is not', null),
        eb('c.authority_id', 'is not', null),
      ]),
    )
    .orderBy('c.not_after')
    .limit(MOST)
    .execute();
  return rows.map((row): ExpiryRow => ({
    kind: row.authority_id !== null ? 'authority' : row.generation_id !== null ? 'own' : 'issued',
    certificateId: row.certificate_id,
    name: row.self_name ?? (row.common_name === '' ? row.subject : row.common_name),
    ...(row.key_group_id === null ? {} : { keyGroupId: row.key_group_id }),
    ...(row.partner_id === null ? {} : { partnerId: row.partner_id }),
    ...(row.partner_name === null ? {} : { partnerName: row.partner_name }),
    ...(row.issued_by === null ? {} : { authorityId: row.issued_by }),
    ...(row.authority_name === null ? {} : { authorityName: row.authority_name }),
    notAfter: row.not_after,
    days: Math.floor((Date.parse(row.not_after) - now.getTime()) / DAY_MS),
    replaced: row.key_group_id !== null && Number(row.replaced) === 1,
  }));
}
