import { constants, type KeyObject } from 'node:crypto';
import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';
import { GROUPS, SIGNATURE_ALGORITHMS } from './tls-facts.ts';

/** A server's own: no tickets, so that every client shows its certificate anew instead of taking up an older session. */
const SERVER = { secureOptions: constants.SSL_OP_NO_TICKET, sessionIdContext: 'ocpi-console' } as const;

export interface OwnIdentity {
  readonly privateKey: KeyObject;
  /** DER, leaf first. */
  readonly chain: readonly Uint8Array[];
}

/**
 * What our side of a handshake uses: TLS 1.2 at least, signature algorithms by name, these roots and no others, our key and
 * chain. Verdicts of this layer count for nothing (core judges the chains), so an empty list of roots is right for a probe.
 * Undefined when key and chain are refused.
 */
export function secureContextOf(
  identity: OwnIdentity | undefined,
  roots: readonly Uint8Array[],
  side: 'client' | 'server',
): SecureContext | undefined {
  const common = {
    minVersion: 'TLSv1.2',
    sigalgs: SIGNATURE_ALGORITHMS,
    ecdhCurve: GROUPS,
    // Never left out: without it the runtime's own roots come in.
    ca: roots.map(certificatePem),
    ...(side === 'server' ? SERVER : {}),
  } as const;
  if (identity === undefined) return contextOrNone(common);
  const pkcs8 = identity.privateKey.export({ format: 'der', type: 'pkcs8' });
  const key = privateKeyPem(pkcs8);
  pkcs8.fill(0);
  const context = contextOrNone({ ...common, key, cert: identity.chain.map(certificatePem).join('') });
  key.fill(0);
  return context;
}

function contextOrNone(options: SecureContextOptions): SecureContext | undefined {
  try {
    return createSecureContext(options);
  } catch {
    return undefined; // what the text says is the engine's, and may be about the key
  }
}

function certificatePem(der: Uint8Array): string {
  const text = Buffer.from(der)
    .toString('base64')
    .replace(/.{64}(?=.)/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`;
}

const ALPHABET = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', 'latin1');
const [BEGIN, END] = [Buffer.from('-----BEGIN PRIVATE KEY-----\n'), Buffer.from('\n-----END PRIVATE KEY-----\n')];
const LINE = 48;

/** node:tls takes PEM alone. Written octet by octet, because a string could not be wiped. */
function privateKeyPem(pkcs8: Uint8Array): Buffer {
  const groups = Math.ceil(pkcs8.length / 3);
  const breaks = Math.max(0, Math.ceil(pkcs8.length / LINE) - 1);
  const pem = Buffer.alloc(BEGIN.length + groups * 4 + breaks + END.length);
  let at = BEGIN.copy(pem);
  for (let from = 0; from < pkcs8.length; from += 3) {
    if (from > 0 && from % LINE === 0) pem[at++] = 0x0a;
    const [a = 0, b = 0, c = 0] = pkcs8.subarray(from, from + 3);
    const left = pkcs8.length - from;
    pem[at++] = ALPHABET[a >> 2] ?? 0;
    pem[at++] = ALPHABET[((a & 3) << 4) | (b >> 4)] ?? 0;
    pem[at++] = left > 1 ? (ALPHABET[((b & 15) << 2) | (c >> 6)] ?? 0) : 0x3d;
    pem[at++] = left > 2 ? (ALPHABET[c & 63] ?? 0) : 0x3d;
  }
  END.copy(pem, at);
  return pem;
}
