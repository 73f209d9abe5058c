import { fromHex, toHex } from '../util/hex.ts';
import { fail, ok, type Result } from '../util/result.ts';
import { decodeUtf8, encodeUtf8 } from '../util/utf8.ts';

/** The attributes of RFC 7512 that the console builds and compares. Texts are without padding; `id` is CKA_ID in hex. */
export interface Pkcs11UriParts {
  readonly token?: string;
  readonly manufacturer?: string;
  readonly serial?: string;
  readonly model?: string;
  readonly libraryManufacturer?: string;
  readonly libraryDescription?: string;
  readonly object?: string;
  readonly type?: 'public' | 'private' | 'cert' | 'secret-key' | 'data';
  readonly id?: string;
  readonly slotDescription?: string;
  readonly slotManufacturer?: string;
}

export type Pkcs11UriFault =
  | { readonly code: 'URI_MALFORMED' }
  /** pin-value, pin-source: a reference names a key, it never carries or fetches its PIN. */
  | { readonly code: 'URI_CARRIES_PIN' };

type Name = keyof Pkcs11UriParts;

/** Path attributes (RFC 7512 §2.3) in the order in which they are written. */
const pathNames: readonly (readonly [Name, string])[] = [
  ['token', 'token'],
  ['manufacturer', 'manufacturer'],
  ['serial', 'serial'],
  ['model', 'model'],
  ['libraryManufacturer', 'library-manufacturer'],
  ['libraryDescription', 'library-description'],
  ['slotDescription', 'slot-description'],
  ['slotManufacturer', 'slot-manufacturer'],
  ['id', 'id'],
  ['object', 'object'],
  ['type', 'type'],
];
const types = ['public', 'private', 'cert', 'secret-key', 'data'] as const;
/** Characters of a path value that may stand as they are: unreserved and `pk11-res-avail` (RFC 7512 §2.3), less `&`. */
const PLAIN = /^[A-Za-z0-9\-._~:[\]@!$'()*+,=]$/;
const PATH_VALUE = /^(?:[A-Za-z0-9\-._~:[\]@!$'()*+,=&]|%[0-9A-Fa-f]{2})*$/;

/**
 * Builds a URI in one spelling: fixed order, `id` always percent-encoded.
 * `buildPkcs11Uri({ token: 'CA 1', serial: '12', id: '0aff' })` → `pkcs11:token=CA%201;serial=12;id=%0A%FF`
 */
export function buildPkcs11Uri(parts: Pkcs11UriParts): string {
  const written: string[] = [];
  for (const [name, attribute] of pathNames) {
    const value = parts[name];
    if (value === undefined) continue;
    written.push(`${attribute}=${name === 'id' ? percentBytes(fromHex(value) ?? new Uint8Array()) : percent(value)}`);
  }
  return `pkcs11:${written.join(';')}`;
}

/**
 * Reads a URI strictly: every attribute at most once, values in their character set and UTF-8. Unknown path attributes
 * and vendor ones are refused, because a key must not be taken for another by a part that was overlooked. Of the query
 * only `module-name` and `module-path` are passed over; PINs are refused.
 */
export function parsePkcs11Uri(uri: string): Result<Pkcs11UriParts, Pkcs11UriFault> {
  const malformed = fail({ code: 'URI_MALFORMED' } as const);
  const [, path, query] = /^pkcs11:([^?]*)(?:\?(.*))?$/s.exec(uri) ?? [];
  if (path === undefined) return malformed;

  for (const part of query === undefined ? [] : query.split('&')) {
    const [name = ''] = part.split('=', 1);
    if (isPinAttribute(name)) return fail({ code: 'URI_CARRIES_PIN' });
    if (name !== 'module-name' && name !== 'module-path') return malformed;
  }
  const parts: { -readonly [N in Name]?: string } = {};
  for (const part of path === '' ? [] : path.split(';')) {
    const at = part.indexOf('=');
    const attribute = at < 0 ? part : part.slice(0, at);
    if (isPinAttribute(attribute)) return fail({ code: 'URI_CARRIES_PIN' });
    const name = pathNames.find(([, written]) => written === attribute)?.[0];
    if (at < 0 || name === undefined || parts[name] !== undefined) return malformed;
    const value = name === 'id' ? idOf(part.slice(at + 1)) : textOf(part.slice(at + 1));
    if (value === undefined) return malformed;
    parts[name] = value;
  }
  const { type, ...rest } = parts;
  if (type === undefined) return ok(rest);
  const known = types.find((one) => one === type);
  return known === undefined ? malformed : ok({ ...rest, type: known });
}

/** Percent-encoded names are no way around: `pin%2Dvalue` is no attribute name at all. */
function isPinAttribute(name: string): boolean {
  return /^pin-(?:value|source)$/i.test(name);
}

function percent(text: string): string {
  let written = '';
  for (const character of text) written += PLAIN.test(character) ? character : percentBytes(encodeUtf8(character));
  return written;
}

function percentBytes(bytes: Uint8Array): string {
  return toHex(bytes)
    .toUpperCase()
    .replace(/../g, (pair) => `%${pair}`);
}

function bytesOf(value: string): Uint8Array | undefined {
  if (!PATH_VALUE.test(value)) return undefined;
  const bytes: number[] = [];
  for (let i = 0; i < value.length; i++) {
    if (value.charAt(i) === '%') {
      bytes.push(Number.parseInt(value.slice(i + 1, i + 3), 16));
      i += 2;
    } else {
      bytes.push(value.charCodeAt(i));
    }
  }
  return Uint8Array.from(bytes);
}

function textOf(value: string): string | undefined {
  const bytes = bytesOf(value);
  return bytes === undefined ? undefined : decodeUtf8(bytes);
}

function idOf(value: string): string | undefined {
  const bytes = bytesOf(value);
  return bytes === undefined ? undefined : toHex(bytes);
}
