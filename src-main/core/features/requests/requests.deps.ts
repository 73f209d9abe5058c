import type { requestsContract } from '../../../../shared/contract/requests.ts';
import type { CommonFault, RaisedBy } from '../../../../shared/contract/wire/contract.ts';
import type { AuthoritiesDeps } from '../authorities/index.ts';

type Requests = (typeof requestsContract)['requests'];

/** Every expected end of a use case of requests, as the contract declares it. */
export type RequestFault = Exclude<RaisedBy<Requests['prepare']>, CommonFault>;

/** What the use cases of requests take; core.ts builds it. */
export type RequestsDeps = AuthoritiesDeps;
