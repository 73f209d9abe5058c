import type { UseQueryResult } from '@tanstack/react-query';
import type { RequestStanding } from '../../../shared/contract/request-checks.ts';
import { useCoreQuery, type CoreError } from '../../platform/core.ts';

/**
 * Whose request it is, who vouches for it, and what the checks say. They look at the registry and at the authorities too,
 * so that a change there asks again.
 */
export function useStanding(requestId: string): UseQueryResult<RequestStanding, CoreError> {
  return useCoreQuery<RequestStanding>(
    ['requests', 'partners', 'authorities', 'certificates', 'operators'],
    ['requestChecks.show', requestId],
    (core) => core.requestChecks.show({ requestId }),
  );
}
