import { concatBytes, equalBytes } from '../../../../shared/util/bytes.ts';
import { defaultOidProfile } from '../../../../shared/domain/default-oid-profile.ts';
import type { Result } from '../../../../shared/util/result.ts';
import { readCertificate } from '../certificate-read.ts';
import { readCrl } from '../crl-read.ts';
import { type CsrView, readCsr } from '../csr-read.ts';
import type { ByteRange, PkiFinding } from '../decode-log.ts';
import { contentOf, type DerNode } from '../der/der-node.ts';
import { readDer } from '../der/der-reader.ts';
import { findingText } from '../finding-text.ts';
import { unreadableText } from '../input/unreadable-text.ts';
import { type SignedView, verifySignedBy } from '../verify-signed.ts';
import { createDice, mutateBytes, mutateStructure } from './mutate.ts';

/** A document, and the key that signed it. */
export interface Original {
  readonly kind: 'csr' | 'certificate' | 'crl';
  readonly der: Uint8Array;
  readonly issuerSpki: Uint8Array;
}

export interface SignedFuzzTally {
  readonly tried: number;
  readonly read: number;
  /** Inputs whose answer breaks a promise, in hex, with what was wrong. */
  readonly broken: readonly string[];
}

/** Reads and verifies mutations of the documents, round after round; every odd answer is kept for the report. */
export function fuzzSigned(originals: readonly Original[], rounds: number, seed: number): SignedFuzzTally {
  const dice = createDice(seed);
  const broken: string[] = [];
  let read = 0;
  for (let round = 0; round < rounds; round++) {
    const original = originals[dice(originals.length)];
    if (original === undefined) break;
    const bytes = mutated(original.der, dice);
    const answer = judge(original, bytes);
    if (answer === 'read') read += 1;
    else if (answer !== 'refused') broken.push(`${answer}: ${original.kind} ${Buffer.from(bytes).toString('hex')}`);
  }
  return { tried: rounds, read, broken };
}

/** One change of bytes or of structure, at times both. */
export function mutated(der: Uint8Array, dice: ReturnType<typeof createDice>): Uint8Array {
  const once = dice(2) === 0 ? mutateBytes(der, dice) : mutateStructure(der, dice);
  return dice(3) === 0 && once.length > 0 ? mutateBytes(once, dice) : once;
}

interface Seen extends SignedView {
  readonly fields: readonly ByteRange[];
  readonly findings: readonly PkiFinding[];
}

type Fault = Parameters<typeof unreadableText>[0];

/** Any of the three documents by the reader of its kind. */
export function readSigned({ kind }: Pick<Original, 'kind'>, bytes: Uint8Array): Result<Seen, Fault> {
  switch (kind) {
    case 'csr': {
      const csr = readCsr(bytes, defaultOidProfile);
      return csr.ok ? { ok: true, value: signedCsr(csr.value) } : csr;
    }
    case 'certificate':
      return readCertificate(bytes, defaultOidProfile);
    case 'crl':
      return readCrl(bytes, defaultOidProfile);
  }
}

function signedCsr(csr: CsrView): Seen {
  return { tbs: csr.info, signature: csr.signature, fields: csr.fields, findings: csr.findings };
}

function judge(original: Original, bytes: Uint8Array): string {
  try {
    const answer = readSigned(original, bytes);
    if (!answer.ok) return judgeRefusal(answer.error, bytes);
    const { fields, findings } = answer.value;
    if ([...fields, ...findings].some(({ start, end }) => start < 0 || end < start || end > bytes.length))
      return 'range outside';
    if (findings.some(({ code, detail }) => findingText(code, detail) === '')) return 'no text';
    if (!isReencodable(bytes)) return 'encodes otherwise';
    const { verdict } = verifySignedBy(answer.value, bytes, original.issuerSpki);
    return verdict === 'valid' && !isSameStatement(original, answer.value, bytes) ? 'changed but valid' : 'read';
  } catch (error) {
    return `threw ${String(error)}`;
  }
}

function judgeRefusal(fault: Fault, bytes: Uint8Array): string {
  if (fault.offset < 0 || fault.offset > bytes.length) return 'offset outside';
  return unreadableText(fault).includes('{') ? 'no sentence' : 'refused';
}

/** What was signed and its signature are those of the original: only then may the signature hold. */
function isSameStatement(original: Original, seen: Seen, bytes: Uint8Array): boolean {
  const before = readSigned(original, original.der);
  if (!before.ok || before.value.signature === null || seen.signature === null) return false;
  const part = (from: Uint8Array, { start, end }: ByteRange): Uint8Array => from.subarray(start, end);
  return (
    equalBytes(part(original.der, before.value.tbs), part(bytes, seen.tbs)) &&
    equalBytes(part(original.der, before.value.signature.value), part(bytes, seen.signature.value))
  );
}

/** DER has one encoding per value: tags, lengths and contents written anew must give the same bytes. */
function isReencodable(bytes: Uint8Array): boolean {
  const root = readDer(bytes, undefined, { maxBytes: 1 << 24, maxDepth: 64, maxNodes: 1 << 20 });
  return root.ok && equalBytes(encode(root.value), bytes);
}

const CLASS_BITS = { universal: 0, application: 0x40, context: 0x80, private: 0xc0 } as const;

/** A writer of its own, so that the reader is not compared with code that shares its mistakes. */
function encode(node: DerNode): Uint8Array {
  const content = node.constructed ? concatBytes(...node.children.map(encode)) : contentOf(node);
  const first = CLASS_BITS[node.tagClass] | (node.constructed ? 0x20 : 0);
  const tag = node.tag < 31 ? [first | node.tag] : [first | 31, ...base128(node.tag)];
  const { length } = content;
  const digits = length < 128 ? [] : base256(length);
  const head = digits.length === 0 ? [length] : [0x80 | digits.length, ...digits];
  return concatBytes(Uint8Array.from([...tag, ...head]), content);
}

function base128(value: number): readonly number[] {
  const octets = [value & 127];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) octets.unshift((rest & 127) | 128);
  return octets;
}

function base256(value: number): readonly number[] {
  const octets: number[] = [];
  for (let rest = value; rest > 0; rest >>>= 8) octets.unshift(rest & 255);
  return octets;
}
