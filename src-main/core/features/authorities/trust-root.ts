import type { Trx } from '../../store/tables.ts';
import { putAnchor } from '../certificates/index.ts';
import { findAuthority, kindsOf } from './authorities.store.ts';

/** A root of ours is a trust anchor for what it certifies, from the moment its certificate is stored. */
export async function trustRoot(
  trx: Trx,
  authorityId: string,
  made: { readonly certificateId: string; readonly at: Date; readonly by: string },
): Promise<void> {
  const authority = await findAuthority(trx, authorityId);
  if (authority?.is_root !== 1) return;
  await putAnchor(trx, { ...made, authorityId, purposes: kindsOf(authority), note: authority.name });
}
