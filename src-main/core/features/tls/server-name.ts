import { isIP } from 'node:net';
import { formatIp, parseIp } from '../../../../shared/domain/ip-address.ts';
import type { CertificateView } from '../../pki/certificate-read.ts';

/** How a certificate answers to a name. `unnamed`: it has no subject alternative names that could. */
export type NameAnswer = 'named' | 'other' | 'unnamed';

/**
 * Whether a server's certificate is for this name (RFC 9525 §6): DNS names and addresses among the subject alternative
 * names only, never the subject. A wildcard is a whole leftmost label and stands for one label.
 */
export function nameAnswer(certificate: CertificateView, name: string): NameAnswer {
  const names = certificate.extensions.flatMap(({ value }) => (value.kind === 'subject-alt-name' ? value.names : []));
  if (isIP(name) !== 0) {
    const wanted = canonicalIp(name);
    const addresses = names.filter(({ kind }) => kind === 'ip');
    return answer(addresses, ({ value }) => canonicalIp(value) === wanted);
  }
  const wanted = folded(name);
  const dnsNames = names.filter(({ kind }) => kind === 'dns');
  return answer(dnsNames, ({ value }) => matches(folded(value), wanted));
}

function answer<T>(names: readonly T[], fits: (name: T) => boolean): NameAnswer {
  if (names.length === 0) return 'unnamed';
  return names.some(fits) ? 'named' : 'other';
}

function matches(pattern: string, name: string): boolean {
  if (!pattern.startsWith('*.')) return pattern === name;
  const [first = '', ...rest] = name.split('.');
  // A wildcard for everything below a top-level domain is nobody's to give.
  return first !== '' && rest.length > 1 && pattern.slice(2) === rest.join('.');
}

function folded(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

function canonicalIp(text: string): string {
  const bytes = parseIp(text);
  return bytes === undefined ? text : (formatIp(bytes) ?? text);
}
