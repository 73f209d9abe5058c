import { type Damage, type CrlEntrySpec, type CrlSpec, writeCertificate, writeCrl } from './certificate-writer.ts';
import {
  authorityKeyId,
  basicConstraints,
  crlNumber,
  extendedKeyUsage,
  keyUsage,
  name,
  subjectAltName,
  subjectKeyId,
} from './extension-writer.ts';
import { type PathAlgorithm, type PathKey, pathKey, type SignerHash } from './path-keys.ts';

/** The moment at which all cases are judged unless they say another. */
export const AT = new Date('2026-06-01T12:00:00Z');
export const day = (text: string): Date => new Date(`${text}T00:00:00Z`);

/** OIDs of purposes that have none in any standard, as a profile would name them. */
export const USAGE = {
  client: '1.3.6.1.5.5.7.3.2',
  server: '1.3.6.1.5.5.7.3.1',
  code: '1.3.6.1.5.5.7.3.3',
  any: '2.5.29.37.0',
  objectSigning: '1.2.3.4.5.6.7.10.1',
  identity: '1.2.3.4.5.6.7.10.2',
} as const;

/** One certificate of a chain before it is written; the issuer is the link before it unless said otherwise. */
export interface Link {
  readonly subject: Uint8Array;
  readonly algorithm: PathAlgorithm;
  /** Label of the key in the pool. */
  readonly key: string;
  readonly serial: number;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly version: 1 | 2 | 3;
  readonly ext: Readonly<Record<string, Uint8Array | null>>;
  readonly issuer?: Uint8Array;
  readonly signer?: PathKey;
  readonly hash?: SignerHash;
  readonly innerHash?: SignerHash;
  readonly damage?: Damage;
}

export type Chain = readonly Link[];

let serials = 0;
const nextSerial = (): number => ++serials;

export const keyOf = (link: Link): PathKey => pathKey(link.algorithm, link.key);

/**
 * A right chain, root first and leaf last, with `depth` issuing authorities between. `algorithms` are taken in turn.
 * Labels make names and keys, so that two chains with the same labels have the same parties.
 */
export function rightChain(depth: number, algorithms: readonly PathAlgorithm[], label = ''): Chain {
  const algorithm = (i: number): PathAlgorithm => algorithms[i % algorithms.length] ?? 'ec-p256';
  const authorities = Array.from({ length: depth }, (_, i) => authority(`ca${i + 1}${label}`, algorithm(i + 1)));
  return [authority(`root${label}`, algorithm(0)), ...authorities, leaf(`leaf${label}`, algorithm(depth + 1))];
}

export function authority(label: string, algorithm: PathAlgorithm): Link {
  return {
    subject: name(`O=Example,CN=${label}`),
    algorithm,
    key: label,
    serial: nextSerial(),
    notBefore: day('2020-01-01'),
    notAfter: day('2040-01-01'),
    version: 3,
    ext: { basic: basicConstraints(true), usage: keyUsage(['keyCertSign', 'cRLSign']) },
  };
}

export function leaf(label: string, algorithm: PathAlgorithm): Link {
  return {
    subject: name(`O=Example,CN=${label}`),
    algorithm,
    key: label,
    serial: nextSerial(),
    notBefore: day('2026-01-01'),
    notAfter: day('2027-01-01'),
    version: 3,
    ext: {
      usage: keyUsage(['digitalSignature']),
      extended: extendedKeyUsage([USAGE.client, USAGE.server]),
      names: subjectAltName([{ kind: 'dns', value: 'leaf.example.org' }]),
    },
  };
}

/** The chain with one link changed; negative indexes count from the leaf. */
export function change(chain: Chain, index: number, patch: Partial<Link>): Chain {
  const at = index < 0 ? chain.length + index : index;
  return chain.map((link, i) => (i === at ? { ...link, ...patch } : link));
}

/** The chain with extensions of one link replaced, added, or (null) left out. */
export function withExt(chain: Chain, index: number, ext: Link['ext']): Chain {
  const at = index < 0 ? chain.length + index : index;
  return chain.map((link, i) => (i === at ? { ...link, ext: { ...link.ext, ...ext } } : link));
}

/** Writes every certificate, root first. */
export function writeChain(chain: Chain): readonly Uint8Array[] {
  return chain.map((link, i) => writeLink(link, chain[Math.max(0, i - 1)] ?? link));
}

export function writeLink(link: Link, issuer: Link): Uint8Array {
  const isRoot = link === issuer;
  const ids = {
    subjectId: subjectKeyId(keyOf(link).keyId),
    ...(isRoot ? {} : { authorityId: authorityKeyId(keyOf(issuer).keyId) }),
  };
  const extensions = Object.values<Uint8Array | null>({ ...ids, ...link.ext }).filter((value) => value !== null);
  return writeCertificate({
    version: link.version,
    serial: link.serial,
    issuer: link.issuer ?? issuer.subject,
    subject: link.subject,
    notBefore: link.notBefore,
    notAfter: link.notAfter,
    key: keyOf(link),
    signer: link.signer ?? keyOf(issuer),
    extensions: link.version === 1 ? [] : extensions,
    hash: link.hash,
    innerHash: link.innerHash,
    damage: link.damage,
  });
}

/** A CRL of one authority, fresh at {@link AT}. */
export function crlOf(issuer: Link, entries: readonly CrlEntrySpec[] = [], patch: Partial<CrlSpec> = {}): Uint8Array {
  return writeCrl({
    issuer: issuer.subject,
    signer: keyOf(issuer),
    thisUpdate: day('2026-05-25'),
    nextUpdate: day('2026-06-25'),
    entries,
    extensions: [authorityKeyId(keyOf(issuer).keyId), crlNumber(1)],
    ...patch,
  });
}
