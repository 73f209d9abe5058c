import type { DueTask } from '../../../../shared/contract/due.ts';
import type { CheckpointsService } from '../operators/index.ts';
import type { DueSource } from './due.deps.ts';

const SOON_MS = 86_400_000;

/** The next checkpoint of the audit log. It needs an operator who is signed in, and no PIN: else it waits to be seen. */
export function checkpointSource(
  checkpoints: Pick<CheckpointsService, 'nextDue' | 'quietSigner' | 'makeDue'>,
  workspaceName: string,
): DueSource {
  return {
    kind: 'checkpoint',
    list: async (now): Promise<readonly DueTask[]> => {
      const next = await checkpoints.nextDue(now);
      if (next === undefined) return [];
      const { dueAt, isDue } = next;
      if (!isDue && dueAt.getTime() - now.getTime() > SOON_MS) return [];
      const plannedAt = (isDue && dueAt > now ? now : dueAt).toISOString();
      const task = {
        taskId: 'checkpoint',
        kind: 'checkpoint',
        subject: 'audit',
        name: workspaceName,
        plannedAt,
      } as const;
      if (!isDue) return [{ ...task, state: 'soon', needs: 'nothing' }];
      const signs = (await checkpoints.quietSigner()) !== undefined;
      return [{ ...task, state: 'due', ...(signs ? { needs: 'nothing' } : { needs: 'person', why: 'sign-in' }) }];
    },
    run: (context) => checkpoints.makeDue(context),
  };
}
