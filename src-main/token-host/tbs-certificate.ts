import { equalBytes } from '../../shared/util/bytes.ts';
import {
  elementsOf,
  EXTENSION_OID,
  type ExtensionParts,
  keyIdentifierOf,
  readCertificateParts,
  readExtensions,
  subjectKeyIdOf,
} from './certificate-parts.ts';
import { DER, type Element, isDerTree, readElements, readWhole } from './der-elements.ts';

/** Why bytes are not a TBSCertificate that this key may sign; undefined when they are. */
export type TbsFault =
  | 'not DER'
  | 'not a TBSCertificate'
  | 'version is not 3'
  | 'the serial number is not positive or too long'
  | 'another signature algorithm is named'
  | 'no issuer'
  | 'the validity is not in order'
  | 'not a public key'
  | 'an extension comes twice or is not DER'
  | 'the signing key itself is certified under another name'
  | 'the authority key identifier is not that of the signing key'
  | 'the given issuer certificate is not one of the signing key';

export interface Signer {
  /** SubjectPublicKeyInfo of the key that shall sign, as its token tells it. */
  readonly spki: Uint8Array;
  /** The AlgorithmIdentifier that its signature will have. */
  readonly algorithm: Uint8Array;
}

const LONGEST_SERIAL = 20;
const VERSION = 0xa0;
const EXTENSIONS = 0xa3;

/**
 * Walks a TBSCertificate (RFC 5280 §4.1.2) far enough to know that it is one, that it is this key's to sign and that its
 * signature can be taken for nothing else: version 3, a positive serial of at most 20 octets, the very AlgorithmIdentifier
 * that the signature will have, issuer, validity in order, subject, SubjectPublicKeyInfo, extensions, and nothing else;
 * DER down to the leaves, extension values included.
 *
 * Whose certificate it is, as far as a host can tell by its own key:
 * - it certifies the signing key itself: then issuer and subject are the same bytes (self-signed), and an authority key
 *   identifier, if there is one, is the key's own;
 * - it certifies another key (a leaf, a CA below, or a cross-certificate of a rollover, where the names are equal too): then
 *   the authority key identifier must be there and be the signing key's own.
 *
 * The key's own identifier is the SHA-1 of the BIT STRING of its public key (§4.2.1.2 (1)), which is what we write. An
 * older CA may have another one: `issuer`, its certificate, then has to hold this very key, the subject that the new
 * certificate names as issuer, and the subject key identifier that its authority key identifier names. Nobody vouches for
 * that certificate here; the worst that a made-up one can do is a certificate that no chain leads to.
 */
export function checkTbsCertificate(tbs: Uint8Array, signer: Signer, issuer?: Uint8Array): TbsFault | undefined {
  const outer = readWhole(tbs);
  if (outer === undefined) return 'not DER';
  const parts = elementsOf(outer, DER.sequence);
  if (parts === undefined) return 'not a TBSCertificate';
  const [version, serial, algorithm, issuerName, validity, subject, spki, list, ...rest] = parts;
  if (
    version?.tag !== VERSION ||
    serial?.tag !== DER.integer ||
    algorithm?.tag !== DER.sequence ||
    issuerName?.tag !== DER.sequence ||
    validity?.tag !== DER.sequence ||
    subject?.tag !== DER.sequence ||
    spki?.tag !== DER.sequence ||
    list?.tag !== EXTENSIONS ||
    rest.length > 0
  ) {
    return 'not a TBSCertificate';
  }
  if (!isDerTree(outer.content)) return 'not DER';
  if (!equalBytes(version.content, V3)) return 'version is not 3';
  if (!isPositive(serial)) return 'the serial number is not positive or too long';
  if (!equalBytes(algorithm.whole, signer.algorithm)) return 'another signature algorithm is named';
  if (issuerName.content.length === 0) return 'no issuer';
  if (!inOrder(validity)) return 'the validity is not in order';
  const keyId = keyIdentifierOf(spki.whole);
  if (keyId === undefined) return 'not a public key';
  const extensions = readExtensions(list);
  if (extensions === undefined || !eachOnceAndDer(extensions)) return 'an extension comes twice or is not DER';
  return checkIssuer({ issuerName, subject, spki, extensions }, signer, issuer);
}

interface Named {
  readonly issuerName: Element;
  readonly subject: Element;
  readonly spki: Element;
  readonly extensions: readonly ExtensionParts[];
}

function checkIssuer(
  { issuerName, subject, spki, extensions }: Named,
  signer: Signer,
  issuer: Uint8Array | undefined,
): TbsFault | undefined {
  let own = keyIdentifierOf(signer.spki);
  if (issuer !== undefined) {
    const certificate = readCertificateParts(issuer);
    const holds =
      certificate !== undefined &&
      equalBytes(certificate.spki, signer.spki) &&
      equalBytes(certificate.subject, issuerName.whole);
    if (!holds) return 'the given issuer certificate is not one of the signing key';
    own = subjectKeyIdOf(certificate.extensions) ?? own;
  }
  const named = authorityKeyIdOf(extensions);
  const fits = named instanceof Uint8Array && own !== undefined && equalBytes(named, own);
  const wrong = 'the authority key identifier is not that of the signing key';
  if (!equalBytes(spki.whole, signer.spki)) return fits ? undefined : wrong;
  if (!equalBytes(issuerName.whole, subject.whole)) return 'the signing key itself is certified under another name';
  return fits || named === 'none' ? undefined : wrong;
}

/** DER writes no FALSE where it is the default (X.690 §11.5), and TRUE as all ones (§11.1). */
const TRUE = Uint8Array.of(0xff);

/** INTEGER 2 (§4.1.2.1). */
const V3 = Uint8Array.of(DER.integer, 1, 2);

/** Shortest form, more than zero (§4.1.2.2). */
export function isPositive({ content }: Element): boolean {
  const [first = 0x80, second = 0] = content;
  if (content.length > LONGEST_SERIAL || first >= 0x80) return false;
  return first > 0 || (content.length > 1 && second >= 0x80);
}

/** Two times in the forms of §4.1.2.5, the second not before the first. */
function inOrder(validity: Element): boolean {
  const [notBefore, notAfter, ...rest] = readElements(validity.content) ?? [];
  const [from, to] = [timeOf(notBefore), timeOf(notAfter)];
  return rest.length === 0 && from !== undefined && to !== undefined && from <= to;
}

/** YYYYMMDDhhmmss; UTCTime up to 2049, GeneralizedTime from 2050 on, both with seconds and Z. */
export function timeOf(time: Element | undefined): string | undefined {
  if (time === undefined) return undefined;
  const text = Buffer.from(time.content).toString('latin1');
  if (time.tag === DER.generalizedTime) return /^(?:20[5-9]|2[1-9]\d|[3-9]\d\d)\d{11}Z$/.test(text) ? text : undefined;
  if (time.tag !== DER.utcTime || !/^\d{12}Z$/.test(text)) return undefined;
  return `${text < '50' ? '20' : '19'}${text}`;
}

export function eachOnceAndDer(extensions: readonly ExtensionParts[]): boolean {
  const once = new Set(extensions.map(({ oid }) => oid)).size === extensions.length;
  return (
    once &&
    extensions.every(
      ({ critical, value }) =>
        (critical === undefined || equalBytes(critical, TRUE)) && readWhole(value) !== undefined && isDerTree(value),
    )
  );
}

/** keyIdentifier [0] of the extension (§4.2.1.1); `unreadable` also when it names its issuer by other means only. */
export function authorityKeyIdOf(extensions: readonly ExtensionParts[]): Uint8Array | 'none' | 'unreadable' {
  const value = extensions.find(({ oid }) => oid === EXTENSION_OID.authorityKeyId)?.value;
  if (value === undefined) return 'none';
  const [keyId] = elementsOf(readWhole(value), DER.sequence) ?? [];
  return keyId?.tag === 0x80 ? keyId.content : 'unreadable';
}
