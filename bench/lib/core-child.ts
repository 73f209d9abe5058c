import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { AppClient, AppContract } from '../../shared/contract/app-contract.ts';
import { createClient } from '../../shared/contract/wire/client.ts';
import { knock } from '../../src-main/common/core-socket.ts';
import type { CoreOrder } from './core-process.ts';
import type { Stalls } from './stalls.ts';

/** The real core on a workspace, in a process of its own, and a client at its door. */
export interface CoreChild {
  readonly client: AppClient;
  /** Runs work and tells how long core's event loop was held meanwhile. */
  watched<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly stalls: Stalls }>;
  stop(): void;
}

export async function startCoreChild(workspacePath: string): Promise<CoreChild> {
  const child = fork(fileURLToPath(new URL('core-process.ts', import.meta.url)), [], { execArgv: ['--no-warnings'] });
  const order = (what: CoreOrder): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const ended = (): void => reject(new Error('core ended'));
      child.once('exit', ended);
      child.once('message', (answer) => {
        child.off('exit', ended);
        resolve(answer);
      });
      child.send(what);
    });
  const up = await order({ kind: 'start', workspacePath });
  const wire = up === 'up' ? await knock(workspacePath) : undefined;
  if (wire === undefined) throw new Error(`core did not start: ${String(up)}`);
  return {
    client: createClient<AppContract>(wire),
    watched: async (work) => {
      await order({ kind: 'watch' });
      const value = await work();
      return { value, stalls: (await order({ kind: 'stalls' })) as Stalls }; // core-process.ts
    },
    stop: () => {
      wire.close();
      child.kill('SIGKILL');
    },
  };
}
