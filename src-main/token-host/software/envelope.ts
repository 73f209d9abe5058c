import { createCipheriv, createDecipheriv, createHash, hkdfSync } from 'node:crypto';
import { z } from 'zod';
import { KeyAlgorithmName } from '../../../shared/contract/key-facts.ts';
import type { TokenFault } from '../../../shared/contract/token-faults.ts';
import { canonicalJson, type Json } from '../../../shared/domain/canonical-json.ts';
import { fromBase64, toBase64 } from '../../../shared/util/base64.ts';
import { concatBytes, equalBytes } from '../../../shared/util/bytes.ts';
import { toHex } from '../../../shared/util/hex.ts';
import { ok, type Result } from '../../../shared/util/result.ts';
import { decodeUtf8, encodeUtf8 } from '../../../shared/util/utf8.ts';
import { fileProblem } from './fault.ts';
import { SCRYPT } from './passphrase.ts';

/**
 * The two kinds of file of a software token, and why they are as they are.
 *
 * `token.json` holds the *master key*, 32 random bytes, encrypted under scrypt(passphrase). Each key's PKCS#8 is
 * encrypted under HKDF-SHA-256(master key, info = kind, workspace, serial and key id). So:
 * - a change of passphrase replaces one small file at once; there is no moment with keys under two passphrases;
 * - the slow function runs once per sign-in, not once per key;
 * - what the passphrase protects is random, so nothing but guessing the passphrase opens a file.
 * What it does not do: a copy of an old token.json still opens with the old passphrase, and keeps opening new keys. Who
 * fears that a passphrase is known to others needs new keys, not only a new passphrase.
 *
 * Everything that is in clear (version, workspace, serial, key id, algorithm, label, public key, the ways of deriving) is
 * the additional data of AES-256-GCM, so that no file can be changed, renamed, or carried into another workspace or
 * token. A file has one spelling, canonical JSON (RFC 8785) and a line feed; any other is refused before decrypting.
 *
 * Nonces are random. Each wrapping key encrypts once (the scrypt salt is new with each passphrase, a key id is the hash
 * of a public key), so they cannot repeat under one key.
 */
const VERSION = 1;

const base64Of = (bytes: number) => z.base64().refine((text) => fromBase64(text)?.length === bytes);
const Aead = z.strictObject({ name: z.literal('AES-256-GCM'), nonce: base64Of(12), tag: base64Of(16) });
const Serial = z.string().regex(/^[0-9a-f]{16}$/);
const owner = { workspaceId: z.string().min(1).max(200), serial: Serial };

export const TokenFile = z.strictObject({
  v: z.literal(VERSION),
  kind: z.literal('token'),
  ...owner,
  label: z.string().min(1).max(200),
  kdf: z.strictObject({
    name: z.literal('scrypt'),
    N: z.literal(SCRYPT.N),
    r: z.literal(SCRYPT.r),
    p: z.literal(SCRYPT.p),
    salt: base64Of(16),
  }),
  aead: Aead,
  ciphertext: base64Of(32),
  /** SHA-256 of the rest: tells a damaged file from a wrong passphrase. Against people it protects nothing. */
  sum: z.string().regex(/^[0-9a-f]{64}$/),
});
export type TokenFile = z.infer<typeof TokenFile>;

export const KeyFile = z.strictObject({
  v: z.literal(VERSION),
  kind: z.literal('key'),
  ...owner,
  keyId: z.string().regex(/^[0-9a-f]{40}$/),
  algorithm: KeyAlgorithmName,
  label: z.string().max(200),
  /** The public half, SubjectPublicKeyInfo. */
  spki: z.base64().max(4096),
  kdf: z.strictObject({ name: z.literal('HKDF-SHA-256') }),
  aead: Aead,
  ciphertext: z.base64().max(16_384),
});
export type KeyFile = z.infer<typeof KeyFile>;

type KeyHeader = Pick<KeyFile, 'workspaceId' | 'serial' | 'keyId' | 'algorithm' | 'label' | 'spki'>;
type TokenHeader = Pick<TokenFile, 'workspaceId' | 'serial' | 'label'>;

/**
 * Reads a file of one kind; nothing is decrypted yet. Faults: `NOT_SUPPORTED` with `file-too-new`, `DEVICE_ERROR` with
 * `file-damaged` (also for any other spelling of the same data).
 */
export function parseFile<T extends Json>(schema: z.ZodType<T>, bytes: Uint8Array): Result<T, TokenFault> {
  const json = parseJson(decodeUtf8(bytes));
  if (versionOf(json) > VERSION) return fileProblem('NOT_SUPPORTED', 'file-too-new');
  const read = schema.safeParse(json);
  if (!read.success || !equalBytes(writeFileBytes(read.data), bytes))
    return fileProblem('DEVICE_ERROR', 'file-damaged');
  return ok(read.data);
}

/** The one spelling of a file. */
export function writeFileBytes(file: Json): Uint8Array {
  return encodeUtf8(`${canonicalJson(file)}\n`);
}

/** Whether a token file is as it was written, as far as chance goes. */
export function sumFits(file: TokenFile): boolean {
  return file.sum === sumOf(file);
}

/** Encrypts the master key. `wrapKey` is scrypt of the passphrase and `salt`. */
export function sealMaster(
  header: TokenHeader,
  salt: Uint8Array,
  nonce: Uint8Array,
  wrapKey: Uint8Array,
  master: Uint8Array,
): TokenFile {
  const { workspaceId, serial, label } = header;
  const kdf = { name: 'scrypt' as const, ...SCRYPT, salt: toBase64(salt) };
  const plain = { v: VERSION, kind: 'token', workspaceId, serial, label, kdf } as const;
  const sealed = { ...plain, ...encrypt(plain, nonce, wrapKey, master) };
  return { ...sealed, sum: sumOf(sealed) };
}

/** The master key, or undefined when the passphrase is not the one (or the file was changed with its sum). */
export function openMaster(file: TokenFile, wrapKey: Uint8Array): Uint8Array | undefined {
  const { v, kind, workspaceId, serial, label, kdf } = file;
  return decrypt({ v, kind, workspaceId, serial, label, kdf }, file, wrapKey);
}

/** Encrypts a PKCS#8 private key under the master key. */
export function sealKey(header: KeyHeader, nonce: Uint8Array, master: Uint8Array, pkcs8: Uint8Array): KeyFile {
  const { workspaceId, serial, keyId, algorithm, label, spki } = header;
  const kdf = { name: 'HKDF-SHA-256' } as const;
  const plain = { v: VERSION, kind: 'key', workspaceId, serial, keyId, algorithm, label, spki, kdf } as const;
  return withKeyOf(plain, master, (key) => ({ ...plain, ...encrypt(plain, nonce, key, pkcs8) }));
}

/** The PKCS#8 of a key file, or undefined where anything of the file is not as it was sealed. The caller wipes it. */
export function openKey(file: KeyFile, master: Uint8Array): Uint8Array | undefined {
  const { v, kind, workspaceId, serial, keyId, algorithm, label, spki, kdf } = file;
  const plain = { v, kind, workspaceId, serial, keyId, algorithm, label, spki, kdf };
  return withKeyOf(plain, master, (key) => decrypt(plain, file, key));
}

function withKeyOf<T>(
  header: Pick<KeyFile, 'kind' | 'workspaceId' | 'serial' | 'keyId'>,
  master: Uint8Array,
  use: (key: Uint8Array) => T,
): T {
  const { kind, workspaceId, serial, keyId } = header;
  const info = encodeUtf8(canonicalJson({ kind, workspaceId, serial, keyId }));
  const key = new Uint8Array(hkdfSync('sha256', master, new Uint8Array(0), info, 32));
  try {
    return use(key);
  } finally {
    key.fill(0);
  }
}

function encrypt(plain: Json, nonce: Uint8Array, key: Uint8Array, secret: Uint8Array) {
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
  cipher.setAAD(additionalData(plain, nonce));
  const ciphertext = concatBytes(cipher.update(secret), cipher.final());
  const aead = { name: 'AES-256-GCM' as const, nonce: toBase64(nonce), tag: toBase64(cipher.getAuthTag()) };
  return { aead, ciphertext: toBase64(ciphertext) };
}

function decrypt(plain: Json, sealed: Pick<KeyFile, 'aead' | 'ciphertext'>, key: Uint8Array): Uint8Array | undefined {
  const nonce = fromBase64(sealed.aead.nonce);
  const tag = fromBase64(sealed.aead.tag);
  const ciphertext = fromBase64(sealed.ciphertext);
  if (nonce?.length !== 12 || tag?.length !== 16 || ciphertext === undefined) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
  decipher.setAAD(additionalData(plain, nonce));
  decipher.setAuthTag(tag);
  const secret = decipher.update(ciphertext);
  try {
    decipher.final();
    return secret;
  } catch {
    secret.fill(0);
    return undefined;
  }
}

function additionalData(plain: Json, nonce: Uint8Array): Uint8Array {
  return encodeUtf8(canonicalJson({ plain, aead: { name: 'AES-256-GCM', nonce: toBase64(nonce) } }));
}

function sumOf({ v, kind, workspaceId, serial, label, kdf, aead, ciphertext }: Omit<TokenFile, 'sum'>): string {
  const rest = canonicalJson({ v, kind, workspaceId, serial, label, kdf, aead, ciphertext });
  return toHex(createHash('sha256').update(encodeUtf8(rest)).digest());
}

function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function versionOf(json: unknown): number {
  const version = typeof json === 'object' && json !== null && 'v' in json ? json.v : undefined;
  return typeof version === 'number' && Number.isInteger(version) ? version : 0;
}
