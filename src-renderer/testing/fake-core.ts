import { appContract, type AppClient, type AppContract } from '../../shared/contract/app-contract.ts';
import { createClient } from '../../shared/contract/wire/client.ts';
import type { Procedure } from '../../shared/contract/wire/contract.ts';
import { wirePair } from '../../shared/contract/wire/frames.ts';
import { createServer, type CallContext, type Handler, type Handlers } from '../../shared/contract/wire/serve.ts';
import { fail, ok, type Result } from '../../shared/util/result.ts';
import type { CoreConnection, CoreState } from '../platform/port.ts';
import type { QueryTopic } from '../platform/core.ts';
import { defaultHandlers } from './fake-handlers.ts';
import { fakeWorld, type FakeWorld } from './fake-world.ts';

/** Handlers of some calls; the others answer from the world; a call that has neither fails the test. */
export type FakeHandlers = { readonly [F in keyof AppContract]?: Partial<Handlers<AppContract>[F]> };

export interface FakeCall {
  readonly path: string;
  readonly input: unknown;
}

/** A core for tests and for looking at pages: real wire, real schemas, invented answers. */
export interface FakeCore {
  readonly connection: CoreConnection;
  readonly client: AppClient;
  /** What the default handlers answer from; tests may change it and then `tell`. */
  readonly world: FakeWorld;
  /** Every call that came, in order. */
  readonly calls: readonly FakeCall[];
  readonly callsOf: (path: string) => readonly unknown[];
  /** Says on `system.watch` that these have changed. */
  readonly tell: (...topics: readonly QueryTopic[]) => void;
  /** Ends the PIN question that is open: right, or with this fault. */
  readonly answerPin: (code?: PinEnd) => void;
  /** Core has ended, or is there again. */
  readonly lose: () => void;
  readonly comeBack: () => void;
}

export type PinEnd = 'PIN_INCORRECT' | 'PIN_LOCKED' | 'PIN_CANCELLED' | 'TOKEN_REMOVED' | 'TOKEN_NOT_ANSWERING';

/** What default handlers need from the one who runs them. */
export interface FakeDesk {
  readonly world: FakeWorld;
  readonly tell: (...topics: readonly QueryTopic[]) => void;
  /** Opens a PIN question and waits for `answerPin`; with `world.pinAnswers` it is answered at once. */
  readonly askPin: <P extends Procedure>(context: CallContext<P>) => Promise<Result<undefined, PinFault>>;
  readonly watch: Handler<AppContract['system']['watch']>;
}
interface PinFault {
  readonly code: PinEnd;
  readonly data: Readonly<Record<string, never>>;
}

export function createFakeCore(overrides: FakeHandlers = {}, world: FakeWorld = fakeWorld()): FakeCore {
  const calls: FakeCall[] = [];
  const watchers = new Set<(topics: readonly QueryTopic[]) => void>();
  const listeners = new Set<() => void>();
  let settlePin: ((code: PinEnd | undefined) => void) | undefined;

  const desk: FakeDesk = {
    world,
    tell: (...topics) => {
      for (const watcher of watchers) watcher(topics);
    },
    askPin: async ({ emit, stop }) => {
      // Every call that asks for a PIN declares these items.
      await (emit as (item: unknown) => Promise<boolean>)({ kind: 'pin-window-open' });
      if (world.pinAnswers) return ok(undefined);
      const code = await new Promise<PinEnd | undefined>((resolve) => {
        settlePin = resolve;
        stop.onStop(() => resolve('PIN_CANCELLED'));
      });
      return code === undefined ? ok(undefined) : fail({ code, data: {} });
    },
    watch: (_, { emit, stop }) =>
      new Promise((resolve) => {
        const watcher = (topics: readonly QueryTopic[]): void => void emit({ topics: [...topics] });
        watchers.add(watcher);
        stop.onStop(() => {
          watchers.delete(watcher);
          resolve(ok({}));
        });
      }),
  };

  const handlers = fill(defaultHandlers(desk), overrides, calls);
  const server = createServer(appContract, handlers, {
    timer: (run, ms) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    report: (event) => {
      // A wrong fake must fail loudly, or a test would pass on INTERNAL.
      if (event.kind === 'bug') throw event.error instanceof Error ? event.error : new Error(String(event.error));
    },
  });
  const connect = (): AppClient => {
    const [near, far] = wirePair();
    server.serve(far, { actor: 'tester', roles: ['viewer', 'operator'], origin: 'test' });
    return createClient<AppContract>(near);
  };
  const client = connect();
  let state: CoreState = { kind: 'connected', client };
  const become = (next: CoreState): void => {
    state = next;
    for (const listener of listeners) listener();
  };
  return {
    connection: {
      current: () => state,
      subscribe: (listener) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
    client,
    world,
    calls,
    callsOf: (path) => calls.filter((call) => call.path === path).map(({ input }) => input),
    tell: desk.tell,
    answerPin: (code) => {
      settlePin?.(code);
      settlePin = undefined;
    },
    lose: () => become({ kind: 'lost' }),
    comeBack: () => become({ kind: 'connected', client: connect() }),
  };
}

type Loose = Readonly<Record<string, Readonly<Record<string, Handler<Procedure> | undefined>> | undefined>>;

/** One handler for every call of the contract: the override, the default, or none; each call is noted. */
function fill(defaults: FakeHandlers, overrides: FakeHandlers, calls: FakeCall[]): Handlers<AppContract> {
  // Walked by name; what each handler takes was checked where it was written.
  const first = overrides as unknown as Loose;
  const second = defaults as unknown as Loose;
  const filled = Object.entries(appContract).map(([feature, procedures]) => {
    const named = Object.keys(procedures).map((name): [string, Handler<Procedure>] => {
      const handler = first[feature]?.[name] ?? second[feature]?.[name];
      return [
        name,
        (input, context) => {
          calls.push({ path: `${feature}.${name}`, input });
          if (handler === undefined) throw new Error(`the fake core has no handler for ${feature}.${name}`);
          return handler(input, context);
        },
      ];
    });
    return [feature, Object.fromEntries(named)] as const;
  });
  return Object.fromEntries(filled) as unknown as Handlers<AppContract>;
}
