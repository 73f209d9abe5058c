import type { ShellToHost } from '../../shared/contract/owner.ts';
import type { HostKind } from '../core/owner.ts';
import type { Timer } from '../core/clock.ts';
import type { ChildProcess } from './core-supervisor.ts';
import type { ShellLog } from './shell-log.ts';

export interface HostProcesses<Port> {
  spawn(hostId: string, kind: HostKind): void;
  /** Ends a host, however it hangs. Its end is told like any other. */
  kill(hostId: string): void;
  /** False when there is no such host. */
  hand(hostId: string, message: ShellToHost, port: Port): boolean;
  killAll(): Promise<void>;
}

interface Deps<Port> {
  readonly fork: (kind: HostKind) => ChildProcess<Port>;
  readonly createChannel: () => { readonly port1: Port; readonly port2: Port };
  /** For a host that does not end by itself: no handler of its own can hold this up. */
  readonly killHard: (pid: number) => void;
  readonly onStarted: (hostId: string, pid: number, port: Port) => void;
  readonly onEnded: (hostId: string, exitCode: number) => void;
  readonly timer: Timer;
  readonly log: ShellLog;
}

const MOST_HOSTS = 64;
const GRACE_MS = 300;

/** The token hosts that core asked for. A host never lives longer than the core that asked for it. */
export function createHostProcesses<Port>(deps: Deps<Port>): HostProcesses<Port> {
  const hosts = new Map<string, ChildProcess<Port>>();
  const idle: (() => void)[] = [];

  function spawn(hostId: string, kind: HostKind): void {
    if (hosts.has(hostId)) {
      deps.log({ no: 'SHL-0005', event: 'host-refused', why: 'id-in-use' });
      return;
    }
    if (hosts.size >= MOST_HOSTS) {
      deps.log({ no: 'SHL-0005', event: 'host-refused', why: 'too-many' });
      deps.onEnded(hostId, -1);
      return;
    }
    const host = deps.fork(kind);
    hosts.set(hostId, host);
    host.on('spawn', () => {
      const { port1, port2 } = deps.createChannel();
      host.postMessage({ kind: 'core-port' } satisfies ShellToHost, [port1]);
      deps.onStarted(hostId, host.pid ?? 0, port2);
    });
    host.on('exit', (exitCode) => {
      hosts.delete(hostId);
      deps.log({ no: 'SHL-0004', event: 'host-ended', exitCode });
      deps.onEnded(hostId, exitCode);
      if (hosts.size === 0) for (const wake of idle.splice(0)) wake();
    });
  }

  function end(hostId: string, host: ChildProcess<Port>): void {
    const { pid } = host;
    host.kill();
    // A library may hold up or catch the gentle signal; the process number is ours as long as no exit was told.
    deps.timer(() => {
      if (hosts.get(hostId) === host && pid !== undefined) deps.killHard(pid);
    }, GRACE_MS);
  }

  return {
    spawn,
    kill: (hostId) => {
      const host = hosts.get(hostId);
      if (host !== undefined) end(hostId, host);
    },
    hand: (hostId, message, port) => {
      const host = hosts.get(hostId);
      host?.postMessage(message, [port]);
      return host !== undefined;
    },
    killAll: () => {
      if (hosts.size === 0) return Promise.resolve();
      for (const [hostId, host] of hosts) end(hostId, host);
      return new Promise((resolve) => void idle.push(resolve));
    },
  };
}
