import {
  type CertificateLookups,
  findByGeneration,
  findCertificate,
  type IdClaim,
  loadCertificate,
} from './features/certificates/index.ts';
import { findCsr, findCsrClaims, readProfile } from './features/csrs/index.ts';
import type { InspectionDeps } from './features/inspection/index.ts';
import { findGeneration, findGroup, findGroupClaims } from './features/keys/index.ts';
import type { Reader } from './store/tables.ts';

/** What only later features know, for those that stand before them. */
export interface LaterLookups {
  authority(authorityId: string): ReturnType<CertificateLookups['authority']>;
  isAboveAuthority: CertificateLookups['isAboveAuthority'];
  crls: CertificateLookups['crls'];
  standings: CertificateLookups['standings'];
  partnerClaims(id: string): Promise<readonly IdClaim[]>;
  requestClaims(id: string): Promise<readonly IdClaim[]>;
  findRequest(requestId: string): ReturnType<InspectionDeps['findDocument']>;
}

/** Where a certificate belongs and who else claims an id, as the certificates feature asks it. */
export function certificateLookups(db: Reader, later: LaterLookups): CertificateLookups {
  return {
    generation: async (generationId) => {
      const generation = await findGeneration(db, generationId);
      const group = generation === undefined ? undefined : await findGroup(db, generation.group_ref);
      return generation === undefined || group === undefined
        ? undefined
        : { generationId, groupRef: group.group_ref, groupId: group.id, number: generation.number };
    },
    authority: (authorityId) => later.authority(authorityId),
    registered: (id) => later.partnerClaims(id),
    crls: () => later.crls(),
    standings: (records) => later.standings(records),
    isAboveAuthority: (reader, sha256) => later.isAboveAuthority(reader, sha256),
    claims: async (id) => {
      const groups = (await findGroupClaims(db, id)).map((claim): IdClaim => ({
        where: 'key-group',
        ref: claim.groupRef,
        kind: claim.kind,
        id: claim.id,
        subject: claim.owner,
        keyGroupId: claim.groupId,
        state: 'own',
      }));
      const csrs = (await findCsrClaims(db, id)).map((claim): IdClaim => ({
        where: 'csr',
        ref: claim.csrId,
        kind: claim.kind,
        id: claim.id,
        subject: claim.subject,
        keyGroupId: claim.keyGroupId,
        state: 'own',
      }));
      return [...groups, ...csrs, ...(await later.requestClaims(id))];
    },
  };
}

/** When the last certificate of a generation ends, for CSRs, which stand before certificates. */
export async function certifiedUntil(db: Reader, generationId: string): Promise<string | undefined> {
  const ends = (await findByGeneration(db, generationId)).map(({ not_after }) => not_after);
  return ends.toSorted().at(-1);
}

/** The bytes of a stored document, with the profile they are read under. */
export function documentLookup(db: Reader, later: LaterLookups): InspectionDeps['findDocument'] {
  return async (ref) => {
    switch (ref.kind) {
      case 'csr': {
        const csr = await findCsr(db, ref.csrId);
        return csr === undefined ? undefined : { kind: 'csr', der: new Uint8Array(csr.der), profile: readProfile(csr) };
      }
      case 'request':
        return later.findRequest(ref.requestId);
      case 'certificate': {
        const record = await findCertificate(db, ref.certificateId);
        const loaded = record === undefined ? undefined : await loadCertificate(db, record);
        return loaded === undefined ? undefined : { kind: 'certificate', der: loaded.der, profile: loaded.profile };
      }
    }
  };
}
