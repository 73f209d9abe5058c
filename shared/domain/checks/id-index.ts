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

/** All known ids, made once for many checks. */
export interface IdIndex {
  readonly byKey: ReadonlyMap<string, readonly IdOwner[]>;
  readonly byShape: ReadonlyMap<string, readonly IdOwner[]>;
  /** By letters and digits alone, whatever the kind: for ids in places where none belongs. */
  readonly byWord: ReadonlyMap<string, readonly IdOwner[]>;
}

/** Ids that are none are left out: nobody can have them. */
export function indexIds(owners: readonly IdOwner[]): IdIndex {
  const byKey = new Map<string, IdOwner[]>();
  const byShape = new Map<string, IdOwner[]>();
  const byWord = new Map<string, IdOwner[]>();
  for (const owner of owners) {
    const parsed = parsePartyId(owner.kind, owner.id);
    if (!parsed.ok) continue;
    put(byKey, partyIdKey(parsed.value), owner);
    put(byShape, shapeKey(owner.kind, owner.id), owner);
    put(byWord, owner.id.toUpperCase(), owner);
  }
  return { byKey, byShape, byWord };
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
  return index.byShape.get(shapeKey(kind, text)) ?? [];
}

/** Separators, blanks and marks are left out: `DE GEF`, `DE–GEF` and `de*gef` have one shape. */
function shapeKey(kind: PartyIdKind, text: string): string {
  const letters = asciiLookAlike(text)
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z0-9|]/g, '');
  return `${kind}:${shapeOf(letters)}`;
}
