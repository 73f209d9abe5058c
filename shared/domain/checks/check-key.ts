import type { CheckInput, KeyUse } from './facts.ts';
import { findingResults } from './check-encoding.ts';
import { type CheckResult, type Judged, resultsOf, shown } from './check-result.ts';

/** The key: what it is, how strong, and where else it was seen. */
export function checkKey(input: CheckInput): readonly CheckResult[] {
  const { request, policy, history, partner } = input;
  const { key } = request;
  return [
    ...checkAlgorithm(input),
    ...findingResults(input, 'SIGNATURE_ALGORITHM'),
    ...findingResults(input, 'KEY_STRENGTH'),
    ...resultsOf(
      'KEY_COMPROMISED',
      policy.keys.compromised.includes(key.sha256) ? [{ reason: 'KEY_LISTED', verdict: 'fail', at: key }] : [],
      { reason: 'KEY_NOT_LISTED', verdict: 'pass' },
    ),
    ...resultsOf(
      'KEY_OF_AUTHORITY',
      history.keyIsAuthority ? [{ reason: 'KEY_IS_OF_AUTHORITY', verdict: 'fail', at: key }] : [],
      { reason: 'KEY_OF_NO_AUTHORITY', verdict: 'pass' },
    ),
    ...resultsOf(
      'KEY_REUSED',
      history.keyUses.flatMap((use) => judgeReuse(use, input)),
      {
        reason: 'KEY_NEW',
        verdict: 'pass',
      },
    ),
    ...resultsOf(
      'KEY_REVOKED',
      history.keyUses.flatMap(({ revoked, owner }): Judged<'KEY_REVOKED'>[] =>
        revoked === null
          ? []
          : [
              {
                reason: 'KEY_WAS_REVOKED',
                verdict: 'fail',
                values: { owner: shown(owner), why: shown(revoked) },
                at: key,
              },
            ],
      ),
      { reason: 'KEY_NEVER_REVOKED', verdict: 'pass' },
    ),
    ...resultsOf(
      'KEY_OTHER_PARTNER',
      history.keyUses
        .filter(({ partnerId }) => partner === null || partnerId !== partner.partnerId)
        .map(({ owner }) => ({ reason: 'KEY_ELSEWHERE', verdict: 'fail', values: { owner: shown(owner) }, at: key })),
      { reason: 'KEY_NOT_ELSEWHERE', verdict: 'pass' },
    ),
  ];
}

function checkAlgorithm({ request, policy, partner }: CheckInput): readonly CheckResult[] {
  const { key } = request;
  const values = { algorithm: shown(key.label) };
  const found: Judged<'KEY_ALGORITHM'>[] = [];
  if (key.algorithm === null) found.push({ reason: 'KEY_ALGORITHM_NOT_UNDERSTOOD', verdict: 'fail', values, at: key });
  else if (
    !policy.keys.algorithms.includes(key.algorithm) ||
    partner?.allowedAlgorithms?.includes(key.algorithm) === false
  )
    found.push({ reason: 'KEY_ALGORITHM_NOT_ALLOWED', verdict: 'fail', values, at: key });
  return resultsOf('KEY_ALGORITHM', found, { reason: 'KEY_ALGORITHM_ALLOWED', verdict: 'pass', values, at: key });
}

/** One key, one group, one certificate; the same partner may send a request for the same group again. */
function judgeReuse(use: KeyUse, { request, policy }: CheckInput): readonly Judged<'KEY_REUSED'>[] {
  const { certifiedBefore, inOtherGroup } = policy.keys;
  const values = { owner: shown(use.owner), keyGroupId: shown(use.keyGroupId ?? '–') };
  const found: Judged<'KEY_REUSED'>[] = [];
  if (use.keyGroupId !== (request.claims.keyGroupId?.text ?? null) && inOtherGroup !== 'pass')
    found.push({ reason: 'KEY_IN_OTHER_GROUP', verdict: inOtherGroup, values, at: request.key });
  if (use.kind === 'certificate' && certifiedBefore !== 'pass')
    found.push({ reason: 'KEY_CERTIFIED_BEFORE', verdict: certifiedBefore, values, at: request.key });
  return found.length > 0 ? found : [{ reason: 'KEY_REQUESTED_BEFORE', verdict: 'pass', values, at: request.key }];
}
