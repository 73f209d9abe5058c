import type { Result } from '../../util/result.ts';
import type { CommonFault, ContractTree, FaultOf, InputOf, ItemOf, OutputOf, Procedure } from './contract.ts';
import { CREDIT, frame, type Wire, type WireFault } from './frames.ts';

/** What a waiting caller needs from the platform: a signal to stop and timers, injected so that shared stays pure. */
export interface CallOptions<P extends Procedure> {
  readonly signal?: StopSignal;
  /** Takes each item in order; the next ones are held back until it has finished. */
  readonly onItem?: (item: ItemOf<P>) => void | Promise<void>;
}

/** The part of an AbortSignal that is used here. */
export interface StopSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
}

export type Call<P extends Procedure> = (
  input: InputOf<P>,
  options?: CallOptions<P>,
) => Promise<Result<OutputOf<P>, FaultOf<P>>>;

export type Client<T extends ContractTree> = {
  readonly [F in keyof T]: { readonly [C in keyof T[F]]: Call<T[F][C]> };
};

interface Waiting {
  settle(result: Result<unknown, WireFault>): void;
  /** The wire is gone: nobody waits for items that are still being taken. */
  cut(): void;
  item(value: unknown): void;
}

/**
 * A typed client over any wire. No call throws: a closed wire ends every waiting call as `CLOSED`, which for a signature
 * means unknown, not undone. The contract is needed as a type only, so no schema reaches the window.
 */
export function createClient<T extends ContractTree>(wire: Wire): Client<T> {
  const waiting = new Map<number, Waiting>();
  let nextId = 1;
  let open = true;

  wire.onMessage((message) => {
    if (!Array.isArray(message)) return;
    const [kind, id, value] = message as readonly unknown[];
    const call = typeof id === 'number' ? waiting.get(id) : undefined;
    if (call === undefined) return;
    if (kind === frame.item) call.item(value);
    else if (kind === frame.done) call.settle({ ok: true, value });
    else if (kind === frame.failed) call.settle({ ok: false, error: readFault(value) });
  });
  wire.onClose(() => {
    open = false;
    for (const call of [...waiting.values()]) call.cut();
  });

  function call(
    path: string,
    input: unknown,
    options: CallOptions<Procedure> = {},
  ): Promise<Result<unknown, WireFault>> {
    return new Promise((resolve) => {
      if (!open) {
        resolve({ ok: false, error: { code: 'CLOSED' } });
        return;
      }
      if (options.signal?.aborted === true) {
        resolve({ ok: false, error: { code: 'CANCELLED' } });
        return;
      }
      const id = nextId++;
      waiting.set(id, createWaiting(id, options, resolve));
      options.signal?.addEventListener(
        'abort',
        () => {
          if (waiting.has(id)) post([frame.abort, id]);
        },
        { once: true },
      );
      post([frame.call, id, path, input]);
    });
  }

  function post(message: readonly unknown[]): void {
    try {
      wire.post(message);
    } catch {
      const id = message[1];
      if (typeof id === 'number')
        waiting.get(id)?.settle({ ok: false, error: { code: 'BAD_INPUT', data: { detail: 'not cloneable' } } });
    }
  }

  function createWaiting(
    id: number,
    options: CallOptions<Procedure>,
    resolve: (r: Result<unknown, WireFault>) => void,
  ): Waiting {
    let queue: Promise<void> = Promise.resolve();
    let taken = 0;
    let waitingItems = 0;
    return {
      settle: (result) => {
        waiting.delete(id);
        // Items that arrived before the end are taken before the end is told.
        void queue.then(() => resolve(result));
      },
      cut: () => {
        waiting.delete(id);
        resolve({ ok: false, error: { code: 'CLOSED' } });
      },
      item: (value) => {
        waitingItems += 1;
        if (waitingItems > CREDIT) {
          // The other end ignores its credit: it is not the server that we know, and would fill our memory.
          wire.close();
          return;
        }
        queue = queue.then(async () => {
          try {
            await options.onItem?.(value as never); // the deciding side checked it against the schema of this call
          } catch {
            post([frame.abort, id]);
          }
          waitingItems -= 1;
          taken += 1;
          if (taken >= CREDIT / 2) {
            post([frame.credit, id, taken]);
            taken = 0;
          }
        });
      },
    };
  }

  return clientOf<T>(call);
}

type RawCall = (path: string, input: unknown, options?: CallOptions<Procedure>) => Promise<Result<unknown, WireFault>>;

/** `client.feature.call(input)` without knowing the contract at run time. */
function clientOf<T extends ContractTree>(call: RawCall): Client<T> {
  const features = new Map<string, object>();
  const feature = (name: string): object => {
    let made = features.get(name);
    if (made === undefined) {
      made = new Proxy(
        {},
        {
          get: (_target, member) =>
            typeof member === 'string'
              ? (input: unknown, options?: CallOptions<Procedure>) => call(`${name}.${member}`, input, options)
              : undefined,
        },
      );
      features.set(name, made);
    }
    return made;
  };
  // The proxy answers every name; the type says which names the contract has, and the deciding side checks them again.
  return new Proxy(
    {},
    { get: (_target, name) => (typeof name === 'string' && name !== 'then' ? feature(name) : undefined) },
  ) as Client<T>;
}

function readFault(value: unknown): WireFault {
  if (typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string') {
    return 'data' in value ? { code: value.code, data: value.data } : { code: value.code };
  }
  return { code: 'INTERNAL' } satisfies CommonFault;
}
