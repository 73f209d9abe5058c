import { z } from 'zod';
import type { SyncRun } from '../../../shared/contract/platforms.ts';
import type { RunRecord } from '../platform-store/platform-runs.ts';

/** A read as the contract shows it. */
export function runView(
  run: RunRecord,
  findings: number,
  end: SyncRun['end'],
  fault: SyncRun['fault'] | undefined,
): SyncRun {
  const { pages, received, added, changed, same, unlisted, notUnderstood, missed, stated, endedAt } = run;
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
      missed,
      findings,
    },
  };
}

/** How a read that is not going on has ended: whole, where a fault or somebody stopped it, or given up for another. */
export function endOf({ complete, endedAt, endReason }: RunRecord): SyncRun['end'] {
  if (complete) return 'done';
  return endedAt === undefined && endReason === undefined ? 'stopped' : 'failed';
}

const Fault = z.strictObject({ code: z.string().max(60), message: z.string().max(4000) });

/** What stopped a read that goes on from there, as `sync-feed.ts` has noted it. */
export function faultOf({ endedAt, endReason }: RunRecord): SyncRun['fault'] {
  if (endedAt !== undefined || endReason === undefined) return undefined;
  try {
    return Fault.safeParse(JSON.parse(endReason)).data;
  } catch {
    return undefined;
  }
}
