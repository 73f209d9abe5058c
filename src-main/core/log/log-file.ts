import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { LogSink } from './log.ts';

export interface LogFileOptions {
  readonly folder: string;
  /** First part of the file names: `core` → `core.jsonl`, `core.1.jsonl` … (1 is the newest of the old ones). */
  readonly name: string;
  readonly maxBytes?: number;
  /** How many old files are kept. */
  readonly keep?: number;
}

export interface LogFile extends LogSink {
  /** Number of the last line found in the files. */
  readonly lastNumber: number;
  close(): void;
}

const MAX_BYTES = 5_000_000;
const KEEP = 9;

/**
 * Lines into a file, rotated by size. Written at once and in order, so that the last words before a crash are there.
 * Nothing here throws: a log that cannot be written must not stop the work.
 */
export function openLogFile({ folder, name, maxBytes = MAX_BYTES, keep = KEEP }: LogFileOptions): LogFile {
  const current = join(folder, `${name}.jsonl`);
  const old = (number: number): string => join(folder, `${name}.${number}.jsonl`);
  const lastNumber = lastNumberIn(current) ?? lastNumberIn(old(1)) ?? 0;
  let file: number | undefined;
  let size = 0;
  /** A full disk can cut a line in two: the next one then begins on a line of its own. */
  let torn = false;

  function open(): number {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // No link is followed: whoever can put one here could aim our lines at another file.
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | (constants.O_NOFOLLOW || 0);
    const opened = openSync(current, flags, 0o600);
    size = fstatSync(opened).size;
    torn = size > 0 && !endsWithNewline(current);
    return opened;
  }

  function rotate(): void {
    close();
    rmSync(old(keep), { force: true });
    for (let number = keep - 1; number >= 1; number--)
      if (existsSync(old(number))) renameSync(old(number), old(number + 1));
    renameSync(current, old(1));
  }

  function write(line: string): boolean {
    try {
      file ??= open();
      if (size > 0 && size + line.length > maxBytes) {
        rotate();
        file = open();
      }
      const bytes = Buffer.from(`${torn ? '\n' : ''}${line}\n`, 'utf8');
      const written = writeSync(file, bytes);
      size += written;
      torn = written < bytes.length;
      return !torn;
    } catch {
      torn = true;
      return false;
    }
  }

  function close(): void {
    if (file !== undefined) closeSync(file);
    file = undefined;
  }

  return { lastNumber, write, close };
}

/** Removes old log files whose last line was written more than so many days ago; the current ones stay. */
export function pruneLogs(folder: string, days: number, now: Date): number {
  const oldest = +now - days * 86_400_000;
  const expired = readdirSync(folder)
    .filter((name) => /^[a-z-]+\.\d+\.jsonl$/.test(name))
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).mtimeMs < oldest);
  for (const path of expired) rmSync(path, { force: true });
  return expired.length;
}

function lastNumberIn(path: string): number | undefined {
  try {
    const numbers = [...readFileSync(path, 'utf8').matchAll(/^\{"n":(\d{1,15}),/gm)];
    const last = numbers.at(-1)?.[1];
    return last === undefined ? undefined : Number(last);
  } catch {
    return undefined;
  }
}

function endsWithNewline(path: string): boolean {
  return readFileSync(path).at(-1) === 0x0a;
}
