import type { keysContract } from '../../../../shared/contract/keys.ts';
import type { CommonFault, RaisedBy } from '../../../../shared/contract/wire/contract.ts';

type Keys = (typeof keysContract)['keys'];

/** Every expected end of a use case of keys, as the contract declares it. */
export type KeyFault = Exclude<RaisedBy<Keys['generate']>, CommonFault>;
export type GroupFault = Exclude<RaisedBy<Keys['group']>, CommonFault>;
