import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { OidProfile } from '../../../shared/contract/settings.ts';
import type { Stop } from '../../../shared/contract/wire/serve.ts';
import type { Timer } from '../clock.ts';
import {
  type DecodedInput,
  type DecodeNews,
  type DecodeOrder,
  type DecodePart,
  type DecodeSource,
  NO_SOURCE,
} from './decode-messages.ts';
import { weightOf } from './decoded-weight.ts';
import { lostInput } from './lost-input.ts';

export interface DecodeOptions {
  readonly profile: OidProfile;
  /** Most documents that are kept; further ones are counted. */
  readonly most: number;
  /** Most octets that these may take in memory, about; further ones are counted. */
  readonly mostBytes?: number;
  /** Certificates come with what an inventory keeps of them. */
  readonly listings?: boolean;
  /** Called as documents are done; the total grows while files are opened. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
  readonly stop?: Stop;
}

export interface Decoded {
  /** In the order of the sources and of the documents in them. */
  readonly items: readonly DecodedInput[];
  readonly leftOut: number;
  /** About how many octets the items take in memory. */
  readonly bytes: number;
}

export interface DecodePool {
  /**
   * Decodes foreign input in worker threads that have neither tokens nor database. Never rejects: what kills a worker
   * or takes too long becomes an unreadable item, and the rest goes on. Undefined when it was stopped.
   */
  decode(sources: readonly DecodeSource[], options: DecodeOptions): Promise<Decoded | undefined>;
  close(): Promise<void>;
}

export interface DecodePoolDeps {
  /** The worker's program: its bundle, or its TypeScript source where Node runs that; without one nothing is readable. */
  readonly file: string | undefined;
  readonly timer: Timer;
  readonly size?: number;
  /** A worker that says nothing for so long is ended. */
  readonly silenceMs?: number;
  /** A worker without work is ended after this. */
  readonly idleMs?: number;
  readonly memoryMb?: number;
}

interface Job {
  readonly options: DecodeOptions;
  readonly sources: readonly DecodeSource[];
  readonly found: Map<number, DecodedInput[]>;
  leftOut: number;
  bytes: number;
  done: number;
  total: number;
  /** Sources without an end. */
  left: number;
  settle(decoded: Decoded | undefined): void;
  settled: boolean;
}

interface Task {
  readonly job: Job;
  readonly indexes: number[];
}

interface Seat {
  readonly worker: Worker;
  task: Task | undefined;
  /** The source that the worker has begun and not ended, written by the worker itself. */
  readonly current: Int32Array<SharedArrayBuffer>;
  endWatch: () => void;
}

const GROUP_SOURCES = 200;
const GROUP_BYTES = 4 * 1024 * 1024;
/** Ten thousand requests take a fifth of it; a hostile file of the size that is taken could become gigabytes. */
const MOST_BYTES = 160 * 1024 * 1024;

export function createDecodePool(deps: DecodePoolDeps): DecodePool {
  const { file, timer, size = 2, silenceMs = 30_000, idleMs = 15_000, memoryMb = 512 } = deps;
  const seats = new Set<Seat>();
  const waiting: Task[] = [];
  let closed = false;

  function decode(sources: readonly DecodeSource[], options: DecodeOptions): Promise<Decoded | undefined> {
    return new Promise((resolve) => {
      const job: Job = {
        options,
        sources,
        found: new Map(),
        leftOut: 0,
        bytes: 0,
        done: 0,
        total: sources.length,
        left: sources.length,
        settled: false,
        settle: (decoded) => {
          job.settled = true;
          resolve(decoded);
        },
      };
      if (closed || options.stop?.reason !== undefined) return job.settle(undefined);
      if (sources.length === 0 || file === undefined) {
        return job.settle({ items: sources.map(lostInput), leftOut: 0, bytes: 0 });
      }
      options.stop?.onStop(() => abandon(job));
      waiting.push(...tasksOf(job));
      fill();
    });
  }

  function fill(): void {
    while (waiting.length > 0 && file !== undefined) {
      const seat = [...seats].find(({ task }) => task === undefined) ?? (seats.size < size ? hire(file) : undefined);
      const task = seat === undefined ? undefined : waiting.shift();
      if (seat === undefined || task === undefined) return;
      begin(seat, task);
    }
  }

  function hire(program: string): Seat {
    // A bundle may lie in an archive that only Electron's own file functions open, so its text is handed over.
    const isBundle = program.endsWith('.cjs');
    const worker = new Worker(isBundle ? readFileSync(program, 'utf8') : program, {
      eval: isBundle,
      // What the process was started with is for itself: a test runner's hooks, a debugger.
      execArgv: [],
      env: {},
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    });
    const current = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const seat: Seat = { worker, task: undefined, current, endWatch: () => undefined };
    worker.unref();
    worker.on('message', (news: DecodeNews) => hear(seat, news));
    worker.on('error', () => undefined);
    worker.on('exit', () => leave(seat));
    seats.add(seat);
    return seat;
  }

  function begin(seat: Seat, task: Task): void {
    seat.task = task;
    Atomics.store(seat.current, 0, NO_SOURCE);
    seat.worker.ref();
    watch(seat);
    const { sources, options } = task.job;
    const order: DecodeOrder = {
      kind: 'decode',
      sources: task.indexes.flatMap((index) => {
        const source = sources[index];
        return source === undefined ? [] : [{ index, source }];
      }),
      profile: options.profile,
      most: options.most,
      listings: options.listings === true,
      current: seat.current,
    };
    seat.worker.postMessage(order);
  }

  function watch(seat: Seat): void {
    seat.endWatch();
    seat.endWatch = timer(() => void seat.worker.terminate(), seat.task === undefined ? idleMs : silenceMs);
  }

  function hear(seat: Seat, news: DecodeNews): void {
    const { task } = seat;
    if (task === undefined) return;
    watch(seat);
    switch (news.kind) {
      case 'some':
        for (const part of news.parts) take(task, part);
        break;
      case 'idle':
        seat.task = undefined;
        // While the pool closes, its end is waited for: a process with nothing else to do would end before, unclosed.
        if (!closed) seat.worker.unref();
        watch(seat);
        fill();
        return;
    }
    const { job } = task;
    if (!job.settled) job.options.onProgress?.({ done: Math.min(job.done, job.total), total: job.total });
    settleIfDone(job);
  }

  function take({ job, indexes }: Task, { index, found, items, end }: DecodePart): void {
    if (found !== undefined) job.total += found - 1;
    if (items.length > 0) keep(job, index, items);
    if (end === undefined) return;
    indexes.splice(indexes.indexOf(index), 1);
    job.leftOut += end.leftOut;
    job.left -= 1;
  }

  /** A worker is gone: ended by us, killed by its limits, or fallen over what it was given. */
  function leave(seat: Seat): void {
    seats.delete(seat);
    seat.endWatch();
    const { task } = seat;
    const current = Atomics.load(seat.current, 0);
    seat.task = undefined;
    if (task !== undefined && !task.job.settled) {
      const { job } = task;
      // A worker that could not even begin would fail again: its first source is given up, so that this ends.
      const lost = current === NO_SOURCE ? task.indexes[0] : current;
      const source = lost === undefined ? undefined : job.sources[lost];
      if (lost !== undefined && source !== undefined) {
        task.indexes.splice(task.indexes.indexOf(lost), 1);
        keep(job, lost, [lostInput(source)]);
        job.left -= 1;
        settleIfDone(job);
      }
      if (task.indexes.length > 0 && !closed) waiting.unshift(task);
    }
    fill();
  }

  function keep(job: Job, index: number, items: readonly DecodedInput[]): void {
    const { most, mostBytes = MOST_BYTES } = job.options;
    const kept: DecodedInput[] = [];
    for (const item of items) {
      if (job.done + kept.length >= most) break;
      const weight = weightOf(item);
      // One that is too large is counted; smaller ones behind it may still fit.
      if (job.bytes + weight > mostBytes) continue;
      job.bytes += weight;
      kept.push(item);
    }
    const before = job.found.get(index);
    if (before === undefined) job.found.set(index, [...kept]);
    else before.push(...kept);
    job.done += kept.length;
    job.leftOut += items.length - kept.length;
  }

  function settleIfDone(job: Job): void {
    if (job.left > 0 || job.settled) return;
    const items = [...job.found].sort(([a], [b]) => a - b).flatMap(([, found]) => found);
    job.settle({ items, leftOut: job.leftOut, bytes: job.bytes });
  }

  function abandon(job: Job): void {
    if (job.settled) return;
    job.settle(undefined);
    for (let at = waiting.length - 1; at >= 0; at--) if (waiting[at]?.job === job) waiting.splice(at, 1);
    for (const seat of seats) if (seat.task?.job === job) void seat.worker.terminate();
  }

  async function close(): Promise<void> {
    closed = true;
    const jobs = new Set([...waiting, ...[...seats].flatMap(({ task }) => task ?? [])].map(({ job }) => job));
    for (const job of jobs) abandon(job);
    await Promise.all([...seats].map(({ worker }) => worker.terminate()));
  }

  return { decode, close };
}

/** Small files travel together, large ones alone. */
function tasksOf(job: Job): readonly Task[] {
  const tasks: Task[] = [];
  let indexes: number[] = [];
  let bytes = 0;
  job.sources.forEach(({ content }, index) => {
    if (indexes.length > 0 && (indexes.length >= GROUP_SOURCES || bytes + content.length > GROUP_BYTES)) {
      tasks.push({ job, indexes });
      indexes = [];
      bytes = 0;
    }
    indexes.push(index);
    bytes += content.length;
  });
  tasks.push({ job, indexes });
  return tasks;
}
