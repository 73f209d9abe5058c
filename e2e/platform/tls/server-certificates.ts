import type { ServerOptions } from 'node:https';
import type { TlsTrouble } from '../misbehaviour/misbehaviour.ts';
import type { PlatformTls } from '../platform-options.ts';
import { type Authority, type Certified, makeAuthority, makeLeaf } from './authority.ts';

/** The platform's own authority: root, what is between, and certificates of clients that it makes for others. */
export interface PlatformAuthority {
  readonly root: Authority;
  readonly between: Authority;
  /** A client with party ids, of a new key or of one that somebody else holds. */
  certify(name: string, partyIds: readonly string[], spki?: Uint8Array): Certified;
  serverOptions(tls: PlatformTls, trouble: readonly TlsTrouble[]): ServerOptions;
}

const DAY = 86_400_000;
const HOSTS = ['localhost', '127.0.0.1'];

export function makePlatformAuthority(now: () => Date, partyIds: readonly string[]): PlatformAuthority {
  const began = now();
  const root = makeAuthority('Demo platform root', began);
  const between = makeAuthority('Demo platform authority', began, root);
  const stranger = makeAuthority('Nobody', began);
  const days = (count: number): Date => new Date(began.getTime() + count * DAY);
  const common = { name: 'Demo platform', usage: 'server', hosts: HOSTS, partyIds } as const;

  function serverLeaf(trouble: readonly TlsTrouble[]): Certified {
    if (trouble.includes('self-signed')) return makeLeaf('self', began, common);
    if (trouble.includes('wrong-name')) return makeLeaf(between, began, { ...common, hosts: ['other.example'] });
    if (trouble.includes('expired'))
      return makeLeaf(between, began, { ...common, notBefore: days(-9), notAfter: days(-1) });
    if (trouble.includes('not-yet-valid'))
      return makeLeaf(between, began, { ...common, notBefore: days(1), notAfter: days(9) });
    return makeLeaf(between, began, common);
  }

  return {
    root,
    between,
    certify: (name, ids, spki) =>
      makeLeaf(between, now(), { name, usage: 'client', partyIds: ids, ...(spki === undefined ? {} : { spki }) }),
    serverOptions: ({ clients = 'none', clientAuthorities, version }, trouble) => {
      const leaf = serverLeaf(trouble);
      const isAlone = trouble.includes('missing-intermediate') || trouble.includes('self-signed');
      const refuses12 = trouble.includes('refuses-client-1.2');
      const isRefusing = refuses12 || trouble.includes('refuses-client-1.3');
      const only = refuses12 ? 'TLSv1.2' : isRefusing ? 'TLSv1.3' : version;
      // What is known here is sent along where it fits, so that what is to be missing may not be known.
      const known = clientAuthorities ?? (isAlone ? [root.pem] : [root.pem, between.pem]);
      return {
        key: leaf.keyPem,
        cert: isAlone ? leaf.pem : leaf.pem + between.pem,
        ca: isRefusing ? [stranger.pem] : [...known],
        requestCert: isRefusing || clients !== 'none',
        rejectUnauthorized: isRefusing || clients === 'needed',
        ...(only === undefined ? {} : { minVersion: only, maxVersion: only }),
      };
    },
  };
}
