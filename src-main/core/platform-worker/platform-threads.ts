import { existsSync } from 'node:fs';
import type { Client } from '../../../shared/contract/wire/client.ts';
import type { Timer } from '../clock.ts';
import { createDialDoor, type DialDoor, type Ticket } from './dial-door.ts';
import type { ReaderContract, StoreQuery } from './reader-contract.ts';
import { createThreadSeat } from './thread-seat.ts';
import type { VerifierContract } from '../verifier/verifier-contract.ts';
import type { WriterContract } from './worker-contract.ts';

/** The threads of the platform worker, started when they are first needed. */
export interface PlatformThreads {
  /** Changes platform.db and speaks with platforms. */
  writer(): Client<WriterContract>;
  /** Lists and searches; never waits for the writer. */
  reader(): Client<ReaderContract>;
  /** Decodes and verifies what partners signed; it has no file and no socket. */
  verifier(): Client<VerifierContract>;
  /** Lets the writer's thread make connections on behalf of one call. */
  admit(ticket: Ticket): { readonly id: string; readonly revoke: () => void };
  /** Whether a stream of this connection is open for its next call, and the end of all that are. */
  readonly kept: Pick<DialDoor, 'keeps' | 'drop'>;
  close(): Promise<void>;
}

interface ThreadsDeps {
  /** Undefined: this runs without platforms (tests that have none). */
  readonly program: string | undefined;
  /** platform.db. */
  readonly file: string;
  readonly newId: () => string;
  readonly timer: Timer;
  readonly report: (error: unknown) => void;
}

/** Pages of some ten megabytes as objects; a hostile one that needs more ends the thread, not core. */
const WRITER_MB = 1024;
const READER_MB = 512;
const VERIFIER_MB = 512;
/** After the window has come up, before anybody has gone to a list. */
const READ_AHEAD_MS = 300;

/** What a person may look at first. */
const firstList: StoreQuery & { readonly offset: number; readonly limit: number } = {
  ...{ module: 'cdrs', filter: {}, connections: undefined, person: undefined },
  ...{ order: 'startedAt', descending: true, offset: 0, limit: 200 },
};

export function createPlatformThreads({ program, file, newId, timer, report }: ThreadsDeps): PlatformThreads {
  let door: DialDoor | undefined;
  const path = program ?? '';
  const writer = createThreadSeat<WriterContract>({
    program: path,
    data: { part: 'writer', file },
    memoryMb: WRITER_MB,
    report,
    started: (_client, dial) => {
      const opened = createDialDoor(dial, newId, timer);
      door = opened;
      return { closed: () => opened.close() };
    },
  });
  const reader = createThreadSeat<ReaderContract>({
    program: path,
    data: { part: 'reader', file },
    memoryMb: READER_MB,
    report,
    started: (_client, dial) => {
      // A reader has nobody to speak with.
      dial.close();
      return { closed: () => undefined };
    },
  });
  const verifier = createThreadSeat<VerifierContract>({
    program: path,
    data: { part: 'verifier', file: '' },
    memoryMb: VERIFIER_MB,
    report,
    started: (_client, dial) => {
      dial.close();
      return { closed: () => undefined };
    },
  });
  // A thread takes longer to start, and to open its file, than a list to be read: where there is something to list
  // both are done beforehand.
  const stopAhead = timer(() => {
    if (program !== undefined && existsSync(file)) void reader.client().read.rows(firstList);
  }, READ_AHEAD_MS);
  return {
    writer: () => writer.client(),
    reader: () => reader.client(),
    verifier: () => verifier.client(),
    admit: (ticket) => {
      writer.client();
      if (door === undefined) throw new Error('the writer has a door as soon as it runs');
      return door.admit(ticket);
    },
    kept: {
      keeps: (connectionId) => door?.keeps(connectionId) ?? false,
      drop: (connectionId) => door?.drop(connectionId),
    },
    close: async () => {
      stopAhead();
      await Promise.all([writer.close(), reader.close(), verifier.close()]);
    },
  };
}
