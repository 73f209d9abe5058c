import type { revocationsContract } from '../../../../shared/contract/revocations.ts';
import type { CommonFault, RaisedBy } from '../../../../shared/contract/wire/contract.ts';
import type { AuthoritiesDeps } from '../authorities/index.ts';

/** Revocation asks for what authorities ask for: it signs with their keys and writes about their certificates. */
export type RevocationsDeps = AuthoritiesDeps;

/** Every expected end of the use cases, as the contract declares it. */
export type RevocationFault = Exclude<RaisedBy<(typeof revocationsContract)['revocations']['revoke']>, CommonFault>;
export type CrlFault = Exclude<RaisedBy<(typeof revocationsContract)['crl']['issue']>, CommonFault>;

/** Why a list cannot be made or read. */
export type CrlReason =
  | 'unreadable'
  | 'several'
  | 'issuer'
  | 'signature'
  | 'partial'
  | 'no-number'
  | 'older'
  | 'usage'
  | 'clock'
  | 'numbers'
  | 'read-back';
