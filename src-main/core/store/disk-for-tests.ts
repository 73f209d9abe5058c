import { spawnSync } from 'node:child_process';
import { testFolder } from './store-for-tests.ts';

export interface SmallDisk {
  readonly path: string;
  readOnly(on: boolean): void;
  [Symbol.dispose](): void;
}

/** A file system of its own, really small and really full when it is; needs root. */
export function smallDisk(kilobytes: number): SmallDisk {
  const folder = testFolder();
  mount('-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder.path);
  return {
    path: folder.path,
    readOnly: (on) => mount('-o', `remount,${on ? 'ro' : 'rw'}`, folder.path),
    [Symbol.dispose]: () => {
      spawnSync('umount', [folder.path]);
      folder[Symbol.dispose]();
    },
  };
}

/** Why no disk can be mounted here; undefined where it can. */
export const noSmallDisk = ((): string | undefined => {
  if (process.platform !== 'linux') return 'tmpfs is Linux only';
  if (process.getuid?.() !== 0) return 'mounting a small disk needs root';
  try {
    smallDisk(64)[Symbol.dispose]();
    return undefined;
  } catch {
    return 'this machine lets nobody mount a disk';
  }
})();

function mount(...args: readonly string[]): void {
  const done = spawnSync('mount', args);
  if (done.status !== 0) throw new Error(`mount ${args.join(' ')}: ${done.stderr.toString()}`);
}
