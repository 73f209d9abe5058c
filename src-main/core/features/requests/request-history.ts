import { z } from 'zod';
import type { GroupFacts, HistoryFacts, KeyUse, RequestFacts } from '../../../../shared/domain/checks/facts.ts';
import { KeyPurpose } from '../../../../shared/contract/key-facts.ts';
import { openStates } from '../../../../shared/domain/request-state.ts';
import { hexOf } from '../../pki/digests.ts';
import type { Reader } from '../../store/tables.ts';
import type { Issuer } from '../authorities/index.ts';
import { type CertificateRecord, loadCertificate } from '../certificates/index.ts';
import { standingsOf } from '../revocations/index.ts';
import { reasonsOfKey } from './key-uses.ts';
import { claimsOfCertificate } from './leaf-certificate.ts';
import { partnerOfIds, type RegistryIndex } from './registry-index.ts';
import type { RequestRecord } from './requests.store.ts';
import { ownersOfRequests } from './vouching.store.ts';

type OwnerOf = (one: { readonly request_id: string | null; readonly claims: string }) => string | null;

const Ids = z.looseObject({
  partyIds: z.array(z.string()),
  subCpoIds: z.array(z.string()),
  subEmspIds: z.array(z.string()),
});

/** Ids of a row, which keeps them as JSON. */
export function idsIn(claims: string): readonly string[] {
  const { partyIds, subCpoIds, subEmspIds } = Ids.parse(JSON.parse(claims));
  return [...partyIds, ...subCpoIds, ...subEmspIds];
}

/** So many certificates and requests of one key or group are looked at, the newest first. */
const MOST = 100;
const OPEN = [...openStates, 'signing'];

/**
 * What is known here of the request's key and key group. Certificates and requests are a partner's when somebody said so,
 * or when the partner is the only one who has all their ids; the checks take all others for a stranger's.
 */
export async function historyOf(
  db: Reader,
  request: RequestRecord,
  facts: RequestFacts,
  issuer: Issuer | undefined,
  registry: RegistryIndex,
): Promise<HistoryFacts> {
  const nameOf = (partnerId: string): string => registry.partners.get(partnerId)?.names[0] ?? partnerId;
  const ofKey = await certificatesWhere(db, 'spki_sha256', facts.key.sha256, request.request_id);
  const requests = await requestsOfKey(db, facts.key.sha256, request.request_id);
  const groupKey = request.group_key;
  const inGroup = groupKey === '' ? [] : await certificatesWhere(db, 'group_key', groupKey, request.request_id);
  const owners = await ownersOfRequests(db, [
    ...[...ofKey, ...inGroup].flatMap(({ request_id }) => request_id ?? []),
    ...requests.map(({ request_id }) => request_id),
  ]);
  const ownerOf: OwnerOf = ({ request_id, claims }) =>
    owners.get(request_id ?? '') ?? partnerOfIds(registry, idsIn(claims))?.partnerId ?? null;
  const standings = await standingsOf(db, [...ofKey, ...inGroup]);
  const reasonOf = ({ certificate_id }: CertificateRecord): string | null =>
    standings.get(certificate_id)?.reason ?? null;

  const uses: KeyUse[] = [
    ...ofKey.map((one): KeyUse => {
      const partnerId = ownerOf(one);
      const owner = partnerId === null ? one.subject : nameOf(partnerId);
      return { kind: 'certificate', partnerId, owner, keyGroupId: one.key_group_id, revoked: reasonOf(one) };
    }),
    ...requests.map((one): KeyUse => {
      const partnerId = ownerOf(one);
      const owner = partnerId === null ? one.subject : nameOf(partnerId);
      return { kind: 'request', partnerId, owner, keyGroupId: one.key_group_id, revoked: null };
    }),
  ];
  return {
    keyUses: uses,
    keyIsAuthority: (await reasonsOfKey(db, facts.key.sha256)).length > 0,
    subjectIsAuthority: (issuer?.chain ?? []).some(
      ({ der, view }) => hexOf(der.subarray(view.subject.start, view.subject.end)) === facts.subject.hex,
    ),
    groups: await groupsOf(db, inGroup, ownerOf, nameOf, reasonOf),
    pending: groupKey === '' ? 0 : await countOpen(db, groupKey, request.request_id),
    // The database has a constraint for it: two issuances of one authority never have one serial number.
    serialUsed: false,
  };
}

async function groupsOf(
  db: Reader,
  certificates: readonly CertificateRecord[],
  ownerOf: OwnerOf,
  nameOf: (partnerId: string) => string,
  reasonOf: (certificate: CertificateRecord) => string | null,
): Promise<readonly GroupFacts[]> {
  const newest = new Map<string, CertificateRecord>();
  for (const one of certificates) {
    const name = JSON.stringify([one.key_group_id, ownerOf(one)]);
    const known = newest.get(name);
    if (known === undefined || one.not_after > known.not_after) newest.set(name, one);
  }
  const groups: GroupFacts[] = [];
  for (const record of newest.values()) {
    const stored = await loadCertificate(db, record);
    const partnerId = ownerOf(record);
    const owner = partnerId === null ? record.subject : nameOf(partnerId);
    const base = { keyGroupId: record.key_group_id ?? '', partnerId, owner, purpose: await purposeOf(db, record) };
    if (stored === undefined) {
      groups.push({ ...base, newest: null });
      continue;
    }
    const { der, view } = stored;
    groups.push({
      ...base,
      newest: {
        spkiSha256: view.publicKey.sha256,
        notBefore: record.not_before,
        notAfter: record.not_after,
        revoked: reasonOf(record),
        algorithm: view.publicKey.algorithm ?? '',
        subjectHex: hexOf(der.subarray(view.subject.start, view.subject.end)),
        claims: claimsOfCertificate(view),
      },
    });
  }
  return groups;
}

async function certificatesWhere(
  db: Reader,
  column: 'spki_sha256' | 'group_key',
  value: string,
  requestId: string,
): Promise<readonly CertificateRecord[]> {
  return db
    .selectFrom('certificates')
    .selectAll()
    .where(column, '=', value)
    .where('is_ca', '=', 0)
    .where((eb) => eb.or([eb('request_id', 'is', null), eb('request_id', '!=', requestId)]))
    .orderBy('row', 'desc')
    .limit(MOST)
    .execute();
}

async function requestsOfKey(db: Reader, spkiSha256: string, requestId: string) {
  return (
    db
      .selectFrom('requests')
      .select(['request_id', 'subject', 'key_group_id', 'claims'])
      .where('spki_sha256', '=', spkiSha256)
      // Whoever copies somebody's public key cannot sign with it, and must not stand in the owner's way.
      .where('signature_valid', '=', 1)
      .where('request_id', '!=', requestId)
      .orderBy('received_at', 'desc')
      .limit(MOST)
      .execute()
  );
}

async function countOpen(db: Reader, groupKey: string, requestId: string): Promise<number> {
  const { n } = await db
    .selectFrom('requests')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('group_key', '=', groupKey)
    .where('request_id', '!=', requestId)
    .where('state', 'in', OPEN)
    .executeTakeFirstOrThrow();
  return n;
}

async function purposeOf(db: Reader, { issuance_id }: CertificateRecord): Promise<KeyPurpose | null> {
  if (issuance_id === null) return null;
  const row = await db
    .selectFrom('issuances')
    .select('purpose')
    .where('issuance_id', '=', issuance_id)
    .executeTakeFirst();
  return KeyPurpose.nullable()
    .catch(null)
    .parse(row?.purpose ?? null);
}
