import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { WindowPlacement } from './window-placement.ts';

/** Remembers where the window stood; what is read back may be anything and is judged by `openingPlace`. */
export interface WindowMemory {
  read(): unknown;
  write(placement: WindowPlacement): void;
}

export function createWindowMemory(path: string): WindowMemory {
  return {
    read: () => {
      try {
        const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
        return value;
      } catch {
        return undefined;
      }
    },
    write: (placement) => {
      try {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(`${path}.part`, JSON.stringify(placement));
        renameSync(`${path}.part`, path);
      } catch {
        // The window opens at its usual place next time.
      }
    },
  };
}
