import type { OidProfile } from '../../../../shared/contract/settings.ts';
import type { TokenFault } from '../../../../shared/contract/token-faults.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import type { RosterRule } from '../../../../shared/domain/roster.ts';
import type { Clock } from '../../clock.ts';
import type { Reader } from '../../store/tables.ts';
import type { Unit } from '../../store/unit.ts';
import type { TokenAccess } from '../tokens/index.ts';
import type { RosterNotes } from './roster-note.ts';

/** What the use cases of operators take; core.ts builds it. */
export interface OperatorsDeps {
  readonly db: Reader;
  readonly unit: Unit;
  readonly clock: Clock;
  readonly workspaceId: string;
  readonly tokens: TokenAccess;
  readonly notes: RosterNotes;
  readonly random: (bytes: number) => Uint8Array;
  readonly newId: () => string;
  readonly oidProfile: () => OidProfile;
  /** Whoever acts before there are operators, or without being signed in. */
  readonly localActor: (caller: Caller) => Actor;
  /** The text of a document whose SHA-256 a proposal fixes; it goes into the proposal's file. */
  readonly documentText: (sha256: string) => Promise<string | undefined>;
  /** Told after each change of who is signed in. */
  readonly changed: () => void;
}

type Nothing = Readonly<Record<string, never>>;

export type OperatorFault =
  | TokenFault
  | {
      readonly code:
        | 'OPERATOR_NOT_FOUND'
        | 'OPERATOR_KEY_ABSENT'
        | 'OPERATOR_SIGNATURE'
        | 'NOT_SIGNED_IN_AS_OPERATOR'
        | 'ROSTER_EXISTS'
        | 'ROSTER_ABSENT'
        | 'ROSTER_LOCKED'
        | 'PROPOSAL_NOT_FOUND'
        | 'PROPOSAL_STALE'
        | 'PROPOSAL_CHANGED'
        | 'CERTIFICATE_NOT_FOUND'
        | 'TOKEN_NOT_FOUND';
      readonly data: Nothing;
    }
  | { readonly code: 'OPERATOR_CERTIFICATE'; readonly data: { readonly reason: CertificateReason } }
  | { readonly code: 'ROSTER_RULE'; readonly data: { readonly reason: RosterRule } }
  | { readonly code: 'RECOVERY_VOTES'; readonly data: { readonly have: number; readonly needed: number } }
  | { readonly code: 'VOTE_REFUSED'; readonly data: { readonly reason: VoteReason } };

export type CertificateReason =
  'unreadable' | 'not-identity' | 'not-yet' | 'expired' | 'revoked' | 'no-path' | 'service';
export type VoteReason = 'voted' | 'not-an-approver' | 'form' | 'signature' | 'other-entry';
