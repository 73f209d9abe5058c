import type { AppContract } from '../../../shared/contract/app-contract.ts';
import type { OutputOf } from '../../../shared/contract/wire/contract.ts';

/** An EVSE had this state from then on, as far as reads of the location tell. */
export type StatusChange = OutputOf<AppContract['platformData']['object']>['statusHistory'][number];
