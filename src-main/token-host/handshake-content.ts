import type { TokenFault } from '../../shared/contract/token-faults.ts';
import { concatBytes } from '../../shared/util/bytes.ts';
import { fail, ok, type Result } from '../../shared/util/result.ts';
import { encodeUtf8 } from '../../shared/util/utf8.ts';

/** RFC 8446 §4.4.3: 64 blanks and the context, so that it can pass for nothing else that a key signs. */
const PREFIX = concatBytes(new Uint8Array(64).fill(0x20), encodeUtf8('TLS 1.3, client CertificateVerify\0'));
/** SHA-256 and SHA-384, the hashes of TLS 1.3's ciphers (RFC 8446 §B.4). */
const TRANSCRIPT_OCTETS = [32, 48];

/**
 * The messages that a client's CertificateVerify of TLS 1.2 signs (RFC 5246 §7.3): certificate status and key exchange of
 * the server may be left out. The first octet alone, 1, tells it from DER (0x30) and from a JWS.
 */
const TLS12_ORDER = [
  { type: 1, optional: false }, // ClientHello
  { type: 2, optional: false }, // ServerHello
  { type: 11, optional: false }, // Certificate
  { type: 22, optional: true }, // CertificateStatus
  { type: 12, optional: true }, // ServerKeyExchange
  { type: 13, optional: false }, // CertificateRequest
  { type: 14, optional: false }, // ServerHelloDone
  { type: 11, optional: false }, // Certificate, ours
  { type: 16, optional: false }, // ClientKeyExchange
];

/**
 * What a TLS client's CertificateVerify signs, built here from what only a handshake has: nobody who asks for it chooses
 * the octets that are signed.
 * @returns SIGN_INPUT_REFUSED where it is none
 */
export function handshakeContent(protocol: 'TLSv1.2' | 'TLSv1.3', content: Uint8Array): Result<Uint8Array, TokenFault> {
  if (protocol === 'TLSv1.3') {
    return TRANSCRIPT_OCTETS.includes(content.length)
      ? ok(concatBytes(PREFIX, content))
      : refused('the transcript hash has a length that TLS 1.3 does not know');
  }
  const types = messageTypes(content);
  if (types === undefined) return refused('these are no handshake messages');
  let at = 0;
  for (const { type, optional } of TLS12_ORDER) {
    if (types[at] === type) at += 1;
    else if (!optional) return refused('the handshake messages are not those of a TLS 1.2 client');
  }
  return at === types.length ? ok(content) : refused('the handshake messages go on behind their end');
}

const refused = (detail: string) => fail({ code: 'SIGN_INPUT_REFUSED', data: { detail } } as const);

/** One octet of type and three of length (RFC 5246 §7.4); undefined where the lengths do not come out even. */
function messageTypes(messages: Uint8Array): readonly number[] | undefined {
  const types: number[] = [];
  for (let at = 0; at < messages.length;) {
    if (at + 4 > messages.length || types.length > TLS12_ORDER.length) return undefined;
    const [type = 0, high = 0, middle = 0, low = 0] = messages.subarray(at, at + 4);
    types.push(type);
    at += 4 + high * 65_536 + middle * 256 + low;
    if (at > messages.length) return undefined;
  }
  return types;
}
