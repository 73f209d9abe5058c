import type { CertificateStanding } from '../../shared/contract/certificates.ts';
import type { OidProfile } from '../../shared/contract/settings.ts';
import { countAuthoritiesUnder, findAuthority, findAuthorityByKey } from './features/authorities/index.ts';
import { holdersOfId } from './features/partners/index.ts';
import { findClaimingRequests, findRequest, profileOfRequest } from './features/requests/index.ts';
import { createCrlReader, standingsOf } from './features/revocations/index.ts';
import type { LaterLookups } from './lookups.ts';
import type { Reader } from './store/tables.ts';

/** What authorities and requests know, for the features that stand before them. */
export function issuingLookups(db: Reader, oidProfile: () => OidProfile): LaterLookups {
  return {
    crls: createCrlReader(db, oidProfile),
    standings: async (records) => {
      const found = await standingsOf(db, records);
      return new Map([...found].map(([id, one]) => [id, standingOf(one)]));
    },
    authority: async (authorityId) => {
      const row = await findAuthority(db, authorityId);
      return row === undefined ? undefined : { authorityId, name: row.name };
    },
    isAboveAuthority: async (reader, sha256) => (await countAuthoritiesUnder(reader, sha256)) > 0,
    partnerClaims: async (id) =>
      (await holdersOfId(db, id)).map((row) => ({
        where: 'partner',
        ref: row.partner_id,
        kind: row.kind === 'sub-cpo' || row.kind === 'sub-emsp' ? row.kind : 'party',
        id: row.id,
        subject: row.name,
        state: row.archived === 1 ? 'archived' : row.confirmed === 1 ? 'confirmed' : 'unconfirmed',
      })),
    requestClaims: async (id) =>
      (await findClaimingRequests(db, id)).map((row) => ({
        where: 'request',
        ref: row.request_id,
        kind: row.kind === 'sub-cpo' || row.kind === 'sub-emsp' ? row.kind : 'party',
        id,
        subject: row.subject,
        ...(row.key_group_id === null ? {} : { keyGroupId: row.key_group_id }),
        state: row.state,
      })),
    findRequest: async (requestId) => {
      const row = await findRequest(db, requestId);
      return row === undefined
        ? undefined
        : { kind: 'csr', der: new Uint8Array(row.der), profile: profileOfRequest(row) };
    },
  };
}

function standingOf(record: {
  readonly state: string;
  readonly reason: string;
  readonly revoked_at: string;
  readonly decided_by: string;
  readonly note: string;
}): CertificateStanding {
  const { reason, revoked_at, decided_by, note } = record;
  return { state: record.state === 'held' ? 'held' : 'revoked', reason, at: revoked_at, by: decided_by, note };
}

/** The authority that a key belongs to, for keys, which stand before authorities. */
export async function authorityOf(
  db: Reader,
  spkiSha256: string,
): Promise<{ readonly name: string; readonly isRetired: boolean } | undefined> {
  const row = await findAuthorityByKey(db, spkiSha256);
  return row === undefined ? undefined : { name: row.name, isRetired: row.state === 'retired' };
}
