import type { z } from 'zod';
import type { ModuleInfo } from './module-info.ts';
import { hostContract } from '../../../shared/contract/host.ts';
import type { SlotView } from '../../../shared/contract/key-facts.ts';
import type { TokenFault } from '../../../shared/contract/token-faults.ts';
import { type Client, createClient } from '../../../shared/contract/wire/client.ts';
import type { WireFault } from '../../../shared/contract/wire/frames.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import type { Clock, Timer } from '../clock.ts';
import type { HostProcess } from '../owner.ts';
import { type CallKind, deadlineOf } from './deadlines.ts';
import { isTold, readFault, tokenFault } from './host-fault.ts';

export type HostClient = Client<typeof hostContract>;

export interface CallWish {
  readonly kind: CallKind;
  /** Signatures of a batch. */
  readonly items?: number;
  /** The call may have changed the token although it was not answered: such an end is OUTCOME_UNKNOWN. */
  readonly unclear?: boolean;
  /** However often its deadline is renewed: past this the host is killed, DRIVER_FAILED. */
  readonly atMostMs?: number;
}

/** Renews the deadline of a call that shows signs of life. */
export type Alive = () => void;
type Post = (host: HostClient, alive: Alive) => Promise<Result<unknown, WireFault>>;

export interface RunEnd {
  readonly fault: TokenFault;
  /** The call whose deadline passed; undefined when the process ended by itself. */
  readonly hungAt: CallKind | undefined;
}

/** One host process from its start to its end. Slot ids are valid within a run only; logins end with it. */
export interface HostRun {
  readonly hostId: string;
  readonly pid: number;
  readonly ended: TokenFault | undefined;
  /** As last seen. */
  readonly slots: readonly SlotView[];
  readonly answeredInMs: number | undefined;
  /** One call at a time, in order, each within its deadline; past it the process is killed and all who wait are told. */
  call<S extends z.ZodType>(wish: CallWish, schema: S, post: Post): Promise<Result<z.output<S>, TokenFault>>;
  /** A call that waits for a person: beside the others and without a deadline, until `hurry` starts one. */
  aside<S extends z.ZodType>(schema: S, post: Post): Aside<z.output<S>>;
  open(path: string, parameters: string | undefined): Promise<Result<ModuleInfo, TokenFault>>;
  /** Asks for the slots and remembers them. */
  look(): Promise<Result<readonly SlotView[], TokenFault>>;
  /**
   * A PIN window talks to the host past core, so a call may find it inside a login. Until the returned function is called
   * every deadline is longer by that of a secret.
   */
  personAtHost(): () => void;
  /** Ends the process; all calls end with the fault. `at`: the call at which it had to be killed. */
  end(fault: TokenFault, at?: CallKind): void;
}

export interface Aside<T> {
  readonly end: Promise<Result<T, TokenFault>>;
  hurry(kind: CallKind): void;
}

export interface HostRunDeps {
  readonly hostId: string;
  readonly process: HostProcess;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly onEnd: (end: RunEnd) => void;
  readonly onSlots: (slots: readonly SlotView[]) => void;
}

interface InFlight {
  rearm(): void;
  settle(fault: TokenFault): void;
}

export function createHostRun({ hostId, process, clock, timer, onEnd, onSlots }: HostRunDeps): HostRun {
  const host = createClient<typeof hostContract>(process.wire);
  const inFlight = new Set<InFlight>();
  let last: Promise<unknown> = Promise.resolve();
  let ended: TokenFault | undefined;
  let people = 0;
  let slots: readonly SlotView[] = [];
  let answeredInMs: number | undefined;

  process.wire.onClose(() => finish({ fault: tokenFault('HOST_CRASHED'), hungAt: undefined }));
  process.onExit((exitCode) =>
    finish({ fault: tokenFault('HOST_CRASHED', `exit code ${exitCode}`), hungAt: undefined }),
  );

  function finish(end: RunEnd): void {
    if (ended !== undefined) return;
    ended = end.fault;
    slots = [];
    process.kill();
    for (const call of [...inFlight]) call.settle(end.fault);
    process.wire.close();
    onEnd(end);
  }

  function call<S extends z.ZodType>(wish: CallWish, schema: S, post: Post): Promise<Result<z.output<S>, TokenFault>> {
    // A call that never left is known to have done nothing, so it ends as the run did, whatever it was.
    const turn = last.then(() => (ended === undefined ? perform(wish, schema, post).end : fail(ended)));
    last = turn;
    return turn;
  }

  function perform<S extends z.ZodType>(wish: CallWish | undefined, schema: S, post: Post): Aside<z.output<S>> {
    let current = wish;
    let disarm: () => void = () => undefined;
    const rearm = (): void => {
      disarm();
      if (current === undefined) return;
      const { kind, items } = current;
      disarm = timer(() => hang(kind), deadlineOf(kind, items) + (people > 0 ? deadlineOf('secret') : 0));
    };
    const lost = (fault: TokenFault): TokenFault =>
      wish?.unclear === true ? { code: 'OUTCOME_UNKNOWN', data: { ...fault.data, detail: fault.code } } : fault;

    let resolveEnd: (result: Result<z.output<S>, TokenFault>) => void = () => undefined;
    const end = new Promise<Result<z.output<S>, TokenFault>>((resolve) => {
      resolveEnd = resolve;
    });
    const disarmAll =
      wish?.atMostMs === undefined
        ? () => undefined
        : timer(
            () => finish({ fault: tokenFault('DRIVER_FAILED', `${wish.kind} without end`), hungAt: wish.kind }),
            wish.atMostMs,
          );
    const settle = (result: Result<z.output<S>, TokenFault>): void => {
      inFlight.delete(entry);
      disarm();
      disarmAll();
      resolveEnd(result);
    };
    const entry: InFlight = { rearm, settle: (fault) => settle(fail(lost(fault))) };
    inFlight.add(entry);
    rearm();
    void post(host, () => {
      if (inFlight.has(entry)) rearm();
    }).then((answer) => {
      if (!inFlight.has(entry)) return;
      if (answer.ok) {
        const value = schema.safeParse(answer.value);
        settle(value.success ? ok(value.data) : fail(lost(tokenFault('DRIVER_FAILED', 'not an answer of a host'))));
      } else if (answer.error.code === 'CLOSED') {
        finish({ fault: tokenFault('HOST_CRASHED'), hungAt: undefined });
      } else settle(fail(isTold(answer.error) ? readFault(answer.error) : lost(readFault(answer.error))));
    });
    return {
      end,
      hurry: (kind) => {
        current = { kind };
        // It may have ended already: a deadline armed now would kill an innocent host.
        if (inFlight.has(entry)) rearm();
      },
    };
  }

  function hang(kind: CallKind): void {
    finish({ fault: tokenFault('TOKEN_NOT_ANSWERING', kind), hungAt: kind });
  }

  async function look(): Promise<Result<readonly SlotView[], TokenFault>> {
    let began = 0;
    const found = await call({ kind: 'slots' }, hostContract.module.slots.output, (client) => {
      began = clock.monotonicMs();
      return client.module.slots({});
    });
    if (!found.ok) return found;
    answeredInMs = clock.monotonicMs() - began;
    slots = found.value.slots;
    onSlots(slots);
    return ok(slots);
  }

  return {
    hostId,
    pid: process.pid,
    get ended() {
      return ended;
    },
    get slots() {
      return slots;
    },
    get answeredInMs() {
      return answeredInMs;
    },
    call,
    aside: (schema, post) =>
      ended === undefined
        ? perform(undefined, schema, post)
        : { end: Promise.resolve(fail(ended)), hurry: () => undefined },
    open: (path, parameters) =>
      call({ kind: 'open' }, hostContract.module.open.output, (client) =>
        client.module.open(parameters === undefined ? { path } : { path, parameters }),
      ),
    look,
    personAtHost: () => {
      people += 1;
      let there = true;
      return () => {
        if (!there) return;
        there = false;
        people -= 1;
        for (const entry of inFlight) entry.rearm();
      };
    },
    end: (fault, at) => finish({ fault, hungAt: at }),
  };
}
