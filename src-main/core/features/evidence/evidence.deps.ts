import type { evidenceContract } from '../../../../shared/contract/evidence.ts';
import type { CommonFault, RaisedBy } from '../../../../shared/contract/wire/contract.ts';
import type { OperatorsService } from '../operators/index.ts';
import type { RequestsDeps } from '../requests/index.ts';

/** Every expected end of a use case of evidence, as the contract declares it. */
export type EvidenceFault = Exclude<RaisedBy<(typeof evidenceContract)['evidence']['export']>, CommonFault>;

/** What the use cases of evidence take; build-features.ts makes it. */
export interface EvidenceDeps extends RequestsDeps {
  readonly workspaceId: string;
  readonly workspaceName: string;
  readonly operators: Pick<OperatorsService, 'voter'>;
}
