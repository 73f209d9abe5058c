import { RevocationState } from '../../../../shared/contract/revocations.ts';
import { nextRevocation, type RevocationReason, type RevocationStep } from '../../../../shared/domain/revocation.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { Target } from './resolve-targets.ts';
import type { RevocationFault } from './revocations.deps.ts';
import type { RevocationRecord } from './revocations.store.ts';

export interface RevocationWish {
  readonly step: RevocationStep;
  readonly reason: RevocationReason;
  readonly invalidSince?: string | undefined;
  readonly note: string;
}

/** What a step makes of the standing of one certificate; refused where its standing does not allow it. */
export function revocationRecord(
  { authority, serial, certificate, standing }: Target,
  { step, reason, invalidSince, note }: RevocationWish,
  now: Date,
  by: string,
): Result<RevocationRecord, RevocationFault> {
  const before = standing === undefined ? undefined : RevocationState.parse(standing.state);
  const state = nextRevocation(before, step);
  if (state === undefined)
    return fail({
      code: 'REVOCATION_STATE',
      data: { serialNumber: serial, ...(before === undefined ? {} : { state: before }) },
    });
  // From a hold on nobody may rely on it any more: the revocation counts from there.
  const since = before === 'held' && standing !== undefined ? standing.revoked_at : now.toISOString();
  return ok({
    authority_id: authority.authority_id,
    serial,
    certificate_id: certificate?.certificate_id ?? standing?.certificate_id ?? null,
    state,
    reason,
    revoked_at: since,
    invalid_since: invalidSince ?? null,
    note,
    decided_at: now.toISOString(),
    decided_by: by,
    from_crl: 0,
  });
}
