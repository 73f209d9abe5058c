import { concatBytes } from '../../../shared/util/bytes.ts';

function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = concatBytes(...parts);
  const size = content.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 255];
  return concatBytes(Uint8Array.of(tag, ...length), content);
}

/** The smallest CertificationRequestInfo: CN=t, no attributes (RFC 2986 §4.1). */
export function csrInfo(spki: Uint8Array, change: { version?: number; extra?: Uint8Array } = {}): Uint8Array {
  const commonName = der(0x30, Uint8Array.of(0x06, 3, 0x55, 4, 3), Uint8Array.of(0x0c, 1, 0x74));
  return der(
    0x30,
    Uint8Array.of(0x02, 1, change.version ?? 0),
    der(0x30, der(0x31, commonName)),
    spki,
    der(0xa0),
    change.extra ?? new Uint8Array(),
  );
}

/** A whole CertificationRequest as OpenSSL reads it. */
export function csrDer(info: Uint8Array, algorithm: Uint8Array, signature: Uint8Array): Uint8Array {
  return der(0x30, info, algorithm, der(0x03, Uint8Array.of(0), signature));
}
