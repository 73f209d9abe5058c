import { formatDistinguishedName } from '../../../../shared/domain/distinguished-name.ts';
import { containsText } from '../../store/contains-text.ts';
import type { Reader } from '../../store/tables.ts';
import { claimsIn } from '../keys/index.ts';
import { readSpec } from './csrs.store.ts';

/** A CSR of ours that speaks for an id. */
export interface CsrClaim {
  readonly csrId: string;
  readonly kind: 'party' | 'sub-cpo' | 'sub-emsp';
  readonly id: string;
  readonly subject: string;
  readonly keyGroupId: string;
}

const MOST = 500;

/** Own CSRs that claim an id, in any letter case; the newest first. */
export async function findCsrClaims(db: Reader, id: string): Promise<readonly CsrClaim[]> {
  const rows = await db
    .selectFrom('csrs')
    .select(['csr_id', 'spec'])
    .where(containsText(['search'], id))
    .orderBy('created_at', 'desc')
    .limit(MOST)
    .execute();
  return rows.flatMap((row) => {
    const spec = readSpec(row);
    const more = { csrId: row.csr_id, subject: formatDistinguishedName(spec.subject), keyGroupId: spec.keyGroupId };
    return claimsIn(spec.ids, id).map((claim) => ({ ...claim, ...more }));
  });
}
