import type { decisionsContract } from '../../../../shared/contract/decisions.ts';
import type { CommonFault, RaisedBy } from '../../../../shared/contract/wire/contract.ts';
import type { OperatorsService } from '../operators/index.ts';
import type { RequestsDeps } from '../requests/index.ts';

type Decisions = (typeof decisionsContract)['decisions'];

/** Every expected end of a use case of decisions, as the contract declares it. */
export type DecisionFault = Exclude<RaisedBy<Decisions['vote']>, CommonFault>;

/** What the use cases of decisions take; build-features.ts makes it. */
export interface DecisionsDeps extends RequestsDeps {
  readonly workspaceId: string;
  readonly workspaceName: string;
  readonly operators: Pick<OperatorsService, 'roster' | 'voter'>;
}
