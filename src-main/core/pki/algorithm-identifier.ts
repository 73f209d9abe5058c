import type { HashName, SignatureAlgorithm } from '../../../shared/domain/key-algorithm.ts';
import { type DerNode, isContext, isUniversal, TAG } from './der/der-node.ts';
import { writeExplicit, writeNull, writeOid, writeSequence, writeUnsigned } from './der/der-writer.ts';
import { readOid, readSmallInteger } from './der/read-values.ts';
import { OID } from './oid-names.ts';

/** Hashes that may stand in foreign signatures; the first two are told as weak and never verified as good. */
export type ReadHashName = 'md5' | 'sha1' | 'sha224' | HashName;

/** A signature algorithm as read. `wellFormed` is false when the parameters are not those of its standard. */
export type ReadSignatureAlgorithm = { readonly oid: string; readonly wellFormed: boolean } & (
  | { readonly kind: 'ecdsa' | 'rsa-pkcs1'; readonly hash: ReadHashName }
  | {
      readonly kind: 'rsa-pss';
      readonly hash: ReadHashName;
      readonly mgfHash: ReadHashName;
      readonly saltLength: number;
    }
  | { readonly kind: 'ed25519' }
  | { readonly kind: 'unknown' }
);

const SALT_LENGTH: Readonly<Record<HashName, number>> = { sha256: 32, sha384: 48, sha512: 64 };

const HASH_OIDS: Readonly<Record<HashName, string>> = {
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
};

const HASH_BY_OID = new Map<string, ReadHashName>([
  ['1.3.14.3.2.26', 'sha1'],
  ['2.16.840.1.101.3.4.2.4', 'sha224'],
  [HASH_OIDS.sha256, 'sha256'],
  [HASH_OIDS.sha384, 'sha384'],
  [HASH_OIDS.sha512, 'sha512'],
]);

const SIMPLE = new Map<string, { readonly kind: 'ecdsa' | 'rsa-pkcs1'; readonly hash: ReadHashName }>([
  ['1.2.840.10045.4.1', { kind: 'ecdsa', hash: 'sha1' }],
  ['1.2.840.10045.4.3.1', { kind: 'ecdsa', hash: 'sha224' }],
  ['1.2.840.10045.4.3.2', { kind: 'ecdsa', hash: 'sha256' }],
  ['1.2.840.10045.4.3.3', { kind: 'ecdsa', hash: 'sha384' }],
  ['1.2.840.10045.4.3.4', { kind: 'ecdsa', hash: 'sha512' }],
  ['1.2.840.113549.1.1.4', { kind: 'rsa-pkcs1', hash: 'md5' }],
  ['1.2.840.113549.1.1.5', { kind: 'rsa-pkcs1', hash: 'sha1' }],
  ['1.2.840.113549.1.1.14', { kind: 'rsa-pkcs1', hash: 'sha224' }],
  ['1.2.840.113549.1.1.11', { kind: 'rsa-pkcs1', hash: 'sha256' }],
  ['1.2.840.113549.1.1.12', { kind: 'rsa-pkcs1', hash: 'sha384' }],
  ['1.2.840.113549.1.1.13', { kind: 'rsa-pkcs1', hash: 'sha512' }],
]);

/**
 * AlgorithmIdentifier of a signature: ECDSA and Ed25519 without parameters (RFC 5758 §3.2, RFC 8410 §3), RSA PKCS#1
 * with NULL (RFC 4055 §5), RSASSA-PSS with everything spelled out but the trailer (RFC 4055 §3.1).
 */
export function writeSignatureAlgorithm(algorithm: SignatureAlgorithm): Uint8Array {
  switch (algorithm.kind) {
    case 'ed25519':
      return writeSequence(writeOid(OID.ed25519));
    case 'rsa-pss':
      return writeSequence(writeOid(OID.rsaPss), pssParameters(algorithm.hash));
    case 'ecdsa':
      return writeSequence(writeOid(oidOf(algorithm)));
    case 'rsa-pkcs1':
      return writeSequence(writeOid(oidOf(algorithm)), writeNull());
  }
}

function oidOf({ kind, hash }: { readonly kind: 'ecdsa' | 'rsa-pkcs1'; readonly hash: HashName }): string {
  for (const [oid, known] of SIMPLE) if (known.kind === kind && known.hash === hash) return oid;
  throw new RangeError(`no OID for ${kind} with ${hash}`);
}

function pssParameters(hash: HashName): Uint8Array {
  const hashAlgorithm = writeSequence(writeOid(HASH_OIDS[hash]), writeNull());
  return writeSequence(
    writeExplicit(0, hashAlgorithm),
    writeExplicit(1, writeSequence(writeOid(OID.mgf1), hashAlgorithm)),
    writeExplicit(2, writeUnsigned(Uint8Array.of(SALT_LENGTH[hash]))),
  );
}

/** Reads an AlgorithmIdentifier that stands for a signature; undefined when it is not even `SEQUENCE { OID … }`. */
export function readSignatureAlgorithm(node: DerNode): ReadSignatureAlgorithm | undefined {
  const [oidNode, parameters, ...rest] = node.children;
  if (!isUniversal(node, TAG.sequence) || !isUniversal(oidNode, TAG.oid)) return undefined;
  const oid = readOid(oidNode);
  const simple = SIMPLE.get(oid);
  if (simple !== undefined) {
    const fits = simple.kind === 'ecdsa' ? parameters === undefined : isUniversal(parameters, TAG.null);
    return { oid, ...simple, wellFormed: fits && rest.length === 0 };
  }
  if (oid === OID.ed25519) return { oid, kind: 'ed25519', wellFormed: parameters === undefined };
  if (oid === OID.rsaPss) {
    const pss = readPss(parameters);
    return { oid, kind: 'rsa-pss', ...pss, wellFormed: pss.wellFormed && rest.length === 0 };
  }
  return { oid, kind: 'unknown', wellFormed: true };
}

/** Absent parts mean SHA-1, MGF1 with SHA-1 and a salt of 20 (RFC 4055 §3.1). */
function readPss(parameters: DerNode | undefined): {
  readonly hash: ReadHashName;
  readonly mgfHash: ReadHashName;
  readonly saltLength: number;
  readonly wellFormed: boolean;
} {
  const parts = isUniversal(parameters, TAG.sequence) ? parameters.children : [];
  const part = (tag: number): DerNode | undefined => parts.find((node) => isContext(node, tag))?.children[0];
  const [hashNode, mgfNode, saltNode, trailer] = [part(0), part(1), part(2), part(3)];
  const hash = hashNode && readHash(hashNode);
  const mgfOid = mgfNode?.children[0];
  const mgfIsMgf1 = isUniversal(mgfOid, TAG.oid) && readOid(mgfOid) === OID.mgf1;
  const mgfHash =
    mgfIsMgf1 && mgfNode?.children.length === 2 && mgfNode.children[1] ? readHash(mgfNode.children[1]) : undefined;
  const saltLength = isUniversal(saltNode, TAG.integer) ? readSmallInteger(saltNode) : undefined;
  const wellFormed =
    isUniversal(parameters, TAG.sequence) &&
    parts.every((node, i) => isPssPart(node) && node.tag > (parts[i - 1]?.tag ?? -1)) &&
    (hashNode === undefined || hash !== undefined) &&
    (mgfNode === undefined || mgfHash !== undefined) &&
    (saltNode === undefined || (saltLength !== undefined && saltLength >= 0)) &&
    (trailer === undefined || (isUniversal(trailer, TAG.integer) && readSmallInteger(trailer) === 1));
  return { hash: hash ?? 'sha1', mgfHash: mgfHash ?? 'sha1', saltLength: saltLength ?? 20, wellFormed };
}

function isPssPart(node: DerNode): boolean {
  return node.tagClass === 'context' && node.tag <= 3 && node.constructed && node.children.length === 1;
}

function readHash(node: DerNode): ReadHashName | undefined {
  const [oidNode, parameters] = node.children;
  // NULL or nothing: RFC 4055 §2.1 wants both to be read.
  const hasUsualParameters =
    parameters === undefined || (isUniversal(parameters, TAG.null) && node.children.length === 2);
  return isUniversal(node, TAG.sequence) && isUniversal(oidNode, TAG.oid) && hasUsualParameters
    ? HASH_BY_OID.get(readOid(oidNode))
    : undefined;
}
