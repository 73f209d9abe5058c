import { createHash } from 'node:crypto';
import { closeSync, createReadStream, fsyncSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { WorkspaceKind } from './workspace-folder.ts';

/** Relative paths with `/`, of our own making only: a manifest must not name anything outside its folder. */
const BackupPath = z.string().regex(/^(pki\.db|workspace\.json|software-token\/[A-Za-z0-9_-][A-Za-z0-9._-]{0,120})$/);

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

export function isBackupPath(path: string): boolean {
  return BackupPath.safeParse(path).success;
}

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

/** The software token's envelopes that belong into a backup, as `software-token/…`. */
export function envelopeFiles(folder: string): readonly string[] {
  return readdirSync(join(folder, 'software-token'), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `software-token/${entry.name}`)
    .filter(isBackupPath)
    .sort();
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
