import { containsText } from '../../store/contains-text.ts';
import type { Reader } from '../../store/tables.ts';
import { readDefaults } from './keys.store.ts';

/** A key group whose next CSR would speak for an id. */
export interface GroupClaim {
  readonly groupRef: string;
  readonly groupId: string;
  readonly kind: 'party' | 'sub-cpo' | 'sub-emsp';
  readonly id: string;
  readonly owner: string;
}

const MOST = 500;

/** Own key groups that claim an id, in any letter case. */
export async function findGroupClaims(db: Reader, id: string): Promise<readonly GroupClaim[]> {
  const groups = await db
    .selectFrom('key_groups')
    .selectAll()
    .where(containsText(['defaults'], id))
    .orderBy('created_at', 'desc')
    .limit(MOST)
    .execute();
  return groups.flatMap((group) => {
    const { ids } = readDefaults(group);
    return claimsIn(ids, id).map((claim) => ({
      ...claim,
      groupRef: group.group_ref,
      groupId: group.id,
      owner: group.owner,
    }));
  });
}

/** Where among these lists an id stands, spelled as it is there. */
export function claimsIn(
  ids: {
    readonly partyIds: readonly string[];
    readonly subCpoIds: readonly string[];
    readonly subEmspIds: readonly string[];
  },
  id: string,
): readonly Pick<GroupClaim, 'kind' | 'id'>[] {
  const same = (one: string): boolean => one.toUpperCase() === id.toUpperCase();
  return [
    ...ids.partyIds.filter(same).map((found) => ({ kind: 'party' as const, id: found })),
    ...ids.subCpoIds.filter(same).map((found) => ({ kind: 'sub-cpo' as const, id: found })),
    ...ids.subEmspIds.filter(same).map((found) => ({ kind: 'sub-emsp' as const, id: found })),
  ];
}
