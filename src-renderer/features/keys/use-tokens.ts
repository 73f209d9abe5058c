import type { UseQueryResult } from '@tanstack/react-query';
import type { AlgorithmOffer, TokenView } from '../../../shared/contract/key-facts.ts';
import { useCoreQuery, type CoreError } from '../../platform/core.ts';

export interface PresentToken extends TokenView {
  readonly moduleName: string;
}

/** Initialised tokens that are there now. Undefined while they are being read. */
export function usePresentTokens(): readonly PresentToken[] | undefined {
  const slots = useCoreQuery('tokens', ['slots'], (core) => core.tokens.list({})).data?.slots;
  return slots?.flatMap(({ token, moduleName }) => (token?.initialised === true ? [{ ...token, moduleName }] : []));
}

/** The algorithms whose keys a token can make and sign with. */
export function useOffers(tokenUri: string | undefined): UseQueryResult<readonly AlgorithmOffer[], CoreError> {
  return useCoreQuery<readonly AlgorithmOffer[]>(
    'tokens',
    ['keys.offers', tokenUri],
    async (core) => {
      const answer = await core.tokens.mechanisms({ tokenUri: tokenUri ?? '' });
      return answer.ok ? { ok: true, value: answer.value.algorithms } : answer;
    },
    { enabled: tokenUri !== undefined, keepPrevious: false },
  );
}
