import type { DueHindrance } from '../../shared/contract/due.ts';
import type { createClockFault } from './clock-fault.ts';
import type { OperatorsService } from './features/operators/index.ts';
import type { Workspace } from './store/workspace.ts';

/** Why nothing that is due is carried out now: a workspace that was put back, a broken roster, a clock that went wrong. */
export function dueHindrance(
  workspace: Pick<Workspace, 'provenance'>,
  operators: Pick<OperatorsService, 'roster'>,
  clockFault: Pick<ReturnType<typeof createClockFault>, 'current'>,
): DueHindrance | undefined {
  if (workspace.provenance().kind !== 'original') return 'restored';
  if (operators.roster().state === 'locked') return 'roster';
  return clockFault.current() === undefined ? undefined : 'clock';
}
