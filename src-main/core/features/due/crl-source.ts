import type { CrlStatus } from '../../../../shared/contract/revocations.ts';
import type { DueTask } from '../../../../shared/contract/due.ts';
import type { Result } from '../../../../shared/util/result.ts';
import type { Reader } from '../../store/tables.ts';
import { findAuthority } from '../authorities/index.ts';
import type { TokenAccess, TokenContext } from '../tokens/index.ts';
import type { DueFault, DueSource } from './due.deps.ts';

const SOON_MS = 7 * 86_400_000;

interface CrlSourceDeps {
  readonly db: Reader;
  readonly tokens: Pick<TokenAccess, 'resolve' | 'isSignedIn'>;
  readonly crls: {
    status(): Promise<{ readonly authorities: readonly CrlStatus[] }>;
    issue(context: TokenContext, wish: { readonly authorityId: string }): Promise<Result<unknown, DueFault>>;
  };
}

/** Revocation lists that end soon, or that lack what was revoked since. An authority without a list asks for none. */
export function crlSource({ db, tokens, crls }: CrlSourceDeps): DueSource {
  async function needsOf(authorityId: string): Promise<Pick<DueTask, 'needs' | 'tokenLabel' | 'tokenUri'>> {
    const authority = await findAuthority(db, authorityId);
    if (authority === undefined) return { needs: 'person' };
    const token = tokens.resolve(authority.token_uri);
    const isOpen = token.ok && tokens.isSignedIn(token.value);
    const { token_label: label, token_uri: tokenUri } = authority;
    return { needs: isOpen ? 'nothing' : 'pin', tokenLabel: label.slice(0, 200), tokenUri };
  }

  return {
    kind: 'crl',
    list: async (now) => {
      const tasks: DueTask[] = [];
      for (const status of (await crls.status()).authorities) {
        const { authorityId, authorityName, current, standing, pending } = status;
        const why = whyDue(status);
        if (!status.canSign || (current === undefined && pending === 0)) continue;
        const end = current?.nextUpdate;
        const isSoon = end !== undefined && Date.parse(end) - now.getTime() < SOON_MS;
        if (why === undefined && !isSoon) continue;
        const common = {
          taskId: `crl-${authorityId}`,
          kind: 'crl' as const,
          subject: authorityId,
          name: authorityName,
          // What was revoked is to be known at once; else the list counts until its end.
          plannedAt: pending > 0 || end === undefined ? now.toISOString() : end,
        };
        if (status.catchUp) tasks.push({ ...common, state: 'blocked', needs: 'person', why: 'catch-up' });
        else if (status.needsCheckpoint === true)
          tasks.push({ ...common, state: 'blocked', needs: 'person', why: 'checkpoint' });
        else if (why === undefined) tasks.push({ ...common, state: 'soon', needs: 'nothing', why: standing });
        else tasks.push({ ...common, state: 'due', ...(await needsOf(authorityId)), why });
      }
      return tasks;
    },
    run: (context, task) => crls.issue(context, { authorityId: task.subject }),
  };
}

function whyDue({ standing, pending }: CrlStatus): string | undefined {
  if (standing === 'overdue' || standing === 'due') return standing;
  return pending > 0 ? 'pending' : undefined;
}
