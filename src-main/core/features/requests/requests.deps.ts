import type { requestsContract } from '../../../../shared/contract/requests.ts';
import type { CommonFault, RaisedBy } from '../../../../shared/contract/wire/contract.ts';
import type { Reader } from '../../store/tables.ts';
import type { CheckPolicy } from '../../../../shared/domain/checks/check-policy.ts';
import type { AuthoritiesDeps } from '../authorities/index.ts';
import type { RegistryIndex } from './registry-index.ts';

type Requests = (typeof requestsContract)['requests'];

/** Every expected end of a use case of requests, as the contract declares it. */
export type RequestFault = Exclude<RaisedBy<Requests['prepare']>, CommonFault>;

/** What the use cases of requests take; core.ts builds it. */
export interface RequestsDeps extends AuthoritiesDeps {
  /** Whether what fails a check is refused: from the first enrolled operator on. */
  readonly enforced: () => boolean;
  /** What requests are judged by. */
  readonly checkPolicy: () => CheckPolicy;
  readonly registry: (db: Reader) => Promise<RegistryIndex>;
}
