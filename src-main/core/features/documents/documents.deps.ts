import type { documentsContract } from '../../../../shared/contract/documents.ts';
import type { OidProfile } from '../../../../shared/contract/settings.ts';
import type { CommonFault, RaisedBy } from '../../../../shared/contract/wire/contract.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import type { CheckPolicy } from '../../../../shared/domain/checks/check-policy.ts';
import type { CheckResult } from '../../../../shared/domain/checks/check-result.ts';
import type { Clock } from '../../clock.ts';
import type { Reader } from '../../store/tables.ts';
import type { Unit } from '../../store/unit.ts';
import type { OperatorsService } from '../operators/index.ts';

/** Whose policies count together for a request. */
export interface JudgedScope {
  readonly authorityId?: string | undefined;
  readonly partnerId?: string | undefined;
}

/** What a request is judged by. */
export interface PolicyInForce {
  readonly policy: CheckPolicy;
  /** Of its canonical JSON. */
  readonly sha256: string;
  /** Documents that the roster fixes and that are not stored as such: nothing may be signed. */
  readonly altered: readonly string[];
}

export type PolicyFor = (db: Reader, scope: JudgedScope) => Promise<PolicyInForce>;

/** Requests, which stand later in the order, as far as a policy is tried on them. */
export interface RequestTrials {
  /** The newest first. */
  newest(last: number): Promise<readonly TrialRow[]>;
  /** What all checks say of it under such policies; undefined when it cannot be read. */
  check(requestId: string, policyFor: PolicyFor): Promise<readonly CheckResult[] | undefined>;
}

export interface TrialRow {
  readonly requestId: string;
  readonly name: string;
  readonly state: string;
  readonly receivedAt: string;
}

/** What the use cases of documents take; build-features.ts makes it. */
export interface DocumentsDeps {
  readonly db: Reader;
  readonly unit: Unit;
  readonly clock: Clock;
  readonly actorOf: (caller: Caller) => Actor;
  readonly operators: Pick<OperatorsService, 'roster' | 'proposeDocument'>;
  /** The object identifier that stands for two things in a profile. */
  readonly oidTwice: (profile: OidProfile) => string | undefined;
  readonly trials: RequestTrials;
  /** Lets others have their turn. */
  readonly pause: () => Promise<unknown>;
}

type Contract = typeof documentsContract;

export type DocumentFault = Exclude<RaisedBy<Contract['policy']['propose']>, CommonFault>;
