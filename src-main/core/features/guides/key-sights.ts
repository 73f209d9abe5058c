import type { Sight } from '../../../../shared/domain/guides.ts';
import { type AuthorityRecord, findAuthority, findAuthorityByKey } from '../authorities/index.ts';
import { type CertificateRecord, findCertificate } from '../certificates/index.ts';
import { findGeneration, findGroup } from '../keys/index.ts';
import { standingsOf } from '../revocations/index.ts';
import { listSights, revokedSights, sortTouched, standingSights } from './certificate-sights.ts';
import type { GenerationRecord } from './facts.ts';
import {
  certificatesOfKeys,
  countOpenPlans,
  countOpenRequests,
  generationOfKey,
  generationsOfGroups,
  othersOfGroup,
  partnerOfCertificate,
  validIssued,
} from './facts.store.ts';
import type { GuidesDeps } from './guides.deps.ts';
import { shareState, sight, type Sights } from './sight.ts';

/** One key with everything of it that the workspace has. */
export interface KeyFacts {
  readonly spkiSha256: string;
  readonly certificates: readonly CertificateRecord[];
  /** Of one of our key groups. */
  readonly generation: GenerationRecord | undefined;
  /** Whose key it is. */
  readonly authority: AuthorityRecord | undefined;
  readonly groupIds: readonly string[];
}

/** Undefined when neither certificate nor generation are there, or the generation has no key. */
export async function keyFacts(
  { db }: GuidesDeps,
  about: { readonly certificateId: string } | { readonly generationId: string },
): Promise<KeyFacts | undefined> {
  const spkiSha256 =
    'certificateId' in about
      ? (await findCertificate(db, about.certificateId))?.spki_sha256
      : (await findGeneration(db, about.generationId))?.spki_sha256;
  if (spkiSha256 == null) return undefined;
  const certificates = await certificatesOfKeys(db, [spkiSha256]);
  const generation =
    'generationId' in about ? await findGeneration(db, about.generationId) : await generationOfKey(db, spkiSha256);
  const group = generation === undefined ? undefined : await findGroup(db, generation.group_ref);
  return {
    spkiSha256,
    certificates,
    generation,
    authority: await findAuthorityByKey(db, spkiSha256),
    groupIds: [
      ...new Set([
        ...certificates.flatMap((one) => one.key_group_id ?? []),
        ...(group === undefined ? [] : [group.id]),
      ]),
    ],
  };
}

/** What a compromised key touches, and what has ended of it. */
export async function keySights(deps: GuidesDeps, facts: KeyFacts): Promise<Sights> {
  const { db, clock } = deps;
  const { certificates, generation, authority, groupIds } = facts;
  const now = clock.now().toISOString();
  const touched = await sortTouched(deps, certificates);
  const issued = authority === undefined ? undefined : await validIssued(db, authority.authority_id, now);
  let undecided = 0;
  for (const id of groupIds) undecided += await countOpenRequests(db, id);
  const plans = await countOpenPlans(
    db,
    certificates.slice(0, 500).map(({ certificate_id }) => certificate_id),
  );
  return {
    'key-standing': await standingSights(deps, {
      groups: groupIds,
      authorities: authority === undefined ? [] : [authority.authority_id],
    }),
    'key-requests': [
      undecided === 0 ? sight('REQUESTS_NONE', 'none') : sight('REQUESTS_OPEN', 'open', { count: undecided }),
    ],
    'key-touched': [
      sight('CERTIFICATES_OF_KEY', 'info', { count: certificates.length }),
      ...(authority === undefined
        ? []
        : [sight('ISSUED_BY_KEY', 'info', { name: authority.name, count: issued?.count ?? 0 })]),
    ],
    'key-revoke': revokedSights(deps, touched),
    'key-authority': [
      authority === undefined
        ? sight('NO_AUTHORITY_KEY', 'none')
        : authority.state === 'retired'
          ? sight('RETIRED', 'done', { name: authority.name })
          : sight('NOT_RETIRED', 'open', { name: authority.name }),
    ],
    'key-list': await listSights(deps, touched),
    'key-tell': await partnerSights(deps, certificates),
    'key-plans': [plans === 0 ? sight('PLANS_NONE', 'none') : sight('PLANS_OPEN', 'open', { count: plans })],
    'key-successor': [await successorSight(deps, facts)],
    'key-certificate': await certificateSights(deps, facts, now),
    'key-destroy': [
      generation === undefined
        ? sight('KEY_OF_PARTNER', 'none')
        : generation.state === 'destroyed'
          ? sight('KEY_DESTROYED', 'done')
          : sight('KEY_STILL_THERE', 'open', { name: generation.token_label ?? '' }),
    ],
  };
}

async function partnerSights(
  { db }: GuidesDeps,
  certificates: readonly CertificateRecord[],
): Promise<readonly Sight[]> {
  const names = new Set<string>();
  for (const one of certificates.slice(0, 50)) {
    const partner = await partnerOfCertificate(db, one);
    if (partner !== undefined) names.add(partner.name);
  }
  return [
    ...[...names].slice(0, 10).map((name) => sight('PARTNER_IS', 'info', { name })),
    sight('PARTNER_UNKNOWN', 'unknown'),
  ];
}

const HAS_KEY: ReadonlySet<string> = new Set(['key-made', 'requested', 'rejected', 'certified']);

async function successorSight({ db }: GuidesDeps, { generation, authority }: KeyFacts): Promise<Sight> {
  if (authority !== undefined) {
    const next = authority.successor_id === null ? undefined : await findAuthority(db, authority.successor_id);
    return next === undefined ? sight('SUCCESSOR_NONE', 'open') : sight('SUCCESSOR_IS', 'done', { name: next.name });
  }
  if (generation === undefined) return sight('KEY_OF_PARTNER', 'none');
  const later = (await generationsOfGroups(db, [generation.group_ref])).filter(
    ({ number, state }) => number > generation.number && HAS_KEY.has(state),
  );
  const count = later.length > 0 ? 1 : 0;
  return sight('SUCCESSOR_KEYS', shareState(count, 1), { count, of: 1 });
}

/** Whether the group goes on with another key. An id says nothing between two owners: the party ids have to meet. */
async function certificateSights(
  { db }: GuidesDeps,
  { certificates, spkiSha256, groupIds }: KeyFacts,
  now: string,
): Promise<readonly Sight[]> {
  if (groupIds.length === 0) return [];
  const parties = new Set(certificates.flatMap(partiesOf));
  let count = 0;
  for (const id of groupIds) {
    const others = (await othersOfGroup(db, id, spkiSha256, now)).filter((one) => {
      const theirs = partiesOf(one);
      return (parties.size === 0 && theirs.length === 0) || theirs.some((party) => parties.has(party));
    });
    const standings = await standingsOf(db, others);
    if (others.some(({ certificate_id }) => !standings.has(certificate_id))) count++;
  }
  return [sight('SUCCESSOR_CERTIFICATES', shareState(count, groupIds.length), { count, of: groupIds.length })];
}

function partiesOf({ claims }: Pick<CertificateRecord, 'claims'>): readonly string[] {
  const read: unknown = JSON.parse(claims);
  const list = typeof read === 'object' && read !== null && 'partyIds' in read ? read.partyIds : [];
  return Array.isArray(list) ? list.map((id) => String(id).toLowerCase()) : [];
}
