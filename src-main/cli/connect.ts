import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AppClient, AppContract } from '../../shared/contract/app-contract.ts';
import { createClient } from '../../shared/contract/wire/client.ts';
import { wirePair } from '../../shared/contract/wire/frames.ts';
import { type Result, fail, ok } from '../../shared/util/result.ts';
import { systemClock } from '../core/clock.ts';
import { knock } from '../common/core-socket.ts';
import { type Core, startCore } from '../core/core.ts';
import type { CoreOwner } from '../core/owner.ts';
import type { CommandFault } from './command.ts';

export interface Connection {
  readonly client: AppClient;
  close(): Promise<void>;
}

/** A core that ends waits for its guests, and the longest call of theirs is a key generation. */
const PATIENCE_MS = 350_000;
const PAUSE_MS = 250;
const TOLD_AFTER_MS = 2_000;

/**
 * Attaches to the core that runs on this workspace, or becomes it. A core that is just starting or ending is waited for:
 * its lock is taken while its door is closed.
 */
export async function connectCore(
  workspacePath: string,
  owner: CoreOwner,
  userName: string,
  waiting: () => void,
): Promise<Result<Connection, CommandFault>> {
  const begin = systemClock.monotonicMs();
  for (let told = false; ;) {
    const wire = await knock(workspacePath);
    if (wire !== undefined) {
      const close = (): Promise<void> => {
        wire.close();
        return Promise.resolve();
      };
      return ok({ client: createClient<AppContract>(wire), close });
    }
    const core = await startCore({ workspacePath, owner, hosts: 'when-needed' });
    if (core.ok) return ok(become(core.value, userName));
    const waited = systemClock.monotonicMs() - begin;
    if (core.error.code !== 'WORKSPACE_IN_USE' || waited > PATIENCE_MS) return fail(core.error);
    if (!told && waited > TOLD_AFTER_MS) {
      told = true;
      waiting();
    }
    await new Promise<void>((resolve) => {
      setTimeout(resolve, PAUSE_MS);
    });
  }
}

/** A core for one look at foreign documents: its workspace is a folder for temporary files and gone with it. */
export async function passingCore(owner: CoreOwner, userName: string): Promise<Result<Connection, CommandFault>> {
  const folder = await mkdtemp(join(tmpdir(), 'ocpi-console-look-'));
  const forget = (): Promise<void> => rm(folder, { recursive: true, force: true, maxRetries: 3 });
  const create = { kind: 'rehearsal', name: 'look' } as const;
  const core = await startCore({ workspacePath: join(folder, 'workspace'), owner, create, hosts: 'when-needed' });
  if (!core.ok) {
    await forget();
    return fail(core.error);
  }
  const connection = become(core.value, userName);
  return ok({
    client: connection.client,
    close: async () => {
      await connection.close();
      await forget();
    },
  });
}

function become(core: Core, userName: string): Connection {
  const [near, far] = wirePair();
  core.serve(far, { actor: userName, roles: ['viewer', 'operator'], origin: 'cli' });
  return {
    client: createClient<AppContract>(near),
    close: async () => {
      near.close();
      await core.close();
    },
  };
}
