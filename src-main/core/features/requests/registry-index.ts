import { type IdIndex, type IdOwner, indexIds } from '../../../../shared/domain/checks/id-index.ts';
import type { PartnerFacts } from '../../../../shared/domain/checks/facts.ts';
import { partnerFacts } from '../../../../shared/domain/checks/partner-facts.ts';
import { partnerIdKey } from '../../../../shared/domain/documents.ts';
import { indexPartnerNames, type PartnerNames } from '../../../../shared/domain/checks/partner-names.ts';
import type { Reader } from '../../store/tables.ts';
import type { AnchoredIds } from '../documents/index.ts';
import { loadRegistry, registryVersion } from '../partners/index.ts';

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

/** Keeps the index until a partner changes; reading 5000 partners for every check would hold core up. */
export function createRegistryIndex(
  anchoredIds: (db: Reader) => Promise<AnchoredIds | undefined>,
): (db: Reader) => Promise<RegistryIndex> {
  let kept: { readonly version: string; readonly index: RegistryIndex } | undefined;
  return async (db) => {
    const anchored = await anchoredIds(db);
    const version = `${await registryVersion(db)} ${anchored?.sha256 ?? ''}`;
    if (kept?.version === version) return kept.index;
    const partners = (await loadRegistry(db)).map(({ partnerId, facts }) =>
      anchoredAlone(partnerFacts({ partnerId, ...facts }), anchored),
    );
    const active = partners.filter(({ archived }) => !archived);
    // What is registered without votes still keeps others from it.
    const owners = active.flatMap(({ partnerId, names, ids, unanchoredIds }) =>
      [...ids, ...(unanchoredIds ?? [])].map(({ kind, id }): IdOwner => ({
        kind,
        id,
        partnerId,
        owner: names[0] ?? '',
        source: 'partner',
      })),
    );
    const index: RegistryIndex = {
      partners: new Map(partners.map((one) => [one.partnerId, one])),
      owners,
      ids: indexIds(owners),
      names: indexPartnerNames(active.flatMap(({ partnerId, names }) => names.map((name) => ({ partnerId, name })))),
    };
    kept = { version, index };
    return index;
  };
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
