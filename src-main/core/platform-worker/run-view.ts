import type { SyncRun } from '../../../shared/contract/platforms.ts';
import type { RunRecord } from '../platform-store/platform-runs.ts';

/** A read as the contract shows it. */
export function runView(
  run: RunRecord,
  findings: number,
  end: SyncRun['end'],
  fault: SyncRun['fault'] | undefined,
): SyncRun {
  const { pages, received, added, changed, same, unlisted, notUnderstood, stated, endedAt } = run;
  return {
    runId: run.run,
    module: run.module,
    kind: run.kind,
    began: new Date(run.beganAt).toISOString(),
    ...(endedAt === undefined ? {} : { ended: new Date(endedAt).toISOString() }),
    end,
    ...(fault === undefined ? {} : { fault }),
    counts: {
      pages,
      objects: received,
      ...(stated === undefined ? {} : { total: stated }),
      added,
      changed,
      same,
      unlisted,
      notUnderstood,
      findings,
    },
  };
}

/** How a read that is not going on has ended. */
export function endOf({ complete, endedAt }: RunRecord): SyncRun['end'] {
  return complete ? 'done' : endedAt === undefined ? 'stopped' : 'failed';
}
