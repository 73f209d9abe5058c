import { z } from 'zod';
import type { Reader } from '../../store/tables.ts';
import type { RequestRecord } from './requests.store.ts';

/** What a request stands beside: the certificate that it replaces, or one of somebody else under the same group id. */
export interface Predecessors {
  readonly replaces?: string;
  readonly stranger?: { readonly subject: string; readonly partyIds: readonly string[] };
}

type Asking = Pick<RequestRecord, 'request_id' | 'key_group_id' | 'group_key' | 'claims'>;

const Claims = z.looseObject({ partyIds: z.array(z.string()) });
/** So many certificates of the groups asked for are looked at, the newest first. */
const MOST = 5000;

/**
 * For each request the newest certificate that was issued here for its key group, not counting its own. Anybody can write
 * anybody's group id into a request; so one replaces another only if group id (letter by letter), purpose (as soon as
 * the request has one) and at least one party id are the same. The newest certificate of the same group id that shares
 * no party id is told apart: whoever claims the group is somebody else.
 */
export async function findPredecessors(
  db: Reader,
  requests: readonly Asking[],
): Promise<ReadonlyMap<string, Predecessors>> {
  const keys = [
    ...new Set(requests.filter(({ key_group_id }) => key_group_id !== null).map(({ group_key }) => group_key)),
  ];
  const found = new Map<string, Predecessors>();
  if (keys.length === 0) return found;
  const certificates = await db
    .selectFrom('certificates as c')
    .leftJoin('issuances as i', 'i.issuance_id', 'c.issuance_id')
    .select(['c.certificate_id', 'c.key_group_id', 'c.request_id', 'c.subject', 'c.claims', 'i.purpose'])
    .where('c.group_key', 'in', keys)
    // Not by its source: whoever keeps both sides in one workspace has taken it back as its own.
    .where('c.issued_by', 'is not', null)
    .orderBy('c.added_at', 'desc')
    .orderBy('c.row', 'desc')
    .limit(MOST)
    .execute();
  if (certificates.length === 0) return found;
  const purposes = await purposesOf(db, requests);
  const groups = new Map<string, (typeof certificates)[number][]>();
  for (const one of certificates) {
    const group = groups.get(one.key_group_id ?? '');
    if (group === undefined) groups.set(one.key_group_id ?? '', [one]);
    else group.push(one);
  }
  const idsOf = memo((claims: string) => new Set(partyIdsOf(claims).map(folded)));
  const shares = (one: string, other: string): boolean => [...idsOf(one)].some((id) => idsOf(other).has(id));
  for (const { request_id, key_group_id, claims } of requests) {
    if (key_group_id === null) continue;
    const purpose = purposes.get(request_id);
    const series = (groups.get(key_group_id) ?? []).filter((one) => one.request_id !== request_id);
    const newest = series.find(
      (one) => (purpose === undefined || one.purpose === null || one.purpose === purpose) && shares(one.claims, claims),
    );
    const stranger = series.find((one) => !shares(one.claims, claims));
    if (newest === undefined && stranger === undefined) continue;
    found.set(request_id, {
      ...(newest === undefined ? {} : { replaces: newest.certificate_id }),
      ...(stranger === undefined
        ? {}
        : { stranger: { subject: stranger.subject, partyIds: partyIdsOf(stranger.claims) } }),
    });
  }
  return found;
}

/** Whether two rows with claims have a party id in common, in any letter case (ASCII alone is folded). */
export function sharesPartyId(one: string, other: string): boolean {
  const known = new Set(partyIdsOf(one).map(folded));
  return partyIdsOf(other).some((id) => known.has(folded(id)));
}

/** Purposes of the certificates that were prepared or issued last for these requests. */
async function purposesOf(db: Reader, requests: readonly Asking[]): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom('issuances')
    .select(['request_id', 'purpose'])
    .where(
      'request_id',
      'in',
      requests.map(({ request_id }) => request_id),
    )
    .where('state', '!=', 'dropped')
    .orderBy('created_at')
    .execute();
  return new Map(
    rows.flatMap(({ request_id, purpose }) =>
      request_id === null || purpose === null ? [] : [[request_id, purpose] as const],
    ),
  );
}

function memo<T>(make: (text: string) => T): (text: string) => T {
  const made = new Map<string, T>();
  return (text) => {
    const value = made.get(text) ?? make(text);
    made.set(text, value);
    return value;
  };
}

function partyIdsOf(claims: string): readonly string[] {
  return Claims.parse(JSON.parse(claims)).partyIds;
}

function folded(id: string): string {
  return id.trim().replaceAll(/[a-z]/g, (letter) => letter.toUpperCase());
}
