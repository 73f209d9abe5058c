import type { RequestFacts } from '../../../../../shared/domain/checks/facts.ts';
import type { Claims } from '../../../../../shared/domain/strike.ts';

/** Ids and names of a request that certificates can carry. */
export function claimsOfIds({ claims, extensions }: RequestFacts): Claims {
  const texts = (list: { readonly ids: readonly { readonly text: string }[] } | null): readonly string[] =>
    (list?.ids ?? []).map(({ text }) => text);
  return {
    ids: {
      partyIds: texts(claims.partyIds),
      subCpoIds: texts(claims.subCpoIds),
      subEmspIds: texts(claims.subEmspIds),
    },
    names: extensions
      .flatMap(({ names }) => names ?? [])
      .flatMap(({ kind, value }) =>
        kind === 'dns' || kind === 'ip' || kind === 'uri' || kind === 'mail' ? [{ kind, value }] : [],
      ),
  };
}
