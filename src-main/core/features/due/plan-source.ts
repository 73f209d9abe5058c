import type { DueTask } from '../../../../shared/contract/due.ts';
import type { PlansService } from '../plans/index.ts';
import type { DueSource } from './due.deps.ts';

const SOON_MS = 30 * 86_400_000;

/** Ends of replaced certificates. What is red waits for a person. */
export function planSource(plans: Pick<PlansService, 'open' | 'end'>): DueSource {
  return {
    kind: 'plan',
    list: async (now) => {
      const tasks: DueTask[] = [];
      for (const { record, standing, older, used, facts } of await plans.open()) {
        const common = {
          taskId: `plan-${record.plan_id}`,
          kind: 'plan' as const,
          subject: record.plan_id,
          requestId: record.request_id,
          name: older.key_group_id ?? older.common_name,
          plannedAt: new Date(standing.dueAt).toISOString(),
        };
        if (standing.kind === 'blocked')
          tasks.push({ ...common, state: 'blocked', needs: 'person', why: standing.why });
        else if (standing.kind === 'due') tasks.push({ ...common, state: 'due', needs: 'nothing' });
        // The older one ended by itself: the record is closed.
        else if (standing.kind === 'ended')
          tasks.push({ ...common, state: 'due', needs: 'nothing', why: standing.how });
        else if (standing.kind === 'waiting' && standing.dueAt - now.getTime() < SOON_MS)
          tasks.push({
            ...common,
            state: 'soon',
            // Nothing ends by itself before somebody has seen the successor at work: better known now than on the day.
            ...(used === undefined && !facts.takenOver ? { needs: 'person', why: 'unseen' } : { needs: 'nothing' }),
          });
      }
      return tasks;
    },
    run: (_context, task) => plans.end(task.subject),
  };
}
