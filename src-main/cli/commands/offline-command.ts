import type { Result } from '../../../shared/util/result.ts';
import type { CoreOwner } from '../../core/owner.ts';
import type { CliIo, Command, CommandAnswer, CommandFault, Options } from '../command.ts';

export interface OfflineContext {
  readonly workspacePath: string;
  readonly options: Options;
  readonly io: CliIo;
  readonly owner: CoreOwner;
}

/** Commands before there is a workspace, so before there is a core. */
export interface OfflineCommand extends Command {
  readonly runOffline: (context: OfflineContext) => Promise<Result<CommandAnswer, CommandFault>>;
}

export const notHere = (): never => {
  throw new Error('this command needs no core');
};
