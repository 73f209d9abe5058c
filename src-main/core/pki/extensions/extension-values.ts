import type { Asn1NodeView } from '../asn1-tree.ts';
import type { ByteRange, DecodeLog } from '../decode-log.ts';
import type { DerNode } from '../der/der-node.ts';
import type { GeneralNameView } from '../general-names.ts';
import type { NameAttributeView } from '../name-read.ts';
import type { IdListView } from '../ocpi-claims.ts';
import type { OidProfile } from '../oid-profile.ts';
import type { ServiceRoleView } from '../service-roles.ts';
import type { TextView } from '../text-read.ts';

/** An OID with the name people know, null when there is none. */
export interface NamedOid {
  readonly oid: string;
  readonly name: string | null;
}

/** RFC 5280 §4.2.1.10. `minimum` other than 0 and any `maximum` have no meaning there and are remarked. */
export interface GeneralSubtreeView extends ByteRange {
  readonly base: GeneralNameView;
  readonly minimum: number;
  readonly maximum: number | null;
}

/** RFC 5280 §4.2.1.13. `relativeName` is one RDN to append to the name of the CRL's issuer. */
export interface DistributionPointView extends ByteRange {
  readonly fullName: readonly GeneralNameView[] | null;
  readonly relativeName: readonly NameAttributeView[] | null;
  readonly reasons: readonly string[] | null;
  readonly crlIssuer: readonly GeneralNameView[] | null;
}

export interface AccessView extends ByteRange {
  readonly method: NamedOid;
  readonly location: GeneralNameView;
}

export interface PolicyView extends ByteRange {
  readonly policy: NamedOid;
  /** `value`: a text or an address where the qualifier is one of RFC 5280's two, else hex. */
  readonly qualifiers: readonly (NamedOid & { readonly value: string })[];
}

export type OcpiIdClaim = 'partyIds' | 'subCpoIds' | 'subEmspIds';

/** What an extension says. `malformed`: known but unreadable; `unknown`: shown as a tree, or as hex when it is no DER. */
export type ExtensionValue =
  | {
      readonly kind: 'authority-key-id';
      readonly keyId: string | null;
      readonly issuer: readonly GeneralNameView[] | null;
      readonly serialNumber: string | null;
    }
  | { readonly kind: 'subject-key-id'; readonly keyId: string }
  | { readonly kind: 'key-usage'; readonly usages: readonly string[] }
  | { readonly kind: 'certificate-policies'; readonly policies: readonly PolicyView[] }
  | {
      readonly kind: 'policy-mappings';
      readonly mappings: readonly { readonly issuerPolicy: string; readonly subjectPolicy: string }[];
    }
  /** `wrapped`: an OCTET STRING too many stood around the names and was taken off. */
  | { readonly kind: 'subject-alt-name'; readonly names: readonly GeneralNameView[]; readonly wrapped: boolean }
  | { readonly kind: 'issuer-alt-name'; readonly names: readonly GeneralNameView[] }
  | {
      readonly kind: 'subject-directory-attributes';
      readonly attributes: readonly (NamedOid & { readonly values: readonly string[] })[];
    }
  | { readonly kind: 'basic-constraints'; readonly ca: boolean; readonly pathLength: number | null }
  | {
      readonly kind: 'name-constraints';
      readonly permitted: readonly GeneralSubtreeView[];
      readonly excluded: readonly GeneralSubtreeView[];
    }
  | {
      readonly kind: 'policy-constraints';
      readonly requireExplicitPolicy: number | null;
      readonly inhibitPolicyMapping: number | null;
    }
  | { readonly kind: 'inhibit-any-policy'; readonly skipCertificates: number }
  | { readonly kind: 'extended-key-usage'; readonly usages: readonly NamedOid[] }
  | { readonly kind: 'crl-distribution-points' | 'freshest-crl'; readonly points: readonly DistributionPointView[] }
  | { readonly kind: 'authority-info-access' | 'subject-info-access'; readonly accesses: readonly AccessView[] }
  | { readonly kind: 'ocsp-no-check' }
  /** TLS extension numbers (RFC 7633); 5 is the stapled status. */
  | { readonly kind: 'tls-feature'; readonly features: readonly number[] }
  /** RFC 6962: known by name, its inside is not read. */
  | { readonly kind: 'sct-list'; readonly octets: number }
  /** Numbers of CRLs in lower-case hex, as serial numbers have it. */
  | { readonly kind: 'crl-number' | 'delta-crl-indicator'; readonly number: string }
  | {
      readonly kind: 'issuing-distribution-point';
      readonly fullName: readonly GeneralNameView[] | null;
      readonly relativeName: readonly NameAttributeView[] | null;
      readonly onlyUserCertificates: boolean;
      readonly onlyCaCertificates: boolean;
      readonly onlyAttributeCertificates: boolean;
      readonly onlySomeReasons: readonly string[] | null;
      readonly indirectCrl: boolean;
    }
  | { readonly kind: 'crl-reason'; readonly reason: string }
  | { readonly kind: 'invalidity-date'; readonly at: string | null }
  | { readonly kind: 'certificate-issuer'; readonly names: readonly GeneralNameView[] }
  | { readonly kind: 'ocpi-ids'; readonly claim: OcpiIdClaim; readonly list: IdListView }
  | { readonly kind: 'ocpi-key-group-id'; readonly text: TextView }
  | { readonly kind: 'ocpi-service-roles'; readonly roles: readonly ServiceRoleView[] }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'unknown'; readonly tree: readonly Asn1NodeView[] | null };

export interface ExtensionView extends ByteRange {
  readonly oid: string;
  readonly name: string | null;
  readonly critical: boolean;
  readonly value: ExtensionValue;
  /** Content of the OCTET STRING, in hex, whatever was understood of it. */
  readonly hex: string;
}

/** Where a reader of one extension stands: what it may remark goes to `log` under `field`. */
export interface ExtensionReading {
  readonly oid: string;
  readonly critical: boolean;
  readonly profile: OidProfile;
  readonly log: DecodeLog;
  readonly field: string;
  readonly depth: number;
}

/** Reads the value of one extension; undefined when it is not of the extension's type. */
export type ExtensionReader = (node: DerNode, reading: ExtensionReading) => ExtensionValue | undefined;
