import { equalBytes } from '../../shared/util/bytes.ts';
import { DER, isDerTree, readElements } from './der-elements.ts';

/** Why bytes are not a CertificationRequestInfo that this key may sign; undefined when they are. */
export type CsrInfoFault =
  | 'not DER'
  | 'not a CertificationRequestInfo'
  | 'version is not 0'
  | 'bytes after the end'
  | 'the public key is another one';

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
  if (sequence?.tag !== DER.sequence) return 'not a CertificationRequestInfo';
  if (after.length > 0) return 'bytes after the end';

  const parts = readElements(sequence.content);
  if (parts === undefined) return 'not DER';
  const [version, subject, spki, attributes] = parts;
  if (
    parts.length !== 4 ||
    version?.tag !== DER.integer ||
    subject?.tag !== DER.sequence ||
    spki?.tag !== DER.sequence ||
    attributes?.tag !== ATTRIBUTES
  ) {
    return 'not a CertificationRequestInfo';
  }
  if (version.content.length !== 1 || version.content[0] !== 0) return 'version is not 0';
  if (!isDerTree(subject.content) || !isDerTree(attributes.content)) return 'not DER';
  return equalBytes(spki.whole, ownSpki) ? undefined : 'the public key is another one';
}
