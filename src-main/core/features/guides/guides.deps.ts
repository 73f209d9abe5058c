import type { guidesContract } from '../../../../shared/contract/guides.ts';
import type { CrlStatus } from '../../../../shared/contract/revocations.ts';
import type { StandingView } from '../../../../shared/contract/standing.ts';
import type { CommonFault, RaisedBy } from '../../../../shared/contract/wire/contract.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import type { RosterState } from '../../../../shared/domain/roster.ts';
import type { Clock } from '../../clock.ts';
import type { Reader } from '../../store/tables.ts';
import type { Unit } from '../../store/unit.ts';

/** What earlier features see, asked anew each time; build-features.ts hands it in. */
export interface GuideEyes {
  lists(): Promise<readonly CrlStatus[]>;
  standing(): Promise<readonly StandingView[]>;
  /** Tasks whose time has come. */
  countDue(): Promise<number>;
  clockFault(): { readonly seconds: number } | undefined;
  /** Undefined without operators, or while the roster does not hold. */
  roster(): RosterState | undefined;
  isRevokedIdentity(certificate: string): Promise<boolean>;
  /** Label of the token when a reader that is connected shows it now. */
  seenToken(tokenUri: string): string | undefined;
  /** Tokens that are seen now. */
  tokens(): readonly { readonly tokenUri: string; readonly label: string }[];
  hasPolicy(authorityId: string): Promise<boolean>;
}

/** What the use cases of guides take; build-features.ts makes it. */
export interface GuidesDeps {
  readonly db: Reader;
  readonly unit: Unit;
  readonly clock: Clock;
  readonly workspaceId: string;
  readonly workspaceName: string;
  readonly newId: () => string;
  readonly actorOf: (caller: Caller) => Actor;
  readonly eyes: GuideEyes;
}

/** Every expected end of the use cases, as the contract declares it. */
export type GuideFault = Exclude<RaisedBy<(typeof guidesContract)['guides']['check']>, CommonFault>;
