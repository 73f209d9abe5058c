import { type RevocationReason, nextRevocation } from '../../../../shared/domain/revocation.ts';
import { RevocationState } from '../../../../shared/contract/revocations.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { Trx } from '../../store/tables.ts';
import { needsCatchUp } from '../authorities/index.ts';
import { resolveTargets } from './resolve-targets.ts';
import type { RevocationFault } from './revocations.deps.ts';
import { putRevocation } from './revocations.store.ts';

interface Replaced {
  readonly certificateId: string;
  readonly reason: RevocationReason;
  readonly note: string;
  readonly by: string;
  readonly now: Date;
}

/**
 * Revokes one certificate of an authority of ours inside the transaction of whoever decided it; the audit entry is theirs.
 * Answers what stands in that entry.
 */
export async function endReplaced(
  trx: Trx,
  { certificateId, reason, note, by, now }: Replaced,
): Promise<Result<{ readonly authorityId: string; readonly serial: string }, RevocationFault>> {
  const found = await resolveTargets(trx, [{ certificateId }]);
  if (!found.ok) return found;
  const [target] = found.value;
  if (target === undefined) return fail({ code: 'REVOCATION_TARGET', data: { index: 0, reason: 'no-certificate' } });
  const { authority, serial, standing } = target;
  if (await needsCatchUp(trx, authority)) return fail({ code: 'CATCH_UP_NEEDED', data: { authority: authority.name } });
  const before = standing === undefined ? undefined : RevocationState.parse(standing.state);
  const state = nextRevocation(before, 'revoke');
  if (state === undefined)
    return fail({
      code: 'REVOCATION_STATE',
      data: { serialNumber: serial, ...(before === undefined ? {} : { state: before }) },
    });
  const at = now.toISOString();
  await putRevocation(trx, {
    authority_id: authority.authority_id,
    serial,
    certificate_id: certificateId,
    state,
    reason,
    // From a hold on nobody may rely on it any more: the revocation counts from there.
    revoked_at: before === 'held' && standing !== undefined ? standing.revoked_at : at,
    invalid_since: null,
    note,
    decided_at: at,
    decided_by: by,
    from_crl: 0,
  });
  return ok({ authorityId: authority.authority_id, serial });
}
