import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { concatBytes } from '../../shared/util/bytes.ts';
import { decodeUtf8, encodeUtf8 } from '../../shared/util/utf8.ts';

/** One secret on its way to a token host. The receiver wipes `value`. */
export interface NamedSecret {
  readonly name: string;
  readonly value: Uint8Array;
}

export interface SealedSecrets {
  readonly secrets: readonly NamedSecret[];
  /** A person said yes to the last try before the PIN is blocked; sealed as well, so that nobody on the way can say it. */
  readonly lastTryAccepted: boolean;
}

/** The receiving side: one key for one prompt. */
export interface SealKey {
  /** X25519 public key, 32 bytes. */
  readonly publicKey: Uint8Array;
  /** Undefined for anything that was not sealed to this key and this prompt. */
  open(sealed: Uint8Array): SealedSecrets | undefined;
}

const VERSION = 1;
const CONTEXT = 'ocpi-console seal v1';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Padding hides how long a secret is: sealed answers come in steps of this size. */
const STEP = 512;
const MAX_SEALED = 64 * 1024;
/** SubjectPublicKeyInfo of an X25519 key up to its 32 bytes (RFC 8410 §4). */
const SPKI_PREFIX = Buffer.from('302a300506032b656e032100', 'hex');

/**
 * Makes the one-time key of a prompt: X25519 (RFC 7748), HKDF-SHA256 (RFC 5869) over both public keys and the prompt's
 * id, AES-256-GCM. What is sealed to one prompt opens nowhere else.
 */
export function createSealKey(promptId: string): SealKey {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  const own = rawKey(publicKey);
  return {
    publicKey: own,
    open: (sealed) => {
      if (sealed.length < 1 + KEY_BYTES + TAG_BYTES || sealed.length > MAX_SEALED || sealed[0] !== VERSION) {
        return undefined;
      }
      const sender = sealed.subarray(1, 1 + KEY_BYTES);
      const body = sealed.subarray(1 + KEY_BYTES, sealed.length - TAG_BYTES);
      try {
        const { key, nonce } = agree(privateKey, sender, sender, own, promptId);
        const decipher = createDecipheriv('aes-256-gcm', key, nonce);
        decipher.setAAD(header(sender, promptId));
        decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
        const plain = Buffer.concat([decipher.update(body), decipher.final()]);
        const secrets = unpack(plain);
        plain.fill(0);
        key.fill(0);
        return secrets;
      } catch {
        return undefined; // a wrong key, prompt or tag: which of them is nobody's business
      }
    },
  };
}

/**
 * Seals secrets to a prompt's key with a fresh key of our own. The values are read, not wiped: that is the caller's part.
 * Throws a RangeError for a key that is none or for secrets over 60 KiB.
 */
export function seal(recipient: Uint8Array, promptId: string, content: SealedSecrets): Uint8Array {
  if (recipient.length !== KEY_BYTES) throw new RangeError('an X25519 key has 32 bytes');
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  const own = rawKey(publicKey);
  const { key, nonce } = agree(privateKey, recipient, own, recipient, promptId);
  const plain = pack(content);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(header(own, promptId));
  const body = concatBytes(cipher.update(plain), cipher.final());
  plain.fill(0);
  key.fill(0);
  return concatBytes(header(own, promptId).subarray(0, 1 + KEY_BYTES), body, cipher.getAuthTag());
}

/** HKDF with SHA-256 (RFC 5869 §2), written out: the one-shot form is not in every library that Electron is built on. */
export function hkdfSha256(secret: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Uint8Array {
  const hmac = (key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array => {
    const mac = createHmac('sha256', key);
    for (const part of parts) mac.update(part);
    return mac.digest();
  };
  const extracted = hmac(salt, secret);
  const out = new Uint8Array(length);
  let block = new Uint8Array();
  for (let at = 0, counter = 1; at < length; counter++) {
    block = new Uint8Array(hmac(extracted, block, info, Uint8Array.of(counter)));
    out.set(block.subarray(0, Math.min(block.length, length - at)), at);
    at += block.length;
  }
  return out;
}

function agree(
  own: KeyObject,
  other: Uint8Array,
  sender: Uint8Array,
  recipient: Uint8Array,
  promptId: string,
): { readonly key: Uint8Array; readonly nonce: Uint8Array } {
  const publicKey = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, other]), format: 'der', type: 'spki' });
  const shared = diffieHellman({ privateKey: own, publicKey });
  // RFC 7748 §6.1: an all-zero result means that the other side sent a point of small order.
  if (shared.every((byte) => byte === 0)) throw new RangeError('not a usable X25519 key');
  const info = concatBytes(encodeUtf8(CONTEXT), Uint8Array.of(0), encodeUtf8(promptId));
  const material = hkdfSha256(shared, concatBytes(sender, recipient), info, KEY_BYTES + NONCE_BYTES);
  shared.fill(0);
  return { key: material.subarray(0, KEY_BYTES), nonce: material.subarray(KEY_BYTES) };
}

function header(sender: Uint8Array, promptId: string): Uint8Array {
  return concatBytes(Uint8Array.of(VERSION), sender, encodeUtf8(promptId));
}

function rawKey(key: KeyObject): Uint8Array {
  return new Uint8Array(key.export({ format: 'der', type: 'spki' }).subarray(-KEY_BYTES));
}

/** `flags count (nameLength name valueLength(2) value)… 0…`, padded to whole steps. */
function pack({ secrets, lastTryAccepted }: SealedSecrets): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(lastTryAccepted ? 1 : 0, secrets.length)];
  for (const { name, value } of secrets) {
    const label = encodeUtf8(name);
    if (label.length > 255 || value.length > 0xffff) throw new RangeError('too long to seal');
    parts.push(Uint8Array.of(label.length), label, Uint8Array.of(value.length >> 8, value.length & 255), value);
  }
  const packed = concatBytes(...parts);
  const padded = new Uint8Array(Math.ceil(packed.length / STEP) * STEP);
  if (padded.length > MAX_SEALED - 4096) throw new RangeError('too long to seal');
  padded.set(packed);
  packed.fill(0);
  return padded;
}

function unpack(plain: Uint8Array): SealedSecrets | undefined {
  let at = 0;
  const take = (count: number): Uint8Array | undefined => {
    if (at + count > plain.length) return undefined;
    at += count;
    return new Uint8Array(plain.subarray(at - count, at)); // a copy: `slice` of a Buffer would be a view that is wiped
  };
  const [flags, count] = take(2) ?? [];
  if (flags === undefined || count === undefined || flags > 1) return undefined;
  const secrets: NamedSecret[] = [];
  for (let i = 0; i < count; i++) {
    const label = take(take(1)?.[0] ?? plain.length);
    const size = take(2);
    const value = take(((size?.[0] ?? 0) << 8) | (size?.[1] ?? 0));
    const name = label === undefined ? undefined : decodeUtf8(label);
    if (name === undefined || size === undefined || value === undefined) return undefined;
    secrets.push({ name, value });
  }
  return { secrets, lastTryAccepted: flags === 1 };
}
