import { createCipheriv, createDecipheriv } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson, type JsonObject } from '../../../../shared/domain/canonical-json.ts';
import { fromBase64, toBase64 } from '../../../../shared/util/base64.ts';

/**
 * AES-256-GCM (NIST SP 800-38D): 96-bit random nonce, 128-bit tag, and everything the ciphertext must not be separated
 * from as additional data. Version 1; another algorithm is another version.
 */
export const SealedBox = z.strictObject({
  v: z.literal(1),
  alg: z.literal('A256GCM'),
  nonce: z.base64().length(16),
  ciphertext: z.base64().max(200_000),
  tag: z.base64().length(24),
});
export type SealedBox = z.infer<typeof SealedBox>;

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Seals bytes under a 32-byte key; `bound` names what they belong to and is needed again to open them. */
export function seal(key: Uint8Array, plain: Uint8Array, bound: JsonObject, randomBytes: RandomBytes): SealedBox {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(additionalData(bound));
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()]);
  return {
    v: 1,
    alg: 'A256GCM',
    nonce: toBase64(nonce),
    ciphertext: toBase64(ciphertext),
    tag: toBase64(cipher.getAuthTag()),
  };
}

/** The bytes of a box, or undefined when key, bytes or what they are bound to are not those of the sealing. */
export function open(key: Uint8Array, box: SealedBox, bound: JsonObject): Uint8Array | undefined {
  const [nonce, ciphertext, tag] = [fromBase64(box.nonce), fromBase64(box.ciphertext), fromBase64(box.tag)];
  if (nonce?.length !== NONCE_BYTES || ciphertext === undefined || tag?.length !== TAG_BYTES) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(additionalData(bound));
  decipher.setAuthTag(tag);
  const plain = decipher.update(ciphertext);
  try {
    decipher.final();
    return new Uint8Array(plain);
  } catch {
    plain.fill(0);
    return undefined;
  }
}

/** So many random bytes that nobody can guess. */
export type RandomBytes = (length: number) => Uint8Array;

function additionalData(bound: JsonObject): Uint8Array {
  return Buffer.from(canonicalJson({ v: 1, alg: 'A256GCM', ...bound }), 'utf8');
}
