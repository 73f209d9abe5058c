import type { GenerationState } from '../../../../shared/domain/generation-state.ts';
import {
  type GenerationView,
  type GroupDefaults,
  GroupDefaults as GroupDefaultsSchema,
  GenerationView as GenerationSchema,
  type GroupRow,
  GroupRow as GroupRowSchema,
} from '../../../../shared/contract/keys.ts';
import { type Expression, type Selectable, type SqlBool, sql } from 'kysely';
import { containsText } from '../../store/contains-text.ts';
import type { GatherKeys } from '../../store/gather-keys.ts';
import type { Reader, Trx } from '../../store/tables.ts';
import type { KeysTables } from './keys.tables.ts';

type GroupRecord = Selectable<KeysTables['key_groups']>;
export type GenerationRecord = Selectable<KeysTables['key_generations']>;

export interface GroupQuery {
  readonly offset: number;
  readonly limit: number;
  readonly filter?: string | undefined;
  readonly purpose?: string | undefined;
  readonly sort?: 'id' | 'owner' | 'counterpart' | 'createdAt' | undefined;
  readonly descending?: boolean | undefined;
}

const sortColumns = { id: 'id', owner: 'owner_key', counterpart: 'counterpart_key', createdAt: 'created_at' } as const;

/** How many fit, and one page of them, each with its latest generation. */
export async function listGroups(
  db: Reader,
  gather: GatherKeys,
  query: GroupQuery,
): Promise<{ readonly total: number; readonly rows: readonly GroupRow[] }> {
  const { filter, purpose, offset, limit, descending = false } = query;
  const column = sortColumns[query.sort ?? 'id'];
  if (filter !== undefined && filter !== '') {
    const keys = await gather<string>({
      table: 'key_groups',
      key: 'group_ref',
      column,
      descending,
      fits: withText(filter, purpose),
      words: JSON.stringify([filter, purpose]),
    });
    const page = keys.slice(offset, offset + limit);
    if (page.length === 0) return { total: keys.length, rows: [] };
    const found = await db.selectFrom('key_groups').selectAll().where('group_ref', 'in', page).execute();
    const byRef = new Map(found.map((group) => [group.group_ref, group]));
    const groups = page.flatMap((ref) => byRef.get(ref) ?? []);
    return { total: keys.length, rows: await withGenerations(db, groups) };
  }
  let from = db.selectFrom('key_groups');
  if (purpose !== undefined) from = from.where('purpose', '=', purpose);
  const { n } = await from.select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow();
  const direction = descending ? 'desc' : 'asc';
  const groups = await from
    .selectAll()
    .orderBy(column, direction)
    .orderBy('group_ref', direction)
    .limit(limit)
    .offset(offset)
    .execute();
  return { total: n, rows: await withGenerations(db, groups) };
}

function withText(filter: string, purpose: string | undefined): Expression<SqlBool> {
  const text = containsText(['id', 'owner', 'counterpart'], filter);
  return purpose === undefined ? text : sql<SqlBool>`purpose = ${purpose} and ${text}`;
}

async function withGenerations(db: Reader, groups: readonly GroupRecord[]): Promise<readonly GroupRow[]> {
  if (groups.length === 0) return [];
  const generations = await db
    .selectFrom('key_generations')
    .selectAll()
    .where(
      'group_ref',
      'in',
      groups.map((group) => group.group_ref),
    )
    .orderBy('number')
    .execute();
  return groups.map((group) =>
    toGroupRow(
      group,
      generations.filter((row) => row.group_ref === group.group_ref),
    ),
  );
}

export async function findGroup(db: Reader, groupRef: string): Promise<GroupRecord | undefined> {
  return db.selectFrom('key_groups').selectAll().where('group_ref', '=', groupRef).executeTakeFirst();
}

/** All groups with this id; owner and counterpart narrow it down where given. */
export async function findGroupsById(
  db: Reader,
  id: string,
  owner?: string,
  counterpart?: string,
): Promise<readonly GroupRecord[]> {
  let from = db.selectFrom('key_groups').selectAll().where('id', '=', id);
  if (owner !== undefined) from = from.where('owner_key', '=', owner.toLowerCase());
  if (counterpart !== undefined) from = from.where('counterpart_key', '=', counterpart.toLowerCase());
  return from.execute();
}

export async function insertGroup(trx: Trx, group: GroupRecord): Promise<void> {
  await trx.insertInto('key_groups').values(group).execute();
}

export async function updateDefaults(trx: Trx, groupRef: string, defaults: GroupDefaults): Promise<void> {
  await trx
    .updateTable('key_groups')
    .set({ defaults: JSON.stringify(defaults) })
    .where('group_ref', '=', groupRef)
    .execute();
}

export async function listGenerations(db: Reader, groupRef: string): Promise<readonly GenerationRecord[]> {
  return db.selectFrom('key_generations').selectAll().where('group_ref', '=', groupRef).orderBy('number').execute();
}

export async function findGeneration(db: Reader, generationId: string): Promise<GenerationRecord | undefined> {
  return db.selectFrom('key_generations').selectAll().where('generation_id', '=', generationId).executeTakeFirst();
}

export async function findGenerationByKey(db: Reader, spkiSha256: string): Promise<GenerationRecord | undefined> {
  return db
    .selectFrom('key_generations')
    .selectAll()
    .where('spki_sha256', '=', spkiSha256)
    .where('state', '<>', 'destroyed')
    .executeTakeFirst();
}

/** Generations and groups of these keys, for a list of what lies on a token. */
export async function generationsOfKeys(db: Reader, spkiSha256s: readonly string[]) {
  if (spkiSha256s.length === 0) return [];
  return db
    .selectFrom('key_generations as n')
    .innerJoin('key_groups as g', 'g.group_ref', 'n.group_ref')
    .select(['n.spki_sha256', 'n.number', 'n.state', 'g.group_ref', 'g.id', 'g.purpose'])
    .where('n.spki_sha256', 'in', [...spkiSha256s])
    .where('n.state', '<>', 'destroyed')
    .execute();
}

export async function generationsInState(db: Reader, state: GenerationState): Promise<readonly GenerationRecord[]> {
  return db.selectFrom('key_generations').selectAll().where('state', '=', state).execute();
}

/** Generations of keys whose destruction was asked for and not answered. */
export async function openDestructions(db: Reader, tokenUri: string): Promise<readonly GenerationRecord[]> {
  return db
    .selectFrom('key_generations')
    .selectAll()
    .where('destroy_asked_at', 'is not', null)
    .where('token_uri', '=', tokenUri)
    .execute();
}

export async function insertGeneration(trx: Trx, generation: GenerationRecord): Promise<void> {
  await trx.insertInto('key_generations').values(generation).execute();
}

export async function updateGeneration(
  trx: Trx,
  generationId: string,
  change: Partial<Omit<GenerationRecord, 'generation_id' | 'group_ref' | 'number'>>,
): Promise<void> {
  await trx.updateTable('key_generations').set(change).where('generation_id', '=', generationId).execute();
}

export async function deleteGeneration(trx: Trx, generationId: string): Promise<void> {
  await trx.deleteFrom('key_generations').where('generation_id', '=', generationId).execute();
}

export async function nextNumber(db: Reader, groupRef: string): Promise<number> {
  const row = await db
    .selectFrom('key_generations')
    .select((eb) => eb.fn.max('number').as('last'))
    .where('group_ref', '=', groupRef)
    .executeTakeFirst();
  return (row?.last ?? 0) + 1;
}

/** A row as the contract tells it; the schema turns the stored text into the union types once. */
export function toGeneration(row: GenerationRecord): GenerationView {
  return GenerationSchema.parse({
    generationId: row.generation_id,
    groupRef: row.group_ref,
    number: row.number,
    state: row.state,
    algorithm: row.algorithm,
    tokenUri: row.token_uri ?? undefined,
    tokenLabel: row.token_label ?? undefined,
    software: row.software === 1,
    keyUri: row.key_uri ?? undefined,
    keyId: row.key_id ?? undefined,
    spkiSha256: row.spki_sha256 ?? undefined,
    spki: row.spki === null ? undefined : new Uint8Array(row.spki),
    adopted: row.adopted === 1,
    plannedAt: row.planned_at,
    keyMadeAt: row.key_made_at ?? undefined,
    notBefore: row.not_before ?? undefined,
    notAfter: row.not_after ?? undefined,
    csrCount: row.csr_count,
    destroyAskedAt: row.destroy_asked_at ?? undefined,
  });
}

export function toGroupRow(group: GroupRecord, generations: readonly GenerationRecord[]): GroupRow {
  const latest = generations.at(-1);
  return GroupRowSchema.parse({
    groupRef: group.group_ref,
    id: group.id,
    purpose: group.purpose,
    owner: group.owner,
    counterpart: group.counterpart ?? undefined,
    createdAt: group.created_at,
    generations: generations.length,
    csrs: generations.reduce((sum, row) => sum + row.csr_count, 0),
    latest: latest === undefined ? undefined : toGeneration(latest),
  });
}

export function readDefaults(group: GroupRecord): GroupDefaults {
  return GroupDefaultsSchema.parse(JSON.parse(group.defaults));
}
