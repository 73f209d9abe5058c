import { readKeyGroupId } from '../key-group-id.ts';
import { shapeOf } from '../look-alikes.ts';
import type { RuleVerdict } from './check-policy.ts';
import { folded, keptIds, keptNames, purposeOf } from './claimed.ts';
import { type CheckResult, type Judged, notApplicable, resultsOf, shown } from './check-result.ts';
import type { CheckInput, GroupFacts, Span } from './facts.ts';

/** The key group: its id, whose it is, and what the request changes against the certificate that it would replace. */
export function checkGroup(input: CheckInput): readonly CheckResult[] {
  const id = input.request.claims.keyGroupId;
  return [
    ...resultsOf('KEY_GROUP_ID', judgeId(input), { reason: 'KEY_GROUP_ID_USUAL', verdict: 'pass', at: id }),
    ...(id === null ? resultsOf('KEY_GROUP_OWNER', [], notApplicable) : checkOwner(input, id)),
    ...checkSuccession(input),
  ];
}

function judgeId({ request, policy }: CheckInput): readonly Judged<'KEY_GROUP_ID'>[] {
  const id = request.claims.keyGroupId;
  if (id === null)
    return policy.groups.absent === 'pass' ? [] : [{ reason: 'KEY_GROUP_ID_ABSENT', verdict: policy.groups.absent }];
  const read = readKeyGroupId(id.text);
  const values = { id: shown(id.text) };
  if (!read.ok) return [{ reason: 'KEY_GROUP_ID_WRONG', verdict: 'fail', values, at: id }];
  const { unusual } = read.value;
  if (unusual.length === 0) return [];
  // What hides or imitates is never a mere matter of taste.
  const isTrick = unusual.some((oddity) => oddity !== 'form' && oddity !== 'length');
  const verdict = isTrick ? 'fail' : policy.groups.unusual;
  return verdict === 'pass'
    ? []
    : [{ reason: 'KEY_GROUP_ID_ODD', verdict, values: { ...values, oddities: unusual.join(', ') }, at: id }];
}

/** Equal for key group ids that can be taken for each other: what a group is looked up by among those of others. */
export function groupShape(id: string): string {
  return shapeOf(id.trim());
}

/** Also in another letter case: shapes do not see that a small L and a large one are one letter. */
function looksLike(a: string, b: string): boolean {
  return groupShape(a) === groupShape(b) || a.trim().toLowerCase() === b.trim().toLowerCase();
}

/** Groups of this partner with this very id and the same purpose; their newest certificate is the predecessor. */
export function ownGroup(input: CheckInput): GroupFacts | undefined {
  const { partner, history, request } = input;
  const id = request.claims.keyGroupId?.text;
  const purpose = purposeOf(input);
  if (partner === null || id === undefined) return undefined;
  const own = history.groups.filter(
    (group) =>
      group.partnerId === partner.partnerId &&
      group.keyGroupId === id &&
      (purpose === null || group.purpose === null || group.purpose === purpose),
  );
  return own.find(({ newest }) => newest !== null) ?? own[0];
}

function checkOwner(input: CheckInput, id: Span & { readonly text: string }): readonly CheckResult[] {
  const { partner, history, policy } = input;
  const { ofOther } = policy.groups;
  const own = ownGroup(input);
  const values = { id: shown(id.text) };
  const found = history.groups.flatMap((group): readonly Judged<'KEY_GROUP_OWNER'>[] => {
    const told = { ...values, owner: shown(group.owner), other: shown(group.keyGroupId) };
    const isOwn = partner !== null && group.partnerId === partner.partnerId;
    if (group.keyGroupId === id.text)
      return isOwn || ofOther === 'pass'
        ? []
        : [{ reason: 'KEY_GROUP_OF_OTHER', verdict: ofOther, values: told, at: id }];
    const isAlike = looksLike(group.keyGroupId, id.text);
    // Two names of the same partner harm nobody, but one of them is probably a slip.
    const verdict = isOwn && ofOther === 'fail' ? 'warn' : ofOther;
    return isAlike && own === undefined && verdict !== 'pass'
      ? [{ reason: 'KEY_GROUP_LOOKS_LIKE', verdict, values: told, at: id }]
      : [];
  });
  return resultsOf('KEY_GROUP_OWNER', found, {
    reason: own === undefined ? 'KEY_GROUP_NEW' : 'KEY_GROUP_OWN',
    verdict: 'pass',
    values,
    at: id,
  });
}

function checkSuccession(input: CheckInput): readonly CheckResult[] {
  const { history, policy } = input;
  const { pending } = policy.groups;
  const predecessor = ownGroup(input)?.newest ?? null;
  const found: Judged<'KEY_GROUP_SUCCESSION'>[] = [];
  if (history.pending > 0 && pending !== 'pass')
    found.push({ reason: 'SUCCESSION_PENDING', verdict: pending, values: { count: history.pending } });
  if (predecessor !== null) found.push(...changesAgainst(predecessor, input));
  return resultsOf(
    'KEY_GROUP_SUCCESSION',
    found,
    predecessor === null ? notApplicable : { reason: 'SUCCESSION_LIKE_FOR_LIKE', verdict: 'pass' },
  );
}

function changesAgainst(
  { claims, subjectHex, algorithm }: NonNullable<GroupFacts['newest']>,
  input: CheckInput,
): readonly Judged<'KEY_GROUP_SUCCESSION'>[] {
  const verdict: RuleVerdict = input.policy.groups.changed;
  if (verdict === 'pass') return [];
  const { request } = input;
  const before = new Set(
    [...Object.entries(claims.ids).flatMap(([list, ids]) => ids.map((id) => `${list}:${id}`))].map(folded),
  );
  const names = new Set(claims.names.map(({ kind, value }) => folded(`${kind}:${value}`)));
  const addedIds = keptIds(input).filter(({ list, text }) => !before.has(folded(`${list}:${text}`)));
  const addedNames = keptNames(input).filter(({ kind, value }) => !names.has(folded(`${kind}:${value}`)));
  const found: Judged<'KEY_GROUP_SUCCESSION'>[] = [
    ...addedIds.map(
      (id) => ({ reason: 'SUCCESSION_IDS_ADDED', verdict, values: { id: shown(id.text) }, at: id }) as const,
    ),
    ...addedNames.map(
      (name) => ({ reason: 'SUCCESSION_NAMES_ADDED', verdict, values: { name: shown(name.value) }, at: name }) as const,
    ),
  ];
  if (request.subject.hex !== subjectHex)
    found.push({ reason: 'SUCCESSION_SUBJECT_OTHER', verdict, at: request.subject });
  if (request.key.algorithm !== algorithm)
    found.push({
      reason: 'SUCCESSION_ALGORITHM_OTHER',
      verdict,
      values: { before: shown(algorithm), now: shown(request.key.label) },
      at: request.key,
    });
  return found;
}
