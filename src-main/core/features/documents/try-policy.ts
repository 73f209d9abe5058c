import type { documentsContract, TriedRequest } from '../../../../shared/contract/documents.ts';
import { RequestState } from '../../../../shared/contract/requests.ts';
import type { InputOf, OutputOf } from '../../../../shared/contract/wire/contract.ts';
import type { CallContext } from '../../../../shared/contract/wire/serve.ts';
import { changedVerdicts, worstOf } from '../../../../shared/domain/checks/check-result.ts';
import type { DocumentsDeps } from './documents.deps.ts';
import type { Policies } from './policies.ts';

type Try = (typeof documentsContract)['policy']['try'];

/**
 * Judges the newest requests under the policies in force and with this one in its place. Both at this moment, so that
 * nothing but the policy makes a difference. Ends early when the caller gives it up.
 */
export async function tryPolicy(
  { trials, pause }: Pick<DocumentsDeps, 'trials' | 'pause'>,
  policies: Policies,
  { document, policy, last }: InputOf<Try>,
  { stop, emit }: CallContext<Try>,
): Promise<OutputOf<Try>> {
  const requests = await trials.newest(last);
  const candidate = policies.tryingWith({ document, policy });
  const rows: TriedRequest[] = [];
  let tried = 0;
  for (const [at, { requestId, name, state, receivedAt }] of requests.entries()) {
    if (stop.reason !== undefined) break;
    const then = await trials.check(requestId, policies.policyFor);
    const now = then === undefined ? undefined : await trials.check(requestId, candidate);
    if (then !== undefined && now !== undefined) {
      tried += 1;
      const changes = changedVerdicts(then, now).map((change) => ({ ...change }));
      const [before, after] = [worstOf(then), worstOf(now)];
      const shown = { requestId, name: name.slice(0, 200), state: RequestState.parse(state), receivedAt };
      if (changes.length > 0) rows.push({ ...shown, before, after, changes });
    }
    if (at % TOLD_EVERY === 0 || at === requests.length - 1) void emit({ done: at + 1, total: requests.length });
    await pause();
  }
  return {
    tried,
    refused: rows.filter(({ before, after }) => before !== 'fail' && after === 'fail').length,
    freed: rows.filter(({ before, after }) => before === 'fail' && after !== 'fail').length,
    rows,
  };
}

const TOLD_EVERY = 10;
