import type { UseQueryResult } from '@tanstack/react-query';
import type { DecisionView } from '../../../shared/contract/decisions.ts';
import { useCoreQuery, type CoreError } from '../../platform/core.ts';

/**
 * A prepared certificate as it stands to the vote. Asking is also what opens it for core: whoever votes here has asked for
 * exactly these bytes before. Checks and policy look at nearly everything, so that a change there asks again.
 */
export function useDecision(issuanceId: string): UseQueryResult<DecisionView, CoreError> {
  return useCoreQuery<DecisionView>(
    ['requests', 'partners', 'authorities', 'certificates', 'operators', 'tokens'],
    ['decisions.show', issuanceId],
    (core) => core.decisions.show({ issuanceId }),
    { keepPrevious: false },
  );
}
