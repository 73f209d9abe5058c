import type { AppClient, AppContract } from '../../shared/contract/app-contract.ts';
import { createClient } from '../../shared/contract/wire/client.ts';
import { wirePair } from '../../shared/contract/wire/frames.ts';
import { type Result, fail, ok } from '../../shared/util/result.ts';
import { knock } from '../common/core-socket.ts';
import { type Core, startCore } from '../core/core.ts';
import type { CoreOwner } from '../core/owner.ts';
import type { CommandFault } from './command.ts';

export interface Connection {
  readonly client: AppClient;
  /** Whether another program's core was found; then nothing is stopped at the end. */
  readonly attached: boolean;
  close(): Promise<void>;
}

const TRIES = 40;
const PAUSE_MS = 250;

/**
 * Attaches to the core that runs on this workspace, or becomes it. A core that is just starting or ending is waited for:
 * its lock is taken while its door is closed.
 */
export async function connectCore(
  workspacePath: string,
  owner: CoreOwner,
  userName: string,
): Promise<Result<Connection, CommandFault>> {
  for (let left = TRIES; ; left--) {
    const wire = await knock(workspacePath);
    if (wire !== undefined) {
      const close = async (): Promise<void> => Promise.resolve(wire.close());
      return ok({ client: createClient<AppContract>(wire), attached: true, close });
    }
    const core = await startCore({ workspacePath, owner });
    if (core.ok) return ok(become(core.value, userName));
    if (core.error.code !== 'WORKSPACE_IN_USE' || left === 0) return fail(core.error);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

function become(core: Core, userName: string): Connection {
  const [near, far] = wirePair();
  core.serve(far, { actor: userName, roles: ['viewer', 'operator'], origin: 'cli' });
  return {
    client: createClient<AppContract>(near),
    attached: false,
    close: async () => {
      near.close();
      await core.close();
    },
  };
}
