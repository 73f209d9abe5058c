import { fail, ok, type Result } from '../util/result.ts';
import { formatIp, parseIp } from './ip-address.ts';
import { checkSubjectAltName, type SubjectAltName } from './san.ts';

/**
 * Which subject alternative names a partner may ask for. As text:
 *
 * - `dns:cpo.example.org` that host; `dns:*.example.org` one label in place of the star; `dns:**.example.org` one or more
 * - `ip:192.0.2.7`, `ip:192.0.2.0/24`, `ip:2001:db8::/32`
 * - `uri:https://cpo.example.org/ocpi/` that place and what lies below it
 * - `mail:ops@example.org` that address; `mail:example.org` every address of that very domain
 */
export type NamePattern =
  | { readonly kind: 'dns'; readonly labels: 'none' | 'one' | 'many'; readonly host: string }
  | { readonly kind: 'ip'; readonly bytes: Uint8Array; readonly bits: number }
  | ({ readonly kind: 'uri' } & UriParts)
  | { readonly kind: 'mail'; readonly local: string | undefined; readonly domain: string };

export interface NamePatternFault {
  readonly code:
    | 'NAME_PATTERN_KIND'
    | 'NAME_PATTERN_FORM'
    /** `*` or `**` directly above a top-level domain, or `/0`. */
    | 'NAME_PATTERN_TOO_WIDE'
    /** `192.0.2.7/24`: address and length do not fit together. */
    | 'NAME_PATTERN_HOST_BITS';
  readonly value: string;
  readonly suggestion?: string;
}

/** Reads a pattern; {@link formatNamePattern} gives its usual spelling. */
export function parseNamePattern(text: string): Result<NamePattern, NamePatternFault> {
  const colon = text.indexOf(':');
  const kind = text.slice(0, Math.max(colon, 0)).toLowerCase();
  const value = text.slice(colon + 1);
  switch (kind) {
    case 'dns':
      return readDns(value, text);
    case 'ip':
      return readIp(value, text);
    case 'uri':
      return readUri(value, text);
    case 'mail':
      return readMail(value, text);
    default:
      return fail({ code: 'NAME_PATTERN_KIND', value: text });
  }
}

export function formatNamePattern(pattern: NamePattern): string {
  switch (pattern.kind) {
    case 'dns':
      return `dns:${STARS[pattern.labels]}${pattern.host}`;
    case 'ip': {
      const address = formatIp(pattern.bytes) ?? '';
      return pattern.bits === pattern.bytes.length * 8 ? `ip:${address}` : `ip:${address}/${pattern.bits}`;
    }
    case 'uri':
      return `uri:${pattern.scheme}:${pattern.authority === undefined ? '' : `//${pattern.authority}`}${pattern.path}`;
    case 'mail':
      return `mail:${pattern.local === undefined ? '' : `${pattern.local}@`}${pattern.domain}`;
  }
}

/**
 * Whether a pattern allows a name. What is no well-formed name is allowed by none. A wildcard name (`dns:*.a.example`) is
 * allowed when every host it stands for is.
 *
 * @example matchesNamePattern(pattern('dns:*.example.org'), { kind: 'dns', value: 'a.b.example.org' }) // false
 */
export function matchesNamePattern(pattern: NamePattern, name: SubjectAltName): boolean {
  const usual = checkSubjectAltName(name);
  if (!usual.ok || usual.value.kind !== pattern.kind) return false;
  const { value } = usual.value;
  switch (pattern.kind) {
    case 'dns':
      return matchesHost(pattern, value);
    case 'ip':
      return matchesAddress(pattern, value);
    case 'uri':
      return matchesUri(pattern, value);
    case 'mail': {
      const at = value.lastIndexOf('@');
      if (value.slice(at + 1) !== pattern.domain) return false;
      return pattern.local === undefined || value.slice(0, at) === pattern.local;
    }
  }
}

const STARS = { none: '', one: '*.', many: '**.' } as const;

function readDns(value: string, text: string): Result<NamePattern, NamePatternFault> {
  const labels = value.startsWith('**.') ? 'many' : value.startsWith('*.') ? 'one' : 'none';
  const host = checkSubjectAltName({ kind: 'dns', value: value.slice(STARS[labels].length) });
  if (!host.ok || host.value.value.includes('*')) return fail({ code: 'NAME_PATTERN_FORM', value: text });
  if (labels !== 'none' && !host.value.value.includes('.')) return fail({ code: 'NAME_PATTERN_TOO_WIDE', value: text });
  return ok({ kind: 'dns', labels, host: host.value.value });
}

function matchesHost({ labels, host }: Extract<NamePattern, { kind: 'dns' }>, name: string): boolean {
  if (labels === 'none') return name === host;
  if (!name.endsWith(`.${host}`)) return false;
  const before = name.slice(0, -host.length - 1);
  return before !== '' && (labels === 'many' || !before.includes('.'));
}

function readIp(value: string, text: string): Result<NamePattern, NamePatternFault> {
  const [address = '', length, ...more] = value.split('/');
  const bytes = parseIp(address);
  if (bytes === undefined || more.length > 0) return fail({ code: 'NAME_PATTERN_FORM', value: text });
  const most = bytes.length * 8;
  if (length === undefined) return ok({ kind: 'ip', bytes, bits: most });
  if (!/^(?:0|[1-9]\d{0,2})$/.test(length) || Number(length) > most)
    return fail({ code: 'NAME_PATTERN_FORM', value: text });
  const bits = Number(length);
  if (bits === 0) return fail({ code: 'NAME_PATTERN_TOO_WIDE', value: text });
  const base = bytes.map((byte, i) => byte & maskAt(i, bits));
  if (base.some((byte, i) => byte !== bytes[i])) {
    const suggestion = formatNamePattern({ kind: 'ip', bytes: base, bits });
    return fail({ code: 'NAME_PATTERN_HOST_BITS', value: text, suggestion });
  }
  return ok({ kind: 'ip', bytes, bits });
}

function maskAt(index: number, bits: number): number {
  const kept = Math.min(8, Math.max(0, bits - index * 8));
  return (0xff << (8 - kept)) & 0xff;
}

function matchesAddress({ bytes, bits }: Extract<NamePattern, { kind: 'ip' }>, name: string): boolean {
  const address = parseIp(name);
  if (address?.length !== bytes.length) return false;
  return address.every((byte, i) => (byte & maskAt(i, bits)) === bytes[i]);
}

interface UriParts {
  readonly scheme: string;
  /** Host and port in lower case; absent for schemes without `//`. */
  readonly authority: string | undefined;
  readonly path: string;
}

/** `%2e` in any place of a dot, so that no client can walk out of the prefix. */
const DOT_SEGMENT = /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i;

/** A well-formed URI in the parts that are compared; undefined where a path could mean another place than it says. */
function uriParts(value: string): (UriParts & { readonly rest: string }) | undefined {
  const parts = /^([a-z][a-z0-9+.-]*):(?:\/\/([^/?#]*))?([^?#]*)(.*)$/.exec(value);
  const [, scheme = '', authority, path = '', rest = ''] = parts ?? [];
  if (parts === null || authority?.includes('@') === true || DOT_SEGMENT.test(path)) return undefined;
  return authority === undefined
    ? { scheme, authority, path, rest }
    : { scheme, authority: authority.toLowerCase(), path: path === '' ? '/' : path, rest };
}

function readUri(value: string, text: string): Result<NamePattern, NamePatternFault> {
  const usual = checkSubjectAltName({ kind: 'uri', value });
  const parts = usual.ok ? uriParts(usual.value.value) : undefined;
  if (parts === undefined || parts.rest !== '' || parts.path === '')
    return fail({ code: 'NAME_PATTERN_FORM', value: text });
  const { scheme, authority, path } = parts;
  return ok({ kind: 'uri', scheme, authority, path });
}

/** Below the path means behind a `/` (or `:` of a URN): `/ocpi` allows `/ocpi/2.2` and not `/ocpi-test`. */
function matchesUri(pattern: Extract<NamePattern, { kind: 'uri' }>, name: string): boolean {
  const parts = uriParts(name);
  if (parts?.scheme !== pattern.scheme || parts.authority !== pattern.authority) return false;
  if (!parts.path.startsWith(pattern.path)) return false;
  const next = parts.path.charAt(pattern.path.length);
  return next === '' || '/:'.includes(next) || '/:'.includes(pattern.path.slice(-1));
}

function readMail(value: string, text: string): Result<NamePattern, NamePatternFault> {
  const hasLocal = value.includes('@');
  const usual = checkSubjectAltName({ kind: 'mail', value: hasLocal ? value : `any@${value}` });
  if (!usual.ok) return fail({ code: 'NAME_PATTERN_FORM', value: text });
  const at = usual.value.value.lastIndexOf('@');
  return ok({
    kind: 'mail',
    local: hasLocal ? usual.value.value.slice(0, at) : undefined,
    domain: usual.value.value.slice(at + 1),
  });
}
