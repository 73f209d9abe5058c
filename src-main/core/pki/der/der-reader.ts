import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { DerFault } from './der-fault.ts';
import { type DerNode, TAG, type TagClass } from './der-node.ts';
import { faultOfPrimitive } from './primitive-rules.ts';

export interface DerLimits {
  readonly maxBytes: number;
  readonly maxDepth: number;
  readonly maxNodes: number;
}

/** Ample for a CSR or certificate with hundreds of ids; a CRL reader raises them. */
export const defaultDerLimits: DerLimits = { maxBytes: 1 << 18, maxDepth: 32, maxNodes: 20_000 };

const CLASSES: readonly TagClass[] = ['universal', 'application', 'context', 'private'];

/**
 * Reads exactly one DER value (X.690 §8 and §10) into a tree with byte ranges. Whatever BER allows beyond DER at the
 * level of tag, length and simple values is refused with its offset; what only a type can judge (order of a SET,
 * explicit defaults, alphabets of strings) is left to the typed readers. Never throws, also for hostile bytes.
 *
 * `range` reads a part of the bytes, such as the content of an OCTET STRING; offsets still count from byte 0.
 */
export function readDer(
  source: Uint8Array,
  range: { readonly start: number; readonly end: number } = { start: 0, end: source.length },
  limits: DerLimits = defaultDerLimits,
): Result<DerNode, DerFault> {
  if (range.end <= range.start) return fail({ code: 'DER_EMPTY', offset: range.start });
  if (range.end - range.start > limits.maxBytes) return fail({ code: 'DER_TOO_LARGE', offset: range.start });
  const reading: Reading = { source, limits, isShallow: false, at: range.start, nodes: 0, fault: undefined };
  const node = readNode(reading, range.end, 0);
  if (node === undefined) return fail(reading.fault ?? { code: 'DER_EMPTY', offset: range.start });
  return node.end === range.end ? ok(node) : fail({ code: 'DER_TRAILING_BYTES', offset: node.end });
}

/**
 * Reads the values that fill a range one after the other, without looking into lists: their `children` are empty, and
 * what they hold is not judged yet. So a list of a hundred thousand entries is walked without a tree of a million nodes.
 */
export function readDerHeads(
  source: Uint8Array,
  range: { readonly start: number; readonly end: number },
): Result<readonly DerNode[], DerFault> {
  const limits = { maxBytes: Infinity, maxDepth: 1, maxNodes: Infinity };
  const reading: Reading = { source, limits, isShallow: true, at: range.start, nodes: 0, fault: undefined };
  const heads = readChildren(reading, range.end, -1);
  return heads === undefined ? fail(reading.fault ?? { code: 'DER_EMPTY', offset: range.start }) : ok(heads);
}

/** Mutable on purpose: one per call, so that the recursion allocates nothing but nodes. The first fault ends it. */
interface Reading {
  readonly source: Uint8Array;
  readonly limits: DerLimits;
  readonly isShallow: boolean;
  at: number;
  nodes: number;
  fault: DerFault | undefined;
}

function readNode(reading: Reading, limit: number, depth: number): DerNode | undefined {
  const { source, limits, at: start } = reading;
  if (depth >= limits.maxDepth) refuse(reading, 'DER_TOO_DEEP', start);
  else if (++reading.nodes > limits.maxNodes) refuse(reading, 'DER_TOO_MANY_ELEMENTS', start);
  const identifier = source[start] ?? 0;
  const tagClass = CLASSES[identifier >> 6] ?? 'universal';
  const constructed = (identifier & 0x20) !== 0;
  reading.at += 1;
  const tag = (identifier & 0x1f) === 0x1f ? readHighTag(reading, limit) : identifier & 0x1f;
  const length = readLength(reading, limit);
  const contentStart = reading.at;
  const end = contentStart + length;
  if (end > limit) refuse(reading, 'DER_TRUNCATED', limit);
  const head = { source, tagClass, tag, constructed, start, contentStart, end };
  if (tagClass === 'universal') checkUniversal(reading, head);
  if (reading.fault !== undefined) return undefined;
  const children = constructed && !reading.isShallow ? readChildren(reading, end, depth) : NO_CHILDREN;
  reading.at = end;
  return children && { source, tagClass, tag, constructed, start, contentStart, end, children };
}

function readChildren(reading: Reading, end: number, depth: number): readonly DerNode[] | undefined {
  const children: DerNode[] = [];
  while (reading.at < end) {
    const child = readNode(reading, end, depth + 1);
    if (child === undefined) return undefined;
    children.push(child);
  }
  return children;
}

/** Tag numbers from 31 on (X.690 §8.1.2.4): base 128 without leading zeros. */
function readHighTag(reading: Reading, limit: number): number {
  const first = reading.at;
  let tag = 0;
  for (;;) {
    if (reading.at >= limit) return refuse(reading, 'DER_TRUNCATED', reading.at);
    const octet = reading.source[reading.at] ?? 0;
    if (tag === 0 && octet === 0x80) return refuse(reading, 'DER_TAG_NOT_MINIMAL', reading.at);
    if (tag > 0xffffff) return refuse(reading, 'DER_TAG_TOO_LARGE', reading.at);
    tag = tag * 128 + (octet & 0x7f);
    reading.at += 1;
    if (octet < 0x80) return tag < 0x1f ? refuse(reading, 'DER_TAG_NOT_MINIMAL', first) : tag;
  }
}

/** Definite length in the fewest octets (X.690 §8.1.3, §10.1). */
function readLength(reading: Reading, limit: number): number {
  const { source, at } = reading;
  if (at >= limit) return refuse(reading, 'DER_TRUNCATED', at);
  const first = source[at] ?? 0;
  reading.at += 1;
  if (first < 0x80) return first;
  if (first === 0x80) return refuse(reading, 'DER_LENGTH_INDEFINITE', at);
  const octets = first - 0x80;
  if (octets > 4) return refuse(reading, 'DER_LENGTH_TOO_LARGE', at);
  if (reading.at + octets > limit) return refuse(reading, 'DER_TRUNCATED', limit);
  let length = 0;
  for (let i = 0; i < octets; i++) length = length * 256 + (source[at + 1 + i] ?? 0);
  reading.at += octets;
  return length < 0x80 || source[at + 1] === 0 ? refuse(reading, 'DER_LENGTH_NOT_MINIMAL', at) : length;
}

/** Keeps the first fault, which is the cause of any later one. The answer only spares callers a line. */
function refuse(reading: Reading, code: DerFault['code'], offset: number): 0 {
  reading.fault ??= { code, offset };
  return 0;
}

const NO_CHILDREN: readonly DerNode[] = [];

/** Universal types have one form in DER: lists constructed, everything else primitive (X.690 §8, §10.2). */
function checkUniversal(reading: Reading, head: Omit<DerNode, 'children'>): void {
  const { tag, constructed, start } = head;
  // A head that was refused has no content to judge.
  if (reading.fault !== undefined) return;
  if (tag === 0 || tag === 15) refuse(reading, 'DER_TAG_RESERVED', start);
  // EXTERNAL (8), EMBEDDED PDV (11) and CHARACTER STRING (29) are SEQUENCEs underneath.
  else if (tag === TAG.sequence || tag === TAG.set || tag === 8 || tag === 11 || tag === 29) {
    if (!constructed) refuse(reading, 'DER_PRIMITIVE_LIST', start);
  } else if (constructed) refuse(reading, 'DER_CONSTRUCTED_STRING', start);
  else {
    const fault = faultOfPrimitive(head);
    if (fault !== undefined) refuse(reading, fault.code, fault.offset);
  }
}
