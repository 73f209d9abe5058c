import type { SlotView, TokenView } from '../../../shared/contract/key-facts.ts';
import type { Clock, Timer } from '../clock.ts';
import type { CoreOwner, HostKind } from '../owner.ts';
import {
  createHostConnection,
  type HostConnection,
  type HostConnectionDeps,
  type HostEvent,
} from './host-connection.ts';
import type { HostRun } from './host-run.ts';
import { watchSlots } from './slots-watch.ts';

export interface TokenHostsDeps {
  readonly owner: Pick<CoreOwner, 'spawnHost'>;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly told: (moduleId: string, event: HostEvent) => void;
}

/** A token in its slot, in one run of one host. */
export interface SeenToken {
  readonly moduleId: string;
  readonly run: HostRun;
  readonly slot: SlotView;
  readonly token: TokenView;
}

/** All hosts of a workspace, one per module, each on its own: one that hangs holds up nobody else. */
export interface TokenHosts {
  /** Adds a module in the order in which it is asked, starts its host and watches its slots. */
  add(moduleId: string, host: HostKind, prepare: HostConnectionDeps['prepare']): HostConnection;
  remove(moduleId: string): Promise<void>;
  get(moduleId: string): HostConnection | undefined;
  all(): readonly HostConnection[];
  /** Tokens as last seen, in the order of their modules. */
  tokens(): readonly SeenToken[];
  /** Waits until no host is on its way up any more, but no longer than this: one may hang at every start. */
  settled(patienceMs: number): Promise<void>;
  /** Looks at all slots now. */
  lookAll(): Promise<void>;
  stop(): Promise<void>;
}

export function createTokenHosts({ owner, clock, timer, told }: TokenHostsDeps): TokenHosts {
  const hosts = new Map<string, { readonly connection: HostConnection; readonly unwatch: () => void }>();
  const all = (): readonly HostConnection[] => [...hosts.values()].map((host) => host.connection);

  async function remove(moduleId: string): Promise<void> {
    const host = hosts.get(moduleId);
    hosts.delete(moduleId);
    host?.unwatch();
    await host?.connection.stop();
  }

  return {
    add: (moduleId, host, prepare) => {
      const connection = createHostConnection({
        moduleId,
        host,
        owner,
        clock,
        timer,
        prepare,
        told: (event) => told(moduleId, event),
      });
      hosts.set(moduleId, { connection, unwatch: watchSlots(connection, timer) });
      void connection.ready();
      return connection;
    },
    remove,
    get: (moduleId) => hosts.get(moduleId)?.connection,
    all,
    tokens: () =>
      all().flatMap((connection) => {
        const run = connection.current();
        if (run === undefined) return [];
        return run.slots.flatMap((slot) =>
          slot.token === undefined ? [] : [{ moduleId: connection.moduleId, run, slot, token: slot.token }],
        );
      }),
    settled: (patienceMs) =>
      new Promise((resolve) => {
        const disarm = timer(resolve, patienceMs);
        void Promise.all(all().map((connection) => connection.settled())).then(() => {
          disarm();
          resolve();
        });
      }),
    lookAll: async () => {
      await Promise.all(all().map(async (connection) => connection.current()?.look()));
    },
    stop: async () => {
      await Promise.all([...hosts.keys()].map(remove));
    },
  };
}
