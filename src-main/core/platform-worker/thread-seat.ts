import { readFileSync } from 'node:fs';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { type Client, createClient } from '../../../shared/contract/wire/client.ts';
import type { ContractTree } from '../../../shared/contract/wire/contract.ts';
import { portWire } from '../../common/links.ts';
import type { ThreadData } from './thread-data.ts';

export interface SeatDeps<T extends ContractTree> {
  /** The thread's program: its bundle, or its TypeScript source where Node runs that. */
  readonly program: string;
  readonly data: Omit<ThreadData, 'wire' | 'dial' | 'base'>;
  readonly memoryMb: number;
  /** What killed the thread: a bug of ours, or its memory limit. */
  readonly report: (error: unknown) => void;
  /** Core's end of the ports of a new thread; called anew whenever one is started. */
  readonly started: (client: Client<T>, dial: MessagePort) => { closed(): void };
}

export interface ThreadSeat<T extends ContractTree> {
  /** Of the thread that runs, started when there is none. Its calls end as CLOSED when it dies. */
  client(): Client<T>;
  close(): Promise<void>;
}

/**
 * A place for one thread of the platform worker. One that dies, killed by its memory limit or by a bug, is started anew at
 * the next call; what it was doing has ended as CLOSED, and what it had committed stands.
 */
export function createThreadSeat<T extends ContractTree>(deps: SeatDeps<T>): ThreadSeat<T> {
  let running: { readonly worker: Worker; readonly client: Client<T> } | undefined;

  function start(): Client<T> {
    const wire = new MessageChannel();
    const dial = new MessageChannel();
    const { program, memoryMb } = deps;
    // A bundle may lie in an archive that only Electron's own file functions open, so its text is handed over.
    const isBundle = program.endsWith('.cjs');
    const base = program.replace(/\.asar([\\/])/, '.asar.unpacked$1');
    const workerData: ThreadData = { ...deps.data, wire: wire.port2, dial: dial.port2, base };
    const worker = new Worker(isBundle ? evaluated(readFileSync(program, 'utf8')) : program, {
      eval: isBundle,
      execArgv: [],
      env: {},
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
      workerData,
      transferList: [wire.port2, dial.port2],
    });
    const end = portWire(wire.port1);
    const client = createClient<T>(end);
    const place = deps.started(client, dial.port1);
    worker.on('error', deps.report);
    worker.on('exit', () => {
      if (running?.worker === worker) running = undefined;
      end.close();
      place.closed();
    });
    running = { worker, client };
    return client;
  }

  return {
    client: () => running?.client ?? start(),
    close: async () => {
      await running?.worker.terminate();
    },
  };
}

/** An evaluated program has no folder: its `require` looks for the database's binding from where the program lies. */
function evaluated(text: string): string {
  return `(function (require) {${text}\n})(require('node:module').createRequire(require('node:worker_threads').workerData.base));`;
}
