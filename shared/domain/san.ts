import { fail, ok, type Result } from '../util/result.ts';
import { formatIp, parseIp, parseIpv4, parseIpv6 } from './ip-address.ts';

/**
 * A subject alternative name as it goes into a certificate (RFC 5280 §4.2.1.6). Addresses are in their usual spelling,
 * host names in lower case, so that equal names have equal bytes.
 */
export interface SubjectAltName {
  readonly kind: 'dns' | 'ip' | 'uri' | 'mail';
  readonly value: string;
}

export interface SanFault {
  readonly code:
    | 'SAN_KIND'
    | 'SAN_EMPTY'
    | 'SAN_DNS_NOT_ASCII'
    | 'SAN_DNS_FORM'
    | 'SAN_DNS_WILDCARD'
    | 'SAN_DNS_IS_ADDRESS'
    | 'SAN_IP_FORM'
    | 'SAN_URI_FORM'
    | 'SAN_URI_SCHEME'
    | 'SAN_MAIL_FORM';
  readonly value: string;
}

/** Reads `dns:cpo.example.org`, `ip:2001:db8::1`, `uri:https://…` or `mail:ops@example.org`. */
export function parseSubjectAltName(text: string): Result<SubjectAltName, SanFault> {
  const colon = text.indexOf(':');
  const kind = text.slice(0, Math.max(colon, 0)).toLowerCase();
  return isKind(kind)
    ? checkSubjectAltName({ kind, value: text.slice(colon + 1) })
    : fail({ code: 'SAN_KIND', value: text });
}

/** Checks a name whose kind is known and gives its usual spelling. */
export function checkSubjectAltName({ kind, value }: SubjectAltName): Result<SubjectAltName, SanFault> {
  if (value === '') return fail({ code: 'SAN_EMPTY', value });
  switch (kind) {
    case 'dns':
      return checkDns(value);
    case 'ip':
      return checkIp(value);
    case 'uri':
      return checkUri(value);
    case 'mail':
      return checkMail(value);
  }
}

/** The form that {@link parseSubjectAltName} reads. */
export function formatSubjectAltName(name: SubjectAltName): string {
  return `${name.kind}:${name.value}`;
}

function isKind(text: string): text is SubjectAltName['kind'] {
  return text === 'dns' || text === 'ip' || text === 'uri' || text === 'mail';
}

function checkDns(value: string): Result<SubjectAltName, SanFault> {
  const name = value.toLowerCase();
  // The A-label (xn--…) must be given: turning letters into it needs tables that drift between versions of Unicode.
  if (!isAscii(name)) return fail({ code: 'SAN_DNS_NOT_ASCII', value });
  if (parseIp(name) !== undefined) return fail({ code: 'SAN_DNS_IS_ADDRESS', value });
  const isWildcard = name.includes('*');
  // RFC 6125 §6.4.3 and the CA/Browser rules: the star is the whole leftmost label, above at least two others.
  if (isWildcard && (!name.startsWith('*.') || name.split('.').length < 3))
    return fail({ code: 'SAN_DNS_WILDCARD', value });
  const host = isWildcard ? name.slice(2) : name;
  return isHostName(host) ? ok({ kind: 'dns', value: name }) : fail({ code: 'SAN_DNS_FORM', value });
}

/** RFC 1123 §2.1: letters, digits, inner hyphens; hyphens at 3 and 4 only in A-labels; a last label of digits is none. */
function isHostName(host: string): boolean {
  const labels = host.split('.');
  if (host.length > 253 || /^\d+$/.test(labels.at(-1) ?? '')) return false;
  return labels.every(
    (label) =>
      label.length <= 63 &&
      /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(label) &&
      (label.slice(2, 4) !== '--' || (label.startsWith('xn--') && label.length > 4)),
  );
}

function checkIp(value: string): Result<SubjectAltName, SanFault> {
  const bytes = parseIp(value);
  const usual = bytes && formatIp(bytes);
  return usual === undefined ? fail({ code: 'SAN_IP_FORM', value }) : ok({ kind: 'ip', value: usual });
}

/** Schemes that carry code or content instead of naming something. */
const REFUSED_SCHEMES = new Set(['javascript', 'data', 'vbscript', 'file', 'blob', 'about']);
const URI_CHARACTERS = /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/;

/** RFC 5280 asks for an absolute URI; one with an authority (`//`) must name a host there. */
function checkUri(value: string): Result<SubjectAltName, SanFault> {
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(value)?.[1]?.toLowerCase();
  if (scheme === undefined) return fail({ code: 'SAN_URI_FORM', value });
  if (REFUSED_SCHEMES.has(scheme)) return fail({ code: 'SAN_URI_SCHEME', value });
  const rest = value.slice(scheme.length + 1);
  if (rest.length > 2000 || !URI_CHARACTERS.test(rest)) return fail({ code: 'SAN_URI_FORM', value });
  const needsAuthority = scheme === 'http' || scheme === 'https' || scheme === 'ws' || scheme === 'wss';
  if (needsAuthority && !rest.startsWith('//')) return fail({ code: 'SAN_URI_FORM', value });
  if (rest.startsWith('//') && !hasHost(rest.slice(2))) return fail({ code: 'SAN_URI_FORM', value });
  return ok({ kind: 'uri', value: `${scheme}:${rest}` });
}

function hasHost(afterSlashes: string): boolean {
  const authority = afterSlashes.split(/[/?#]/, 1)[0] ?? '';
  const hostAndPort = authority.slice(authority.lastIndexOf('@') + 1);
  const parts = /^(\[[^\]]*\]|[^:[\]]*)(?::\d{0,5})?$/.exec(hostAndPort);
  const host = (parts?.[1] ?? '').toLowerCase();
  if (host.startsWith('[')) return parseIpv6(host.slice(1, -1)) !== undefined;
  return parseIpv4(host) !== undefined || isHostName(host);
}

/** RFC 5280 §4.2.1.6: `local@domain` in ASCII, without a display name; quoted local parts are not taken. */
function checkMail(value: string): Result<SubjectAltName, SanFault> {
  const at = value.lastIndexOf('@');
  const local = value.slice(0, Math.max(at, 0));
  const domain = value.slice(at + 1).toLowerCase();
  const isLocal =
    local.length <= 64 && /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/.test(local);
  if (!isLocal || value.length > 254 || !isHostName(domain)) return fail({ code: 'SAN_MAIL_FORM', value });
  return ok({ kind: 'mail', value: `${local}@${domain}` });
}

function isAscii(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- the range is what ASCII is
  return /^[\x00-\x7f]*$/.test(text);
}
