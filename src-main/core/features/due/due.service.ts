import type { dueContract, DueTask } from '../../../../shared/contract/due.ts';
import type { OutputOf } from '../../../../shared/contract/wire/contract.ts';
import type { Stop } from '../../../../shared/contract/wire/serve.ts';
import type { TokenContext } from '../tokens/index.ts';
import type { DueDeps } from './due.deps.ts';
import { createLongLane } from './long-lane.ts';

type Ran = OutputOf<(typeof dueContract)['due']['run']>;
type Listed = OutputOf<(typeof dueContract)['due']['list']>;

const EVERY_MS = 60_000;
/** What was refused is tried again by itself after this; a person may ask for it at once. */
const AGAIN_MS = 60 * 60_000;
const MOST = 2000;
const MOST_PASSES = 3;

interface Wish {
  readonly taskId?: string | undefined;
  /** Also what was refused a short while ago. */
  readonly again: boolean;
}

const rank = { blocked: 0, due: 1, soon: 2 } as const;

export type DueService = ReturnType<typeof createDueService>;

/** What is due, from all sources, and the clockwork that carries out what needs nobody. */
export function createDueService(deps: DueDeps) {
  const { clock, sources } = deps;
  /** Refusals by task, in this run of core: they are in the audit, and not to be there every minute. */
  const refused = new Map<string, { readonly code: string; readonly at: number }>();
  let stopTimer: () => void = () => undefined;
  let stopped = false;
  let running: Promise<unknown> = Promise.resolve();
  /** What ends the long work that is under way. */
  const endings = new Set<() => void>();
  const lane = createLongLane();
  const isLong = (kind: DueTask['kind']): boolean =>
    sources.some((source) => source.kind === kind && source.isLong === true);

  async function tasks(): Promise<readonly DueTask[]> {
    const now = clock.now();
    const all: DueTask[] = [];
    for (const source of sources) all.push(...(await source.list(now)));
    return all
      .map((task) => {
        const last = refused.get(task.taskId);
        return last === undefined ? task : { ...task, lastFault: last.code };
      })
      .toSorted((a, b) => rank[a.state] - rank[b.state] || (a.plannedAt < b.plannedAt ? -1 : 1));
  }

  async function list(): Promise<Listed> {
    const hindrance = deps.hindrance();
    const all = (await tasks()).slice(0, MOST);
    return { tasks: [...all], ...(hindrance === undefined ? {} : { hindrance }) };
  }

  /**
   * One run after the other: two at a time would do the same work twice, and one of them be refused. Long work is begun
   * in it and goes on beside the next; who asks for a run is answered when all of it has ended.
   */
  async function run(wish: Wish): Promise<Ran> {
    const next = running.then(() => runNow(wish));
    running = next.catch(() => undefined);
    const begun = await next;
    if (wish.again) await begun.long;
    return { ...begun.ran, waiting: begun.ran.waiting.slice(0, MOST) };
  }

  async function runNow({ taskId, again }: Wish): Promise<{ readonly ran: Ran; readonly long: Promise<unknown> }> {
    const ran: Ran = { done: [], waiting: [], failed: [] };
    const tried = new Set<string>();
    const long: Promise<void>[] = [];
    // What was done may make more due: a certificate that has ended belongs on the next revocation list.
    for (let pass = 0, before = -1; pass < MOST_PASSES && ran.done.length > before; pass += 1) {
      before = ran.done.length;
      ran.waiting = [];
      for (const task of await tasks()) {
        if (taskId !== undefined && task.taskId !== taskId) continue;
        if (task.state === 'soon' || tried.has(task.taskId)) continue;
        const hindrance = deps.hindrance();
        if (hindrance !== undefined) {
          ran.hindrance = hindrance;
          ran.waiting.push(task);
        } else if (task.state === 'blocked' || task.needs !== 'nothing') ran.waiting.push(task);
        else if (!again && isTooEarly(task.taskId)) ran.waiting.push(task);
        else {
          tried.add(task.taskId);
          if (isLong(task.kind)) long.push(lane.begin(task.taskId, () => carryOutLong(task, ran)));
          else await carryOut(task, ran);
        }
      }
    }
    return { ran, long: Promise.all(long) };
  }

  async function carryOutLong(task: DueTask, ran: Ran): Promise<void> {
    if (stopped) return;
    const { stop, end } = createEnding();
    endings.add(end);
    try {
      await carryOut(task, ran, stop);
    } catch (error) {
      deps.report(error);
    } finally {
      endings.delete(end);
    }
    deps.changed();
  }

  function isTooEarly(taskId: string): boolean {
    const last = refused.get(taskId);
    return last !== undefined && clock.monotonicMs() - last.at < AGAIN_MS;
  }

  async function carryOut(task: DueTask, ran: Ran, stop: Stop = never): Promise<void> {
    const source = sources.find(({ kind }) => kind === task.kind);
    if (source === undefined) return;
    const { taskId, kind, name, plannedAt } = task;
    const end = await source.run(nobody(stop), task);
    if (!end.ok) {
      refused.set(taskId, { code: end.error.code, at: clock.monotonicMs() });
      ran.failed.push({ taskId, name, code: end.error.code });
      return;
    }
    refused.delete(taskId);
    const at = clock.now().toISOString();
    ran.done.push({ taskId, kind, name, plannedAt, at });
    const facts = { kind, subject: task.subject, plannedAt, at };
    await deps.unit.append({ event: 'due.done', actor: deps.system, subject: taskId, data: facts, outcome: 'done' });
  }

  /** Work that comes due by itself has nobody who could type a PIN. */
  function nobody(stop: Stop): TokenContext {
    return {
      caller: deps.caller,
      stop,
      emit: () => Promise.resolve(false),
    };
  }

  function start(): void {
    stopTimer = deps.timer(() => void tick(), EVERY_MS);
  }

  async function tick(): Promise<void> {
    try {
      // Time passes without an event: what was soon is due now.
      const { done, failed } = await run({ again: false });
      if (done.length + failed.length > 0) deps.changed();
    } catch (error) {
      deps.report(error);
    }
    if (!stopped) start();
  }

  async function stop(): Promise<void> {
    stopped = true;
    stopTimer();
    for (const end of endings) end();
    await running;
    await lane.ended();
  }

  return { list, run: (taskId: string | undefined) => run({ taskId, again: true }), start, stop };
}

/** Short work runs to its end, also when core ends. */
const never: Stop = { reason: undefined, onStop: () => undefined };

function createEnding(): { readonly stop: Stop; readonly end: () => void } {
  const listeners: (() => void)[] = [];
  let reason: Stop['reason'];
  return {
    stop: {
      get reason() {
        return reason;
      },
      onStop: (listener) => void listeners.push(listener),
    },
    end: () => {
      reason = 'CANCELLED';
      for (const listener of listeners) listener();
    },
  };
}
