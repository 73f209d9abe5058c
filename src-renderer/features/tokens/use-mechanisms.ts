import { useT } from '../../locales/language.tsx';
import { useCoreQuery } from '../../platform/core.ts';
import type { TokenAt } from './token-places.ts';

/** What a token offers, asked once for each token. */
export function useMechanisms(tokenUri: string) {
  return useCoreQuery('tokens', ['mechanisms', tokenUri], (core) => core.tokens.mechanisms({ tokenUri }), {
    keepPrevious: false,
  });
}

/** Why no key can be made here through PKCS#11, if so; adopting one is the way then. */
export function useNoGeneration({ module, token }: TokenAt): string | undefined {
  const t = useT();
  const algorithms = useMechanisms(token.uri).data?.algorithms;
  const none = algorithms !== undefined && !algorithms.some((offer) => offer.canGenerate);
  return none || module.limits.includes('no-key-generation') ? t('tokens.noGenerationReason') : undefined;
}
