import { sql } from 'kysely';
import type { RequestFacts } from '../../../../shared/domain/checks/facts.ts';
import { type IdIndex, type IdLookup, type IdOwner, indexIds } from '../../../../shared/domain/checks/id-index.ts';
import type { PartyIdKind } from '../../../../shared/domain/party-ids.ts';
import { openStates } from '../../../../shared/domain/request-state.ts';
import type { Reader } from '../../store/tables.ts';
import { partnerOfIds, type RegistryIndex } from './registry-index.ts';
import { idsIn } from './request-history.ts';
import { idKey } from './requests.store.ts';
import { ownersOfRequests } from './vouching.store.ts';

const MOST_IDS = 500;
const MOST_CLAIMS = 20;
/** Requests that were turned down claim nothing any more. */
const CLAIMING = [...openStates, 'signing'];

interface ClaimingRow {
  readonly request_id: string | null;
  readonly subject: string;
  readonly claims: string;
}

/** Who else says that it speaks for the ids of a request: certificates and other requests, whoever sent them. */
export async function ownersOfClaims(
  db: Reader,
  requestId: string,
  { claims }: RequestFacts,
  registry: RegistryIndex,
): Promise<readonly IdOwner[]> {
  const asked: { readonly kind: PartyIdKind; readonly id: string }[] = [];
  for (const [kind, list] of [
    ['party', claims.partyIds],
    ['sub-cpo', claims.subCpoIds],
    ['sub-emsp', claims.subEmspIds],
  ] as const)
    for (const { text } of list?.ids ?? []) asked.push({ kind, id: text });

  const owners: IdOwner[] = [];
  for (const { kind, id } of asked.slice(0, MOST_IDS)) {
    const certificates = await db
      .selectFrom('certificate_ids as i')
      .innerJoin('certificates as c', 'c.row', 'i.row')
      .select(['c.request_id', 'c.subject', 'c.claims'])
      .where('i.id_key', '=', idKey(id))
      .where('i.kind', '=', kind)
      .where((eb) => eb.or([eb('c.request_id', 'is', null), eb('c.request_id', '!=', requestId)]))
      .orderBy('c.row', 'desc')
      .limit(MOST_CLAIMS)
      .execute();
    const requests = await db
      .selectFrom('request_ids as i')
      .innerJoin('requests as r', 'r.request_id', 'i.request_id')
      .select(['r.request_id', 'r.subject', 'r.claims'])
      .where('r.signature_valid', '=', 1)
      .where('i.id_key', '=', idKey(id))
      .where('i.kind', '=', kind)
      .where('r.request_id', '!=', requestId)
      // Not by the index of the states: thousands wait, and few of them name this id.
      .where(sql<string>`+r.state`, 'in', CLAIMING)
      .limit(MOST_CLAIMS)
      .execute();
    const partners = await ownersOfRequests(
      db,
      [...certificates, ...requests].flatMap(({ request_id }) => request_id ?? []),
    );
    const owned = (source: IdOwner['source']) => (one: ClaimingRow) => {
      const partner =
        registry.partners.get(partners.get(one.request_id ?? '') ?? '') ?? partnerOfIds(registry, idsIn(one.claims));
      const owner = partner?.names[0] ?? one.subject;
      owners.push({ kind, id, partnerId: partner?.partnerId ?? null, owner, source });
    };
    certificates.forEach(owned('certificate'));
    requests.forEach(owned('request'));
  }
  return owners;
}

/** The registry's index with a few more owners; the registry itself stays as it is. */
export function withOwners({ ids }: RegistryIndex, owners: readonly IdOwner[]): IdIndex {
  const more = indexIds(owners);
  return {
    byKey: joined(ids.byKey, more.byKey),
    byShape: joined(ids.byShape, more.byShape),
    byWord: joined(ids.byWord, more.byWord),
  };
}

/** Looked up in both: a copy of what thousands of partners have would take longer than all checks together. */
function joined(one: IdLookup, other: IdLookup): IdLookup {
  return {
    get: (key) => {
      const more = other.get(key);
      const known = one.get(key);
      return more === undefined ? known : [...(known ?? []), ...more];
    },
    has: (key) => one.has(key) || other.has(key),
  };
}
