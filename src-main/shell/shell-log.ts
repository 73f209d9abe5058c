import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Why Electron says that a process ended. */
type GoneReason =
  | 'clean-exit'
  | 'abnormal-exit'
  | 'killed'
  | 'crashed'
  | 'oom'
  | 'launch-failed'
  | 'integrity-failure'
  | 'memory-eviction';

/**
 * Every line the shell can write, with its fields: numbers and words of fixed lists, so that no path, no text of a page
 * and no secret can get in.
 */
export type ShellLine =
  | { readonly no: 'SHL-0001'; readonly event: 'started'; readonly locked: boolean }
  | { readonly no: 'SHL-0002'; readonly event: 'core-ended'; readonly exitCode: number; readonly failures: number }
  | { readonly no: 'SHL-0003'; readonly event: 'core-sent-junk' }
  | { readonly no: 'SHL-0004'; readonly event: 'host-ended'; readonly exitCode: number }
  | { readonly no: 'SHL-0005'; readonly event: 'host-refused'; readonly why: 'id-in-use' | 'too-many' }
  | { readonly no: 'SHL-0006'; readonly event: 'bridge-refused'; readonly why: 'sender' | 'junk' }
  | { readonly no: 'SHL-0007'; readonly event: 'page-gone'; readonly reason: GoneReason; readonly exitCode: number }
  | { readonly no: 'SHL-0008'; readonly event: 'page-hangs' }
  | { readonly no: 'SHL-0009'; readonly event: 'child-gone'; readonly reason: GoneReason; readonly exitCode: number }
  | { readonly no: 'SHL-0010'; readonly event: 'pin-window-failed' }
  | { readonly no: 'SHL-0011'; readonly event: 'own-fault'; readonly name: 'uncaught' | 'unhandled' }
  | { readonly no: 'SHL-0012'; readonly event: 'stopped-late' }
  | { readonly no: 'SHL-0013'; readonly event: 'session-locked' };

export type ShellLog = (line: ShellLine) => void;

const LARGEST = 1024 * 1024;

/** JSON Lines in one file of at most 1 MiB and one older one. A log that cannot be written must not stop the console. */
export function openShellLog(path: string, now: () => Date): ShellLog {
  return (line) => {
    try {
      mkdirSync(dirname(path), { recursive: true });
      if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LARGEST) renameSync(path, `${path}.1`);
      appendFileSync(path, `${JSON.stringify({ at: now().toISOString(), ...line })}\n`, { mode: 0o600 });
    } catch {
      // disk full or folder gone: core tells of both
    }
  };
}
