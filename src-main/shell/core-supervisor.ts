import { CoreToShell, type ShellToCore } from '../../shared/contract/owner.ts';
import type { Clock, Timer } from '../core/clock.ts';
import { afterEnd, noFailures, planRestart } from './restart-plan.ts';
import type { ShellLog } from './shell-log.ts';

/** The part of Electron's `UtilityProcess` that is used here; tests bring their own. */
export interface ChildProcess<Port> {
  readonly pid: number | undefined;
  postMessage(message: unknown, transfer?: Port[]): void;
  kill(): boolean;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'exit', listener: (exitCode: number) => void): unknown;
  on(event: 'spawn', listener: () => void): unknown;
}

export interface CoreListener {
  /** Core is ready, for the first time or again; ports to an earlier core are dead. */
  ready(workspaceName: string): void;
  /** Core ended by itself; another one follows. */
  lost(): void;
  /** The workspace cannot be opened: no other core follows. */
  failed(code: string, detail: string): void;
  /** Core keeps ending; resolves to whether to go on trying. */
  keepsEnding(): Promise<boolean>;
  asked(message: Exclude<CoreToShell, { kind: 'ready' | 'failed' }>): void;
}

export interface CoreSupervisor<Port> {
  start(): void;
  isReady(): boolean;
  /** False when there is no core to tell. */
  post(message: ShellToCore, port?: Port): boolean;
  /** Asks core to stop, kills it after the grace time; resolves when it is gone. */
  stop(graceMs: number): Promise<void>;
}

interface Deps<Port> {
  readonly fork: () => ChildProcess<Port>;
  readonly startMessage: Extract<ShellToCore, { kind: 'start' }>;
  readonly listener: CoreListener;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: ShellLog;
}

/** Keeps one core running: starts it, checks what it says, starts it again with growing delays when it ends by itself. */
export function superviseCore<Port>(deps: Deps<Port>): CoreSupervisor<Port> {
  const { listener, clock, timer, log } = deps;
  let child: ChildProcess<Port> | undefined;
  let ready = false;
  let over = false;
  let history = noFailures;
  let gone: () => void = () => undefined;

  function start(): void {
    const startedAt = clock.monotonicMs();
    const started = deps.fork();
    child = started;
    ready = false;
    started.on('message', (message) => {
      if (child === started) take(message);
    });
    started.on('exit', (exitCode) => {
      if (child === started) ended(exitCode, clock.monotonicMs() - startedAt);
    });
    started.postMessage(deps.startMessage);
  }

  function take(message: unknown): void {
    const read = CoreToShell.safeParse(message);
    if (!read.success) {
      log({ no: 'SHL-0003', event: 'core-sent-junk' });
      return;
    }
    switch (read.data.kind) {
      case 'ready':
        ready = true;
        {
          listener.ready(read.data.workspaceName);
          return;
        }
      case 'failed':
        over = true;
        {
          listener.failed(read.data.code, read.data.detail);
          return;
        }
      default: {
        listener.asked(read.data);
        return;
      }
    }
  }

  function ended(exitCode: number, ranMs: number): void {
    child = undefined;
    ready = false;
    if (over) {
      gone();
      return;
    }
    history = afterEnd(history, ranMs);
    log({ no: 'SHL-0002', event: 'core-ended', exitCode, failures: history.failures });
    listener.lost();
    const plan = planRestart(history);
    if (plan.kind === 'wait') return void timer(again, plan.ms);
    void listener.keepsEnding().then((goOn) => {
      if (!goOn) return;
      history = noFailures;
      again();
    });
  }

  function again(): void {
    if (!over && child === undefined) start();
  }

  function stop(graceMs: number): Promise<void> {
    over = true;
    const running = child;
    if (running === undefined) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = timer(() => {
        log({ no: 'SHL-0012', event: 'stopped-late' });
        running.kill();
      }, graceMs);
      gone = () => {
        cancel();
        resolve();
      };
      running.postMessage({ kind: 'stop' } satisfies ShellToCore);
    });
  }

  return {
    start,
    isReady: () => ready,
    post: (message, port) => {
      if (child === undefined) return false;
      child.postMessage(message, port === undefined ? [] : [port]);
      return true;
    },
    stop,
  };
}
