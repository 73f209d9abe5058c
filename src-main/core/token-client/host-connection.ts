import type { SlotView } from '../../../shared/contract/key-facts.ts';
import type { TokenFault } from '../../../shared/contract/token-faults.ts';
import type { z } from 'zod';
import type { HostState as HostStateSchema } from '../../../shared/contract/tokens.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import type { Clock, Timer } from '../clock.ts';
import type { CoreOwner, HostKind, HostProcess } from '../owner.ts';
import { type CallKind, CRASHES_UNTIL_FAILED, deadlineOf, respawnDelay, STABLE_AFTER_MS } from './deadlines.ts';
import { tokenFault } from './host-fault.ts';
import { createHostRun, type HostRun, type RunEnd } from './host-run.ts';
import type { ModuleInfo } from './module-info.ts';
import { hostContract } from '../../../shared/contract/host.ts';

export type HostState = z.output<typeof HostStateSchema>;

/** What a host is told to load. Asked before each start, so that a library that changed meanwhile is not loaded. */
export interface OpenWish {
  readonly path: string;
  readonly parameters: string | undefined;
}

export type HostEvent =
  /** A deadline passed and the process was killed. */
  | { readonly kind: 'killed'; readonly call: CallKind; readonly fault: TokenFault }
  | { readonly kind: 'crashed'; readonly fault: TokenFault }
  | { readonly kind: 'restarted'; readonly restarts: number }
  /** Not started again until asked. */
  | { readonly kind: 'failed'; readonly fault: TokenFault }
  | { readonly kind: 'state' }
  | { readonly kind: 'slots'; readonly before: readonly SlotView[]; readonly after: readonly SlotView[] };

export interface HostConnectionDeps {
  readonly moduleId: string;
  readonly host: HostKind;
  readonly owner: Pick<CoreOwner, 'spawnHost'>;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly prepare: () => Promise<Result<OpenWish, TokenFault>>;
  readonly told: (event: HostEvent) => void;
}

/** The token host of one module through all its lives. */
export interface HostConnection {
  readonly moduleId: string;
  state(): HostState;
  /** What the library said of itself when it was last opened. */
  info(): ModuleInfo | undefined;
  /** Slots as last seen; none while the host is down. */
  slots(): readonly SlotView[];
  /** The run that is up now. */
  current(): HostRun | undefined;
  /** Starts the host where it is stopped, waits while it starts, and answers the fault where it stays down. */
  ready(): Promise<Result<HostRun, TokenFault>>;
  /** Waits until the host is up or stays down, and starts nothing. */
  settled(): Promise<void>;
  /** Ends the host and starts it anew, also one that was given up; every login of it ends. */
  restart(): Promise<Result<HostRun, TokenFault>>;
  /** Closes the module in order where it answers, and ends the process. */
  stop(): Promise<void>;
}

type Waiter = (result: Result<HostRun, TokenFault>) => void;

export function createHostConnection(deps: HostConnectionDeps): HostConnection {
  const { moduleId, clock, timer, told } = deps;
  let state: HostState['state'] = 'stopped';
  let run: HostRun | undefined;
  let starting: HostRun | undefined;
  let info: ModuleInfo | undefined;
  let lastFault: { readonly fault: TokenFault; readonly at: string } | undefined;
  let started = 0;
  let restarts = 0;
  let crashes = 0;
  let stopTimer: () => void = () => undefined;
  /** Changes with each wish to start or stop, so that a start under way notices that it is no longer wanted. */
  let intent = 0;
  let waiters: Waiter[] = [];

  function become(next: HostState['state']): void {
    state = next;
    told({ kind: 'state' });
  }

  function answer(result: Result<HostRun, TokenFault>): void {
    const waiting = waiters;
    waiters = [];
    for (const waiter of waiting) waiter(result);
  }

  function remember(fault: TokenFault): void {
    lastFault = { fault, at: clock.now().toISOString() };
  }

  async function launch(wanted: number): Promise<void> {
    become(started === 0 ? 'starting' : 'restarting');
    const wish = await deps.prepare().catch(() => fail(tokenFault('MODULE_NOT_CONFIRMED', 'not checked')));
    if (wanted !== intent) return;
    if (!wish.ok) {
      giveUp(wish.error);
      return;
    }
    const hostId = `${moduleId}-${++started}`;
    const process = await spawn(hostId);
    if (wanted !== intent) {
      process?.kill();
      return;
    }
    if (process === undefined) {
      ended({ fault: tokenFault('HOST_CRASHED', 'not started'), hungAt: undefined }, wanted);
      return;
    }

    let before: readonly SlotView[] = [];
    const fresh = createHostRun({
      hostId,
      process,
      clock,
      timer,
      onEnd: (end) => ended(end, wanted),
      onSlots: (after) => {
        told({ kind: 'slots', before, after });
        before = after;
      },
    });
    starting = fresh;
    const opened = await fresh.open(wish.value.path, wish.value.parameters);
    const looked = opened.ok ? await fresh.look() : opened;
    if (wanted !== intent || fresh.ended !== undefined) return;
    starting = undefined;
    if (!opened.ok) {
      // The library itself refuses: starting it over and over would not change its mind.
      halt(opened.error, fresh);
      giveUp(opened.error);
      return;
    }
    if (!looked.ok) {
      fresh.end(looked.error);
      return;
    }
    run = fresh;
    info = opened.value;
    if (started > 1) restarts += 1;
    stopTimer = timer(() => (crashes = 0), STABLE_AFTER_MS);
    become('running');
    if (started > 1) told({ kind: 'restarted', restarts });
    answer(ok(fresh));
  }

  /** Undefined when the owner cannot start a process, or does not within the deadline. */
  function spawn(hostId: string): Promise<HostProcess | undefined> {
    return new Promise((resolve) => {
      let late = false;
      const disarm = timer(() => {
        late = true;
        resolve(undefined);
      }, deadlineOf('spawn'));
      deps.owner.spawnHost(hostId, deps.host).then(
        (process) => {
          disarm();
          if (late) process.kill();
          else resolve(process);
        },
        () => {
          disarm();
          resolve(undefined);
        },
      );
    });
  }

  function ended({ fault, hungAt }: RunEnd, wanted: number): void {
    if (wanted !== intent) return;
    stopTimer();
    run = undefined;
    starting = undefined;
    crashes += 1;
    remember(fault);
    told(hungAt === undefined ? { kind: 'crashed', fault } : { kind: 'killed', call: hungAt, fault });
    if (crashes >= CRASHES_UNTIL_FAILED) {
      giveUp(fault);
      return;
    }
    become('restarting');
    // Who waits for the host goes on waiting: it is back soon. Calls that were under way have their fault already.
    stopTimer = timer(() => void launch(wanted), respawnDelay(crashes));
  }

  function giveUp(fault: TokenFault): void {
    intent += 1;
    stopTimer();
    remember(fault);
    become('failed');
    told({ kind: 'failed', fault });
    answer(fail(fault));
  }

  function halt(fault: TokenFault, up = run ?? starting): void {
    intent += 1;
    stopTimer();
    run = undefined;
    starting = undefined;
    up?.end(fault);
  }

  function wait(): Promise<Result<HostRun, TokenFault>> {
    return new Promise((resolve) => waiters.push(resolve));
  }

  function start(): Promise<Result<HostRun, TokenFault>> {
    crashes = 0;
    intent += 1;
    const up = wait();
    void launch(intent);
    return up;
  }

  return {
    moduleId,
    state: () => ({
      state,
      ...(run === undefined ? {} : { pid: run.pid }),
      restarts,
      ...(lastFault === undefined ? {} : { lastFault: { ...lastFault.fault, at: lastFault.at } }),
      ...(run?.answeredInMs === undefined ? {} : { answeredInMs: run.answeredInMs }),
    }),
    info: () => info,
    slots: () => run?.slots ?? [],
    current: () => run,
    ready: async () => {
      if (run !== undefined) return ok(run);
      if (state === 'stopped') return start();
      if (state === 'failed') return fail(lastFault?.fault ?? tokenFault('HOST_CRASHED'));
      return wait();
    },
    settled: async () => {
      if (state === 'starting' || state === 'restarting') await wait();
    },
    restart: () => {
      halt(tokenFault('HOST_CRASHED', 'restarted'));
      return start();
    },
    stop: async () => {
      const up = run;
      if (up !== undefined) {
        intent += 1;
        await up.call({ kind: 'close' }, hostContract.module.close.output, (host) => host.module.close({}));
      }
      halt(tokenFault('HOST_CRASHED', 'stopped'));
      become('stopped');
      answer(fail(tokenFault('HOST_CRASHED', 'stopped')));
    },
  };
}
