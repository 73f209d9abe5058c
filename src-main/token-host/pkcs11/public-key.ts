import { createHash, createPublicKey, hash, X509Certificate } from 'node:crypto';
import type { KeyAlgorithm } from '../../../shared/domain/key-algorithm.ts';
import { concatBytes } from '../../../shared/util/bytes.ts';
import { CKK } from './cryptoki.ts';

/** The public half as X.509 writes it. Plain copies, never views into a module's buffers. */
export interface PublicHalf {
  readonly spki: Uint8Array;
  /** SHA-256 of `spki`, lower-case hex. */
  readonly spkiSha256: string;
}

export interface KeyKind {
  /** Undefined for kinds that the console does not sign with. */
  readonly algorithm: KeyAlgorithm | undefined;
  readonly text: string;
}

interface Curve {
  readonly algorithm: KeyAlgorithm;
  readonly text: string;
  readonly keyType: number;
  /** What CKA_EC_PARAMS says; the first one is what we write. */
  readonly params: readonly string[];
  readonly pointLength: number;
  readonly spkiPrefix: string;
}

const curves: readonly Curve[] = [
  {
    algorithm: 'ec-p256',
    text: 'EC P-256',
    keyType: CKK.ec,
    params: ['06082a8648ce3d030107'],
    pointLength: 65,
    spkiPrefix: '3059301306072a8648ce3d020106082a8648ce3d030107034200',
  },
  {
    algorithm: 'ec-p384',
    text: 'EC P-384',
    keyType: CKK.ec,
    params: ['06052b81040022'],
    pointLength: 97,
    spkiPrefix: '3076301006072a8648ce3d020106052b81040022036200',
  },
  {
    algorithm: 'ec-p521',
    text: 'EC P-521',
    keyType: CKK.ec,
    params: ['06052b81040023'],
    pointLength: 133,
    spkiPrefix: '30819b301006072a8648ce3d020106052b8104002303818600',
  },
  {
    algorithm: 'ed25519',
    text: 'Ed25519',
    keyType: CKK.ecEdwards,
    // PKCS#11 v3.0 §2.3.5 wants the name as PrintableString; RFC 8410's OID is what most write.
    params: ['130c656477617264733235353139', '06032b6570'],
    pointLength: 32,
    spkiPrefix: '302a300506032b6570032100',
  },
];
const curveByParams = new Map(curves.flatMap((curve) => curve.params.map((params) => [params, curve] as const)));

/** CKA_EC_PARAMS to ask for. */
export function ecParamsOf(algorithm: KeyAlgorithm): Buffer | undefined {
  const params = curves.find((curve) => curve.algorithm === algorithm)?.params[0];
  return params === undefined ? undefined : Buffer.from(params, 'hex');
}

/** A kind of which nothing but CKA_KEY_TYPE is known. */
export function kindOfType(keyType: number | undefined): KeyKind {
  if (keyType === CKK.rsa) return { algorithm: undefined, text: 'RSA' };
  if (keyType === CKK.ec) return { algorithm: undefined, text: 'EC' };
  const text = keyType === undefined ? 'unknown' : `unknown (CKK 0x${keyType.toString(16)})`;
  return { algorithm: undefined, text };
}

/** An elliptic key of CKA_EC_PARAMS and CKA_EC_POINT; the half is undefined when they do not fit each other. */
export function ellipticKey(
  params: Buffer,
  point: Buffer | undefined,
): { kind: KeyKind; half: PublicHalf | undefined } {
  const curve = curveByParams.get(params.toString('hex'));
  if (curve === undefined) return { kind: { algorithm: undefined, text: curveText(params) }, half: undefined };
  const bare = point === undefined ? undefined : barePoint(point, curve.pointLength);
  const kind = { algorithm: curve.algorithm, text: curve.text };
  return { kind, half: bare === undefined ? undefined : halfOf(Buffer.from(curve.spkiPrefix, 'hex'), bare) };
}

export function rsaKey(modulus: Buffer, exponent: Buffer): { kind: KeyKind; half: PublicHalf | undefined } {
  const n = unsigned(modulus);
  const bits = n.length === 0 ? 0 : (n.length - 1) * 8 + (32 - Math.clz32(n[0] ?? 0));
  const algorithm = bits === 3072 ? 'rsa-3072' : bits === 4096 ? 'rsa-4096' : undefined;
  const kind = { algorithm, text: `RSA ${bits}` } as const;
  if (n.length > 4096 || exponent.length === 0 || exponent.length > 512) return { kind, half: undefined };
  const key = der(0x30, der(0x02, positive(n)), der(0x02, positive(unsigned(exponent))));
  return { kind, half: halfOf(der(0x30, RSA_ENCRYPTION, der(0x03, Uint8Array.of(0), key))) };
}

/** The public half out of a certificate, for tokens that keep no public key object. */
export function certificateKey(certificate: Buffer): { kind: KeyKind; half: PublicHalf } | undefined {
  try {
    return kindOfSpki(new X509Certificate(certificate).publicKey.export({ format: 'der', type: 'spki' }));
  } catch {
    return undefined;
  }
}

function kindOfSpki(spki: Buffer): { kind: KeyKind; half: PublicHalf } {
  const half = halfOf(spki);
  const text = spki.toString('hex');
  const curve = curves.find(({ spkiPrefix }) => text.startsWith(spkiPrefix));
  if (curve !== undefined) return { kind: { algorithm: curve.algorithm, text: curve.text }, half };
  const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
  const bits = key.asymmetricKeyDetails?.modulusLength;
  if (key.asymmetricKeyType !== 'rsa' || bits === undefined) {
    return { kind: { algorithm: undefined, text: key.asymmetricKeyType ?? 'unknown' }, half };
  }
  const algorithm = bits === 3072 ? 'rsa-3072' : bits === 4096 ? 'rsa-4096' : undefined;
  return { kind: { algorithm, text: `RSA ${bits}` }, half };
}

/** SHA-1 of the public key's bits: CKA_ID as most tools set it, and the key identifier of RFC 5280 §4.2.1.2 (1). */
export function keyIdentifier(spki: Uint8Array): Buffer {
  return createHash('sha1').update(bitString(spki)).digest();
}

/** The last element of a SubjectPublicKeyInfo, without the count of unused bits. The input is one that we built. */
function bitString(spki: Uint8Array): Uint8Array {
  const start = (at: number): number =>
    at + 2 + Math.max(0, (spki[at + 1] ?? 0) - 0x80) * Number((spki[at + 1] ?? 0) > 0x80);
  const algorithm = start(0);
  const bits = start(algorithm) + (spki[algorithm + 1] ?? 0);
  return spki.subarray(start(bits) + 1);
}

/** CKA_EC_POINT is an OCTET STRING around the point in most modules, the bare point in some. */
function barePoint(point: Buffer, length: number): Buffer | undefined {
  if (point.length === length) return point;
  const header = length < 0x80 ? [0x04, length] : [0x04, 0x81, length];
  if (point.length !== header.length + length || header.some((byte, at) => point[at] !== byte)) return undefined;
  return point.subarray(header.length);
}

function halfOf(...parts: readonly Uint8Array[]): PublicHalf {
  const spki = concatBytes(...parts);
  return { spki, spkiSha256: hash('sha256', spki, 'hex') };
}

/** AlgorithmIdentifier rsaEncryption with NULL (RFC 3279 §2.3.1). */
const RSA_ENCRYPTION = Buffer.from('300d06092a864886f70d0101010500', 'hex');

function unsigned(value: Buffer): Buffer {
  let start = 0;
  while (start < value.length && value[start] === 0) start++;
  return value.subarray(start);
}

function positive(value: Uint8Array): Uint8Array {
  return (value[0] ?? 0x80) >= 0x80 ? concatBytes(Uint8Array.of(0), value) : value;
}

function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = concatBytes(...parts);
  const size = content.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 255];
  return concatBytes(Uint8Array.of(tag, ...length), content);
}

/** Dotted form of a named curve that we do not know; parameters written out in full are not followed. */
function curveText(params: Buffer): string {
  if (params[0] !== 0x06 || params[1] !== params.length - 2 || params.length > 20) return 'EC (unnamed curve)';
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of params.subarray(2)) {
    arc = arc * 128 + (byte & 127);
    if (byte < 128) {
      arcs.push(arc);
      arc = 0;
    }
  }
  const [first = 0, ...rest] = arcs;
  const top = Math.min(2, Math.floor(first / 40));
  return `EC (curve ${[top, first - top * 40, ...rest].join('.')})`.slice(0, 60);
}
