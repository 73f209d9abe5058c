import type { DueTask } from '../../../../shared/contract/due.ts';
import type { Reader } from '../../store/tables.ts';
import { findAuthority } from '../authorities/index.ts';
import type { Renewals } from '../decisions/index.ts';
import type { TokenAccess } from '../tokens/index.ts';
import type { DueSource } from './due.deps.ts';

interface StandingSourceDeps {
  readonly db: Reader;
  readonly tokens: Pick<TokenAccess, 'resolve' | 'isSignedIn'>;
  readonly renewals: Renewals;
}

/** Renewals for which a standing approval stands: they wait for nothing but the PIN of their authority's token. */
export function standingSource({ db, tokens, renewals }: StandingSourceDeps): DueSource {
  async function needsOf(authorityId: string): Promise<Pick<DueTask, 'needs' | 'tokenLabel'>> {
    const authority = await findAuthority(db, authorityId);
    if (authority === undefined) return { needs: 'person' };
    const token = tokens.resolve(authority.token_uri);
    const isOpen = token.ok && tokens.isSignedIn(token.value);
    return { needs: isOpen ? 'nothing' : 'pin', tokenLabel: authority.token_label.slice(0, 200) };
  }

  return {
    kind: 'standing',
    list: async () => {
      const tasks: DueTask[] = [];
      for (const { requestId, name, authorityId, receivedAt } of await renewals.due())
        tasks.push({
          taskId: `standing-${requestId}`,
          kind: 'standing',
          subject: requestId,
          name,
          plannedAt: receivedAt,
          state: 'due',
          ...(await needsOf(authorityId)),
        });
      return tasks;
    },
    run: (context, task) => renewals.carryOut(context, task.subject),
  };
}
