import { requestMayBecome, requestStates } from '../../../../shared/domain/request-state.ts';
import { ok } from '../../../../shared/util/result.ts';
import { dropPrepared } from '../authorities/index.ts';
import type { InboxDeps } from './requests.deps.ts';
import { updateDesk } from './requests.store.ts';

/** So many in one transaction. */
const CHUNK = 200;
/** Lists ask before they count; within this time they do not ask again. */
const REST_MS = 60_000;
const HOUR_MS = 3_600_000;

const expiring = requestStates.filter((state) => requestMayBecome(state, 'expired'));

/**
 * Ends undecided requests whose wished end has passed: nothing could be issued for them any more. Looked for at the start,
 * every hour, and before requests are listed.
 */
export function createExpiry(deps: Pick<InboxDeps, 'db' | 'unit' | 'clock' | 'timer' | 'system'>) {
  const { db, unit, clock } = deps;
  let lookedAt: number | undefined;
  let running: Promise<number> | undefined;
  let stopTimer: (() => void) | undefined;

  async function look(): Promise<number> {
    let ended = 0;
    for (;;) {
      const now = clock.now().toISOString();
      const due = await db
        .selectFrom('requests')
        .select('request_id')
        .where('state', 'in', expiring)
        .where('ends_at', '>', '')
        .where('ends_at', '<=', now)
        .limit(CHUNK)
        .execute();
      if (due.length === 0) return ended;
      ended += due.length;
      await end(
        due.map(({ request_id }) => request_id),
        now,
      );
    }
  }

  async function end(requestIds: readonly string[], now: string): Promise<void> {
    await unit.run(
      { event: 'request.expired', actor: deps.system, data: { requests: [...requestIds] } },
      async (trx) => {
        // Asked again inside: one may have been decided meanwhile.
        const rows = await trx
          .selectFrom('requests')
          .select('request_id')
          .where('request_id', 'in', requestIds)
          .where('state', 'in', expiring)
          .execute();
        for (const { request_id } of rows) await dropPrepared(trx, request_id, now);
        const change = { state: 'expired', aside_reason: '', aside_by: deps.system.name, aside_at: now };
        await updateDesk(
          trx,
          rows.map(({ request_id }) => request_id),
          change,
        );
        return ok(undefined);
      },
    );
  }

  /** Answers how many have ended. */
  async function run(): Promise<number> {
    lookedAt = clock.monotonicMs();
    running ??= look().finally(() => (running = undefined));
    return running;
  }

  function again(report: (error: unknown) => void): void {
    stopTimer = deps.timer(() => {
      run().catch(report);
      again(report);
    }, HOUR_MS);
  }

  return {
    run,
    beforeList: async (): Promise<void> => {
      if (lookedAt === undefined || clock.monotonicMs() - lookedAt >= REST_MS) await run();
    },
    start: async (report: (error: unknown) => void): Promise<void> => {
      await run();
      again(report);
    },
    stop: async (): Promise<void> => {
      stopTimer?.();
      await running;
    },
  };
}
