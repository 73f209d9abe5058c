import { equalBytes } from '../../shared/util/bytes.ts';
import {
  elementsOf,
  EXTENSION_OID,
  keyIdentifierOf,
  readCertificateParts,
  readExtensions,
  subjectKeyIdOf,
} from './certificate-parts.ts';
import { DER, type Element, isDerTree, readElements, readWhole } from './der-elements.ts';
import { authorityKeyIdOf, eachOnceAndDer, isPositive, type Signer, timeOf } from './tbs-certificate.ts';

/** Why bytes are not a TBSCertList that this key may sign; undefined when they are. */
export type TbsCrlFault =
  | 'not DER'
  | 'not a TBSCertList'
  | 'version is not 2'
  | 'another signature algorithm is named'
  | 'no issuer'
  | 'the updates are not in order'
  | 'an entry is not one'
  | 'a serial number comes twice or out of order'
  | 'an extension comes twice or is not DER'
  | 'an extension that a whole list of ours does not have'
  | 'the CRL number is missing or not positive'
  | 'the authority key identifier is not that of the signing key'
  | 'the given issuer certificate is not one of the signing key';

/** INTEGER 1 is version 2 (RFC 5280 §5.1.2.1). */
const V2 = Uint8Array.of(1);
const EXTENSIONS = 0xa0;
/** reasonCode and invalidityDate (§5.3.1, §5.3.2); certificateIssuer belongs to indirect lists. */
const ENTRY_EXTENSIONS: ReadonlySet<string> = new Set(['551d15', '551d18']);

/**
 * Walks a TBSCertList (RFC 5280 §5.1.2) so far that it is known to be one, that it is this key's to sign and that its
 * signature can be taken for nothing else: version 2, the very AlgorithmIdentifier that the signature will have, an issuer
 * that is the subject of `issuer` (a certificate of this very key), updates in order, entries by rising serial number, each
 * once, and exactly the two extensions of a whole list: the key's identifier and a CRL number. A list that lacks entries
 * cannot be told here; deltas and indirect lists, which would say something about others, are refused.
 */
export function checkTbsCrl(tbs: Uint8Array, signer: Signer, issuer: Uint8Array): TbsCrlFault | undefined {
  const outer = readWhole(tbs);
  if (outer === undefined) return 'not DER';
  const [version, algorithm, issuerName, thisUpdate, nextUpdate, ...rest] = elementsOf(outer, DER.sequence) ?? [];
  if (version?.tag !== DER.integer || algorithm?.tag !== DER.sequence || issuerName?.tag !== DER.sequence)
    return 'not a TBSCertList';
  const entries = rest[0]?.tag === DER.sequence ? rest[0] : undefined;
  const [list, ...more] = entries === undefined ? rest : rest.slice(1);
  if (list?.tag !== EXTENSIONS || more.length > 0) return 'not a TBSCertList';
  if (!isDerTree(outer.content)) return 'not DER';
  if (!equalBytes(version.content, V2)) return 'version is not 2';
  if (!equalBytes(algorithm.whole, signer.algorithm)) return 'another signature algorithm is named';
  if (issuerName.content.length === 0) return 'no issuer';
  const [from, to] = [timeOf(thisUpdate), timeOf(nextUpdate)];
  if (from === undefined || to === undefined || from > to) return 'the updates are not in order';
  return checkEntries(entries) ?? checkExtensions(list) ?? checkIssuer(list, issuerName, signer, issuer);
}

function checkEntries(list: Element | undefined): TbsCrlFault | undefined {
  if (list === undefined) return undefined;
  const entries = readElements(list.content);
  // An empty list is left out (§5.1.2.6).
  if (entries === undefined || entries.length === 0) return 'an entry is not one';
  let before: Uint8Array | undefined;
  for (const entry of entries) {
    const [serial, date, extensions, ...rest] = elementsOf(entry, DER.sequence) ?? [];
    if (serial?.tag !== DER.integer || timeOf(date) === undefined || rest.length > 0) return 'an entry is not one';
    if (!isPositive(serial)) return 'an entry is not one';
    if (before !== undefined && !isLess(before, serial.content)) return 'a serial number comes twice or out of order';
    before = serial.content;
    if (extensions !== undefined && !areOfEntry(extensions)) return 'an entry is not one';
  }
  return undefined;
}

/** Positive numbers in their shortest form: the longer one is the larger. */
function isLess(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return a.length < b.length;
  const at = a.findIndex((octet, i) => octet !== b[i]);
  return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0);
}

function areOfEntry(list: Element): boolean {
  // `readExtensions` looks into a tag around the list; here the list stands bare.
  const extensions = readExtensions({ tag: EXTENSIONS, whole: list.whole, content: list.whole });
  return (
    extensions !== undefined &&
    eachOnceAndDer(extensions) &&
    extensions.every(({ oid, critical }) => critical === undefined && ENTRY_EXTENSIONS.has(oid))
  );
}

function checkExtensions(list: Element): TbsCrlFault | undefined {
  const extensions = readExtensions(list);
  if (extensions === undefined || !eachOnceAndDer(extensions)) return 'an extension comes twice or is not DER';
  const known: readonly string[] = [EXTENSION_OID.authorityKeyId, EXTENSION_OID.crlNumber];
  if (!extensions.every(({ oid, critical }) => critical === undefined && known.includes(oid)))
    return 'an extension that a whole list of ours does not have';
  const value = extensions.find(({ oid }) => oid === EXTENSION_OID.crlNumber)?.value;
  const number = value === undefined ? undefined : readWhole(value);
  return number?.tag === DER.integer && isPositive(number) ? undefined : 'the CRL number is missing or not positive';
}

function checkIssuer(list: Element, issuerName: Element, signer: Signer, issuer: Uint8Array): TbsCrlFault | undefined {
  const certificate = readCertificateParts(issuer);
  const holds =
    certificate !== undefined &&
    equalBytes(certificate.spki, signer.spki) &&
    equalBytes(certificate.subject, issuerName.whole);
  if (!holds) return 'the given issuer certificate is not one of the signing key';
  const own = subjectKeyIdOf(certificate.extensions) ?? keyIdentifierOf(signer.spki);
  const named = authorityKeyIdOf(readExtensions(list) ?? []);
  return named instanceof Uint8Array && own !== undefined && equalBytes(named, own)
    ? undefined
    : 'the authority key identifier is not that of the signing key';
}
