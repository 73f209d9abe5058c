import type { TokenFault } from '../../../../shared/contract/token-faults.ts';
import type { keysContract } from '../../../../shared/contract/keys.ts';
import type { CommonFault, RaisedBy } from '../../../../shared/contract/wire/contract.ts';

type Keys = (typeof keysContract)['keys'];

/** Every expected end of a use case of keys, as the contract declares it. */
export type KeyFault = Exclude<RaisedBy<Keys['generate']>, CommonFault>;
export type GroupFault = Exclude<RaisedBy<Keys['group']>, CommonFault>;

/** Ends after which nobody knows whether the token did it. */
export const unknownEnds: ReadonlySet<TokenFault['code']> = new Set([
  'OUTCOME_UNKNOWN',
  'TOKEN_NOT_ANSWERING',
  'HOST_CRASHED',
]);
