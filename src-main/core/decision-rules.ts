import type { CheckPolicy } from '../../shared/domain/checks/check-policy.ts';
import { defaultCheckPolicy } from '../../shared/domain/default-policy.ts';
import type { OperatorsService } from './features/operators/index.ts';

/**
 * By which rules requests are decided, as the roster stands. Without operators the checks are advice for the one person who
 * works here. From the first operator on they are binding; while there is one only, nobody else can confirm a key, so
 * that operator's own word has to do.
 */
export function decisionRules(operators: Pick<OperatorsService, 'roster'>): {
  readonly enforced: () => boolean;
  readonly checkPolicy: () => CheckPolicy;
} {
  return {
    enforced: () => operators.roster().state !== 'none',
    checkPolicy: () => {
      const guarded = operators.roster();
      if (guarded.state !== 'good' || !guarded.roster.singleOperator) return defaultCheckPolicy;
      const { provenance } = defaultCheckPolicy;
      return { ...defaultCheckPolicy, provenance: { ...provenance, confirmationBySecondPerson: false } };
    },
  };
}
