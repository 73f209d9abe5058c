import { checkSubjectAltName } from '../../../shared/domain/san.ts';
import { encodeUtf8 } from '../../../shared/util/utf8.ts';
import { writeSubtreeBase } from './certificate-build-names.ts';
import type { AuthorityProfile, CertificateSpec, LeafProfile, NameSubtree } from './certificate-spec.ts';
import {
  writeExplicit,
  writeImplicit,
  writeNamedBits,
  writeOctetString,
  writeOid,
  writeSequence,
  writeString,
  writeTlv,
  writeTrue,
  writeUnsigned,
} from './der/der-writer.ts';
import { writeGeneralNames } from './general-names.ts';
import { OID } from './oid-names.ts';
import { certifiedUsage, type OidProfile } from './oid-profile.ts';

/** RFC 5280 §4.2.1; the readers know these by themselves. */
const EXTENSION = {
  subjectKeyIdentifier: '2.5.29.14',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  crlDistributionPoints: '2.5.29.31',
  authorityKeyIdentifier: '2.5.29.35',
} as const;

/** Bits of KeyUsage (RFC 5280 §4.2.1.3). */
const USAGE = { digitalSignature: 0, nonRepudiation: 1, keyEncipherment: 2, keyCertSign: 5, cRLSign: 6 } as const;

/** `keyId`: subjectKeyIdentifier of the key that is certified. */
export interface ExtensionInput {
  readonly spec: CertificateSpec;
  readonly keyId: Uint8Array;
  readonly isRsa: boolean;
  readonly oids: OidProfile;
}

/** The extensions of a certificate in a fixed order. Critical are those whose ignoring would widen what may be done. */
export function writeCertificateExtensions({ spec, keyId, isRsa, oids }: ExtensionInput): readonly Uint8Array[] {
  const { profile } = spec;
  return [
    extension(EXTENSION.subjectKeyIdentifier, writeOctetString(keyId)),
    extension(EXTENSION.authorityKeyIdentifier, writeSequence(writeImplicit(0, spec.issuerKeyId))),
    critical(EXTENSION.basicConstraints, basicConstraints(profile)),
    critical(OID.keyUsage, writeNamedBits(usageBits(profile, isRsa))),
    ...extendedUsages(profile, oids),
    ...(profile.kind === 'leaf' ? names(profile) : nameConstraints(profile)),
    ...(spec.crlUrl === '' ? [] : [extension(EXTENSION.crlDistributionPoints, distributionPoint(spec.crlUrl))]),
    ...(profile.kind === 'leaf' ? claims(profile, oids) : []),
  ];
}

/** Bits of key usage; keyEncipherment is for RSA alone (RFC 8813 §3). An authority signs certificates and CRLs, no more. */
export function usageBits(profile: LeafProfile | AuthorityProfile, isRsa: boolean): readonly number[] {
  if (profile.kind === 'authority') return [USAGE.keyCertSign, USAGE.cRLSign];
  switch (profile.purpose) {
    case 'tls-client':
    case 'tls-server':
      return isRsa ? [USAGE.digitalSignature, USAGE.keyEncipherment] : [USAGE.digitalSignature];
    case 'object-signing':
      return [USAGE.digitalSignature, USAGE.nonRepudiation];
    case 'identity':
      return [USAGE.digitalSignature];
  }
}

/** Extended key usages that a certificate gets; empty: the extension is left out. */
export function usageOids(profile: LeafProfile | AuthorityProfile, oids: OidProfile): readonly string[] {
  const purposes = profile.kind === 'leaf' ? [profile.purpose] : (profile.kinds ?? []);
  return purposes.map((purpose) => certifiedUsage(purpose, oids));
}

function extension(oid: string, value: Uint8Array): Uint8Array {
  return writeSequence(writeOid(oid), writeOctetString(value));
}

function critical(oid: string, value: Uint8Array): Uint8Array {
  return writeSequence(writeOid(oid), writeTrue(), writeOctetString(value));
}

/** `cA` is DEFAULT FALSE, so an end certificate has an empty SEQUENCE (X.690 §11.5). */
function basicConstraints(profile: LeafProfile | AuthorityProfile): Uint8Array {
  if (profile.kind === 'leaf') return writeSequence();
  const length = profile.pathLength === null ? [] : [writeUnsigned(Uint8Array.of(profile.pathLength))];
  return writeSequence(writeTrue(), ...length);
}

function extendedUsages(profile: LeafProfile | AuthorityProfile, oids: OidProfile): readonly Uint8Array[] {
  const usages = usageOids(profile, oids);
  return usages.length === 0 ? [] : [extension(OID.extendedKeyUsage, writeSequence(...usages.map(writeOid)))];
}

function names({ san }: LeafProfile): readonly Uint8Array[] {
  const checked = san.map((name) => {
    const usual = checkSubjectAltName(name);
    if (!usual.ok) throw new RangeError(`no name: ${usual.error.code}`);
    return usual.value;
  });
  return checked.length === 0 ? [] : [extension(OID.subjectAltName, writeGeneralNames(checked))];
}

/** Critical, as RFC 5280 §4.2.1.10 demands. */
function nameConstraints({ permitted, excluded }: AuthorityProfile): readonly Uint8Array[] {
  if (permitted.length + excluded.length === 0) return [];
  const list = (tag: number, subtrees: readonly NameSubtree[]): readonly Uint8Array[] =>
    subtrees.length === 0 ? [] : [writeTlv('context', tag, true, ...subtrees.map(writeSubtree))];
  return [critical(EXTENSION.nameConstraints, writeSequence(...list(0, permitted), ...list(1, excluded)))];
}

function writeSubtree(subtree: NameSubtree): Uint8Array {
  const base = writeSubtreeBase(subtree);
  if (base === undefined) throw new RangeError(`no name constraint of kind ${subtree.kind}`);
  return writeSequence(base);
}

/** One point with one URI: `[0] { [0] { [6] uri } }` (RFC 5280 §4.2.1.13). */
function distributionPoint(url: string): Uint8Array {
  const fullName = writeTlv('context', 0, true, writeImplicit(6, encodeUtf8(url)));
  return writeSequence(writeSequence(writeExplicit(0, fullName)));
}

/** OCPI's claims: not critical, the same OIDs as in requests, lists as SEQUENCE OF UTF8String. */
function claims({ keyGroupId, ids, services }: LeafProfile, oids: OidProfile): readonly Uint8Array[] {
  const list = (oid: string, texts: readonly string[]): readonly Uint8Array[] =>
    texts.length === 0 ? [] : [extension(oid, writeSequence(...texts.map((text) => writeString('utf8', text))))];
  return [
    ...(keyGroupId === '' ? [] : [extension(oids.keyGroupId, writeString('utf8', keyGroupId))]),
    ...list(oids.partyIds, ids.partyIds),
    ...list(oids.subCpoIds, ids.subCpoIds),
    ...list(oids.subEmspIds, ids.subEmspIds),
    ...list(oids.serviceRoles, services),
  ];
}
