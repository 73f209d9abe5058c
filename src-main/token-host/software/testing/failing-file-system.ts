import fs, { type FileHandle } from 'node:fs/promises';
import type { FileSystem } from '../token-files.ts';

/** The real file system, which fails once with a code of the system at the nth call that changes or syncs something. */
export function failingFileSystem(code: string, failAt: number): FileSystem & { readonly calls: () => number } {
  let calls = 0;
  const step = () => {
    if (calls++ === failAt) throw Object.assign(new Error('planted'), { code });
  };
  return {
    ...fs,
    calls: () => calls,
    async open(path, flags, mode) {
      if (flags === 'wx') step();
      return stepping(await fs.open(path, flags, mode), step);
    },
    async rename(from, to) {
      step();
      await fs.rename(from, to);
    },
    async unlink(path) {
      step();
      await fs.unlink(path);
    },
    async mkdir(path, options) {
      step();
      return fs.mkdir(path, options);
    },
  };
}

/** A handle whose writing stops in the middle of the bytes, as a full disk does. */
function stepping(handle: FileHandle, step: () => void): FileHandle {
  const writeFile = handle.writeFile.bind(handle);
  const sync = handle.sync.bind(handle);
  handle.writeFile = async (data) => {
    try {
      step();
    } catch (error) {
      if (data instanceof Uint8Array) await writeFile(data.subarray(0, data.length / 2));
      throw error;
    }
    await writeFile(data);
  };
  handle.sync = async () => {
    step();
    await sync();
  };
  return handle;
}
