import type { UseQueryResult } from '@tanstack/react-query';
import type { GenerationView, GroupDefaults, GroupRow } from '../../../shared/contract/keys.ts';
import { useCoreQuery, type CoreError } from '../../platform/core.ts';

export interface GroupDetail {
  readonly group: GroupRow;
  readonly defaults: GroupDefaults;
  readonly generations: readonly GenerationView[];
}

/** One key group with its generations, by reference. */
export function useGroup(groupRef: string | undefined): UseQueryResult<GroupDetail, CoreError> {
  return useCoreQuery<GroupDetail>(
    ['keys', 'csrs'],
    ['keys.group', groupRef],
    (core) => core.keys.group({ groupRef: groupRef ?? '' }),
    { enabled: groupRef !== undefined, keepPrevious: false },
  );
}
