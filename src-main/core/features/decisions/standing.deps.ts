import type { standingContract } from '../../../../shared/contract/standing.ts';
import type { CommonFault, RaisedBy } from '../../../../shared/contract/wire/contract.ts';
import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import type { DocumentsService } from '../documents/index.ts';
import type { OperatorsService } from '../operators/index.ts';
import type { RequestsDeps } from '../requests/index.ts';

type Calls = (typeof standingContract)['standing'];

/** Every expected end of a use case of standing approvals, as the contract declares it. */
export type StandingFault = Exclude<RaisedBy<Calls['propose']>, CommonFault>;

/** What rules are read from and judged with; build-features.ts makes it. */
export interface StandingJudgeDeps extends Pick<RequestsDeps, 'clock' | 'oidProfile' | 'registry'> {
  readonly operators: Pick<OperatorsService, 'roster'>;
  readonly documents: Pick<DocumentsService, 'current'>;
}

/** What the use cases of standing approvals take beside what requests take. */
export interface StandingDeps extends Omit<RequestsDeps, 'quorum' | 'issued'> {
  readonly operators: Pick<OperatorsService, 'roster'>;
  readonly documents: Pick<DocumentsService, 'current' | 'names' | 'versions' | 'put'>;
  readonly system: Actor;
}
