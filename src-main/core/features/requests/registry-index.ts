import { growingIdIndex, type IdIndex, type IdOwner } from '../../../../shared/domain/checks/id-index.ts';
import type { PartnerFacts } from '../../../../shared/domain/checks/facts.ts';
import { partnerFacts } from '../../../../shared/domain/checks/partner-facts.ts';
import { partnerIdKey } from '../../../../shared/domain/documents.ts';
import { growingPartnerNames, type PartnerNames } from '../../../../shared/domain/checks/partner-names.ts';
import type { Reader } from '../../store/tables.ts';
import type { AnchoredIds } from '../documents/index.ts';
import { loadRegistryPart, registryVersion } from '../partners/index.ts';

/** The registry as the checks want it, made once for many of them. */
export interface RegistryIndex {
  readonly partners: ReadonlyMap<string, PartnerFacts>;
  /** Ids of partners that are not archived. */
  readonly owners: readonly IdOwner[];
  readonly ids: IdIndex;
  readonly names: PartnerNames;
}

/** The only partner for whom all of these ids are registered, whatever their kind; undefined for none and for several. */
export function partnerOfIds(registry: RegistryIndex, ids: readonly string[]): PartnerFacts | undefined {
  const asked = ids.map((id) => id.trim().toUpperCase());
  const [first] = asked;
  if (first === undefined) return undefined;
  const holders = new Set(registry.ids.byWord.get(first)?.map(({ partnerId }) => partnerId));
  const fitting = [...holders].flatMap((partnerId) => {
    const partner = registry.partners.get(partnerId ?? '');
    const has = new Set(partner?.ids.map(({ id }) => id.toUpperCase()));
    return partner !== undefined && asked.every((id) => has.has(id)) ? [partner] : [];
  });
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** So many partners are read at once: some milliseconds. */
const PART = 200;

/**
 * The registry as an index, kept until a partner changes. With `pause` a new one is made in short parts, so that reading
 * 5000 partners holds nobody up; without, inside a transaction, it is made at once if it has to be.
 */
export type ReadRegistry = (db: Reader, pause?: () => Promise<unknown>) => Promise<RegistryIndex>;

export function createRegistryIndex(anchoredIds: (db: Reader) => Promise<AnchoredIds | undefined>): ReadRegistry {
  let kept: { readonly version: string; readonly index: RegistryIndex } | undefined;
  const versionNow = async (db: Reader, anchored: AnchoredIds | undefined): Promise<string> =>
    // A list that was mended has the hash that it had before.
    `${await registryVersion(db)} ${anchored?.sha256 ?? ''} ${anchored?.keys.size ?? ''}`;
  return async (db, pause) => {
    const anchored = await anchoredIds(db);
    const version = await versionNow(db, anchored);
    if (kept?.version === version) return kept.index;
    const index = await makeIndex(db, anchored, pause);
    // A partner that changed in a pause may be in it half: then it is made anew, by whoever asks next.
    if (pause !== undefined && (await versionNow(db, await anchoredIds(db))) !== version)
      return makeIndex(db, anchored);
    kept = { version, index };
    return index;
  };
}

async function makeIndex(
  db: Reader,
  anchored: AnchoredIds | undefined,
  pause?: () => Promise<unknown>,
): Promise<RegistryIndex> {
  const partners = new Map<string, PartnerFacts>();
  const owners: IdOwner[] = [];
  const ids = growingIdIndex();
  const names = growingPartnerNames();
  for (let after = ''; ;) {
    const part = (await loadRegistryPart(db, after, PART)).map(({ partnerId, facts }) =>
      anchoredAlone(partnerFacts({ partnerId, ...facts }), anchored),
    );
    for (const one of part) partners.set(one.partnerId, one);
    const active = part.filter(({ archived }) => !archived);
    const more = active.flatMap(ownersIn);
    owners.push(...more);
    ids.add(more);
    names.add(active.flatMap(({ partnerId, names: called }) => called.map((name) => ({ partnerId, name }))));
    after = part.at(-1)?.partnerId ?? '';
    if (part.length < PART) return { partners, owners, ids: ids.index, names: names.names };
    await pause?.();
  }
}

/** What is registered without votes still keeps others from it. */
function ownersIn({ partnerId, names, ids, unanchoredIds }: PartnerFacts): readonly IdOwner[] {
  const owner = names[0] ?? '';
  return [...ids, ...(unanchoredIds ?? [])].map(({ kind, id }) => ({ kind, id, partnerId, owner, source: 'partner' }));
}

/** A row that was slipped into the registry speaks for nobody: once the roster fixes ids, only those count. */
function anchoredAlone(partner: PartnerFacts, anchored: AnchoredIds | undefined): PartnerFacts {
  if (anchored === undefined) return partner;
  const { partnerId, ids } = partner;
  const isAnchored = ({ kind, id }: PartnerFacts['ids'][number]): boolean =>
    anchored.keys.has(partnerIdKey({ partnerId, kind, id }));
  const unanchoredIds = ids.filter((one) => !isAnchored(one));
  return { ...partner, ids: ids.filter(isAnchored), ...(unanchoredIds.length === 0 ? {} : { unanchoredIds }) };
}
