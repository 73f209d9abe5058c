import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';

/**
 * `explicit` for our side everywhere: Electron's TLS (BoringSSL) leaves out P-521 and Ed25519 unless they are named. The
 * order is that of preference; SHA-1 is not in it.
 */
export const SIGNATURE_ALGORITHMS = [
  'ecdsa_secp256r1_sha256',
  'ecdsa_secp384r1_sha384',
  'ecdsa_secp521r1_sha512',
  'ed25519',
  'rsa_pss_rsae_sha256',
  'rsa_pss_rsae_sha384',
  'rsa_pss_rsae_sha512',
  'rsa_pkcs1_sha256',
  'rsa_pkcs1_sha384',
  'rsa_pkcs1_sha512',
].join(':');

/**
 * In TLS 1.2 a curve that is not offered for the key exchange is none for certificates either (RFC 8422 §5.1.1), and
 * BoringSSL offers no P-521 by itself.
 */
export const GROUPS = ['X25519', 'P-256', 'P-384', 'P-521'].join(':');

const MOST_CERTIFICATES = 20;

/** The other side's chain, leaf first, as far as each certificate's issuer follows in what was sent. */
export function peerChain(socket: TLSSocket): { readonly theirChain: Uint8Array[]; readonly leftOut: number } {
  const theirChain: Uint8Array[] = [];
  let leftOut = 0;
  // an absent certificate is an empty object, against its declaration
  let next = socket.getPeerCertificate(true) as Partial<DetailedPeerCertificate> | undefined;
  const seen = new Set<unknown>();
  while (next?.raw !== undefined && !seen.has(next)) {
    seen.add(next);
    if (theirChain.length < MOST_CERTIFICATES) theirChain.push(new Uint8Array(next.raw));
    else leftOut += 1;
    next = next.issuerCertificate;
  }
  return { theirChain, leftOut };
}

/** Protocol, cipher and, where it is told, the group of the key exchange. */
export function agreedOn(socket: TLSSocket) {
  const protocol = socket.getProtocol() ?? 'unknown';
  const cipher = socket.getCipher().standardName;
  // `{}` for a resumed session, null on a server, against its declaration
  const key = socket.getEphemeralKeyInfo() as { readonly name?: unknown; readonly type?: unknown } | null;
  const name = typeof key?.name === 'string' ? key.name : undefined;
  return { protocol, cipher, ...(name === undefined ? {} : { group: name.slice(0, 60) }) };
}

/**
 * Why a connection failed, in the words of the alert (RFC 8446 §6) or of the system, in plain letters. OpenSSL and BoringSSL
 * name the same alert differently around its name: `ERR_SSL_TLSV1_ALERT_UNKNOWN_CA` → `alert: unknown ca`.
 */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const alert = /^ERR_SSL_[\w/]*ALERT_(?!DESCRIPTION)(\w+)$/.exec(code)?.[1];
  if (alert !== undefined) return `alert: ${alert.replace(/_/g, ' ').toLowerCase()}`;
  const reason = 'reason' in error && typeof error.reason === 'string' ? error.reason : '';
  const text = reason !== '' ? reason : code !== '' ? code : error.message;
  return text.replace(/[^\x20-\x7e]/g, ' ').slice(0, 300);
}
