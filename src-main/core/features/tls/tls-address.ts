import { isIP } from 'node:net';

/** Where to connect; `host` without brackets. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

const HTTPS = 443;
const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/i;

/**
 * `host:port`, `[v6]:port`, or either without a port for 443. Undefined for anything else: schemes, paths, user names, and
 * names that are not plain letters (an international name has its `xn--` form).
 */
export function parseAddress(text: string): Address | undefined {
  const [, bracketed, plain = '', digits] = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const port = digits === undefined ? HTTPS : Number(digits);
  if (port < 1 || port > 65_535) return undefined;
  if (bracketed !== undefined) return isIP(bracketed) === 6 ? { host: bracketed, port } : undefined;
  if (isIP(plain) === 4) return { host: plain, port };
  return isHostName(plain) ? { host: plain, port } : undefined;
}

/** A DNS name by its letters and lengths (RFC 1123 §2.1), and no number that could be taken for an address. */
export function isHostName(text: string): boolean {
  if (text === '' || text.length > 253) return false;
  const labels = text.replace(/\.$/, '').split('.');
  return labels.every((label) => LABEL.test(label)) && !/^(?:\d+|0x[0-9a-f]*)$/i.test(labels.at(-1) ?? '');
}
