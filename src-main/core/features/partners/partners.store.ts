import type { Selectable } from 'kysely';
import { Partner, PartnerRow } from '../../../../shared/contract/partners.ts';
import { type PartnerFacts, contactText } from '../../../../shared/domain/partner-changes.ts';
import { type KnownPartner, lookAlike } from '../../../../shared/domain/partner-import.ts';
import {
  type PartnerFinding,
  partnerNameKey,
  registeredIdKey,
  registeredIdShape,
} from '../../../../shared/domain/partners.ts';
import { wellFormed } from '../../../../shared/util/well-formed.ts';
import type { Reader, Trx } from '../../store/tables.ts';
import type { PartnersTables } from './partners.tables.ts';

export type PartnerRecord = Selectable<PartnersTables['partners']>;
type IdRecord = Selectable<PartnersTables['partner_ids']>;

/** Who changed it and when. */
export interface Deed {
  readonly at: string;
  readonly by: string;
  readonly imported: boolean;
}

export async function findPartner(db: Reader, partnerId: string): Promise<PartnerRecord | undefined> {
  return db.selectFrom('partners').selectAll().where('partner_id', '=', partnerId).executeTakeFirst();
}

export function factsOf({ facts }: { readonly facts: string }): PartnerFacts {
  return JSON.parse(facts) as PartnerFacts; // written by writePartner alone; rows pass a schema on their way out
}

/** All of them, for the plan of an import and for export: thousands, not millions. */
export async function loadRegistry(db: Reader): Promise<readonly KnownPartner[]> {
  const rows = await db.selectFrom('partners').select(['partner_id', 'version', 'facts']).orderBy('name_key').execute();
  return rows.map((row) => ({ partnerId: row.partner_id, version: row.version, facts: factsOf(row) }));
}

/** So many of them behind this id, in the order of ids: for whoever must not hold others up with all at once. */
export async function loadRegistryPart(db: Reader, after: string, most: number): Promise<readonly KnownPartner[]> {
  const rows = await db
    .selectFrom('partners')
    .select(['partner_id', 'version', 'facts'])
    .where('partner_id', '>', after)
    .orderBy('partner_id')
    .limit(most)
    .execute();
  return rows.map((row) => ({ partnerId: row.partner_id, version: row.version, facts: factsOf(row) }));
}

/** Another text after every change of any partner. */
export async function registryVersion(db: Reader): Promise<string> {
  const { n } = await db
    .selectFrom('partner_versions')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return String(n);
}

/** Ids of partners that were removed: their history stands under them. */
export async function removedPartners(db: Reader): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom('partner_versions').select('partner_id').where('deed', '=', 'removed').execute();
  return new Set(rows.map(({ partner_id }) => partner_id));
}

/** So many values go into one statement; SQLite takes 32 766. */
const PART = 500;

/** What of the registry stands against a spec: a name or id of another partner, and ids that look like another's. */
export async function findConflicts(
  db: Reader,
  facts: PartnerFacts,
  self: string | undefined,
): Promise<readonly PartnerFinding[]> {
  const findings: PartnerFinding[] = [];
  const namesake = await db
    .selectFrom('partners')
    .select(['partner_id', 'name'])
    .where('name_key', '=', partnerNameKey(facts.name))
    .executeTakeFirst();
  if (namesake !== undefined && namesake.partner_id !== self) {
    const other = { partnerId: namesake.partner_id, name: namesake.name };
    findings.push({ level: 'fail', code: 'PARTNER_NAME_TAKEN', path: 'name', value: facts.name, other });
  }
  for (let at = 0; at < facts.ids.length && !facts.archived; at += PART) {
    const part = facts.ids.slice(at, at + PART);
    const shapes = [...new Set(part.map(({ id }) => registeredIdShape(id)))];
    const found = await db
      .selectFrom('partner_ids as i')
      .innerJoin('partners as p', 'p.partner_id', 'i.partner_id')
      .select(['i.id_key', 'i.shape', 'p.partner_id', 'p.name'])
      .where('i.shape', 'in', shapes)
      .where('i.archived', '=', 0)
      .where('i.partner_id', '!=', self ?? '')
      .execute();
    for (const [index, one] of part.entries()) {
      const place = at + index;
      const [key, shape] = [registeredIdKey(one), registeredIdShape(one.id)];
      const holder = found.find((row) => row.id_key === key);
      const alike = found.find((row) => row.shape === shape);
      if (holder !== undefined) {
        const other = { partnerId: holder.partner_id, name: holder.name };
        findings.push({ level: 'fail', code: 'PARTNER_ID_TAKEN', path: `ids.${place}`, value: one.id, other });
      } else if (alike !== undefined) {
        findings.push(lookAlike(place, one.id, { partnerId: alike.partner_id, name: alike.name }));
      }
    }
  }
  return findings;
}

export interface WrittenPartner {
  readonly partnerId: string;
  readonly facts: PartnerFacts;
  /** What stands there now; undefined for a new one. */
  readonly before: PartnerRecord | undefined;
  readonly deed: 'added' | 'changed' | 'archived' | 'restored';
}

/**
 * Stores new versions of partners with their ids and history, inside the caller's transaction. Ids move freely among
 * the partners that are written together.
 */
export async function writePartners(trx: Trx, written: readonly WrittenPartner[], deed: Deed): Promise<void> {
  const ids = written.map(({ partnerId }) => partnerId);
  for (let at = 0; at < ids.length; at += PART)
    await trx
      .deleteFrom('partner_ids')
      .where('partner_id', 'in', ids.slice(at, at + PART))
      .execute();
  // Names may be swapped: nobody has one while they are.
  for (const { before } of written) {
    if (before !== undefined)
      await trx
        .updateTable('partners')
        .set({ name_key: `\u0001${before.partner_id}` })
        .where('partner_id', '=', before.partner_id)
        .execute();
  }
  const versions = new Map<string, number>();
  for (const one of written) {
    const record = recordOf(one, deed);
    versions.set(one.partnerId, record.version);
    if (one.before === undefined) await trx.insertInto('partners').values(record).execute();
    else await trx.updateTable('partners').set(record).where('partner_id', '=', one.partnerId).execute();
  }
  await insertIds(trx, written.flatMap(idRecords));
  for (const { partnerId, facts, deed: what } of written) {
    await trx
      .insertInto('partner_versions')
      .values({
        partner_id: partnerId,
        version: versions.get(partnerId) ?? 1,
        deed: what,
        imported: deed.imported ? 1 : 0,
        facts: JSON.stringify(facts),
        at: deed.at,
        by: deed.by,
      })
      .execute();
  }
}

export async function deletePartner(trx: Trx, { partner_id, version }: PartnerRecord, deed: Deed): Promise<void> {
  await trx.deleteFrom('partner_ids').where('partner_id', '=', partner_id).execute();
  await trx.deleteFrom('partners').where('partner_id', '=', partner_id).execute();
  await trx
    .insertInto('partner_versions')
    .values({ partner_id, version: version + 1, deed: 'removed', imported: 0, facts: null, at: deed.at, by: deed.by })
    .execute();
}

function recordOf({ partnerId, facts, before }: WrittenPartner, { at, by }: Deed): PartnerRecord {
  const search = [
    facts.name,
    facts.platform,
    ...facts.ids.map(({ id }) => id),
    ...facts.contacts.map(contactText),
    facts.notes,
  ];
  return {
    partner_id: partnerId,
    name: facts.name,
    name_key: partnerNameKey(facts.name),
    platform_key: facts.platform.toLowerCase(),
    version: (before?.version ?? 0) + 1,
    archived: facts.archived ? 1 : 0,
    facts: JSON.stringify(facts),
    unconfirmed: facts.ids.filter(({ confirmed }) => confirmed === undefined).length,
    search: wellFormed(search.join('\n')),
    created_at: before?.created_at ?? at,
    created_by: before?.created_by ?? by,
    changed_at: at,
    changed_by: by,
  };
}

function idRecords({ partnerId, facts }: WrittenPartner): readonly IdRecord[] {
  return facts.ids.map((one) => ({
    id_key: registeredIdKey(one),
    partner_id: partnerId,
    kind: one.kind,
    id: one.id,
    shape: registeredIdShape(one.id),
    confirmed: one.confirmed === undefined ? 0 : 1,
    archived: facts.archived ? 1 : 0,
  }));
}

async function insertIds(trx: Trx, rows: readonly IdRecord[]): Promise<void> {
  for (let at = 0; at < rows.length; at += PART)
    await trx
      .insertInto('partner_ids')
      .values(rows.slice(at, at + PART))
      .execute();
}

/** Partners that hold one of these keys or look-alike shapes: what a check asks of the registry. */
export async function holdersOfId(db: Reader, id: string): Promise<readonly (IdRecord & { readonly name: string })[]> {
  const keys = (['party', 'sub-cpo', 'sub-emsp'] as const).map((kind) => registeredIdKey({ kind, id }));
  return db
    .selectFrom('partner_ids as i')
    .innerJoin('partners as p', 'p.partner_id', 'i.partner_id')
    .selectAll('i')
    .select('p.name')
    .where('i.id_key', 'in', keys)
    .orderBy('i.archived')
    .orderBy('p.name_key')
    .limit(100)
    .execute();
}

/** A row as the contract tells it. */
export function toPartnerRow(record: PartnerRecord): PartnerRow {
  const { ids, name, platform, archived } = factsOf(record);
  const idsOf = (kind: string): readonly string[] => ids.flatMap((one) => (one.kind === kind ? [one.id] : []));
  return PartnerRow.parse({
    partnerId: record.partner_id,
    name,
    platform,
    partyIds: idsOf('party'),
    subCpoIds: idsOf('sub-cpo'),
    subEmspIds: idsOf('sub-emsp'),
    unconfirmed: record.unconfirmed,
    archived,
    version: record.version,
    changedAt: record.changed_at,
    changedBy: record.changed_by,
  });
}

/** Everything of a partner; what is gone of its authorities stays as an id. */
export function toPartner(record: PartnerRecord, authorities: ReadonlyMap<string, string>): Partner {
  const facts = factsOf(record);
  return Partner.parse({
    ...facts,
    partnerId: record.partner_id,
    version: record.version,
    authorities: facts.authorityIds.map((id) => authorities.get(id) ?? id),
    createdAt: record.created_at,
    createdBy: record.created_by,
    changedAt: record.changed_at,
    changedBy: record.changed_by,
  });
}
