import type { requestsContract } from '../../../../shared/contract/requests.ts';
import type { CommonFault, RaisedBy } from '../../../../shared/contract/wire/contract.ts';
import type { Result } from '../../../../shared/util/result.ts';
import type { Timer } from '../../clock.ts';
import type { Reader, Trx } from '../../store/tables.ts';
import type { CheckPolicy } from '../../../../shared/domain/checks/check-policy.ts';
import type { AuthoritiesDeps, IssuanceRecord } from '../authorities/index.ts';
import type { CheckedRequest } from './check-request.ts';
import type { RequestBytes } from './leaf-certificate.ts';
import type { RequestRecord } from './requests.store.ts';
import type { ReadRegistry } from './registry-index.ts';

type Requests = (typeof requestsContract)['requests'];

/** Every expected end of a use case of requests, as the contract declares it. */
export type RequestFault = Exclude<RaisedBy<Requests['prepare']>, CommonFault>;

/** What the use cases of requests take; core.ts builds it. */
export interface PolicyScope {
  readonly authorityId?: string | undefined;
  readonly partnerId?: string | undefined;
}

export interface JudgingPolicy {
  readonly policy: CheckPolicy;
  readonly sha256: string;
  /** Documents that the roster fixes and that are not stored as such: nothing is signed. */
  readonly altered?: readonly string[];
}

/** A prepared certificate with what the checks say of it at this moment. */
export interface QuorumQuestion {
  readonly row: RequestRecord;
  readonly request: RequestBytes;
  readonly issuance: IssuanceRecord;
  readonly checked: CheckedRequest;
}

export interface IssuedForRequest {
  readonly requestId: string;
  readonly issuanceId: string;
  readonly certificateId: string;
  /** Certificate of the same key group that it takes the place of. */
  readonly replaces: string | undefined;
}

export interface RequestsDeps extends AuthoritiesDeps {
  /** Whether what fails a check is refused: from the first enrolled operator on. */
  readonly enforced: () => boolean;
  /** What a request of this partner for this authority is judged by, and the SHA-256 of its canonical JSON. */
  readonly policyFor: (db: Reader, scope: PolicyScope) => Promise<JudgingPolicy>;
  /** Whether enough operators have agreed to exactly this; asked right before the signature, from the first operator on. */
  readonly quorum: (trx: Trx, question: QuorumQuestion) => Promise<Result<undefined, RequestFault>>;
  /** Told in the transaction that stores an issued certificate. */
  readonly issued: (trx: Trx, issued: IssuedForRequest) => Promise<void>;
  readonly registry: ReadRegistry;
}

/** What work on the inbox takes beside it. */
export interface InboxDeps extends RequestsDeps {
  readonly timer: Timer;
  /** Names of whoever may be given work: all operators; nobody where none is enrolled. */
  readonly operatorNames: () => readonly string[];
  /** The path behind a place that a caller names; see core/store/place.ts. */
  readonly takeFolder: (grantId: string) => string | undefined;
}
