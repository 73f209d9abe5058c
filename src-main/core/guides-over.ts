import type { guidesContract } from '../../shared/contract/guides.ts';
import type { CrlStatus } from '../../shared/contract/revocations.ts';
import type { StandingView } from '../../shared/contract/standing.ts';
import type { DueTask } from '../../shared/contract/due.ts';
import type { Handlers } from '../../shared/contract/wire/serve.ts';
import { policyDocument } from '../../shared/domain/documents.ts';
import type { DocumentsService } from './features/documents/index.ts';
import { createGuidesService, type GuidesDeps, guidesHandlers } from './features/guides/index.ts';
import { isRevokedIdentity, type OperatorsService } from './features/operators/index.ts';
import type { TokensService } from './features/tokens/index.ts';
import type { Reader } from './store/tables.ts';

interface Seeing {
  readonly db: Reader;
  readonly tokens: Pick<TokensService, 'access' | 'list'>;
  readonly crls: { status(): Promise<{ readonly authorities: readonly CrlStatus[] }> };
  readonly standing: { list(): Promise<readonly StandingView[]> };
  readonly due: { list(): Promise<{ readonly tasks: readonly DueTask[] }> };
  readonly documents: Pick<DocumentsService, 'current'>;
  readonly operators: Pick<OperatorsService, 'roster'>;
  readonly clockFault: { current(): { readonly seconds: number } | undefined };
}

/** Guides over the features that they look at. */
export function guidesOver(own: Omit<GuidesDeps, 'eyes'>, from: Seeing): Handlers<typeof guidesContract> {
  const deps: GuidesDeps = { ...own, eyes: eyesOf(from) };
  return guidesHandlers(createGuidesService(deps), deps);
}

/** What guides see: answers that pages show too, asked anew each time. */
function eyesOf(from: Seeing): GuidesDeps['eyes'] {
  const { db, tokens, crls, standing, due, documents, operators } = from;
  return {
    lists: async () => (await crls.status()).authorities,
    standing: () => standing.list(),
    countDue: async () => (await due.list()).tasks.filter(({ state }) => state !== 'soon').length,
    clockFault: () => from.clockFault.current(),
    roster: () => {
      const guarded = operators.roster();
      return guarded.state === 'good' ? guarded.roster : undefined;
    },
    isRevokedIdentity: (certificate) => isRevokedIdentity(db, certificate),
    seenToken: (tokenUri) => {
      const handle = tokens.access.resolve(tokenUri);
      const seen = handle.ok ? tokens.access.seen(handle.value) : handle;
      return seen.ok ? seen.value.token.label : undefined;
    },
    tokens: () =>
      tokens
        .list()
        .slots.flatMap(({ token }) =>
          token === undefined || !token.initialised ? [] : [{ tokenUri: token.uri, label: token.label }],
        ),
    hasPolicy: async (authorityId) =>
      (await documents.current(db, policyDocument({ kind: 'authority', authorityId }))).kind === 'current',
  };
}
