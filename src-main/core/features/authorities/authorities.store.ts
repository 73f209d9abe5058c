import type { Selectable } from 'kysely';
import { z } from 'zod';
import { AuthorityKind, AuthorityRow, AuthoritySpec, IssuingPolicy } from '../../../../shared/contract/authorities.ts';
import { certificateTime } from '../../../../shared/domain/certificate-time.ts';
import { Sha256Hex } from '../../../../shared/contract/common.ts';
import { containsText } from '../../store/contains-text.ts';
import type { Reader, Trx } from '../../store/tables.ts';
import type { AuthoritiesTables } from './authorities.tables.ts';

export type AuthorityRecord = Selectable<AuthoritiesTables['authorities']>;

export async function findAuthority(db: Reader, authorityId: string): Promise<AuthorityRecord | undefined> {
  return db.selectFrom('authorities').selectAll().where('authority_id', '=', authorityId).executeTakeFirst();
}

export async function findAuthorityByName(db: Reader, name: string): Promise<AuthorityRecord | undefined> {
  return db.selectFrom('authorities').selectAll().where('name_key', '=', nameKey(name)).executeTakeFirst();
}

export async function findAuthorityByKey(db: Reader, spkiSha256: string): Promise<AuthorityRecord | undefined> {
  return db.selectFrom('authorities').selectAll().where('spki_sha256', '=', spkiSha256).executeTakeFirst();
}

/** All of them; there are tens, not thousands. */
export async function listAuthorities(db: Reader): Promise<readonly AuthorityRecord[]> {
  return db.selectFrom('authorities').selectAll().orderBy('created_at').orderBy('authority_id').limit(1000).execute();
}

export async function authoritiesInState(db: Reader, state: string): Promise<readonly AuthorityRecord[]> {
  return db.selectFrom('authorities').selectAll().where('state', '=', state).execute();
}

/** Those that are a question: their key or certificate may be there. */
export async function countUnclearAuthorities(db: Reader): Promise<number> {
  const { n } = await db
    .selectFrom('authorities')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('state', '=', 'unclear')
    .executeTakeFirstOrThrow();
  return n;
}

export async function insertAuthority(trx: Trx, row: AuthorityRecord): Promise<void> {
  await trx.insertInto('authorities').values(row).execute();
}

export async function updateAuthority(
  trx: Trx,
  authorityId: string,
  change: Partial<Omit<AuthorityRecord, 'authority_id'>>,
): Promise<void> {
  await trx.updateTable('authorities').set(change).where('authority_id', '=', authorityId).execute();
}

export async function deleteAuthority(trx: Trx, authorityId: string): Promise<void> {
  await trx.deleteFrom('authorities').where('authority_id', '=', authorityId).execute();
}

export function nameKey(name: string): string {
  return name.trim().toLowerCase();
}

export function kindsOf(row: { readonly kinds: string }): AuthorityRow['kinds'] {
  return z.array(AuthorityKind).parse(JSON.parse(row.kinds));
}

export function policyOf(row: { readonly policy: string }): IssuingPolicy {
  return IssuingPolicy.parse(JSON.parse(row.policy));
}

/** SHA-256 of the authority's own certificate and of those above it; empty while nothing is fixed. */
export function chainSha256s(row: { readonly chain: string | null }): readonly string[] {
  return row.chain === null ? [] : z.array(Sha256Hex).parse(JSON.parse(row.chain));
}

/** Authorities that rely on a certificate: it stands in their chains. */
export async function countAuthoritiesUnder(db: Reader, sha256: string): Promise<number> {
  const { n } = await db
    .selectFrom('authorities')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where(containsText(['chain'], sha256))
    .executeTakeFirstOrThrow();
  return n;
}

export function specOf(row: { readonly spec: string | null }): AuthoritySpec | undefined {
  return row.spec === null ? undefined : AuthoritySpec.parse(JSON.parse(row.spec));
}

/** A row as the contract tells it. What is not finished is a question, whatever stands in its state. */
export function toAuthorityRow(row: AuthorityRecord, issued: number, now: Date): AuthorityRow {
  const window =
    row.not_before === null || row.not_after === null
      ? undefined
      : { notBefore: row.not_before, notAfter: row.not_after };
  return AuthorityRow.parse({
    authorityId: row.authority_id,
    name: row.name,
    kinds: kindsOf(row),
    parentId: row.parent_id ?? undefined,
    state: row.state === 'planned' ? 'unclear' : row.state,
    subject: row.subject,
    certificateId: row.certificate_id ?? undefined,
    certificateSha256: row.certificate_sha256 ?? undefined,
    ...window,
    time: window === undefined ? undefined : certificateTime(window, now),
    algorithm: row.algorithm,
    tokenUri: row.token_uri,
    tokenLabel: row.token_label,
    software: row.software === 1,
    keyUri: row.key_uri ?? undefined,
    spkiSha256: row.spki_sha256 ?? undefined,
    issued,
    isRoot: row.is_root === 1,
    foreignParent: row.foreign_parent === 1,
    policy: policyOf(row),
    successorId: row.successor_id ?? undefined,
    predecessorId: row.predecessor_id ?? undefined,
    createdAt: row.created_at,
  });
}
