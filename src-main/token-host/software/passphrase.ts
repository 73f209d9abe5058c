import { scrypt } from 'node:crypto';
import type { SecretBytes } from '../backend.ts';
import type { TokenFault } from '../../../shared/contract/token-faults.ts';
import { ok, type Result } from '../../../shared/util/result.ts';
import { decodeUtf8, encodeUtf8 } from '../../../shared/util/utf8.ts';
import { tokenFault } from './fault.ts';

/** Bounds of a passphrase in bytes of UTF-8 after normalisation. */
export const SHORTEST_PASSPHRASE = 8;
export const LONGEST_PASSPHRASE = 1024;

/** RFC 7914 §2. 128 MiB and some hundred milliseconds for each guess; written into every file, pinned by its version. */
export const SCRYPT = { N: 131_072, r: 8, p: 1 } as const;
const SCRYPT_MEMORY = 256 * 1024 * 1024;

/**
 * A passphrase in the one form that keys are derived from: UTF-8 of its NFC (RFC 8265 §4.2.2 asks for the same), so
 * that `ä` typed on two keyboards is one passphrase. The given bytes are wiped; the answer is the caller's to wipe.
 * ASCII never becomes a string; other text must, and a string stays in memory until it is collected.
 *
 * Faults: `PIN_INVALID` (not UTF-8), `PIN_LENGTH`.
 */
export function readPassphrase(given: SecretBytes): Result<SecretBytes, TokenFault> {
  const read = normalised(given);
  given.fill(0);
  if (read === undefined) return tokenFault('PIN_INVALID');
  if (read.length >= SHORTEST_PASSPHRASE && read.length <= LONGEST_PASSPHRASE) return ok(read);
  read.fill(0);
  return tokenFault('PIN_LENGTH');
}

function normalised(given: SecretBytes): SecretBytes | undefined {
  if (given.length > 4 * LONGEST_PASSPHRASE) return new Uint8Array(0);
  if (given.every((byte) => byte < 0x80)) return Uint8Array.from(given);
  const text = decodeUtf8(given);
  return text === undefined ? undefined : encodeUtf8(text.normalize('NFC'));
}

/** Makes the 32-byte key that wraps the master key. */
export type DeriveWrapKey = (passphrase: SecretBytes, salt: Uint8Array) => Promise<Uint8Array>;

/** scrypt with {@link SCRYPT}. */
export function deriveWrapKey(passphrase: SecretBytes, salt: Uint8Array): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase, salt, 32, { ...SCRYPT, maxmem: SCRYPT_MEMORY }, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
