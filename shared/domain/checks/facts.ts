import type { Severity } from '../finding.ts';
import type { KeyAlgorithm, KeyPurpose } from '../key-algorithm.ts';
import type { PartyIdKind } from '../party-ids.ts';
import type { Claims } from '../strike.ts';
import type { CheckPolicy } from './check-policy.ts';
import type { IdIndex } from './id-index.ts';
import type { PartnerNames } from './partner-names.ts';

/** Offsets into the bytes that were read; `end` is the first octet behind. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface TextFacts extends Span {
  readonly text: string;
  readonly form: string;
}

/** `at`: ISO 8601 UTC, null when the text is no moment that exists. */
export interface TimeFacts extends Span {
  readonly text: string;
  readonly at: string | null;
}

export interface NamePartFacts extends Span {
  readonly oid: string;
  readonly name: string;
  /** Null when the value is no string. */
  readonly text: { readonly text: string } | null;
}

export interface SubjectFacts extends Span {
  readonly text: string;
  readonly rdns: readonly (readonly NamePartFacts[])[];
  /** The whole encoding: equal names have equal bytes here, no other way. */
  readonly hex: string;
}

export interface KeyFacts extends Span {
  /** One of ours, without any defect; null for every other key. */
  readonly algorithm: KeyAlgorithm | null;
  /** For people: `rsa 2048`, `ec secp256k1`, or the OID. */
  readonly label: string;
  /** Of the SubjectPublicKeyInfo, lower-case hex. */
  readonly sha256: string;
}

/** A subject alternative name; kinds beyond the four that certificates carry here keep their own word. */
export interface NameFacts extends Span {
  readonly kind: 'dns' | 'ip' | 'uri' | 'mail' | 'directory' | 'registered-id' | 'other';
  readonly value: string;
}

/** What a requested extension says as far as a check asks; `kind` names it, or says `unknown` or `malformed`. */
export interface ExtensionFacts extends Span {
  readonly oid: string;
  readonly critical: boolean;
  readonly kind: string;
  /** basicConstraints. */
  readonly ca?: boolean;
  /** Names of key usage bits, or OIDs of extended key usages. */
  readonly usages?: readonly string[];
  /** subjectAltName. */
  readonly names?: readonly NameFacts[];
  /** authorityKeyIdentifier, hex. */
  readonly keyId?: string | null;
}

export interface AttributeFacts extends Span {
  readonly oid: string;
  /** Read and understood: extensionRequest, or a claim of the OID profile. */
  readonly known: boolean;
}

export interface FindingFacts extends Span {
  readonly code: string;
  readonly severity: Severity;
  readonly field: string;
}

export interface IdListFacts extends Span {
  readonly ids: readonly TextFacts[];
}

export interface IdClaimFacts {
  readonly keyGroupId: TextFacts | null;
  readonly partyIds: IdListFacts | null;
  readonly subCpoIds: IdListFacts | null;
  readonly subEmspIds: IdListFacts | null;
}

/** A request as its decoder read it. */
export interface RequestFacts {
  readonly octets: number;
  /** Of all bytes, lower-case hex. */
  readonly sha256: string;
  /** Whether the request's own signature fits its key. */
  readonly possession: 'valid' | 'invalid' | 'unsupported';
  readonly key: KeyFacts;
  readonly subject: SubjectFacts;
  readonly claims: IdClaimFacts & {
    readonly keySerialNumber: TextFacts | null;
    readonly notBefore: TimeFacts | null;
    readonly notAfter: TimeFacts | null;
  };
  readonly extensions: readonly ExtensionFacts[];
  readonly attributes: readonly AttributeFacts[];
  readonly findings: readonly FindingFacts[];
}

/** A to-be-signed certificate as its decoder read it. */
export interface TbsFacts {
  readonly serialNumber: string;
  /** ISO 8601 UTC; null when unreadable. */
  readonly notBefore: string | null;
  readonly notAfter: string | null;
  readonly issuerHex: string;
  readonly key: KeyFacts;
  readonly subject: SubjectFacts;
  readonly claims: IdClaimFacts;
  readonly isCa: boolean;
  readonly extensions: readonly ExtensionFacts[];
  readonly findings: readonly FindingFacts[];
}

/** The partner to whom the request was assigned, as registered now. */
export interface PartnerFacts {
  readonly partnerId: string;
  /** Name, platform and other names under which it may call itself an organisation. */
  readonly names: readonly string[];
  readonly archived: boolean;
  readonly ids: readonly { readonly kind: PartyIdKind; readonly id: string; readonly confirmed: boolean }[];
  /** Registered, but not among the ids that the roster fixes: they count for nothing. */
  readonly unanchoredIds?: readonly { readonly kind: PartyIdKind; readonly id: string }[];
  /** Null: whatever the policy allows. */
  readonly allowedAlgorithms: readonly KeyAlgorithm[] | null;
  readonly maxLifetimeDays: number | null;
  /** Name patterns (name-pattern.ts); what fits none is not allowed. */
  readonly allowedNames: readonly string[];
  /** Authorities that serve it; empty: none does yet. */
  readonly authorityIds: readonly string[];
}

/** A certificate or another request over the same key; the request's own issuance is not among them. */
export interface KeyUse {
  readonly kind: 'certificate' | 'request';
  /** Null: of nobody who is registered. */
  readonly partnerId: string | null;
  /** For people. */
  readonly owner: string;
  readonly keyGroupId: string | null;
  readonly revoked: string | null;
}

/** A key group known here under the same id or one that looks like it. */
export interface GroupFacts {
  readonly keyGroupId: string;
  readonly partnerId: string | null;
  readonly owner: string;
  readonly purpose: KeyPurpose | null;
  /** Its newest certificate; null when only requests are known. */
  readonly newest: {
    readonly spkiSha256: string;
    readonly notBefore: string;
    readonly notAfter: string;
    /** Reason of its revocation. */
    readonly revoked: string | null;
    readonly algorithm: string;
    readonly subjectHex: string;
    readonly claims: Claims;
  } | null;
}

export interface HistoryFacts {
  readonly keyUses: readonly KeyUse[];
  /** The key is that of an authority of ours or of a trust anchor. */
  readonly keyIsAuthority: boolean;
  /** A verifier would take the subject for the name of an authority in the issuer's chain. */
  readonly subjectIsAuthority: boolean;
  readonly groups: readonly GroupFacts[];
  /** Other requests of the same group that are not decided. */
  readonly pending: number;
  /** The serial number of the to-be-signed certificate was used before by the same issuer. */
  readonly serialUsed: boolean;
}

/** How it is known who sent the request. */
export interface ProvenanceFacts {
  /** Operator who entered the request. */
  readonly enteredBy: string;
  readonly confirmation: {
    readonly spkiSha256: string;
    readonly partnerId: string;
    readonly by: string;
    /** The known contact over which it was confirmed. */
    readonly contact: string;
    readonly at: string;
  } | null;
  /** A JWS by the predecessor's key; `verdict` is about its signature and form alone. */
  readonly proof: {
    readonly verdict: 'valid' | 'invalid';
    readonly csrSha256: string;
    readonly keyGroupId: string;
    readonly predecessorSpkiSha256: string;
    readonly issuedAt: string;
  } | null;
}

export interface IssuerFacts {
  readonly authorityId: string;
  readonly kinds: readonly KeyPurpose[];
  readonly subjectHex: string;
  /** subjectKeyIdentifier, lower-case hex. */
  readonly keyId: string;
  readonly notBefore: string;
  readonly notAfter: string;
}

/** Everything that checks look at. No check looks anywhere else. */
export interface CheckInput {
  readonly request: RequestFacts;
  /** Absent: nothing has been prepared yet. */
  readonly tbs: TbsFacts | null;
  /** As chosen by the operator; null while nobody has. */
  readonly purpose: KeyPurpose | null;
  /** Extended key usage that a certificate of each purpose gets. */
  readonly usageOids: Readonly<Record<KeyPurpose, string>>;
  /** Taken out by the operator. */
  readonly strike: Claims;
  readonly partner: PartnerFacts | null;
  readonly ids: IdIndex;
  readonly partnerNames: PartnerNames;
  readonly history: HistoryFacts;
  readonly provenance: ProvenanceFacts;
  readonly issuer: IssuerFacts | null;
  /** The authority's policy, narrowed already by the partner's own where there is one. */
  readonly policy: CheckPolicy;
  /** Documents that the roster fixes by their hash and whose stored text is another, or gone. */
  readonly alteredDocuments?: readonly string[];
  readonly now: Date;
}
