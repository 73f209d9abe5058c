import type { DocumentsService } from './features/documents/index.ts';
import type { OperatorsService } from './features/operators/index.ts';

/**
 * By which rules requests are decided, as the roster stands. Without operators the checks are advice for the one person who
 * works here. From the first operator on they are binding.
 */
export function decisionRules(
  operators: Pick<OperatorsService, 'roster'>,
  documents: Pick<DocumentsService, 'policyFor'>,
) {
  return {
    enforced: () => operators.roster().state !== 'none',
    policyFor: documents.policyFor,
  };
}
