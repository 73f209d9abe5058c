import { readDer } from '../der/der-reader.ts';
import { fromBase64, fromBase64Url } from '../../../../shared/util/base64.ts';
import { fromHex } from '../../../../shared/util/hex.ts';
import { encodeUtf8 } from '../../../../shared/util/utf8.ts';
import { type PemBlock, type PemFault, scanPem } from '../pem.ts';
import { classifyDer, type DerKind } from './classify.ts';
import { addDer, addUnreadable, type Collector, type Place } from './collector.ts';
import type { InputRemark } from './input-item.ts';

/** Which kinds a PEM label may stand for (RFC 7468 and what OpenSSL wrote before it). */
const LABELS: ReadonlyMap<string, DerKind> = new Map<string, DerKind>([
  ['CERTIFICATE REQUEST', 'csr'],
  ['NEW CERTIFICATE REQUEST', 'csr'],
  ['CERTIFICATE', 'certificate'],
  ['X509 CERTIFICATE', 'certificate'],
  ['TRUSTED CERTIFICATE', 'certificate'],
  ['X509 CRL', 'crl'],
  ['CRL', 'crl'],
  ['PUBLIC KEY', 'public-key'],
  ['PKCS7', 'pkcs7'],
  ['PKCS #7 SIGNED DATA', 'pkcs7'],
  ['CMS', 'pkcs7'],
]);

const PRIVATE_LABEL = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----/;
const MAX_KEPT_CHARACTERS = 1 << 20;

/** Finds documents in a text: PEM blocks, or else base64, hex or one base64 line per document. Nothing gets lost. */
export function addText(collector: Collector, text: string, place: Place): void {
  const isEscaped = text.includes('-----BEGIN') && !text.trim().includes('\n') && text.includes('\\n');
  if (isEscaped) {
    const lines = text.replaceAll(/\\r\\n|\\n/g, '\n').replaceAll('"', '');
    addPem(collector, lines, { ...place, tolerances: [...place.tolerances, remark('INPUT_ESCAPED_LINES')] });
  } else if (text.includes('-----BEGIN')) addPem(collector, text, place);
  else addBare(collector, text, place);
}

function addPem(collector: Collector, text: string, place: Place): void {
  const { blocks, faults, tolerated } = scanPem(text);
  const shared = [...place.tolerances, ...tolerated.map((code) => remark(code))];
  if (blocks.length + faults.length === 0) {
    addUnreadable(collector, keptOf(text), place, { code: 'INPUT_NOTHING_FOUND', offset: 0 });
    return;
  }
  const finds = [
    ...blocks.map((block) => ({ at: block.start, block })),
    ...faults.map((fault) => ({ at: fault.offset, fault })),
  ];
  for (const find of finds.toSorted((a, b) => a.at - b.at)) {
    const here = { ...place, position: find.at, tolerances: shared };
    if ('block' in find) addBlock(collector, find.block, here);
    else addFaultyPem(collector, text, find.fault, here);
  }
}

function addBlock(collector: Collector, { label, der }: PemBlock, place: Place): void {
  const expected = LABELS.get(label);
  const kind = classifyDer(der);
  const fits = kind.ok && (kind.value === expected || label.endsWith('PRIVATE KEY'));
  if (label.endsWith('PRIVATE KEY')) {
    addUnreadable(collector, new Uint8Array(0), place, { code: 'INPUT_PRIVATE_KEY', offset: place.position });
    return;
  }
  const tolerances = fits || !kind.ok ? place.tolerances : [...place.tolerances, remark('INPUT_LABEL', { label })];
  addDer(collector, der, { ...place, tolerances });
}

/** The raw text up to the next block is kept, unless a private key may be in it. */
function addFaultyPem(collector: Collector, text: string, fault: PemFault, place: Place): void {
  const next = text.indexOf('-----BEGIN', fault.offset + 1);
  const raw = text.slice(fault.offset, Math.min(next < 0 ? text.length : next, fault.offset + MAX_KEPT_CHARACTERS));
  const begin = text.lastIndexOf('-----BEGIN', fault.offset);
  const isPrivate = PRIVATE_LABEL.test(raw) || (begin >= 0 && PRIVATE_LABEL.test(text.slice(begin, begin + 80)));
  if (isPrivate)
    addUnreadable(collector, new Uint8Array(0), place, { code: 'INPUT_PRIVATE_KEY', offset: fault.offset });
  else addUnreadable(collector, encodeUtf8(raw), place, fault);
}

function addBare(collector: Collector, text: string, place: Place): void {
  const documents = decodeLines(text);
  // Lines without padding make valid base64 together too: whole documents each, they are not one.
  const isList = documents.length > 1 && documents.every(({ der }) => readDer(der).ok);
  const found = isList ? undefined : decodeBare(text);
  if (found !== undefined) {
    addDer(collector, found.der, { ...place, tolerances: [...place.tolerances, found.remark] });
    return;
  }
  for (const { der, at, remark: how } of documents) {
    const tolerances = [...place.tolerances, remark('INPUT_SEVERAL'), how];
    addDer(collector, der, { ...place, position: at, tolerances });
  }
  if (documents.length > 0) return;
  addUnreadable(collector, keptOf(text), place, { code: 'INPUT_NOTHING_FOUND', offset: 0 });
}

function keptOf(text: string): Uint8Array {
  return encodeUtf8(text.slice(0, MAX_KEPT_CHARACTERS));
}

interface Bare {
  readonly der: Uint8Array;
  readonly remark: InputRemark;
}

/** Hex before base64, whose alphabet holds that of hex; both only when a SEQUENCE comes out, else it is some text. */
function decodeBare(text: string): Bare | undefined {
  const bare = text.replaceAll(/\s/g, '');
  const hex = fromHex(bare.replaceAll(':', ''));
  if (hex?.[0] === 0x30) return { der: hex, remark: remark('INPUT_HEX') };
  const plain = fromBase64(bare);
  if (plain?.[0] === 0x30) return { der: plain, remark: remark('PEM_NO_ARMOUR') };
  const unpadded = fromBase64Url(bare.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''));
  return unpadded?.[0] === 0x30 ? { der: unpadded, remark: remark('INPUT_BASE64URL') } : undefined;
}

/** One document per line, and nothing else: empty when a single line is none. */
function decodeLines(text: string): readonly (Bare & { readonly at: number })[] {
  const documents: (Bare & { readonly at: number })[] = [];
  let at = 0;
  for (const line of text.split('\n')) {
    const bare = line.trim() === '' ? undefined : decodeBare(line);
    if (bare !== undefined) documents.push({ ...bare, at });
    else if (line.trim() !== '') return [];
    at += line.length + 1;
  }
  return documents;
}

function remark(code: InputRemark['code'], detail: InputRemark['detail'] = {}): InputRemark {
  return { code, detail };
}
