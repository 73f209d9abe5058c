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
  async function needsOf(authorityId: string): Promise<Pick<DueTask, 'needs' | 'tokenLabel' | 'tokenUri'>> {
    const authority = await findAuthority(db, authorityId);
    if (authority === undefined) return { needs: 'person' };
    const token = tokens.resolve(authority.token_uri);
    const isOpen = token.ok && tokens.isSignedIn(token.value);
    const { token_label: label, token_uri: tokenUri } = authority;
    return { needs: isOpen ? 'nothing' : 'pin', tokenLabel: label.slice(0, 200), tokenUri };
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
          why: 'renewal',
          ...(await needsOf(authorityId)),
        });
      return tasks;
    },
    run: (context, task) => renewals.carryOut(context, task.subject),
  };
}
