import { join } from 'node:path';
import { z } from 'zod';
import type { TokenFault } from '../../../shared/contract/token-faults.ts';
import { fromBase64, toBase64 } from '../../../shared/util/base64.ts';
import { equalBytes } from '../../../shared/util/bytes.ts';
import { ok, type Result } from '../../../shared/util/result.ts';
import type { CertificateWish, CertificateWritten } from '../backend.ts';
import { readCertificateParts } from '../certificate-parts.ts';
import { parseFile, writeFileBytes } from './envelope.ts';
import { fileProblem, tokenFault } from './fault.ts';
import { sha256Hex } from './key-engine.ts';
import type { TokenFiles } from './token-files.ts';
import type { OpenToken, StoredKey, TokenPlace } from './token-store.ts';

type Answer<T> = Promise<Result<T, TokenFault>>;

/**
 * The certificate of a key and its issuers, in a file beside the key's. All of it is public, so nothing is encrypted, and
 * nothing vouches for it but the public key, which has to be the key's own. The key's own file stays as it is: each of
 * its keys encrypts once (see envelope.ts).
 */
const CertificateFile = z.strictObject({
  v: z.literal(1),
  kind: z.literal('certificate'),
  workspaceId: z.string().min(1).max(200),
  serial: z.string().regex(/^[0-9a-f]{16}$/),
  keyId: z.string().regex(/^[0-9a-f]{40}$/),
  certificate: z.base64(),
  chain: z.array(z.base64()).max(10),
});

export interface StoredCertificate {
  readonly certificate: Uint8Array;
  /** Its issuers, the nearest first. */
  readonly chain: readonly Uint8Array[];
}

/** Certificate and issuers together; their file has to stay within what is read back (token-files.ts). */
const MOST_BYTES = 40 * 1024;
const NAME = /^([0-9a-f]{40})\.certificate\.json$/;

export type CertificateFiles = ReturnType<typeof createCertificateFiles>;

export function createCertificateFiles(files: TokenFiles, { folder, workspaceId }: TokenPlace) {
  const keysFolder = join(folder, 'keys');
  const pathOf = (keyId: string): string => join(keysFolder, `${keyId}.certificate.json`);

  /** Ids of the keys that have one. */
  async function keyIds(): Answer<ReadonlySet<string>> {
    const names = await files.names(keysFolder);
    return names.ok ? ok(new Set(names.value.flatMap((name) => NAME.exec(name)?.[1] ?? []))) : names;
  }

  /** Undefined where there is none. Faults: DEVICE_ERROR with `file-damaged` or `file-foreign`; the file stays. */
  async function read(key: StoredKey, token: OpenToken): Answer<StoredCertificate | undefined> {
    const bytes = await files.read(pathOf(key.file.keyId));
    if (!bytes.ok) return bytes;
    if (bytes.value === undefined) return ok(undefined);
    const parsed = parseFile(CertificateFile, bytes.value);
    if (!parsed.ok) return parsed;
    const file = parsed.value;
    if (file.workspaceId !== workspaceId || file.serial !== token.serial) {
      return fileProblem('DEVICE_ERROR', 'file-foreign');
    }
    const [certificate, ...chain] = [file.certificate, ...file.chain].map((text) => fromBase64(text));
    const parts = certificate === undefined ? undefined : readCertificateParts(certificate);
    if (certificate === undefined || parts === undefined || !equalBytes(parts.spki, key.spki)) {
      return fileProblem('DEVICE_ERROR', 'file-damaged');
    }
    return ok({ certificate, chain: chain.filter((one) => one !== undefined) });
  }

  /** As on a PKCS#11 token: the same one again is nothing new (its chain may be), another one has to be named to go. */
  async function write(key: StoredKey, token: OpenToken, wish: CertificateWish): Answer<CertificateWritten> {
    const there = await read(key, token);
    if (!there.ok) return there;
    if (there.value !== undefined) {
      const { certificate, chain } = there.value;
      const isOther = !equalBytes(certificate, wish.certificate);
      const sha256 = sha256Hex(certificate);
      if (isOther && sha256 !== wish.replaces) return tokenFault('CERTIFICATE_CLASH', sha256);
      const sameChain = chain.length === wish.chain.length && chain.every((one, at) => isSame(one, wish.chain[at]));
      if (!isOther && (sameChain || wish.chain.length === 0)) return ok('there-already');
    }
    const size = [wish.certificate, ...wish.chain].reduce((sum, { length }) => sum + length, 0);
    if (size > MOST_BYTES) return tokenFault('CERTIFICATE_REFUSED', 'too long');
    const file = {
      v: 1 as const,
      kind: 'certificate' as const,
      workspaceId,
      serial: token.serial,
      keyId: key.file.keyId,
      certificate: toBase64(wish.certificate),
      chain: wish.chain.map(toBase64),
    };
    const written = await files.write(pathOf(key.file.keyId), writeFileBytes(file));
    if (!written.ok) return written;
    const back = await read(key, token);
    if (!back.ok) return back;
    if (!isSame(wish.certificate, back.value?.certificate)) return fileProblem('DEVICE_ERROR', 'file-damaged');
    if (there.value === undefined) return ok('written');
    return ok(isSame(wish.certificate, there.value.certificate) ? 'there-already' : 'replaced');
  }

  return { keyIds, read, write, remove: (keyId: string) => files.remove(pathOf(keyId)) };
}

function isSame(a: Uint8Array, b: Uint8Array | undefined): boolean {
  return b !== undefined && equalBytes(a, b);
}
