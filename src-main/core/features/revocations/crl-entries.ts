import { RevocationReason } from '../../../../shared/contract/revocations.ts';
import type { Reader } from '../../store/tables.ts';
import type { CrlEntrySpec } from '../../pki/crl-build.ts';
import { unclearIssuances } from '../authorities/index.ts';
import { listedRevocations } from './revocations.store.ts';

/**
 * What an authority's list has to name now: everything held or revoked, also past its own end, and every issuance of
 * unknown outcome, since its certificate may be in somebody's hands.
 */
export async function entriesOf(db: Reader, authorityId: string): Promise<readonly CrlEntrySpec[]> {
  const entries = new Map<string, CrlEntrySpec>();
  for (const { serial, ended_at, signing_at, created_at } of await unclearIssuances(db, authorityId)) {
    const revokedAt = new Date(ended_at ?? signing_at ?? created_at);
    entries.set(serial, { serial, revokedAt, reason: 'unspecified', invalidSince: null });
  }
  for (const record of await listedRevocations(db, authorityId)) {
    entries.set(record.serial, {
      serial: record.serial,
      revokedAt: new Date(record.revoked_at),
      reason: record.state === 'held' ? 'certificateHold' : RevocationReason.parse(record.reason),
      invalidSince: record.invalid_since === null ? null : new Date(record.invalid_since),
    });
  }
  return [...entries.values()];
}
