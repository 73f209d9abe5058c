import { z } from 'zod';
import { canonicalJson } from '../../../shared/domain/canonical-json.ts';
import type { Timer } from '../clock.ts';
import type { Reader } from './tables.ts';
import { readJson, writeFileWhole } from './workspace-folder.ts';

const RecordedEnd = z.object({ seq: z.int().positive(), hash: z.string().length(64), at: z.string() });
/** The end of an audit chain: number, hash and time of its last entry. */
export type RecordedEnd = Readonly<z.infer<typeof RecordedEnd>>;

/** The end of the chain as noted beside the database; undefined when there is no readable note. */
export function readRecordedEnd(path: string): RecordedEnd | undefined {
  return RecordedEnd.safeParse(readJson(path)).data;
}

/** Notes the end of the chain beside the database. Throws what the disk throws. */
export function noteEnd(path: string, end: RecordedEnd | undefined): void {
  if (end !== undefined) writeFileWhole(path, canonicalJson({ ...end }));
}

/** The last entry of the chain as it is stored. */
export async function lastEntry(reader: Reader): Promise<RecordedEnd | undefined> {
  return reader
    .selectFrom('audit_entries')
    .select(['seq', 'hash', 'at'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export interface EndNote {
  /** Tells of the end after a commit. Never throws: a note that cannot be written fails no commit. */
  moved(end: RecordedEnd): void;
  /** Writes what is not yet written. */
  close(): void;
}

const PAUSE_MS = 1000;

/**
 * Keeps the note at the end of the chain: at once when it moves, then at most once a second, so that a burst of
 * entries costs little and a killed core leaves a note that is at most a second old. The entry is on the disk before
 * its note, so a crash never leaves a note of what is not there.
 */
export function createEndNote(path: string, timer: Timer): EndNote {
  let wanted: RecordedEnd | undefined;
  let written: RecordedEnd | undefined;
  let stopPause: (() => void) | undefined;

  function write(): void {
    try {
      noteEnd(path, wanted);
      written = wanted;
    } catch {
      // A full disk, most likely: the older note is as true as before, and the next pause tries again.
    }
  }

  function writeThenPause(): void {
    write();
    stopPause = timer(() => {
      stopPause = undefined;
      if (wanted !== written) writeThenPause();
    }, PAUSE_MS);
  }

  return {
    moved: (end) => {
      wanted = end;
      if (stopPause === undefined) writeThenPause();
    },
    close: () => {
      stopPause?.();
      if (wanted !== written) write();
    },
  };
}
