import type { DecisionView } from '../../../../shared/contract/decisions.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import { ok, type Result } from '../../../../shared/util/result.ts';
import type { TokenContext } from '../tokens/index.ts';
import { castVotes, type VoteWish } from './cast-votes.ts';
import { decisionView, loadDecision } from './decision-state.ts';
import { exportPackage, importVotes, readPackage, signPackage } from './packages.ts';
import type { DecisionFault, DecisionsDeps } from './decisions.deps.ts';

export type DecisionsService = ReturnType<typeof createDecisionsService>;

/** Votes of operators on prepared certificates. */
export function createDecisionsService(deps: DecisionsDeps) {
  /** What each caller has opened: who votes on many at once has had each of them before their eyes, byte for byte. */
  const opened = new WeakMap<Caller, Map<string, string>>();

  async function show(caller: Caller, issuanceId: string): Promise<Result<DecisionView, DecisionFault>> {
    const loaded = await loadDecision(deps, deps.db, issuanceId);
    if (!loaded.ok) return loaded;
    const seen = opened.get(caller) ?? new Map<string, string>();
    opened.set(caller, seen.set(issuanceId, loaded.value.tbsSha256));
    return ok(decisionView(deps, loaded.value, deps.operators.voter(caller)));
  }

  return {
    show,
    exportPackage: (issuanceId: string) => exportPackage(deps, issuanceId),
    readPackage: (content: Uint8Array) => readPackage(deps, content),
    signPackage: (context: TokenContext, wish: Parameters<typeof signPackage>[2]) => signPackage(deps, context, wish),
    importVotes: (caller: Caller, content: Uint8Array) => importVotes(deps, caller, content),
    vote: (context: TokenContext, wish: VoteWish) =>
      castVotes(
        deps,
        context,
        wish,
        ({ issuanceId, tbsSha256 }) => opened.get(context.caller)?.get(issuanceId) === tbsSha256,
      ),
  };
}
