import { decodeUtf8 } from '../../../../shared/util/utf8.ts';
import { contentOf, type DerNode, TAG } from './der-node.ts';
import { asciiOf } from './read-values.ts';

export type StringForm = 'utf8' | 'printable' | 'ia5' | 'numeric' | 'visible' | 'teletex' | 'bmp' | 'universal';

export interface ReadString {
  readonly form: StringForm;
  readonly text: string;
  /** False when bytes are outside the type's alphabet: the text is then a best effort for showing, not for deciding. */
  readonly valid: boolean;
}

/** Text of a universal string type; undefined for every other tag. */
export function readString(node: DerNode): ReadString | undefined {
  const form = node.tagClass === 'universal' ? FORMS.get(node.tag) : undefined;
  return form === undefined ? undefined : { form, ...decodeString(contentOf(node), form) };
}

/** Decodes content octets as a string type; needed by itself for implicitly tagged strings such as a SAN's. */
export function decodeString(bytes: Uint8Array, form: StringForm): { readonly text: string; readonly valid: boolean } {
  switch (form) {
    case 'utf8':
      return orLatin1(asciiOf(bytes) ?? decodeUtf8(bytes), bytes);
    case 'ia5':
      return orLatin1(asciiOf(bytes), bytes);
    case 'printable':
      return orLatin1(matching(bytes, /^[A-Za-z0-9 '()+,\-./:=?]*$/), bytes);
    case 'numeric':
      return orLatin1(matching(bytes, /^[0-9 ]*$/), bytes);
    case 'visible':
      return orLatin1(matching(bytes, /^[\x20-\x7e]*$/), bytes);
    // T.61 was never implemented as written: real certificates carry Latin-1 here, and so does every reader.
    case 'teletex':
      return { text: latin1Of(bytes), valid: true };
    case 'bmp':
      return orLatin1(utf16Of(bytes), bytes);
    case 'universal':
      return orLatin1(utf32Of(bytes), bytes);
  }
}

const FORMS = new Map<number, StringForm>([
  [TAG.utf8String, 'utf8'],
  [TAG.printableString, 'printable'],
  [TAG.ia5String, 'ia5'],
  [TAG.numericString, 'numeric'],
  [TAG.visibleString, 'visible'],
  [TAG.teletexString, 'teletex'],
  [TAG.bmpString, 'bmp'],
  [TAG.universalString, 'universal'],
]);

function orLatin1(text: string | undefined, bytes: Uint8Array): { readonly text: string; readonly valid: boolean } {
  return text === undefined ? { text: latin1Of(bytes), valid: false } : { text, valid: true };
}

function matching(bytes: Uint8Array, alphabet: RegExp): string | undefined {
  const text = asciiOf(bytes);
  return text !== undefined && alphabet.test(text) ? text : undefined;
}

function latin1Of(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** BMPString is UCS-2 (X.680 §41.15): two octets each, and surrogates are no characters there. */
function utf16Of(bytes: Uint8Array): string | undefined {
  if (bytes.length % 2 !== 0) return undefined;
  let text = '';
  for (let at = 0; at < bytes.length; at += 2) {
    const unit = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
    if (unit >= 0xd800 && unit <= 0xdfff) return undefined;
    text += String.fromCharCode(unit);
  }
  return text;
}

function utf32Of(bytes: Uint8Array): string | undefined {
  if (bytes.length % 4 !== 0) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let text = '';
  for (let at = 0; at < bytes.length; at += 4) {
    const code = view.getUint32(at);
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
    text += String.fromCodePoint(code);
  }
  return text;
}
