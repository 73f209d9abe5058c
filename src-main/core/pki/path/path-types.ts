import type { KeyPurpose } from '../../../../shared/domain/key-algorithm.ts';
import type { CertificateView } from '../certificate-read.ts';
import type { CrlView } from '../crl-read.ts';
import type { OidProfile } from '../oid-profile.ts';
import type { PathCheckCode } from './check-text.ts';

/**
 * What the leaf is to be used for. `authority`: it shall sign certificates itself (looking at a CA's own path);
 * `any`: nobody asks, so neither key usage nor extended key usage is judged.
 */
export type PathPurpose = KeyPurpose | 'authority' | 'any';

/**
 * `off`: revocation is not looked at. `if-known`: CRLs are used where there is one of the issuer; none is a warning.
 * `required`: a certificate whose status nobody can tell makes the path unknown.
 */
export type RevocationMode = 'off' | 'if-known' | 'required';

/** A certificate with the bytes it was read from. */
export interface ReadCertificate {
  readonly der: Uint8Array;
  readonly view: CertificateView;
}

export interface ReadCrl {
  readonly der: Uint8Array;
  readonly view: CrlView;
}

/** A certificate that somebody decided to trust, and what for. It need not be self-signed. */
export interface TrustAnchor {
  readonly certificate: ReadCertificate;
  readonly purposes: readonly KeyPurpose[] | 'all';
}

export interface PathRequest {
  readonly leaf: ReadCertificate;
  /** In any order; strangers, duplicates, the leaf and the root may be among them. */
  readonly intermediates: readonly ReadCertificate[];
  readonly anchors: readonly TrustAnchor[];
  readonly crls: readonly ReadCrl[];
  /** The moment that is asked about; parts of a second do not count. */
  readonly at: Date;
  readonly purpose: PathPurpose;
  readonly revocation: RevocationMode;
  /** Extended key usages of the purposes that no standard names. */
  readonly usages: Pick<OidProfile, 'objectSigningUsage' | 'identityUsage'>;
}

/** `warn` does not spoil a path; `unknown` does: nobody can say, so nobody may rely on it. */
export type CheckVerdict = 'pass' | 'warn' | 'fail' | 'unknown';

/** One rule applied to one certificate. `index` counts from the leaf, 0, to the anchor. */
export interface PathCheck {
  readonly code: PathCheckCode;
  readonly verdict: CheckVerdict;
  readonly index: number;
  readonly data: Readonly<Record<string, string | number>>;
}

export type OverallVerdict = 'valid' | 'invalid' | 'unknown';

/** One certificate of the path that was judged. */
export interface PathLink {
  readonly sha256: string;
  readonly subject: string;
  readonly issuer: string;
  readonly serialNumber: string;
  readonly isAnchor: boolean;
  readonly verdict: OverallVerdict;
  readonly checks: readonly PathCheck[];
}

export interface PathVerdict {
  readonly verdict: OverallVerdict;
  /** Leaf first. Of several paths the valid one, else the one that comes nearest; it ends early if no anchor is found. */
  readonly links: readonly PathLink[];
  /** Checks of all links, in their order. */
  readonly checks: readonly PathCheck[];
  /** How many ways to an anchor were judged, and whether the search ended before all were seen. */
  readonly search: { readonly paths: number; readonly gaveUp: boolean };
}
