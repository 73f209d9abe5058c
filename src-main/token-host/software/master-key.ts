import type { TokenFault } from '../../../shared/contract/token-faults.ts';
import { fromBase64 } from '../../../shared/util/base64.ts';
import { ok, type Result } from '../../../shared/util/result.ts';
import type { SecretBytes } from '../backend.ts';
import { openMaster, sealMaster, type TokenFile } from './envelope.ts';
import { tokenFault } from './fault.ts';
import { type DeriveWrapKey, readPassphrase } from './passphrase.ts';

/**
 * The master key of a token, if the passphrase is the right one. What could not be a passphrase of ours is a wrong one
 * too. The given bytes are wiped; the answer is the caller's to wipe. Fault: `PIN_INCORRECT`.
 */
export async function unlockMaster(
  token: TokenFile,
  given: SecretBytes,
  deriveWrapKey: DeriveWrapKey,
): Promise<Result<Uint8Array, TokenFault>> {
  const passphrase = readPassphrase(given);
  const salt = fromBase64(token.kdf.salt);
  if (!passphrase.ok || salt === undefined) return tokenFault('PIN_INCORRECT');
  const wrapKey = await deriveWrapKey(passphrase.value, salt);
  passphrase.value.fill(0);
  const master = openMaster(token, wrapKey);
  wrapKey.fill(0);
  return master === undefined ? tokenFault('PIN_INCORRECT') : ok(master);
}

interface WrapDeps {
  readonly deriveWrapKey: DeriveWrapKey;
  readonly randomBytes: (length: number) => Uint8Array;
}

/** A token's file with the master key under a passphrase as {@link readPassphrase} gives it; the caller wipes both. */
export async function wrapMaster(
  header: Pick<TokenFile, 'workspaceId' | 'serial' | 'label'>,
  passphrase: SecretBytes,
  master: Uint8Array,
  { deriveWrapKey, randomBytes }: WrapDeps,
): Promise<TokenFile> {
  const salt = randomBytes(16);
  const wrapKey = await deriveWrapKey(passphrase, salt);
  const file = sealMaster(header, salt, randomBytes(12), wrapKey, master);
  wrapKey.fill(0);
  return file;
}
