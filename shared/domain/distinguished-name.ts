import { concatBytes } from '../util/bytes.ts';
import { toHex } from '../util/hex.ts';
import { decodeUtf8, encodeUtf8 } from '../util/utf8.ts';
import { fail, ok, type Result } from '../util/result.ts';
import { findUnsafeCharacters } from './unsafe-characters.ts';

export type NameType =
  'CN' | 'O' | 'OU' | 'STREET' | 'postalCode' | 'C' | 'ST' | 'L' | 'telephoneNumber' | 'emailAddress' | 'description';

export interface NameTypeRule {
  readonly type: NameType;
  readonly oid: string;
  readonly string: 'utf8' | 'printable' | 'ia5';
  /** Upper bound of X.520 / RFC 5280 appendix A.1, in characters. */
  readonly maxLength: number;
}

/** The parts of a subject in the order in which OCPI CSRs carry them, each once, with the string type each is written as. */
export const nameTypes: readonly NameTypeRule[] = [
  { type: 'CN', oid: '2.5.4.3', string: 'utf8', maxLength: 64 },
  { type: 'O', oid: '2.5.4.10', string: 'utf8', maxLength: 64 },
  { type: 'OU', oid: '2.5.4.11', string: 'utf8', maxLength: 64 },
  { type: 'STREET', oid: '2.5.4.9', string: 'utf8', maxLength: 128 },
  { type: 'postalCode', oid: '2.5.4.17', string: 'utf8', maxLength: 40 },
  { type: 'C', oid: '2.5.4.6', string: 'printable', maxLength: 2 },
  { type: 'ST', oid: '2.5.4.8', string: 'utf8', maxLength: 128 },
  { type: 'L', oid: '2.5.4.7', string: 'utf8', maxLength: 128 },
  { type: 'telephoneNumber', oid: '2.5.4.20', string: 'printable', maxLength: 32 },
  { type: 'emailAddress', oid: '1.2.840.113549.1.9.1', string: 'ia5', maxLength: 255 },
  { type: 'description', oid: '2.5.4.13', string: 'utf8', maxLength: 1024 },
];

export interface NameAttribute {
  readonly type: NameType;
  readonly value: string;
}

/** `at` counts UTF-16 units from the start of the text. */
export type NameSyntaxFault =
  | { readonly code: 'NAME_SYNTAX'; readonly at: number }
  | { readonly code: 'NAME_TYPE_UNKNOWN'; readonly at: number; readonly type: string }
  | { readonly code: 'NAME_MULTI_VALUED'; readonly at: number }
  | { readonly code: 'NAME_HEX_VALUE'; readonly at: number };

export interface NameFinding {
  readonly code:
    | 'NAME_EMPTY'
    | 'NAME_NO_COMMON_NAME'
    | 'NAME_DUPLICATE'
    | 'NAME_VALUE_EMPTY'
    | 'NAME_TOO_LONG'
    | 'NAME_COUNTRY'
    | 'NAME_CHARACTERS'
    | 'NAME_UNSAFE_CHARACTER';
  readonly type?: NameType;
}

/** The rule of a type, given by name in any case, by a usual other name (E, email, S, SP) or by OID. */
export function nameTypeRule(name: string): NameTypeRule | undefined {
  const wanted = name.toLowerCase();
  const type = OTHER_NAMES.get(wanted) ?? wanted;
  return nameTypes.find((rule) => rule.type.toLowerCase() === type || rule.oid === type);
}

const OTHER_NAMES = new Map([
  ['e', 'emailaddress'],
  ['email', 'emailaddress'],
  ['s', 'st'],
  ['sp', 'st'],
  ['commonname', 'cn'],
  ['organizationname', 'o'],
  ['organizationalunitname', 'ou'],
  ['countryname', 'c'],
  ['stateorprovincename', 'st'],
  ['localityname', 'l'],
  ['streetaddress', 'street'],
]);

/**
 * Reads `CN=cpo.example.org,O=Example CPO` with the escapes of RFC 4514 (`\,` and `\C3\BC`); blanks around commas and
 * equal signs are skipped. The text is taken in the order written (RFC 4514 itself reverses) and the answer is put
 * into the order of {@link nameTypes}, which is the order of the encoded subject. Several values in one RDN and
 * `#hex` values are refused.
 */
export function parseDistinguishedName(text: string): Result<readonly NameAttribute[], NameSyntaxFault> {
  const attributes: NameAttribute[] = [];
  let at = 0;
  if (text.trim() === '') return ok([]);
  for (;;) {
    const equals = text.indexOf('=', at);
    if (equals < 0) return fail({ code: 'NAME_SYNTAX', at });
    const type = text.slice(at, equals).trim();
    const rule = nameTypeRule(type);
    if (rule === undefined) return fail({ code: 'NAME_TYPE_UNKNOWN', at, type });
    const value = readValue(text, equals + 1);
    if (!value.ok) return value;
    attributes.push({ type: rule.type, value: value.value.text });
    at = value.value.end;
    if (at >= text.length) return ok(inOrder(attributes));
    at += 1;
  }
}

/** Prints attributes in the order given, escaped so that {@link parseDistinguishedName} reads the same values back. */
export function formatDistinguishedName(
  attributes: readonly { readonly type: string; readonly value: string }[],
): string {
  return attributes.map(({ type, value }) => `${type}=${escapeValue(value)}`).join(',');
}

/** What keeps a subject from being written. An empty answer means that it can be. */
export function checkDistinguishedName(attributes: readonly NameAttribute[]): readonly NameFinding[] {
  if (attributes.length === 0) return [{ code: 'NAME_EMPTY' }];
  const findings: NameFinding[] = [];
  const seen = new Set<NameType>();
  for (const { type, value } of attributes) {
    if (seen.has(type)) findings.push({ code: 'NAME_DUPLICATE', type });
    seen.add(type);
    const code = faultOf(type, value);
    if (code !== undefined) findings.push({ code, type });
  }
  if (!seen.has('CN')) findings.push({ code: 'NAME_NO_COMMON_NAME' });
  return findings;
}

function faultOf(type: NameType, value: string): NameFinding['code'] | undefined {
  const rule = nameTypes.find((known) => known.type === type);
  if (value === '') return 'NAME_VALUE_EMPTY';
  if (findUnsafeCharacters(value).length > 0) return 'NAME_UNSAFE_CHARACTER';
  if (type === 'C') return /^[A-Za-z]{2}$/.test(value) ? undefined : 'NAME_COUNTRY';
  if (Array.from(value).length > (rule?.maxLength ?? 0)) return 'NAME_TOO_LONG';
  if (rule?.string === 'printable' && !isPrintable(value)) return 'NAME_CHARACTERS';
  if (rule?.string === 'ia5' && !/^[\x20-\x7e]*$/.test(value)) return 'NAME_CHARACTERS';
  return undefined;
}

/** The alphabet of PrintableString (X.680 §41.4): no `*`, `@`, `&`, `_`. */
export function isPrintable(text: string): boolean {
  return /^[A-Za-z0-9 '()+,\-./:=?]*$/.test(text);
}

function inOrder(attributes: readonly NameAttribute[]): readonly NameAttribute[] {
  const rank = (type: NameType): number => nameTypes.findIndex((rule) => rule.type === type);
  return attributes.toSorted((a, b) => rank(a.type) - rank(b.type));
}

interface ReadValue {
  readonly text: string;
  readonly end: number;
}

/** Reads up to the next plain comma. Escaped pairs are bytes of UTF-8, so the value is gathered as bytes. */
function readValue(text: string, from: number): Result<ReadValue, NameSyntaxFault> {
  let at = from;
  while (text[at] === ' ') at += 1;
  if (text[at] === '#') return fail({ code: 'NAME_HEX_VALUE', at });
  const start = at;
  const parts: Uint8Array[] = [];
  let trailingBlanks = 0;
  while (at < text.length && text[at] !== ',') {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    if (character === '\\') {
      const escaped = readEscape(text, at);
      if (escaped === undefined) return fail({ code: 'NAME_SYNTAX', at });
      parts.push(escaped.bytes);
      at = escaped.end;
      trailingBlanks = 0;
      continue;
    }
    if (character === '+') return fail({ code: 'NAME_MULTI_VALUED', at });
    if ('";<>'.includes(character)) return fail({ code: 'NAME_SYNTAX', at });
    parts.push(encodeUtf8(character));
    trailingBlanks = character === ' ' ? trailingBlanks + 1 : 0;
    at += character.length;
  }
  const value = decodeUtf8(concatBytes(...parts.slice(0, parts.length - trailingBlanks)));
  return value === undefined ? fail({ code: 'NAME_SYNTAX', at: start }) : ok({ text: value, end: at });
}

function readEscape(text: string, at: number): { readonly bytes: Uint8Array; readonly end: number } | undefined {
  const pair = text.slice(at + 1, at + 3);
  if (/^[0-9A-Fa-f]{2}$/.test(pair)) return { bytes: Uint8Array.of(Number.parseInt(pair, 16)), end: at + 3 };
  const special = text.slice(at + 1, at + 2);
  return special !== '' && ' "#+,;<=>\\'.includes(special) ? { bytes: encodeUtf8(special), end: at + 2 } : undefined;
}

function escapeValue(value: string): string {
  const unsafe = new Set(findUnsafeCharacters(value).map(({ index }) => index));
  let shown = '';
  let index = 0;
  for (const character of value) {
    const isEdge = index === 0 || index === value.length - 1;
    if (unsafe.has(index))
      shown += toHex(encodeUtf8(character))
        .toUpperCase()
        .replaceAll(/../g, String.raw`\$&`);
    else if ('"+,;<=>\\'.includes(character)) shown += `\\${character}`;
    else if ((character === ' ' && isEdge) || (character === '#' && index === 0)) shown += `\\${character}`;
    else shown += character;
    index += character.length;
  }
  return shown;
}
