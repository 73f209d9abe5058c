import { crc32, inflateRawSync } from 'node:zlib';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';

export interface ZipLimits {
  readonly maxEntries: number;
  /** Octets of one file, unpacked. */
  readonly maxFile: number;
  /** Octets of all files, unpacked. */
  readonly maxTotal: number;
  /** Unpacked to packed octets of one file; beyond it is no file of this trade but a bomb. */
  readonly maxRatio: number;
}

export interface ZipFault {
  readonly code: 'ZIP_FORM' | 'ZIP_TOO_MANY' | 'ZIP_SPLIT';
  readonly offset: number;
}

export interface ZipFileFault {
  readonly code: 'ZIP_FILE_ENCRYPTED' | 'ZIP_FILE_METHOD' | 'ZIP_FILE_TOO_LARGE' | 'ZIP_FILE_BROKEN';
  readonly offset: number;
}

/** A file inside. The name is only a text: nothing is ever written to a disk under it. */
export interface ZipFile {
  readonly name: string;
  readonly offset: number;
  readonly content: Result<Uint8Array, ZipFileFault>;
}

const END_RECORD = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;

/** Deflate writes at most 258 octets for two bits (RFC 1951 §3.2.5). */
const MOST_DEFLATED = 1032;

/**
 * Reads the files of a zip archive (APPNOTE 6.3) from memory: stored and deflated ones, no encryption, no ZIP64, no
 * parts. Sizes are those of what comes out, never those that the archive claims; a file that is refused uses up the
 * archive's budget by the work that it made, since thousands of entries may point at the same bytes. Never throws.
 */
export function readZip(bytes: Uint8Array, limits: ZipLimits): Result<readonly ZipFile[], ZipFault> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = findEnd(view);
  if (end === undefined) return fail({ code: 'ZIP_FORM', offset: bytes.length });
  const count = view.getUint16(end + 10, true);
  const isSplit = view.getUint16(end + 4, true) !== 0 || view.getUint16(end + 8, true) !== count;
  if (isSplit) return fail({ code: 'ZIP_SPLIT', offset: end });
  if (count > limits.maxEntries) return fail({ code: 'ZIP_TOO_MANY', offset: end });
  const files: ZipFile[] = [];
  let at = view.getUint32(end + 16, true);
  let budget = limits.maxTotal;
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== DIRECTORY_ENTRY) return fail({ code: 'ZIP_FORM', offset: at });
    const entry = readEntry(bytes, view, at);
    if (entry.next > end) return fail({ code: 'ZIP_FORM', offset: at });
    at = entry.next;
    if (entry.name.endsWith('/')) continue;
    const { content, cost } = unpack(bytes, view, entry, { ...limits, maxFile: Math.min(limits.maxFile, budget) });
    budget = Math.max(0, budget - cost);
    files.push({ name: entry.name, offset: entry.localAt, content });
  }
  return ok(files);
}

/** The end record stands last, before a comment of at most 65535 octets. */
function findEnd(view: DataView): number | undefined {
  const first = Math.max(0, view.byteLength - 22 - 0xffff);
  for (let at = view.byteLength - 22; at >= first; at--) {
    const isEnd =
      view.getUint32(at, true) === END_RECORD && at + 22 + view.getUint16(at + 20, true) === view.byteLength;
    if (isEnd) return at;
  }
  return undefined;
}

interface Entry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly localAt: number;
  readonly next: number;
}

const MAX_NAME = 300;

function readEntry(bytes: Uint8Array, view: DataView, at: number): Entry {
  const nameLength = view.getUint16(at + 28, true);
  const next = at + 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  // Names are UTF-8 or an old code page; either way a text to show, in which what is odd becomes U+FFFD.
  const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)).slice(0, MAX_NAME);
  return {
    name,
    flags: view.getUint16(at + 8, true),
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    packed: view.getUint32(at + 20, true),
    localAt: view.getUint32(at + 42, true),
    next,
  };
}

interface Unpacked {
  readonly content: Result<Uint8Array, ZipFileFault>;
  /** What it uses up of the archive's budget, in octets. */
  readonly cost: number;
}

function unpack(
  bytes: Uint8Array,
  view: DataView,
  { flags, method, crc, packed, localAt }: Entry,
  { maxFile, maxRatio }: ZipLimits,
): Unpacked {
  const refuse = (code: ZipFileFault['code'], cost: number): Unpacked => ({
    content: fail({ code, offset: localAt }),
    cost,
  });
  // What lies outside the archive costs nothing to refuse; what is not looked into counts by its packed octets.
  if (localAt + 30 > bytes.length || view.getUint32(localAt, true) !== LOCAL_ENTRY) return refuse('ZIP_FILE_BROKEN', 0);
  const start = localAt + 30 + view.getUint16(localAt + 26, true) + view.getUint16(localAt + 28, true);
  if (start + packed > bytes.length) return refuse('ZIP_FILE_BROKEN', 0);
  if ((flags & 0x41) !== 0) return refuse('ZIP_FILE_ENCRYPTED', packed);
  if (method !== 0 && method !== 8) return refuse('ZIP_FILE_METHOD', packed);
  const raw = bytes.subarray(start, start + packed);
  if (method === 0 && packed > maxFile) return refuse('ZIP_FILE_TOO_LARGE', 0);
  const allowed = Math.min(maxFile, Math.max(64 * 1024, packed * maxRatio));
  const content = method === 0 ? raw : inflate(raw, allowed);
  if (content === 'too large') return refuse('ZIP_FILE_TOO_LARGE', allowed);
  // How far zlib came before it gave up is not told, so the most that it can have been is counted.
  if (content === undefined) return refuse('ZIP_FILE_BROKEN', Math.min(allowed, packed * MOST_DEFLATED));
  return crc32(content) === crc
    ? { content: ok(content), cost: content.length }
    : refuse('ZIP_FILE_BROKEN', content.length);
}

/** zlib throws, also when the output would pass the limit: it stops there, so that a bomb costs no memory. */
function inflate(raw: Uint8Array, maxOutputLength: number): Uint8Array | 'too large' | undefined {
  try {
    return new Uint8Array(inflateRawSync(raw, { maxOutputLength: Math.max(1, maxOutputLength) }));
  } catch (error) {
    const isTooLarge = error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    return isTooLarge ? 'too large' : undefined;
  }
}
