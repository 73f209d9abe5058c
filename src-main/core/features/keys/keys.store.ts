import type { GenerationState } from '../../../../shared/domain/generation-state.ts';
import {
  type GenerationView,
  type GroupDefaults,
  GroupDefaults as GroupDefaultsSchema,
  GenerationView as GenerationSchema,
  type GroupRow,
  GroupRow as GroupRowSchema,
} from '../../../../shared/contract/keys.ts';
import type { Selectable } from 'kysely';
import { containsText } from '../../store/contains-text.ts';
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

export async function countGroups(db: Reader, query: GroupQuery): Promise<number> {
  const row = await filtered(db, query)
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return row.n;
}

/** One page of groups, each with its latest generation. */
export async function listGroups(db: Reader, query: GroupQuery): Promise<readonly GroupRow[]> {
  const direction = query.descending === true ? 'desc' : 'asc';
  const rows = await filtered(db, query)
    .selectAll()
    .orderBy(sortColumns[query.sort ?? 'id'], direction)
    .orderBy('group_ref', direction)
    .limit(query.limit)
    .offset(query.offset)
    .execute();
  return withGenerations(db, rows);
}

function filtered(db: Reader, query: GroupQuery) {
  let from = db.selectFrom('key_groups');
  if (query.purpose !== undefined) from = from.where('purpose', '=', query.purpose);
  if (query.filter !== undefined && query.filter !== '') {
    from = from.where(containsText(['id', 'owner', 'counterpart'], query.filter));
  }
  return from;
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
