import { createHash } from 'node:crypto';
import { DER, type Element, isDerTree, readElements, readWhole } from './der-elements.ts';

/** What a host needs to know of a certificate, as it stands in its bytes. */
export interface CertificateParts {
  /** INTEGER with tag and length, as CKA_SERIAL_NUMBER wants it. */
  readonly serial: Uint8Array;
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  readonly spki: Uint8Array;
  readonly extensions: readonly ExtensionParts[];
}

export interface ExtensionParts {
  /** Content octets of the OBJECT IDENTIFIER, in hex. */
  readonly oid: string;
  /** Content of the critical flag where it is written. */
  readonly critical: Uint8Array | undefined;
  readonly value: Uint8Array;
}

/** OIDs of RFC 5280 §4.2.1 and §5.2, content octets in hex. */
export const EXTENSION_OID = { subjectKeyId: '551d0e', authorityKeyId: '551d23', crlNumber: '551d14' } as const;

const VERSION = 0xa0;
const EXTENSIONS = 0xa3;

/**
 * Finds its way through a certificate (RFC 5280 §4.1) that somebody issued, as leniently as others issue: any version,
 * unique ids, any serial. It must be DER. Nothing is judged; that is core's part.
 */
export function readCertificateParts(certificate: Uint8Array): CertificateParts | undefined {
  const outer = readWhole(certificate);
  const [tbs, algorithm, signature, ...rest] = elementsOf(outer, DER.sequence) ?? [];
  if (algorithm?.tag !== DER.sequence || signature?.tag !== DER.bitString || rest.length > 0) return undefined;
  if (outer === undefined || !isDerTree(outer.content)) return undefined;
  const parts = elementsOf(tbs, DER.sequence) ?? [];
  const [serial, inner, issuer, validity, subject, spki, ...more] = parts[0]?.tag === VERSION ? parts.slice(1) : parts;
  if (serial?.tag !== DER.integer || serial.content.length === 0 || inner?.tag !== DER.sequence) return undefined;
  if (issuer?.tag !== DER.sequence || validity?.tag !== DER.sequence) return undefined;
  if (subject?.tag !== DER.sequence || spki?.tag !== DER.sequence) return undefined;
  const list = more.find(({ tag }) => tag === EXTENSIONS);
  const extensions = list === undefined ? [] : readExtensions(list);
  if (extensions === undefined) return undefined;
  return { serial: serial.whole, issuer: issuer.whole, subject: subject.whole, spki: spki.whole, extensions };
}

/** [3] EXPLICIT Extensions: each an OID, perhaps a critical flag (DER: TRUE or left out), and an OCTET STRING. */
export function readExtensions(list: Element): readonly ExtensionParts[] | undefined {
  const [sequence, ...after] = readElements(list.content) ?? [];
  const members = elementsOf(sequence, DER.sequence);
  if (members === undefined || members.length === 0 || after.length > 0) return undefined;
  const extensions: ExtensionParts[] = [];
  for (const member of members) {
    const parts = elementsOf(member, DER.sequence);
    const [oid, ...rest] = parts ?? [];
    const critical = rest[0]?.tag === DER.boolean ? rest[0] : undefined;
    const [value, ...more] = critical === undefined ? rest : rest.slice(1);
    if (oid?.tag !== DER.oid || value?.tag !== DER.octetString || more.length > 0) return undefined;
    extensions.push({
      oid: Buffer.from(oid.content).toString('hex'),
      critical: critical?.content,
      value: value.content,
    });
  }
  return extensions;
}

/** SHA-1 of the public key's bits: the key identifier of RFC 5280 §4.2.1.2 (1), and CKA_ID of keys that we make. */
export function keyIdentifierOf(spki: Uint8Array): Uint8Array | undefined {
  const [algorithm, bits, ...rest] = elementsOf(readWhole(spki), DER.sequence) ?? [];
  if (algorithm?.tag !== DER.sequence || bits?.tag !== DER.bitString || rest.length > 0) return undefined;
  return createHash('sha1').update(bits.content.subarray(1)).digest();
}

/** SubjectKeyIdentifier ::= OCTET STRING. Undefined when there is none or it is none. */
export function subjectKeyIdOf(extensions: readonly ExtensionParts[]): Uint8Array | undefined {
  const value = extensions.find(({ oid }) => oid === EXTENSION_OID.subjectKeyId)?.value;
  const id = value === undefined ? undefined : readWhole(value);
  return id?.tag === DER.octetString ? id.content : undefined;
}

/** The members of a constructed element of this tag. */
export function elementsOf(element: Element | undefined, tag: number): readonly Element[] | undefined {
  return element?.tag === tag ? readElements(element.content) : undefined;
}
