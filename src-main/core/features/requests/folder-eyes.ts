import { constants, watch } from 'node:fs';
import { lstat, open, opendir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface SeenFile {
  readonly name: string;
  readonly kind: 'file' | 'link' | 'other';
  readonly size: number;
  /** Another text as soon as anything was written. */
  readonly stamp: string;
}

export interface FolderLook {
  readonly files: readonly SeenFile[];
  /** There is more than was asked for. */
  readonly more: boolean;
}

/** What the watch of a folder asks of the file system; a test hands in a folder of its own. */
export interface FolderEyes {
  /** With links followed; undefined when it is no folder. */
  resolve(path: string): Promise<string | undefined>;
  /** Files, links and what else is neither, without folders and hidden names. Rejects where the folder cannot be read. */
  look(folder: string, most: number): Promise<FolderLook>;
  /** Contents of a regular file that is no link and not larger than that; undefined for everything else. */
  read(folder: string, name: string, most: number): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Tells that something may have changed; says nothing where the system cannot. Returns what ends it. */
  watch(folder: string, told: () => void): () => void;
}

/** So many questions to the disk at once. */
const TOGETHER = 32;
/** Names that programs give to what is not complete yet. */
const UNFINISHED = /(?:^\.)|(?:~$)|(?:\.(?:part|partial|tmp|crdownload|download)$)/iu;

export const systemFolderEyes: FolderEyes = {
  async resolve(path) {
    try {
      const real = await realpath(path);
      return (await stat(real)).isDirectory() ? real : undefined;
    } catch {
      return undefined;
    }
  },

  async look(folder, most) {
    const names: string[] = [];
    let more = false;
    for await (const entry of await opendir(folder)) {
      if (entry.isDirectory() || UNFINISHED.test(entry.name)) continue;
      more = names.length >= most;
      if (more) break;
      names.push(entry.name);
    }
    const files: SeenFile[] = [];
    for (let at = 0; at < names.length; at += TOGETHER) {
      const part = await Promise.all(names.slice(at, at + TOGETHER).map((name) => seen(folder, name)));
      files.push(...part.flatMap((one) => one ?? []));
    }
    return { files, more };
  },

  async read(folder, name, most) {
    try {
      // Not through a link that took the place of the file, and not waiting at a pipe; Windows knows neither flag.
      const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
      const file = await open(join(folder, name), flags);
      try {
        const { size } = await file.stat().then((facts) => (facts.isFile() ? facts : { size: Infinity }));
        if (size > most) return undefined;
        const content = new Uint8Array(size);
        let filled = 0;
        while (filled < size) {
          const { bytesRead } = await file.read(content, filled, size - filled, filled);
          if (bytesRead === 0) return undefined;
          filled += bytesRead;
        }
        return content;
      } finally {
        await file.close();
      }
    } catch {
      return undefined;
    }
  },

  watch(folder, told) {
    try {
      const watcher = watch(folder, { persistent: false }, told);
      // Looking at intervals goes on without it.
      watcher.on('error', () => watcher.close());
      return () => watcher.close();
    } catch {
      return () => undefined;
    }
  },
};

async function seen(folder: string, name: string): Promise<SeenFile | undefined> {
  try {
    const facts = await lstat(join(folder, name));
    const kind = facts.isFile() ? 'file' : facts.isSymbolicLink() ? 'link' : 'other';
    const stamp = [facts.size, facts.mtimeMs, facts.ctimeMs, facts.ino].join(' ');
    return { name, kind, size: facts.size, stamp };
  } catch {
    return undefined;
  }
}
