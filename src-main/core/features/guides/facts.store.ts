import { sql } from 'kysely';
import { z } from 'zod';
import { openStates } from '../../../../shared/domain/request-state.ts';
import type { Reader } from '../../store/tables.ts';
import type { CertificateRecord } from '../certificates/index.ts';
import type { GenerationRecord } from './facts.ts';

/** Questions to the tables of earlier features that only guides ask; nothing is ever written here. */
const MOST = 2000;

/** Generations whose key is, as far as is known, on this token. */
export async function generationsOnToken(db: Reader, tokenUri: string): Promise<readonly GenerationRecord[]> {
  return db
    .selectFrom('key_generations')
    .selectAll()
    .where('token_uri', '=', tokenUri)
    .where('spki_sha256', 'is not', null)
    .where('state', '<>', 'destroyed')
    .limit(MOST)
    .execute();
}

export async function generationsOfGroups(
  db: Reader,
  groupRefs: readonly string[],
): Promise<readonly GenerationRecord[]> {
  if (groupRefs.length === 0) return [];
  return db
    .selectFrom('key_generations')
    .selectAll()
    .where('group_ref', 'in', [...groupRefs])
    .orderBy('number')
    .execute();
}

/** Of this key, also when it was destroyed; the one that is there first. */
export async function generationOfKey(db: Reader, spkiSha256: string): Promise<GenerationRecord | undefined> {
  return db
    .selectFrom('key_generations')
    .selectAll()
    .where('spki_sha256', '=', spkiSha256)
    .orderBy((eb) => eb.case().when('state', '=', 'destroyed').then(1).else(0).end())
    .limit(1)
    .executeTakeFirst();
}

/** Tokens that keys or authorities of this workspace are known to lie on. */
export async function knownTokens(db: Reader): Promise<readonly { readonly uri: string; readonly label: string }[]> {
  const keys = await db
    .selectFrom('key_generations')
    .select(['token_uri as uri', 'token_label as label'])
    .distinct()
    .where('token_uri', 'is not', null)
    .limit(MOST)
    .execute();
  const authorities = await db
    .selectFrom('authorities')
    .select(['token_uri as uri', 'token_label as label'])
    .distinct()
    .limit(MOST)
    .execute();
  const byUri = new Map<string, string>();
  for (const { uri, label } of [...keys, ...authorities]) if (uri !== null) byUri.set(uri, label ?? '');
  return [...byUri].map(([uri, label]) => ({ uri, label }));
}

export async function certificatesOfKeys(
  db: Reader,
  spkiSha256s: readonly string[],
): Promise<readonly CertificateRecord[]> {
  if (spkiSha256s.length === 0) return [];
  return db
    .selectFrom('certificates')
    .selectAll()
    .where('spki_sha256', 'in', [...spkiSha256s])
    .orderBy('row', 'desc')
    .limit(MOST)
    .execute();
}

/** Subject names of our authorities: how an imported certificate is known to be issued by one of them. */
export async function authorityNames(db: Reader): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom('authorities as a')
    .innerJoin('certificates as c', 'c.certificate_id', 'a.certificate_id')
    .select(['c.subject_sha256', 'a.authority_id'])
    .execute();
  return new Map(rows.map(({ subject_sha256, authority_id }) => [subject_sha256, authority_id]));
}

/** Valid certificates of a key group with other keys than this one. */
export async function othersOfGroup(
  db: Reader,
  keyGroupId: string,
  spkiSha256: string,
  now: string,
): Promise<readonly CertificateRecord[]> {
  return db
    .selectFrom('certificates')
    .selectAll()
    .where('group_key', '=', keyGroupId.toLowerCase())
    .where('key_group_id', '=', keyGroupId)
    .where('spki_sha256', '<>', spkiSha256)
    .where('is_ca', '=', 0)
    .where('not_before', '<=', now)
    .where('not_after', '>', now)
    .limit(MOST)
    .execute();
}

/** Requests of a key group that are not decided and not held. */
export async function countOpenRequests(db: Reader, keyGroupId: string): Promise<number> {
  const { n } = await db
    .selectFrom('requests')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('group_key', '=', keyGroupId.toLowerCase())
    .where('key_group_id', '=', keyGroupId)
    .where(
      'state',
      'in',
      openStates.filter((state) => state !== 'held'),
    )
    .executeTakeFirstOrThrow();
  return n;
}

/** Requests with bytes that are fixed and not signed. */
export async function countPrepared(db: Reader): Promise<number> {
  const { n } = await db
    .selectFrom('requests')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('state', 'in', ['prepared', 'voting', 'approved'])
    .executeTakeFirstOrThrow();
  return n;
}

export async function countOpenPlans(db: Reader, certificateIds: readonly string[]): Promise<number> {
  if (certificateIds.length === 0) return 0;
  const { n } = await db
    .selectFrom('replacement_plans')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('state', '=', 'open')
    .where((eb) => eb.or([eb('older_id', 'in', [...certificateIds]), eb('newer_id', 'in', [...certificateIds])]))
    .executeTakeFirstOrThrow();
  return n;
}

/** The partner to whom a certificate was issued. */
export async function partnerOfCertificate(db: Reader, { request_id }: Pick<CertificateRecord, 'request_id'>) {
  if (request_id === null) return undefined;
  return db
    .selectFrom('requests')
    .innerJoin('partners', 'partners.partner_id', 'requests.partner_id')
    .select(['partners.partner_id', 'partners.name'])
    .where('requests.request_id', '=', request_id)
    .executeTakeFirst();
}

const Served = z.looseObject({ authorityIds: z.array(z.string()) });

/** By which authorities each partner is served that is not archived. */
export async function servedPartners(db: Reader): Promise<readonly (readonly string[])[]> {
  const rows = await db.selectFrom('partners').select('facts').where('archived', '=', 0).execute();
  return rows.map(({ facts }) => Served.parse(JSON.parse(facts)).authorityIds);
}

/** End certificates of an authority that are valid now, and when the last of them ends. */
export async function validIssued(db: Reader, authorityId: string, now: string) {
  const row = await db
    .selectFrom('certificates')
    .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.max<string | null>('not_after').as('last')])
    .where('issued_by', '=', authorityId)
    .where('is_ca', '=', 0)
    .where('not_after', '>', now)
    .executeTakeFirstOrThrow();
  return { count: row.count, last: row.last ?? undefined };
}

/** Cross-certificates between two authorities, both ways. */
export async function countCrossed(db: Reader, one: string, other: string): Promise<number> {
  const { n } = await db
    .selectFrom('issuances')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('role', '=', 'cross')
    .where('state', '=', 'issued')
    .where('authority_id', 'in', [one, other])
    .where('subject_authority_id', 'in', [one, other])
    .executeTakeFirstOrThrow();
  return n;
}

/** Certificates of our authorities that begin only later. */
export async function countStartingLater(db: Reader, now: string): Promise<number> {
  const { n } = await db
    .selectFrom('certificates')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('issued_by', 'is not', null)
    .where('not_before', '>', now)
    .executeTakeFirstOrThrow();
  return n;
}

/** What our authorities have signed since, by the times as they were recorded. */
export async function countSignedSince(db: Reader, since: string) {
  const certificates = await db
    .selectFrom('certificates')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('issued_by', 'is not', null)
    .where('added_at', '>=', since)
    .executeTakeFirstOrThrow();
  const lists = await db
    .selectFrom('crls')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('state', 'in', ['issued', 'unclear'])
    .where('created_at', '>=', since)
    .executeTakeFirstOrThrow();
  return { certificates: certificates.n, lists: lists.n };
}

/** Entries that did what they tell: how many, and the time of the last. */
export async function entriesOf(
  db: Reader,
  { event, actor, since }: { readonly event?: string; readonly actor?: string; readonly since?: string },
): Promise<{ readonly count: number; readonly last: string | undefined }> {
  let from = db.selectFrom('audit_entries');
  if (event !== undefined) from = from.where('event', '=', event).where('outcome', '=', 'done');
  if (actor !== undefined) from = from.where('actor', '=', actor);
  if (since !== undefined) from = from.where('at', '>=', since);
  const row = await from
    .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.max<string | null>('at').as('last')])
    .executeTakeFirstOrThrow();
  return { count: row.count, last: row.last ?? undefined };
}

/** Changes of the roster that can still take effect. */
export async function countProposals(db: Reader, seq: number): Promise<number> {
  const { n } = await db
    .selectFrom('roster_proposals')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('seq', '=', seq + 1)
    .executeTakeFirstOrThrow();
  return n;
}

/** Certificates by part of their names, the newest first. */
export async function searchCertificates(
  db: Reader,
  text: string,
  most: number,
): Promise<readonly CertificateRecord[]> {
  let from = db.selectFrom('certificates').selectAll();
  if (text !== '')
    from = from.where(
      sql<boolean>`instr(lower(subject || ' ' || coalesce(key_group_id, '') || ' ' || serial), ${text.toLowerCase()}) > 0`,
    );
  return from.orderBy('row', 'desc').limit(most).execute();
}
