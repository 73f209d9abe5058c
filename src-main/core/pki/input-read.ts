import { decodeUtf8 } from '../../../shared/util/utf8.ts';
import { addDerFile, addUnreadable, type Collector, type Place } from './input/collector.ts';
import type { InputItem, InputRemark } from './input/input-item.ts';
import { addJson } from './input/json-input.ts';
import { addText } from './input/text-input.ts';
import { readZip } from './input/zip-read.ts';

export interface InputSource {
  /** Name of a file, or what the window calls pasted text. Hostile: a text for showing. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

const MAX_OCTETS = 64 * 1024 * 1024;
const MAX_ITEMS = 20_000;
const ZIP_LIMITS = { maxEntries: 20_000, maxFile: 16 * 1024 * 1024, maxTotal: 128 * 1024 * 1024, maxRatio: 200 };

/**
 * Finds every document in a file of any kind: DER, PEM with anything around it, base64, hex, OCPI's JSON messages, an
 * envelope of certificates, a zip of all these. Tolerant at the edge: each tolerance is told, and what cannot be read is
 * an item with the place where reading ended. Documents are told apart by their shape and not read yet: what the typed
 * reader then refuses is unreadable too. Never throws.
 */
export function readInput({ name, bytes }: InputSource): readonly InputItem[] {
  const collector: Collector = { items: [], maxItems: MAX_ITEMS };
  addFile(collector, bytes, placeOf(name.slice(0, 600)), true);
  return collector.items;
}

function placeOf(sourceName: string): Place {
  return { sourceName, position: 0, wrapper: null, callbackId: null, tolerances: [] };
}

function addFile(collector: Collector, bytes: Uint8Array, place: Place, mayBeZip: boolean): void {
  if (bytes.length === 0) {
    addUnreadable(collector, bytes, place, { code: 'INPUT_EMPTY', offset: 0 });
  } else if (bytes.length > MAX_OCTETS) {
    addUnreadable(collector, new Uint8Array(0), place, { code: 'INPUT_TOO_LARGE', offset: 0 });
  } else if (bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5)) {
    if (mayBeZip) addZip(collector, bytes, place);
    else addUnreadable(collector, bytes, place, { code: 'INPUT_ZIP_NESTED', offset: 0 });
  } else if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    addUnreadable(collector, bytes, place, { code: 'INPUT_COMPRESSED', offset: 0 });
  } else {
    const decoded = decodeText(bytes);
    if (decoded === undefined) addDerFile(collector, bytes, place);
    else addTextFile(collector, decoded.text, { ...place, tolerances: decoded.remarks });
  }
}

function addZip(collector: Collector, bytes: Uint8Array, place: Place): void {
  const files = readZip(bytes, ZIP_LIMITS);
  if (!files.ok) {
    addUnreadable(collector, bytes, place, files.error);
    return;
  }
  if (files.value.length === 0) addUnreadable(collector, bytes, place, { code: 'INPUT_EMPTY', offset: 0 });
  for (const { name, offset, content } of files.value) {
    const inside = placeOf(`${place.sourceName}!${name}`);
    if (content.ok) addFile(collector, content.value, inside, false);
    else addUnreadable(collector, new Uint8Array(0), { ...inside, position: offset }, content.error);
  }
}

function addTextFile(collector: Collector, text: string, place: Place): void {
  const trimmed = text.trimStart();
  const mayBeJson = trimmed.startsWith('{') || trimmed.startsWith('[') || trimmed.startsWith('"');
  const value = mayBeJson ? parseJson(text) : undefined;
  if (value === undefined) addText(collector, text, place);
  else addJson(collector, text, value, place);
}

/** The text of a file, undefined when it is none: UTF-8 without controls, or UTF-16 with its mark. */
function decodeText(
  bytes: Uint8Array,
): { readonly text: string; readonly remarks: readonly InputRemark[] } | undefined {
  const isLittle = bytes[0] === 0xff && bytes[1] === 0xfe;
  if (isLittle || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    const units = Buffer.from(bytes.slice(2, bytes.length - (bytes.length % 2)));
    return {
      text: (isLittle ? units : units.swap16()).toString('utf16le'),
      remarks: [{ code: 'INPUT_UTF16', detail: {} }],
    };
  }
  // DER begins with 30 and a length that no text has behind its zero; everything else is a text if it has no controls.
  if (!isPrintable(bytes)) return undefined;
  const text = decodeUtf8(bytes) ?? latin1Of(bytes);
  return text.startsWith('\ufeff')
    ? { text: text.slice(1), remarks: [{ code: 'INPUT_BYTE_ORDER_MARK', detail: {} }] }
    : { text, remarks: [] };
}

function isPrintable(bytes: Uint8Array): boolean {
  if (bytes[0] === 0x30 && (bytes[1] ?? 0) >= 0x80) return false;
  for (const byte of bytes) if (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13) return false;
  return true;
}

/** An old mail around a PEM block may be in any code page; the block itself is ASCII in all of them. */
function latin1Of(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
