import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { Trx } from '../../store/tables.ts';
import { behind } from '../authorities/index.ts';
import { resolveTargets } from './resolve-targets.ts';
import { revocationRecord } from './revocation-record.ts';
import type { RevocationFault } from './revocations.deps.ts';
import { putRevocation } from './revocations.store.ts';

interface Replaced {
  readonly certificateId: string;
  readonly note: string;
  readonly by: string;
  readonly now: Date;
}

/**
 * Revokes one certificate of an authority of ours as superseded, inside the transaction of whoever decided it; the audit
 * entry is theirs. Answers what stands in that entry.
 */
export async function endReplaced(
  trx: Trx,
  { certificateId, note, by, now }: Replaced,
): Promise<Result<{ readonly authorityId: string; readonly serial: string }, RevocationFault>> {
  const found = await resolveTargets(trx, [{ certificateId }]);
  if (!found.ok) return found;
  const [target] = found.value;
  if (target === undefined) return fail({ code: 'REVOCATION_TARGET', data: { index: 0, reason: 'no-certificate' } });
  const { authority, serial } = target;
  const lags = await behind(trx, authority);
  if (lags !== undefined) return fail(lags);
  const record = revocationRecord(target, { step: 'revoke', reason: 'superseded', note }, now, by);
  if (!record.ok) return record;
  await putRevocation(trx, record.value);
  return ok({ authorityId: authority.authority_id, serial });
}
