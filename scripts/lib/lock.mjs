import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** @param {number} pid @returns {boolean} */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Waits for a lock between processes: a file with the holder's process id. A holder that died is not waited for.
 * @param {string} path
 * @returns {Promise<() => Promise<void>>} gives it back
 */
export async function lock(path) {
  await mkdir(dirname(path), { recursive: true });
  // Written beside and linked into place: nobody can read the file before the number is in it.
  const own = `${path}.${process.pid}`;
  await writeFile(own, String(process.pid));
  try {
    for (;;) {
      try {
        await link(own, path);
        return () => rm(path, { force: true });
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      }
      const holder = Number(await readFile(path, 'utf8').catch(() => ''));
      if (holder > 0 && !isAlive(holder)) await rm(path, { force: true });
      else await sleep(100);
    }
  } finally {
    await rm(own, { force: true });
  }
}
