import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { VerifyCall } from './signature-forms.ts';

/** A message and its signature in the form that node:crypto verifies. */
export interface Signature {
  readonly message: Uint8Array;
  readonly form: Uint8Array;
}

/** `lost`: nobody can say, because the thread that verified died or fell silent. As bad as a wrong signature. */
export type Verdict = 'good' | 'wrong' | 'lost';

/** Verifies in threads beside the one that signs. They see public data only and hold no way to a token. */
export interface VerifyThreads {
  /** `good` when every one of the signatures is. Never rejects. */
  check(call: VerifyCall, signatures: readonly Signature[]): Promise<Verdict>;
  /** Ends all threads; what was under way is lost. */
  close(): void;
}

/** The part of a `Worker` that is used here. */
export interface VerifyThread {
  postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
  on(event: 'message', listener: (answer: unknown) => void): unknown;
  on(event: 'error' | 'exit' | 'messageerror', listener: () => void): unknown;
  ref(): void;
  unref(): void;
  terminate(): Promise<unknown>;
}

export interface VerifyPorts {
  readonly start: () => VerifyThread;
  /** Starts a timer and returns what stops it. */
  readonly timer: (run: () => void, ms: number) => () => void;
  readonly most: number;
}

/** What goes to a thread: messages and signatures in turn, all in one block of memory that is handed over. */
interface Batch extends VerifyCall {
  readonly id: number;
  readonly lengths: Uint32Array;
  readonly bytes: Uint8Array;
}

/**
 * The whole program of a thread. Text, so that it needs no file of its own in an archive; what a signature looks like has
 * been settled before. It counts what it found good, and anything that goes wrong counts as nothing.
 */
const program = `
  const { parentPort } = require('node:worker_threads');
  const { verify } = require('node:crypto');
  parentPort.on('message', ({ id, hash, input, lengths, bytes }) => {
    let good = 0;
    try {
      for (let i = 0, at = 0; i < lengths.length; i += 2) {
        const middle = at + lengths[i];
        const end = middle + lengths[i + 1];
        if (verify(hash, bytes.subarray(at, middle), input, bytes.subarray(middle, end)) === true) good += 1;
        at = end;
      }
    } catch {
      good = -1;
    }
    parentPort.postMessage({ id, good });
  });
`;

export function startVerifyThread(): VerifyThread {
  const worker = new Worker(program, { eval: true, env: {}, execArgv: [], stdin: false });
  worker.unref();
  return {
    postMessage: (message, transfer) => worker.postMessage(message, transfer),
    on: (event: 'message' | 'error' | 'exit' | 'messageerror', listener: (answer: unknown) => void) =>
      worker.on(event, listener),
    ref: () => worker.ref(),
    unref: () => worker.unref(),
    terminate: () => worker.terminate(),
  };
}

/** As many as keep up with one signing thread, and never more than there is room for beside it. */
export function verifyThreadCount(): number {
  return Math.max(1, Math.min(2, availableParallelism() - 1));
}

/** A thread that has work and has said nothing for so many of these is given up. */
const TICK_MS = 10_000;
const SILENT_TICKS = 3;

interface Pending {
  readonly count: number;
  readonly settle: (verdict: Verdict) => void;
}

interface Line {
  readonly thread: VerifyThread;
  readonly pending: Map<number, Pending>;
  silent: number;
  stopTimer: () => void;
}

/** Threads start with the first batch and stay; one that was lost is replaced by the next batch. */
export function createVerifyThreads({ start, timer, most }: VerifyPorts): VerifyThreads {
  const lines = new Set<Line>();
  let lastId = 0;

  function open(): Line {
    const line: Line = { thread: start(), pending: new Map(), silent: 0, stopTimer: () => undefined };
    const lose = (): void => drop(line);
    line.thread.on('message', (answer) => take(line, answer));
    for (const event of ['error', 'exit', 'messageerror'] as const) line.thread.on(event, lose);
    lines.add(line);
    return line;
  }

  function take(line: Line, answer: unknown): void {
    const { id, good } = answer as { readonly id: number; readonly good: number }; // our own program
    const pending = line.pending.get(id);
    if (pending === undefined) return;
    line.silent = 0;
    line.pending.delete(id);
    if (line.pending.size === 0) rest(line);
    pending.settle(good === pending.count ? 'good' : 'wrong');
  }

  /** An idle thread keeps no process alive. */
  function rest(line: Line): void {
    line.stopTimer();
    line.thread.unref();
  }

  function drop(line: Line): void {
    if (!lines.delete(line)) return;
    rest(line);
    line.thread.terminate().catch(() => undefined);
    for (const { settle } of line.pending.values()) settle('lost');
    line.pending.clear();
  }

  /** Counts turns of this thread, not the clock: after a module has held it for long the answers are still unread. */
  function watch(line: Line): void {
    line.stopTimer = timer(() => {
      line.silent += 1;
      if (line.silent >= SILENT_TICKS) drop(line);
      else watch(line);
    }, TICK_MS);
  }

  function leastBusy(): Line {
    const [first, ...others] = [...lines].sort((a, b) => a.pending.size - b.pending.size || 0);
    if (first === undefined) return open();
    return first.pending.size > 0 && others.length + 1 < most ? open() : first;
  }

  return {
    check: (call, signatures) =>
      new Promise((settle) => {
        let line: Line;
        try {
          line = leastBusy();
        } catch {
          settle('lost'); // no thread to be had
          return;
        }
        const id = ++lastId;
        line.pending.set(id, { count: signatures.length, settle });
        if (line.pending.size === 1) {
          line.silent = 0;
          line.thread.ref();
          watch(line);
        }
        const { lengths, bytes } = packed(signatures);
        const batch: Batch = { ...call, id, lengths, bytes };
        try {
          line.thread.postMessage(batch, [bytes.buffer, lengths.buffer]);
        } catch {
          drop(line);
        }
      }),
    close: () => {
      for (const line of [...lines]) drop(line);
    },
  };
}

function packed(signatures: readonly Signature[]) {
  const lengths = new Uint32Array(signatures.length * 2);
  let total = 0;
  for (const [i, { message, form }] of signatures.entries()) {
    lengths[2 * i] = message.length;
    lengths[2 * i + 1] = form.length;
    total += message.length + form.length;
  }
  const bytes = new Uint8Array(total);
  let at = 0;
  for (const { message, form } of signatures) {
    bytes.set(message, at);
    bytes.set(form, at + message.length);
    at += message.length + form.length;
  }
  return { lengths, bytes };
}
