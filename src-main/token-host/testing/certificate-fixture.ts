import { createHash } from 'node:crypto';
import { concatBytes } from '../../../shared/util/bytes.ts';

/** A DER element of any tag; as careless as a test needs it. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = concatBytes(...parts);
  const size = content.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 255];
  return concatBytes(Uint8Array.of(tag, ...length), content);
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const fromHex = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

/** Name with one commonName (UTF8String). */
export function nameOf(commonName: string): Uint8Array {
  return der(0x30, der(0x31, der(0x30, fromHex('0603550403'), der(0x0c, text(commonName)))));
}

/** RFC 5280 §4.2.1.2 (1), by another way than the host's: the bits are the end of a SPKI, their header is searched. */
export function keyIdOf(spki: Uint8Array): Uint8Array {
  const algorithm = 2 + (spki[1] === 0x81 ? 1 : spki[1] === 0x82 ? 2 : 0);
  const bits = algorithm + 2 + (spki[algorithm + 1] ?? 0);
  const header = spki[bits + 1] === 0x82 ? 5 : spki[bits + 1] === 0x81 ? 4 : 3;
  return new Uint8Array(
    createHash('sha1')
      .update(spki.subarray(bits + header))
      .digest(),
  );
}

export function extension(oid: string, value: Uint8Array, critical?: Uint8Array): Uint8Array {
  return der(0x30, der(0x06, fromHex(oid)), critical ?? new Uint8Array(), der(0x04, value));
}

export const aki = (keyId: Uint8Array): Uint8Array => extension('551d23', der(0x30, der(0x80, keyId)));
export const ski = (keyId: Uint8Array): Uint8Array => extension('551d0e', der(0x04, keyId));
export const basicConstraints = (isCa: boolean): Uint8Array =>
  extension('551d13', isCa ? fromHex('30030101ff') : fromHex('3000'), fromHex('0101ff'));

export const ECDSA_SHA256 = fromHex('300a06082a8648ce3d040302');

export interface TbsWish {
  readonly spki: Uint8Array;
  readonly issuer?: string;
  readonly subject?: string;
  readonly version?: Uint8Array;
  readonly serial?: Uint8Array;
  readonly algorithm?: Uint8Array;
  readonly validity?: readonly [string, string];
  readonly extensions: readonly Uint8Array[];
  readonly more?: readonly Uint8Array[];
}

const utcTime = (value: string): Uint8Array => der(value.length > 13 ? 0x18 : 0x17, text(value));

/** TBSCertificate (RFC 5280 §4.1.2). */
export function tbsCertificate(wish: TbsWish): Uint8Array {
  const [from, to] = wish.validity ?? ['260101000000Z', '20560101000000Z'];
  return der(
    0x30,
    wish.version ?? fromHex('a003020102'),
    wish.serial ?? fromHex('020101'),
    wish.algorithm ?? ECDSA_SHA256,
    nameOf(wish.issuer ?? 'ca'),
    der(0x30, utcTime(from), utcTime(to)),
    nameOf(wish.subject ?? 'leaf'),
    wish.spki,
    der(0xa3, der(0x30, ...wish.extensions)),
    ...(wish.more ?? []),
  );
}

export function certificateOf(tbs: Uint8Array, algorithm: Uint8Array, signature: Uint8Array): Uint8Array {
  return der(0x30, tbs, algorithm, der(0x03, Uint8Array.of(0), signature));
}
