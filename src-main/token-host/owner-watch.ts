import { Worker } from 'node:worker_threads';

/**
 * Ends this process when its owner is gone, even while a module holds the main thread: nobody would be left to kill it,
 * and it would keep its token logged in. On Linux and macOS an orphan gets another parent; on Windows the old number is
 * asked whether anybody lives there.
 */
const watch = `
  const { workerData } = require('node:worker_threads');
  const alive = () => {
    try {
      return process.kill(workerData.owner, 0);
    } catch (error) {
      return error.code === 'EPERM';
    }
  };
  setInterval(() => {
    if (process.ppid !== workerData.owner || !alive()) process.kill(process.pid, 'SIGKILL');
  }, workerData.everyMs);
`;

/** Watches the parent process from a thread of its own, which does not keep this process alive. */
export function watchOwner(everyMs = 1000): void {
  new Worker(watch, { eval: true, workerData: { owner: process.ppid, everyMs }, stdin: false }).unref();
}
