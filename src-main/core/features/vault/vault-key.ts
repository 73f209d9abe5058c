import { hkdfSync } from 'node:crypto';
import { z } from 'zod';
import type { TokenFault } from '../../../../shared/contract/token-faults.ts';
import { fromBase64, toBase64 } from '../../../../shared/util/base64.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { OsSecrets } from '../../owner.ts';
import { type KeyFileReason, readKeyFile } from './key-file.ts';
import { open, type RandomBytes, seal, SealedBox } from './vault-envelope.ts';

/** What opens the vault. */
export type Opener =
  | { readonly kind: 'passphrase'; readonly derive: DeriveKey }
  | { readonly kind: 'key-file'; readonly path: string }
  | { readonly kind: 'operating-system'; readonly os: OsSecrets };

/**
 * Asks a person for a passphrase and answers scrypt of it with this salt (16 bytes), 32 bytes. It happens in the token host
 * for software keys, so that no passphrase is ever in this process.
 */
export type DeriveKey = (salt: Uint8Array) => Promise<Result<Uint8Array, TokenFault>>;

/** RFC 7914. One cost only, so that an edited database can ask for no less work, and for no more memory. */
const Scrypt = z.strictObject({
  name: z.literal('scrypt'),
  N: z.literal(2 ** 17),
  r: z.literal(8),
  p: z.literal(1),
  salt: z.base64().length(24),
});
const Hkdf = z.strictObject({ name: z.literal('hkdf-sha256'), salt: z.base64().length(24) });

/** The vault's key, wrapped. One envelope at a time; changing the opener wraps the same key anew. */
export const KeyEnvelope = z.discriminatedUnion('kind', [
  z.strictObject({ v: z.literal(1), kind: z.literal('passphrase'), kdf: Scrypt, box: SealedBox }),
  z.strictObject({ v: z.literal(1), kind: z.literal('key-file'), kdf: Hkdf, box: SealedBox }),
  z.strictObject({
    v: z.literal(1),
    kind: z.literal('operating-system'),
    wrapped: z.base64().max(4000),
    box: SealedBox,
  }),
]);
export type KeyEnvelope = z.infer<typeof KeyEnvelope>;

export type OpenFault =
  | TokenFault
  | { readonly code: 'VAULT_WRONG_SECRET'; readonly data: Record<string, never> }
  | { readonly code: 'VAULT_WRONG_OPENER'; readonly data: { readonly needed: Opener['kind'] } }
  | { readonly code: 'VAULT_KEY_FILE'; readonly data: { readonly reason: KeyFileReason } }
  | { readonly code: 'VAULT_OS_REFUSED'; readonly data: Record<string, never> };

const COST = 2 ** 17;
const KEY_BYTES = 32;
const SALT_BYTES = 16;

/** Wraps the vault's key so that only this opener, in this workspace, gets it back. */
export async function wrapKey(
  key: Uint8Array,
  opener: Opener,
  workspaceId: string,
  randomBytes: RandomBytes,
): Promise<Result<KeyEnvelope, OpenFault>> {
  const salt = toBase64(randomBytes(SALT_BYTES));
  switch (opener.kind) {
    case 'passphrase': {
      const kdf = { name: 'scrypt', N: COST, r: 8, p: 1, salt } as const;
      const outer = await fromPassphrase(opener.derive, kdf.salt);
      if (!outer.ok) return outer;
      const box = sealed(outer.value, key, { workspaceId, kind: opener.kind, kdf }, randomBytes);
      return ok({ v: 1, kind: opener.kind, kdf, box });
    }
    case 'key-file': {
      const kdf = { name: 'hkdf-sha256', salt } as const;
      const outer = fromKeyFile(opener.path, kdf.salt, workspaceId);
      if (!outer.ok) return outer;
      const box = sealed(outer.value, key, { workspaceId, kind: opener.kind, kdf }, randomBytes);
      return ok({ v: 1, kind: opener.kind, kdf, box });
    }
    case 'operating-system': {
      const outer = randomBytes(KEY_BYTES);
      const wrapped = await asking(() => opener.os.wrap(outer));
      if (!wrapped.ok) return wrapped;
      const box = sealed(outer, key, { workspaceId, kind: opener.kind }, randomBytes);
      return ok({ v: 1, kind: opener.kind, wrapped: toBase64(wrapped.value), box });
    }
  }
}

/** The vault's key from its envelope. */
export async function unwrapKey(
  envelope: KeyEnvelope,
  opener: Opener,
  workspaceId: string,
): Promise<Result<Uint8Array, OpenFault>> {
  if (envelope.kind === 'passphrase' && opener.kind === 'passphrase') {
    const outer = await fromPassphrase(opener.derive, envelope.kdf.salt);
    if (!outer.ok) return outer;
    return opened(outer.value, envelope.box, { workspaceId, kind: envelope.kind, kdf: envelope.kdf });
  }
  if (envelope.kind === 'key-file' && opener.kind === 'key-file') {
    const outer = fromKeyFile(opener.path, envelope.kdf.salt, workspaceId);
    if (!outer.ok) return outer;
    return opened(outer.value, envelope.box, { workspaceId, kind: envelope.kind, kdf: envelope.kdf });
  }
  if (envelope.kind === 'operating-system' && opener.kind === 'operating-system') {
    const outer = await asking(() => opener.os.unwrap(fromBase64(envelope.wrapped) ?? new Uint8Array()));
    if (!outer.ok) return outer;
    if (outer.value.length !== KEY_BYTES) return fail({ code: 'VAULT_OS_REFUSED', data: {} });
    return opened(outer.value, envelope.box, { workspaceId, kind: envelope.kind });
  }
  return fail({ code: 'VAULT_WRONG_OPENER', data: { needed: envelope.kind } });
}

function sealed(
  outer: Uint8Array,
  key: Uint8Array,
  bound: Parameters<typeof seal>[2],
  randomBytes: RandomBytes,
): SealedBox {
  try {
    return seal(outer, key, { what: 'vault key', ...bound }, randomBytes);
  } finally {
    outer.fill(0);
  }
}

function opened(outer: Uint8Array, box: SealedBox, bound: Parameters<typeof open>[2]): Result<Uint8Array, OpenFault> {
  const key = open(outer, box, { what: 'vault key', ...bound });
  outer.fill(0);
  return key?.length === KEY_BYTES ? ok(key) : fail({ code: 'VAULT_WRONG_SECRET', data: {} });
}

async function fromPassphrase(derive: DeriveKey, salt: string): Promise<Result<Uint8Array, TokenFault>> {
  const derived = await derive(fromBase64(salt) ?? new Uint8Array());
  if (!derived.ok || derived.value.length === KEY_BYTES) return derived;
  return fail({ code: 'DRIVER_FAILED', data: { detail: 'not a derived key' } });
}

function fromKeyFile(path: string, salt: string, workspaceId: string): Result<Uint8Array, OpenFault> {
  const material = readKeyFile(path);
  if (!material.ok) return material;
  // RFC 5869. The file may open several workspaces; each gets a key of its own.
  const info = Buffer.from(`ocpi-console vault 1 ${workspaceId}`, 'utf8');
  const derived = hkdfSync('sha256', material.value, fromBase64(salt) ?? new Uint8Array(), info, KEY_BYTES);
  material.value.fill(0);
  return ok(new Uint8Array(derived));
}

async function asking(ask: () => Promise<Uint8Array>): Promise<Result<Uint8Array, OpenFault>> {
  try {
    return ok(await ask());
  } catch {
    // Locked, denied or gone: the reasons differ by system and none of them is ours to tell apart.
    return fail({ code: 'VAULT_OS_REFUSED', data: {} });
  }
}
