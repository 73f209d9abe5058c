import { fromBase64, toBase64 } from '../../../shared/util/base64.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';

/** A block as found; offsets are into the text. */
export interface PemBlock {
  readonly label: string;
  readonly der: Uint8Array;
  readonly start: number;
  readonly end: number;
}

export interface PemFault {
  readonly code:
    | 'PEM_NOT_FOUND'
    | 'PEM_TOO_LARGE'
    | 'PEM_UNTERMINATED'
    | 'PEM_LABEL_MISMATCH'
    | 'PEM_HEADERS'
    | 'PEM_BASE64'
    | 'PEM_EMPTY';
  readonly offset: number;
}

/** What was overlooked to read a text that RFC 7468's strict form does not allow, or that people should know of. */
export type PemTolerance =
  'PEM_TEXT_AROUND' | 'PEM_SEVERAL_BLOCKS' | 'PEM_CRLF' | 'PEM_LINE_LENGTH' | 'PEM_BLANKS' | 'PEM_NO_ARMOUR';

export interface PemReading {
  readonly blocks: readonly PemBlock[];
  /** Blocks that could not be read, beside those that could. */
  readonly faults: readonly PemFault[];
  readonly tolerated: readonly PemTolerance[];
}

/** RFC 7468 strict: 64 characters a line, LF, a last line end. */
export function writePem(label: string, der: Uint8Array): string {
  const lines = toBase64(der).match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

const MAX_CHARACTERS = 64 * 1024 * 1024;
const BEGIN = /^-----BEGIN ([A-Z0-9][A-Z0-9 ]{0,60})-----[ \t]*$/;
const END = /^-----END ([A-Z0-9][A-Z0-9 ]{0,60})-----[ \t]*$/;

/**
 * Reads all PEM blocks of a text, tolerant at the edge: text around, several blocks, CRLF, odd line lengths, or base64
 * without any armour. Inside, base64 is strict. Fails only when not a single block could be read.
 */
export function readPem(text: string): Result<PemReading, PemFault> {
  if (text.length > MAX_CHARACTERS) return fail({ code: 'PEM_TOO_LARGE', offset: 0 });
  const reading = scanPem(text);
  if (reading.blocks.length > 0) return ok(reading);
  const [first] = reading.faults;
  return first === undefined ? readBare(text) : fail(first);
}

/** All blocks of a text, and beside them all that could not be read; both may be empty. */
export function scanPem(text: string): PemReading {
  const scan: Scan = { blocks: [], faults: [], tolerated: new Set(), open: undefined };
  let at = 0;
  while (at < text.length) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline + 1;
    readLine(scan, text.slice(at, newline < 0 ? end : newline), at, end);
    at = end;
  }
  if (scan.open !== undefined) scan.faults.push({ code: 'PEM_UNTERMINATED', offset: scan.open.start });
  if (scan.blocks.length > 1) scan.tolerated.add('PEM_SEVERAL_BLOCKS');
  return { blocks: scan.blocks, faults: scan.faults, tolerated: [...scan.tolerated].sort() };
}

interface Scan {
  readonly blocks: PemBlock[];
  readonly faults: PemFault[];
  readonly tolerated: Set<PemTolerance>;
  open: { readonly label: string; readonly start: number; readonly lines: string[] } | undefined;
}

function readLine(scan: Scan, rawLine: string, start: number, end: number): void {
  const line = rawLine.endsWith('\r') ? rawLine.slice(0, -1) : rawLine;
  if (line !== rawLine) scan.tolerated.add('PEM_CRLF');
  const begins = BEGIN.exec(line)?.[1];
  if (begins !== undefined) {
    if (scan.open !== undefined) scan.faults.push({ code: 'PEM_UNTERMINATED', offset: scan.open.start });
    scan.open = { label: begins, start, lines: [] };
    return;
  }
  if (scan.open === undefined) {
    if (line.trim() !== '') scan.tolerated.add('PEM_TEXT_AROUND');
    return;
  }
  const ends = END.exec(line)?.[1];
  if (ends === undefined) {
    scan.open.lines.push(line);
    return;
  }
  const { label, lines, start: opened } = scan.open;
  scan.open = undefined;
  if (ends !== label) scan.faults.push({ code: 'PEM_LABEL_MISMATCH', offset: start });
  else if (lines.some((inner) => inner.includes(':'))) scan.faults.push({ code: 'PEM_HEADERS', offset: opened });
  else {
    const der = readBody(lines, scan.tolerated);
    if (der === undefined) scan.faults.push({ code: 'PEM_BASE64', offset: opened });
    else if (der.length === 0) scan.faults.push({ code: 'PEM_EMPTY', offset: opened });
    else scan.blocks.push({ label, der, start: opened, end });
  }
}

function readBody(lines: readonly string[], tolerated: Set<PemTolerance>): Uint8Array | undefined {
  const bare = lines.map((line) => line.replaceAll(/[ \t]/g, ''));
  if (bare.some((line, i) => line !== lines[i] || line === '')) tolerated.add('PEM_BLANKS');
  const full = bare.filter((line) => line !== '');
  if (full.some((line, i) => (i < full.length - 1 ? line.length !== 64 : line.length > 64)))
    tolerated.add('PEM_LINE_LENGTH');
  return fromBase64(full.join(''));
}

/** Base64 alone, as pasted from a form: only taken when nothing else is in the text. */
function readBare(text: string): Result<PemReading, PemFault> {
  const bare = text.replaceAll(/[ \t\r\n]/g, '');
  const der = bare === '' ? undefined : fromBase64(bare);
  if (der === undefined || der.length === 0) return fail({ code: 'PEM_NOT_FOUND', offset: 0 });
  return ok({ blocks: [{ label: '', der, start: 0, end: text.length }], faults: [], tolerated: ['PEM_NO_ARMOUR'] });
}
