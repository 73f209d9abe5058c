import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';

export interface FileFacts {
  readonly kind: 'file' | 'folder' | 'other';
  readonly uid: number;
  readonly gid: number;
  /** Permission bits, `0o1777` at most. */
  readonly mode: number;
  /** Changes whenever the content does; never proof of the opposite. */
  readonly stamp: string;
}

/** What is asked of the file system; a test hands in a tree of its own. All paths are absolute. */
export interface LibraryFiles {
  readonly system: string;
  /** Of this process; undefined where owners are not told by number. */
  readonly uid: number | undefined;
  realPath(path: string): Promise<string>;
  facts(path: string): Promise<FileFacts>;
  sha256(path: string): Promise<string>;
}

export interface LibraryLook {
  /** With links followed: what is loaded. */
  readonly realPath: string;
  readonly sha256: string;
  /** Somebody else than this user and root can change the file or put another in its place. */
  readonly writableByOthers: boolean;
}

const MAX_FOLDERS_UP = 64;
const GROUP_WRITE = 0o020;
const OTHERS_WRITE = 0o002;
/** Its members are root already. */
const ROOT_GROUP = 0;
const STICKY = 0o1000;

/**
 * Looks at a library file: follows links, asks who can change it, and hashes it. Code that is loaded into a token host
 * sees every PIN typed for it, so it is held to what `sudo` and `ssh` ask of their files. Windows tells no mode bits: there
 * only the hash stands.
 */
export async function lookAtLibrary(
  files: LibraryFiles,
  path: string,
): Promise<
  Result<LibraryLook, { readonly code: 'MODULE_FILE_UNREADABLE'; readonly data: Readonly<Record<string, never>> }>
> {
  try {
    const realPath = await files.realPath(path);
    const facts = await files.facts(realPath);
    if (facts.kind !== 'file') return fail({ code: 'MODULE_FILE_UNREADABLE', data: {} });
    const writableByOthers = await othersCanChange(files, realPath, facts);
    return ok({ realPath, sha256: await files.sha256(realPath), writableByOthers });
  } catch {
    return fail({ code: 'MODULE_FILE_UNREADABLE', data: {} });
  }
}

async function othersCanChange(files: LibraryFiles, realPath: string, file: FileFacts): Promise<boolean> {
  if (files.system === 'win32') return false;
  if (!ownedHere(files, file) || openToOthers(file)) return true;
  let folder = dirname(realPath);
  const own = await files.facts(folder);
  // Here the sticky bit helps nothing: others could still add what the library loads from beside it.
  if (!ownedHere(files, own) || openToOthers(own)) return true;
  for (let i = 0; i < MAX_FOLDERS_UP && dirname(folder) !== folder; i++) {
    folder = dirname(folder);
    const above = await files.facts(folder);
    // Who can write above can put a whole folder in its place, unless the sticky bit forbids it.
    if (!ownedHere(files, above) || (openToOthers(above) && (above.mode & STICKY) === 0)) return true;
  }
  return false;
}

function openToOthers({ mode, gid }: FileFacts): boolean {
  return (mode & OTHERS_WRITE) !== 0 || ((mode & GROUP_WRITE) !== 0 && gid !== ROOT_GROUP);
}

function ownedHere(files: LibraryFiles, facts: FileFacts): boolean {
  return files.uid === undefined || facts.uid === 0 || facts.uid === files.uid;
}

export const systemLibraryFiles: LibraryFiles = {
  system: process.platform,
  uid: process.getuid?.(),
  realPath: (path) => realpath(path),
  facts: async (path) => {
    const found = await stat(path, { bigint: true });
    return {
      kind: found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other',
      uid: Number(found.uid),
      gid: Number(found.gid),
      mode: Number(found.mode) & 0o1777,
      stamp: [found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(':'),
    };
  },
  sha256: async (path) => {
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array); // a stream without encoding gives bytes
    return hash.digest('hex');
  },
};

/** Remembers hashes while size, times and inode stay. For showing only: before loading the bytes are hashed again. */
export function withRememberedHashes(files: LibraryFiles): LibraryFiles {
  const known = new Map<string, { readonly stamp: string; readonly sha256: string }>();
  return {
    ...files,
    sha256: async (path) => {
      const { stamp } = await files.facts(path);
      const before = known.get(path);
      if (before?.stamp === stamp) return before.sha256;
      const sha256 = await files.sha256(path);
      known.set(path, { stamp, sha256 });
      return sha256;
    },
  };
}
