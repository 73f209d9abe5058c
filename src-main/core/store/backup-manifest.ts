import { createHash } from 'node:crypto';
import { closeSync, createReadStream, fsyncSync, lstatSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { softwareTokenFolders } from '../../../shared/domain/software-tokens.ts';
import { isPlainFile } from './own-file.ts';
import { WorkspaceKind } from './workspace-folder.ts';

/** Folders of software tokens: the first token's own, and inside it those of the others. */
const TOKENS = ['software-token', ...softwareTokenFolders.map((name) => `software-token/${name}`)];
/** What a token's folder holds of its own: the wrapped master key, and one file per key, beside it its certificate. */
const TOKEN_FILE = /^(token\.json|keys\/[0-9a-f]{40}(\.certificate)?\.json)$/;

/** Relative paths with `/`, of our own making only: a manifest must not name anything outside its folder. */
const BackupPath = z
  .string()
  .max(200)
  .refine(
    (path) =>
      path === 'pki.db' ||
      path === 'workspace.json' ||
      TOKENS.some((folder) => path.startsWith(`${folder}/`) && TOKEN_FILE.test(path.slice(folder.length + 1))),
  );

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

/** All folders that software tokens may have, the outer ones first. */
const EVERY_FOLDER: readonly string[] = TOKENS.flatMap((folder) => [folder, `${folder}/keys`]);

/** Folders for these files of software tokens, the outer ones first; those of the first token always. */
export function tokenFolders(files: readonly string[]): readonly string[] {
  const [first, firstKeys, ...further] = EVERY_FOLDER;
  const needed = further.filter((folder) => files.some((path) => path.startsWith(`${folder}/`)));
  return [first, firstKeys, ...needed].filter((folder) => folder !== undefined);
}

/** Files of the software tokens that belong into a backup, as `software-token/…`; also links of such names. */
export function envelopeFiles(folder: string): readonly string[] {
  return EVERY_FOLDER.flatMap((part) => {
    const path = join(folder, part);
    if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
    return readdirSync(path).map((name) => `${part}/${name}`);
  })
    .filter((path) => BackupPath.safeParse(path).success)
    .sort();
}

/** What stands where the software token's files should, and is a link or something stranger; undefined when all is well. */
export function strangeEnvelope(folder: string): string | undefined {
  const strangeFolder = EVERY_FOLDER.find(
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
