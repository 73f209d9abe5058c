import type { authoritiesContract } from '../../../../shared/contract/authorities.ts';
import type { SignRequest } from '../../../../shared/contract/host.ts';
import type { SigningPurpose } from '../../../../shared/contract/key-facts.ts';
import type { OidProfile } from '../../../../shared/contract/settings.ts';
import type { TokenFault } from '../../../../shared/contract/token-faults.ts';
import type { CommonFault, RaisedBy } from '../../../../shared/contract/wire/contract.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import type { Result } from '../../../../shared/util/result.ts';
import type { Clock } from '../../clock.ts';
import type { CertificateView } from '../../pki/certificate-read.ts';
import type { ReadCertificate } from '../../pki/path/path-types.ts';
import type { Reader, Trx } from '../../store/tables.ts';
import type { Unit } from '../../store/unit.ts';
import type { KeyTarget, Signed } from '../../token-client/host-calls.ts';
import type { DecodePool } from '../../workers/decode-pool.ts';
import type { TokenAccess, TokenContext, TokenHandle } from '../tokens/index.ts';

type Authorities = (typeof authoritiesContract)['authorities'];

/** Every expected end of a use case of authorities, as the contract declares it. */
export type AuthorityFault = Exclude<RaisedBy<Authorities['create']>, CommonFault>;
export type RetireFault = Exclude<RaisedBy<Authorities['retire']>, CommonFault>;

/** What authorities ask of tokens. */
export type AuthorityTokens = Pick<
  TokenAccess,
  'find' | 'seen' | 'resolve' | 'withUnlocked' | 'isSignedIn' | 'offers' | 'listKeys' | 'generateKey' | 'destroyKey'
> & {
  /** Signs all or none in order, signed in once; keys that want their PIN for each signature are asked for each. */
  signMany(
    context: TokenContext,
    token: TokenHandle,
    key: KeyTarget,
    purpose: SigningPurpose,
    requests: readonly SignRequest[],
    reason: string,
  ): Promise<Result<readonly Signed[], TokenFault>>;
};

/** A certificate for the inventory, with what it is linked to. */
export interface ShelvedCertificate {
  readonly der: Uint8Array;
  readonly view: CertificateView;
  readonly profile: OidProfile;
  readonly source: 'issued' | 'authority' | 'imported';
  readonly links: {
    readonly requestId?: string | undefined;
    readonly issuanceId?: string | undefined;
    readonly authorityId?: string | undefined;
    readonly issuedBy?: string | undefined;
  };
}

/** The inventory of certificates, as far as authorities need it. */
export interface CertificateShelf {
  /** Puts one in, inside the caller's transaction; the same bytes twice are one. Answers its id. */
  add(trx: Trx, certificate: ShelvedCertificate, by: string): Promise<string>;
  /** The certificate and its issuers as far as they are known, leaf first. */
  chain(db: Reader, certificateId: string): Promise<readonly Uint8Array[]>;
  /** Exactly these certificates, by SHA-256; undefined for one that is not there or whose bytes are others. */
  exactly(db: Reader, sha256s: readonly string[]): Promise<readonly (Uint8Array | undefined)[]>;
  /** Authorities of the inventory that may stand above these certificates, by name and key; nothing is verified. */
  above(db: Reader, certificates: readonly ReadCertificate[]): Promise<readonly ReadCertificate[]>;
  pkcs7(certificates: readonly Uint8Array[]): Uint8Array;
}

/** What the use cases of authorities take; core.ts builds it. */
export interface AuthoritiesDeps {
  readonly db: Reader;
  readonly unit: Unit;
  readonly clock: Clock;
  readonly tokens: AuthorityTokens;
  readonly certificates: CertificateShelf;
  readonly random: (bytes: number) => Uint8Array;
  readonly newId: () => string;
  readonly actorOf: (caller: Caller) => Actor;
  /** For entries without a caller: what was found at the start. */
  readonly system: Actor;
  readonly oidProfile: () => OidProfile;
  /** Decodes what comes from outside, away from this thread. */
  readonly pool: DecodePool;
}
