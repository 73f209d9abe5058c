import { createHash } from 'node:crypto';
import { closeSync, createReadStream, fsyncSync, lstatSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isPlainFile } from './own-file.ts';
import { WorkspaceKind } from './workspace-folder.ts';

/**
 * Relative paths with `/`, of our own making only: a manifest must not name anything outside its folder. The software
 * token is `token.json` with the wrapped master key and one file per key, named by its id, beside it its certificate.
 */
const BackupPath = z
  .string()
  .regex(/^(pki\.db|workspace\.json|software-token\/(token\.json|keys\/[0-9a-f]{40}(\.certificate)?\.json))$/);

export const BackupManifest = z.strictObject({
  format: z.literal(1),
  workspaceId: z.uuid(),
  name: z.string().max(100),
  kind: WorkspaceKind,
  madeAt: z.iso.datetime(),
  schema: z.int().nonnegative(),
  /** End of the audit chain in the backup: note the hash elsewhere and it anchors the backup too. */
  head: z.strictObject({ seq: z.int().positive(), hash: z.string().regex(/^[0-9a-f]{64}$/) }),
  files: z
    .array(
      z.strictObject({ path: BackupPath, bytes: z.int().nonnegative(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
    )
    .max(100_000),
});
export type BackupManifest = z.infer<typeof BackupManifest>;
export type BackupFile = BackupManifest['files'][number];

export const MANIFEST = 'backup.json';

/** SHA-256 and size of a file that no database connection has open. */
export async function digestFile(path: string): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path)) {
    if (!(chunk instanceof Buffer)) continue;
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** Folders of the software token, the outer one first. */
export const TOKEN_FOLDERS = ['software-token', 'software-token/keys'] as const;

/** Files of the software token that belong into a backup, as `software-token/…`; also links of such names. */
export function envelopeFiles(folder: string): readonly string[] {
  return TOKEN_FOLDERS.flatMap((part) => {
    const path = join(folder, part);
    if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
    return readdirSync(path).map((name) => `${part}/${name}`);
  })
    .filter((path) => BackupPath.safeParse(path).success)
    .sort();
}

/** What stands where the software token's files should, and is a link or something stranger; undefined when all is well. */
export function strangeEnvelope(folder: string): string | undefined {
  const strangeFolder = TOKEN_FOLDERS.find(
    (part) => lstatSync(join(folder, part), { throwIfNoEntry: false })?.isDirectory() === false,
  );
  return strangeFolder ?? envelopeFiles(folder).find((path) => !isPlainFile(join(folder, path)));
}

/** Puts a file's bytes on the disk, not only into its cache. */
export function syncFile(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
