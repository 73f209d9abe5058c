import { type NameAttribute, nameTypeRule, nameTypes } from '../../../shared/domain/distinguished-name.ts';
import { parseIpv4, parseIpv6 } from '../../../shared/domain/ip-address.ts';
import { encodeUtf8 } from '../../../shared/util/utf8.ts';
import type { NameSubtree } from './certificate-spec.ts';
import { writeExplicit, writeImplicit, writeOid, writeSequence, writeSetOf, writeString } from './der/der-writer.ts';

/**
 * A Name whose parts stand in the order and string types of OCPI CSRs (see nameTypes), one value in each. The parts
 * have passed `checkDistinguishedName`.
 */
export function writeDistinguishedName(parts: readonly NameAttribute[]): Uint8Array {
  const rank = (type: string): number => nameTypes.findIndex((rule) => rule.type === type);
  const ordered = parts.toSorted((a, b) => rank(a.type) - rank(b.type));
  const rdns = ordered.map(({ type, value }) => {
    const rule = nameTypeRule(type);
    if (rule === undefined) throw new RangeError(`no rule for ${type}`);
    return writeSetOf(writeSequence(writeOid(rule.oid), writeString(rule.string, value)));
  });
  return writeSequence(...rdns);
}

/** The base of a GeneralSubtree (RFC 5280 §4.2.1.10); undefined when the value has not the form of its kind. */
export function writeSubtreeBase(subtree: NameSubtree): Uint8Array | undefined {
  switch (subtree.kind) {
    case 'mail':
      return isMailConstraint(subtree.value) ? writeImplicit(1, encodeUtf8(subtree.value)) : undefined;
    case 'dns':
      return isDomain(subtree.value, '') ? writeImplicit(2, encodeUtf8(subtree.value)) : undefined;
    case 'dn':
      return subtree.value.length === 0 ? undefined : writeExplicit(4, writeDistinguishedName(subtree.value));
    case 'uri':
      return isDomain(subtree.value, '.') ? writeImplicit(6, encodeUtf8(subtree.value)) : undefined;
    case 'ip': {
      const range = parseCidr(subtree.value);
      return range && writeImplicit(7, range);
    }
  }
}

/** `192.0.2.0/24` to address and mask, 8 or 32 octets; undefined for another form or bits beyond the prefix. */
export function parseCidr(text: string): Uint8Array | undefined {
  const [address = '', length = '', ...rest] = text.split('/');
  const base = parseIpv4(address) ?? parseIpv6(address);
  if (base === undefined || rest.length > 0 || !/^\d{1,3}$/.test(length) || Number(length) > base.length * 8)
    return undefined;
  const bits = Number(length);
  const mask = base.map((_, i) => (0xff00 >> Math.min(Math.max(bits - 8 * i, 0), 8)) & 0xff);
  return base.some((octet, i) => (octet & ~(mask[i] ?? 0)) !== 0) ? undefined : Uint8Array.of(...base, ...mask);
}

/** A host name, or where `dot` allows it a domain with a leading dot, whose hosts are meant. */
function isDomain(text: string, dot: '.' | ''): boolean {
  const name = dot === '.' && text.startsWith('.') ? text.slice(1) : text;
  const labels = name.split('.');
  return name.length <= 253 && labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label));
}

/** One mailbox, a host, or a domain with a leading dot (RFC 5280 §4.2.1.10). */
function isMailConstraint(text: string): boolean {
  const at = text.lastIndexOf('@');
  if (at < 0) return isDomain(text, '.');
  return /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}$/.test(text.slice(0, at)) && isDomain(text.slice(at + 1), '');
}
