import { fromHex } from '../../../../shared/util/hex.ts';
import { parseIpv4 } from '../../../../shared/domain/ip-address.ts';
import type { GeneralNameView } from '../general-names.ts';
import { nameLiesUnder } from './path-certificate.ts';

/**
 * `within`: the name lies in the subtree. `malformed`: the name has not the form that the constraint is about, so it
 * can neither be permitted nor shown not to be excluded. `unsupported`: the constraint itself cannot be applied.
 */
export type ConstraintMatch = 'within' | 'outside' | 'malformed' | 'unsupported';

/** One name against one base of the same kind (RFC 5280 §4.2.1.10). `forExclusion`: what a wildcard may reach counts. */
export function matchConstraint(name: GeneralNameView, base: GeneralNameView, forExclusion: boolean): ConstraintMatch {
  switch (base.kind) {
    case 'dns':
      return matchHost(name.value, base.value, forExclusion);
    case 'mail':
      return matchMail(name.value, base.value);
    case 'uri':
      return matchUri(name.value, base.value);
    case 'ip':
      return matchAddress(octetsOf(name), octetsOf(base));
    case 'directory':
      if (base.directory === undefined) return 'unsupported';
      return name.directory === undefined ? 'malformed' : said(nameLiesUnder(name.directory, base.directory));
    case 'registered-id':
    case 'other':
      return 'unsupported';
  }
}

const said = (isWithin: boolean): ConstraintMatch => (isWithin ? 'within' : 'outside');

const HOST = /^(?:\*\.)?[a-z0-9_](?:[a-z0-9_-]*)(?:\.[a-z0-9_][a-z0-9_-]*)*$/;
const BASE = /^\.?[a-z0-9_][a-z0-9_-]*(?:\.[a-z0-9_][a-z0-9_-]*)*$/;

const lower = (text: string): string => text.toLowerCase().replace(/\.$/, '');

/** Labels may be added on the left; a base with a dot in front wants at least one more. */
function matchHost(name: string, base: string, forExclusion: boolean): ConstraintMatch {
  const [host, domain] = [lower(name), lower(base)];
  if (!HOST.test(host)) return 'malformed';
  if (domain === '') return 'within';
  if (!BASE.test(domain)) return 'unsupported';
  if (domain.startsWith('.')) return said(host.endsWith(domain));
  if (host === domain || host.endsWith(`.${domain}`)) return 'within';
  // A wildcard stands for one label, so `*.example.org` also speaks for an excluded `a.example.org`.
  const isReached = forExclusion && host.startsWith('*.') && domain.slice(domain.indexOf('.') + 1) === host.slice(2);
  return said(isReached);
}

/** A whole address, all addresses at a host, or with a dot in front all at hosts of a domain. */
function matchMail(name: string, base: string): ConstraintMatch {
  const at = name.lastIndexOf('@');
  const host = lower(name.slice(at + 1));
  if (at <= 0 || !HOST.test(host)) return 'malformed';
  const baseAt = base.lastIndexOf('@');
  const domain = lower(base.slice(baseAt + 1));
  if (baseAt < 0 && domain === '') return 'within';
  if (!BASE.test(domain)) return 'unsupported';
  if (baseAt >= 0) return said(name.slice(0, at) === base.slice(0, baseAt) && host === domain);
  return said(domain.startsWith('.') ? host.endsWith(domain) : host === domain);
}

const AUTHORITY = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#]*@)?([^/?#@:]*)(?::[0-9]*)?(?:[/?#]|$)/i;

/** The host of the URI; one without a host or with an address there must be refused. */
function matchUri(name: string, base: string): ConstraintMatch {
  const host = lower(AUTHORITY.exec(name)?.[1] ?? '');
  if (!HOST.test(host) || host.startsWith('*') || parseIpv4(host) !== undefined) return 'malformed';
  const domain = lower(base);
  if (domain === '') return 'within';
  if (!BASE.test(domain)) return 'unsupported';
  return said(domain.startsWith('.') ? host.endsWith(domain) : host === domain);
}

/** Content of `[7] IMPLICIT OCTET STRING`, whose encoding is always short. */
function octetsOf({ hex }: GeneralNameView): Uint8Array {
  return fromHex(hex.slice(4)) ?? new Uint8Array(0);
}

function matchAddress(address: Uint8Array, base: Uint8Array): ConstraintMatch {
  if (address.length !== 4 && address.length !== 16) return 'malformed';
  if (base.length !== 8 && base.length !== 32) return 'unsupported';
  const half = base.length / 2;
  const mask = base.subarray(half);
  if (!isPrefixMask(mask)) return 'unsupported';
  if (address.length !== half) return 'outside';
  return said(address.every((octet, i) => ((octet ^ (base[i] ?? 0)) & (mask[i] ?? 0)) === 0));
}

/** RFC 4632: ones, then zeros. */
function isPrefixMask(mask: Uint8Array): boolean {
  let isOver = false;
  for (const octet of mask) {
    if (isOver && octet !== 0) return false;
    if (octet === 255) continue;
    if ((((octet ^ 255) + 1) & (octet ^ 255)) !== 0) return false;
    isOver = true;
  }
  return true;
}
