import { sign } from 'node:crypto';
import { concatBytes } from '../../../../../shared/util/bytes.ts';
import { writeSignatureAlgorithm } from '../../algorithm-identifier.ts';
import {
  writeBitString,
  writeExplicit,
  writeNull,
  writeOid,
  writeSequence,
  writeTime,
  writeUnsigned,
} from '../../der/der-writer.ts';
import type { PathKey, SignerHash } from './path-keys.ts';
import { paddingOf } from './path-keys.ts';

/** All that stands in one certificate; nothing is made right that the caller wants wrong. */
export interface CertificateSpec {
  readonly version: 1 | 2 | 3;
  readonly serial: number;
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly key: PathKey;
  readonly signer: PathKey;
  readonly extensions: readonly Uint8Array[];
  readonly hash?: SignerHash | undefined;
  /** Written inside, where the signature covers it; the same as outside when left out. */
  readonly innerHash?: SignerHash | undefined;
  readonly damage?: Damage | undefined;
}

export type Damage = 'tbs' | 'signature' | 'short-signature' | 'zero-signature';

export interface CrlSpec {
  readonly issuer: Uint8Array;
  readonly signer: PathKey;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | null;
  readonly entries: readonly CrlEntrySpec[];
  readonly extensions: readonly Uint8Array[];
  readonly damage?: Damage | undefined;
  readonly hash?: SignerHash | undefined;
}

export interface CrlEntrySpec {
  readonly serial: number;
  readonly at: Date;
  readonly extensions?: readonly Uint8Array[];
}

/** A certificate of RFC 5280 §4.1, signed. */
export function writeCertificate(spec: CertificateSpec): Uint8Array {
  const version = spec.version === 1 ? [] : [writeExplicit(0, writeUnsigned(Uint8Array.of(spec.version - 1)))];
  const tbs = writeSequence(
    ...version,
    writeSerial(spec.serial),
    algorithmOf(spec.signer, spec.innerHash ?? spec.hash),
    spec.issuer,
    writeSequence(writeTime(spec.notBefore), writeTime(spec.notAfter)),
    spec.subject,
    spec.key.spki,
    ...(spec.extensions.length === 0 ? [] : [writeExplicit(3, writeSequence(...spec.extensions))]),
  );
  return signed(tbs, spec.signer, spec.hash, spec.damage, writeSerial(spec.serial));
}

/** A CRL of RFC 5280 §5.1, version 2, signed. */
export function writeCrl(spec: CrlSpec): Uint8Array {
  const entries = spec.entries.map(({ serial, at, extensions = [] }) =>
    writeSequence(
      writeSerial(serial),
      writeTime(at),
      ...(extensions.length === 0 ? [] : [writeSequence(...extensions)]),
    ),
  );
  const tbs = writeSequence(
    writeUnsigned(Uint8Array.of(1)),
    algorithmOf(spec.signer, spec.hash),
    spec.issuer,
    writeTime(spec.thisUpdate),
    ...(spec.nextUpdate === null ? [] : [writeTime(spec.nextUpdate)]),
    ...(entries.length === 0 ? [] : [writeSequence(...entries)]),
    ...(spec.extensions.length === 0 ? [] : [writeExplicit(0, writeSequence(...spec.extensions))]),
  );
  return signed(tbs, spec.signer, spec.hash, spec.damage, writeSerial(spec.entries[0]?.serial ?? 0));
}

/** The serial as it stands in certificates and CRLs of these cases. */
export function writeSerial(serial: number): Uint8Array {
  return writeUnsigned(Uint8Array.of(0x40, (serial >> 16) & 255, (serial >> 8) & 255, serial & 255));
}

function signed(
  tbs: Uint8Array,
  signer: PathKey,
  hash: SignerHash | undefined,
  damage: Damage | undefined,
  serial: Uint8Array,
): Uint8Array {
  const value = signature(signer, hash, tbs);
  // Another serial number: the encoding stays whole and nothing else depends on it.
  const body = damage === 'tbs' ? withOtherEnd(tbs, serial) : tbs;
  return writeSequence(body, algorithmOf(signer, hash), writeBitString(damaged(value, damage)));
}

function signature({ privateKey, algorithm }: PathKey, hash: SignerHash | undefined, data: Uint8Array): Uint8Array {
  const name = algorithm === 'ed25519' ? null : (hash ?? hashOf(algorithm));
  return new Uint8Array(sign(name, data, { key: privateKey, ...paddingOf(algorithm) }));
}

function damaged(value: Uint8Array, damage: Damage | undefined): Uint8Array {
  const copy = value.slice();
  if (damage === 'signature') copy[copy.length - 1] = (copy.at(-1) ?? 0) ^ 1;
  if (damage === 'zero-signature') copy.fill(0);
  return damage === 'short-signature' ? copy.subarray(0, copy.length - 1) : copy;
}

function withOtherEnd(tbs: Uint8Array, part: Uint8Array): Uint8Array {
  const at = Buffer.from(tbs).indexOf(part) + part.length - 1;
  return concatBytes(tbs.subarray(0, at), Uint8Array.of((tbs[at] ?? 0) ^ 1), tbs.subarray(at + 1));
}

const WEAK_OIDS: Readonly<Record<string, string>> = {
  'ec sha1': '1.2.840.10045.4.1',
  'rsa sha1': '1.2.840.113549.1.1.5',
  'rsa md5': '1.2.840.113549.1.1.4',
};

function algorithmOf({ algorithm }: PathKey, hash: SignerHash = hashOf(algorithm)): Uint8Array {
  if (algorithm === 'ed25519') return writeSignatureAlgorithm({ kind: 'ed25519' });
  const kind = algorithm.startsWith('rsa') ? 'rsa' : 'ec';
  if (hash === 'sha1' || hash === 'md5') {
    const oid = writeOid(WEAK_OIDS[`${kind} ${hash}`] ?? '');
    return kind === 'ec' ? writeSequence(oid) : writeSequence(oid, writeNull());
  }
  if (algorithm === 'rsa-pss') return writeSignatureAlgorithm({ kind: 'rsa-pss', hash });
  return writeSignatureAlgorithm({ kind: kind === 'ec' ? 'ecdsa' : 'rsa-pkcs1', hash });
}

function hashOf(algorithm: PathKey['algorithm']): 'sha256' | 'sha384' | 'sha512' {
  return algorithm === 'ec-p384' ? 'sha384' : algorithm === 'ec-p521' ? 'sha512' : 'sha256';
}
