import { fork } from 'node:child_process';
import { childEnvironment } from './child-environment.ts';
import { channelWire } from './links.ts';
import type { HostKind, HostProcess } from '../core/owner.ts';

/** Token hosts as forked children, for the command line and tests. */
export function forkHosts(
  entries: Readonly<Record<HostKind, string>>,
  env: Readonly<Record<string, string | undefined>>,
  locked = true,
): (hostId: string, kind: HostKind) => Promise<HostProcess> {
  return (_hostId, kind) =>
    new Promise((resolve, reject) => {
      const child = fork(entries[kind], [], {
        serialization: 'advanced',
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
        env: childEnvironment(kind, env, locked),
        execArgv: [],
      });
      child.once('error', reject);
      child.once('spawn', () => {
        child.off('error', reject);
        child.on('error', () => undefined);
        resolve({
          wire: channelWire(child),
          pid: child.pid ?? 0,
          kill: () => void child.kill('SIGKILL'),
          onExit: (listener) =>
            void child.once('exit', (code, signal) => listener(code ?? (signal === null ? 1 : 128))),
        });
      });
    });
}
