import type { ContractTree } from '../../shared/contract/wire/contract.ts';
import type { Handlers } from '../../shared/contract/wire/serve.ts';
import { fail } from '../../shared/util/result.ts';

/** Calls that are described but not built: each says BUSY. Handlers of a feature stand after and replace them. */
export function notYet<C extends ContractTree>(contract: C): Handlers<C> {
  const filled = Object.entries(contract).map(([feature, calls]) => [
    feature,
    Object.fromEntries(Object.keys(calls).map((name) => [name, () => fail({ code: 'BUSY' as const })])),
  ]);
  // Every call of the contract is there; only that its handlers are all the same is not known to the type.
  return Object.fromEntries(filled) as Handlers<C>;
}
