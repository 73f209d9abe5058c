import { PathPurpose } from '../../../../shared/contract/pki-facts.ts';
import type { TrustAnchor } from '../../../../shared/contract/certificates.ts';
import { z } from 'zod';
import type { Reader, Trx } from '../../store/tables.ts';

export interface AnchorWish {
  readonly certificateId: string;
  readonly purposes: readonly PathPurpose[];
  /** An authority of ours whose root it is. */
  readonly authorityId?: string | undefined;
  readonly at: Date;
  readonly by: string;
  readonly note: string;
}

const Purposes = z.array(PathPurpose);

/** Trusts a certificate of the inventory; one that is trusted already gets the new purposes and note. */
export async function putAnchor(trx: Trx, wish: AnchorWish): Promise<void> {
  const purposes = JSON.stringify(wish.purposes);
  await trx
    .insertInto('trust_anchors')
    .values({
      certificate_id: wish.certificateId,
      purposes,
      authority_id: wish.authorityId ?? null,
      added_at: wish.at.toISOString(),
      added_by: wish.by,
      note: wish.note,
    })
    .onConflict((conflict) =>
      conflict
        .column('certificate_id')
        .doUpdateSet({ purposes, note: wish.note, authority_id: wish.authorityId ?? null }),
    )
    .execute();
}

export async function deleteAnchor(trx: Trx, certificateId: string): Promise<boolean> {
  const gone = await trx
    .deleteFrom('trust_anchors')
    .where('certificate_id', '=', certificateId)
    .returning('certificate_id')
    .execute();
  return gone.length > 0;
}

/** Anchors, the newest first; those for one purpose include those for any. */
export async function listAnchors(db: Reader, purpose: PathPurpose = 'any'): Promise<readonly TrustAnchor[]> {
  const rows = await db
    .selectFrom('trust_anchors as a')
    .innerJoin('certificates as c', 'c.certificate_id', 'a.certificate_id')
    .select([
      'a.certificate_id',
      'a.purposes',
      'a.authority_id',
      'a.added_at',
      'a.added_by',
      'a.note',
      'c.sha256',
      'c.subject',
      'c.not_after',
    ])
    .orderBy('a.added_at', 'desc')
    .orderBy('a.certificate_id')
    .limit(1000)
    .execute();
  return rows
    .map((row) => ({
      certificateId: row.certificate_id,
      sha256: row.sha256,
      subject: row.subject,
      notAfter: row.not_after,
      purposes: Purposes.parse(JSON.parse(row.purposes)),
      ...(row.authority_id === null ? {} : { authorityId: row.authority_id }),
      addedAt: row.added_at,
      addedBy: row.added_by,
      note: row.note,
    }))
    .filter(({ purposes }) => purpose === 'any' || purposes.includes('any') || purposes.includes(purpose));
}
