import type { KeyPurpose } from '../../../shared/contract/key-facts.ts';
import { useCoreQuery } from '../../platform/core.ts';

/** A key of ours that has a chain. */
interface OwnKey {
  readonly generationId: string;
  readonly name: string;
}

const MOST_GROUPS = 200;

/** The certified keys of a purpose, of software tokens or of all, with the group's newest generation first. */
export function useOwnKeys(purpose: KeyPurpose, of: 'software' | 'any') {
  return useCoreQuery(['keys', 'certificates'], ['tls.ownKeys', purpose, of], async (core) => {
    const groups = await core.keys.groups({ offset: 0, limit: MOST_GROUPS, purpose });
    if (!groups.ok) return groups;
    const keys: OwnKey[] = [];
    for (const group of groups.value.rows) {
      if (group.generations === 0) continue;
      const detail = await core.keys.group({ groupRef: group.groupRef });
      if (!detail.ok) return detail;
      for (const one of detail.value.generations.toReversed()) {
        if ((one.software || of === 'any') && one.state === 'certified')
          keys.push({ generationId: one.generationId, name: `${group.id} g${one.number}` });
      }
    }
    return { ok: true as const, value: keys };
  });
}
