import type { KeyPurpose } from '../../../shared/contract/key-facts.ts';
import { useCoreQuery } from '../../platform/core.ts';

/** A software key of ours that has a chain: the only kind that takes part in a handshake here. */
interface OwnKey {
  readonly generationId: string;
  readonly name: string;
}

const MOST_GROUPS = 200;

/** The certified software keys of a purpose, with the group's newest generation first. */
export function useOwnKeys(purpose: KeyPurpose) {
  return useCoreQuery(['keys', 'certificates'], ['tls.ownKeys', purpose], async (core) => {
    const groups = await core.keys.groups({ offset: 0, limit: MOST_GROUPS, purpose });
    if (!groups.ok) return groups;
    const keys: OwnKey[] = [];
    for (const group of groups.value.rows) {
      if (group.generations === 0) continue;
      const detail = await core.keys.group({ groupRef: group.groupRef });
      if (!detail.ok) return detail;
      for (const one of detail.value.generations.toReversed()) {
        if (one.software && one.state === 'certified')
          keys.push({ generationId: one.generationId, name: `${group.id} g${one.number}` });
      }
    }
    return { ok: true as const, value: keys };
  });
}
