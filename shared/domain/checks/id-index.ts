import { asciiLookAlike, shapeOf } from '../look-alikes.ts';
import { parsePartyId, partyIdKey, type PartyIdKind } from '../party-ids.ts';

/** Who has or claims an id. `source`: registered for a partner, or only said in a certificate or another request. */
export interface IdOwner {
  readonly kind: PartyIdKind;
  readonly id: string;
  /** Null: of nobody who is registered. */
  readonly partnerId: string | null;
  /** For people. */
  readonly owner: string;
  readonly source: 'partner' | 'certificate' | 'request';
}

/** Who has an id, by a form of it. */
export type IdLookup = Pick<ReadonlyMap<string, readonly IdOwner[]>, 'get' | 'has'>;

/** All known ids, made once for many checks. */
export interface IdIndex {
  readonly byKey: IdLookup;
  readonly byShape: IdLookup;
  /** By letters and digits alone, whatever the kind: for ids in places where none belongs. */
  readonly byWord: IdLookup;
}

/** Ids that are none are left out: nobody can have them. */
export function indexIds(owners: readonly IdOwner[]): IdIndex {
  const growing = growingIdIndex();
  growing.add(owners);
  return growing.index;
}

/** The same for many ids that are added in parts, so that whoever adds them can let others have their turn. */
export function growingIdIndex(): { readonly index: IdIndex; readonly add: (owners: readonly IdOwner[]) => void } {
  const byKey = new Map<string, IdOwner[]>();
  const byShape = new Map<string, IdOwner[]>();
  const byWord = new Map<string, IdOwner[]>();
  const add = (owners: readonly IdOwner[]): void => {
    for (const owner of owners) {
      const parsed = parsePartyId(owner.kind, owner.id);
      if (!parsed.ok) continue;
      put(byKey, partyIdKey(parsed.value), owner);
      for (const key of shapeKeys(owner.kind, owner.id)) put(byShape, key, owner);
      put(byWord, owner.id.toUpperCase(), owner);
    }
  };
  return { index: { byKey, byShape, byWord }, add };
}

function put(map: Map<string, IdOwner[]>, key: string, owner: IdOwner): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [owner]);
  else list.push(owner);
}

/** Ids that have this key (`partyIdKey`). */
export function ownersOf(index: IdIndex, key: string): readonly IdOwner[] {
  return index.byKey.get(key) ?? [];
}

/** Ids of the same kind that a person could take this text for, itself among them. */
export function lookAlikesOf(index: IdIndex, kind: PartyIdKind, text: string): readonly IdOwner[] {
  return [...new Set(shapeKeys(kind, text).flatMap((key) => index.byShape.get(key) ?? []))];
}

/**
 * Separators, blanks and marks are left out: `DE GEF`, `DE–GEF` and `de*gef` have one shape. As spelled and in capitals,
 * because a small L looks like an I and is the same letter as a large one.
 */
function shapeKeys(kind: PartyIdKind, text: string): readonly string[] {
  const letters = asciiLookAlike(text)
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z0-9|]/g, '');
  return [...new Set([shapeOf(letters), shapeOf(letters.toUpperCase())])].map((shape) => `${kind}:${shape}`);
}

/**
 * Partners for whom at least one of these ids is registered, those with the most of them first: to whom a request
 * probably belongs. A suggestion for a person, since anybody can claim anything.
 */
export function likelyPartners(
  index: IdIndex,
  ids: readonly { readonly kind: PartyIdKind; readonly text: string }[],
): readonly string[] {
  const counts = new Map<string, number>();
  for (const { kind, text } of ids) {
    const parsed = parsePartyId(kind, text);
    const owners = parsed.ok ? ownersOf(index, partyIdKey(parsed.value)) : [];
    for (const { partnerId, source } of owners) {
      if (partnerId !== null && source === 'partner') counts.set(partnerId, (counts.get(partnerId) ?? 0) + 1);
    }
  }
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([partnerId]) => partnerId);
}
