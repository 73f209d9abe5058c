import type { NameAttribute } from '../../../shared/domain/distinguished-name.ts';
import type { KeyPurpose, SignatureAlgorithm } from '../../../shared/domain/key-algorithm.ts';
import type { SubjectAltName } from '../../../shared/domain/san.ts';
import type { ClaimedIds } from './csr-spec.ts';

/** One subtree of RFC 5280 §4.2.1.10; `ip` is CIDR, `dn` a whole name whose first RDNs bind. */
export type NameSubtree =
  | { readonly kind: 'dns' | 'uri' | 'mail' | 'ip'; readonly value: string }
  | { readonly kind: 'dn'; readonly value: readonly NameAttribute[] };

/** An end certificate. Usages come from the purpose and the key, never from a request. */
export interface LeafProfile {
  readonly kind: 'leaf';
  readonly purpose: KeyPurpose;
  readonly san: readonly SubjectAltName[];
  /** Empty: left out. */
  readonly keyGroupId: string;
  readonly ids: ClaimedIds;
  /** OCPI modules and sides of a service, `cdrs:SENDER`. */
  readonly services: readonly string[];
}

export interface AuthorityProfile {
  readonly kind: 'authority';
  /** How many authorities may stand below it; null: no limit. */
  readonly pathLength: number | null;
  /**
   * What it certifies. Written as extended key usage, so that other software keeps to it too; null (roots and cross certificates) writes none.
   */
  readonly kinds: readonly KeyPurpose[] | null;
  readonly permitted: readonly NameSubtree[];
  readonly excluded: readonly NameSubtree[];
}

/** Everything that a to-be-signed certificate says. Names and keys are whole encodings, taken over byte for byte. */
export interface CertificateSpec {
  /** Unsigned, big-endian, 1 to 20 octets as INTEGER (RFC 5280 §4.1.2.2). */
  readonly serialNumber: Uint8Array;
  readonly signatureAlgorithm: SignatureAlgorithm;
  readonly issuer: Uint8Array;
  /** subjectKeyIdentifier of the issuer. */
  readonly issuerKeyId: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly subject: Uint8Array;
  readonly spki: Uint8Array;
  /** Where the issuer's CRL lies; empty: none is named. */
  readonly crlUrl: string;
  readonly profile: LeafProfile | AuthorityProfile;
}
