import type { TokenFault } from '../../../../shared/contract/token-faults.ts';
import type { Result } from '../../../../shared/util/result.ts';
import type { TokenContext } from '../tokens/index.ts';
import type { AuthoritiesDeps } from './authorities.deps.ts';

/**
 * Runs work that needs the keys of several authorities as one batch: each of their tokens is asked for its PIN once, in
 * this order and before anything is done, and is locked again at the end. A token that is not there is left to the work,
 * which says so. `refused` hears of a token that was not opened.
 */
export async function withTokensUnlocked<T, F>(
  deps: Pick<AuthoritiesDeps, 'tokens'>,
  context: TokenContext,
  tokenUris: readonly string[],
  reason: string,
  work: () => Promise<Result<T, F>>,
  refused: (fault: TokenFault) => Promise<unknown> = () => Promise.resolve(),
): Promise<Result<T, F | TokenFault>> {
  const [first, ...others] = new Set(tokenUris);
  if (first === undefined) return work();
  const token = await deps.tokens.find(first);
  let isOpen = !token.ok;
  const rest = (): Promise<Result<T, F | TokenFault>> => {
    isOpen = true;
    return withTokensUnlocked(deps, context, others, reason.slice(0, 200), work, refused);
  };
  const end = token.ok
    ? await deps.tokens.withUnlocked(context, token.value, reason.slice(0, 200), rest)
    : await rest();
  // Said once, by the token that was not opened.
  if (!end.ok && !isOpen) await refused(end.error as TokenFault); // no work was done: it is the token's own fault
  return end;
}
