import { equalBytes } from '../../shared/util/bytes.ts';

/** Why bytes are not a CertificationRequestInfo that this key may sign; undefined when they are. */
export type CsrInfoFault =
  | 'not DER'
  | 'not a CertificationRequestInfo'
  | 'version is not 0'
  | 'bytes after the end'
  | 'the public key is another one';

interface Element {
  readonly tag: number;
  /** The element with tag and length. */
  readonly whole: Uint8Array;
  readonly content: Uint8Array;
}

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const ATTRIBUTES = 0xa0;

/**
 * Walks a CertificationRequestInfo (RFC 2986 §4.1) just far enough to know that it is one and asks for the signing key
 * itself: SEQUENCE of version 0, subject Name, this very SubjectPublicKeyInfo, [0] attributes, and nothing else.
 * Core decodes the rest; this is the host's own look at what it is about to sign.
 */
export function checkCsrInfo(info: Uint8Array, ownSpki: Uint8Array): CsrInfoFault | undefined {
  const outer = readElements(info);
  if (outer === undefined) return 'not DER';
  const [sequence, ...after] = outer;
  if (sequence?.tag !== SEQUENCE) return 'not a CertificationRequestInfo';
  if (after.length > 0) return 'bytes after the end';

  const parts = readElements(sequence.content);
  if (parts === undefined) return 'not DER';
  const [version, subject, spki, attributes] = parts;
  if (
    parts.length !== 4 ||
    version?.tag !== INTEGER ||
    subject?.tag !== SEQUENCE ||
    spki?.tag !== SEQUENCE ||
    attributes?.tag !== ATTRIBUTES
  ) {
    return 'not a CertificationRequestInfo';
  }
  if (version.content.length !== 1 || version.content[0] !== 0) return 'version is not 0';
  if (!isDerTree(subject.content) || !isDerTree(attributes.content)) return 'not DER';
  return equalBytes(spki.whole, ownSpki) ? undefined : 'the public key is another one';
}

/** Reads the elements that fill `bytes` exactly. Definite, shortest lengths and one-byte tags only (X.690 §10.1). */
function readElements(bytes: Uint8Array): readonly Element[] | undefined {
  const elements: Element[] = [];
  let at = 0;
  while (at < bytes.length) {
    const element = readElement(bytes, at);
    if (element === undefined) return undefined;
    elements.push(element);
    at += element.whole.length;
  }
  return elements;
}

function readElement(bytes: Uint8Array, at: number): Element | undefined {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return undefined;
  let length = first;
  let header = 2;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > 3) return undefined;
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + (bytes[at + 2 + i] ?? 0);
    header += count;
    // The shortest form, without a leading zero: one spelling for each length.
    if (length < 0x80 || length < 256 ** (count - 1)) return undefined;
  }
  const end = at + header + length;
  if (end > bytes.length) return undefined;
  return { tag, whole: bytes.subarray(at, end), content: bytes.subarray(at + header, end) };
}

/** Constructed elements hold elements again, down to the leaves. */
function isDerTree(bytes: Uint8Array, depth = 0): boolean {
  const elements = readElements(bytes);
  if (elements === undefined || depth > 20) return false;
  return elements.every(({ tag, content }) => (tag & 0x20) === 0 || isDerTree(content, depth + 1));
}
