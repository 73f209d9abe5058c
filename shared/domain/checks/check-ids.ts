import { checkPartyIds, classifyPartyId, parsePartyId, partyIdKey, type PartyIdFinding } from '../party-ids.ts';
import { type ClaimedId, idLists, keptIds, standingOf } from './claimed.ts';
import { type CheckResult, type Judged, notApplicable, resultsOf, shown } from './check-result.ts';
import type { CheckInput } from './facts.ts';
import { type IdOwner, lookAlikesOf, ownersOf } from './id-index.ts';

/** Every id that is asked for, each by its kind: form, whose it is, and for what it could be mistaken. */
export function checkIds(input: CheckInput): readonly CheckResult[] {
  const ids = keptIds(input);
  const { none } = input.policy.ids;
  const remarks = idLists.flatMap((list) => remarksOn(ids.filter((id) => id.list === list)));
  return [
    ...resultsOf('IDS_PRESENT', ids.length === 0 ? [{ reason: 'IDS_NONE', verdict: none }] : [], {
      reason: 'IDS_THERE',
      verdict: 'pass',
      values: { count: ids.length },
    }),
    ...resultsOf('ID_FORM', remarks.flatMap(judgeForm), orNothing(ids, { reason: 'ID_FORMS_KEPT', verdict: 'pass' })),
    ...resultsOf(
      'ID_SEPARATOR',
      remarks.flatMap((remark) => judgeSeparator(remark, input)),
      orNothing(ids, { reason: 'ID_SEPARATORS_FIT', verdict: 'pass' }),
    ),
    ...resultsOf(
      'ID_REGISTERED',
      ids.flatMap((id) => judgeRegistered(id, input)),
      orNothing(ids, { reason: 'IDS_REGISTERED', verdict: 'pass' }),
    ),
    ...resultsOf(
      'ID_OF_OTHER',
      ids.flatMap((id) => judgeOwner(id, input)),
      orNothing(ids, { reason: 'IDS_OF_NOBODY_ELSE', verdict: 'pass' }),
    ),
    ...resultsOf(
      'ID_LOOK_ALIKE',
      [...remarks.flatMap(judgeAlikeInList), ...ids.flatMap((id) => judgeLookAlike(id, input))],
      orNothing(ids, { reason: 'IDS_UNMISTAKABLE', verdict: 'pass' }),
    ),
  ];
}

function orNothing<J>(ids: readonly ClaimedId[], otherwise: J): J | typeof notApplicable {
  return ids.length === 0 ? notApplicable : otherwise;
}

interface Remark {
  readonly id: ClaimedId;
  readonly finding: PartyIdFinding;
}

/** What is to be said of the ids of one list by themselves. */
function remarksOn(ids: readonly ClaimedId[]): readonly Remark[] {
  const [first] = ids;
  if (first === undefined) return [];
  const texts = ids.map(({ text }) => text);
  return checkPartyIds(first.kind, texts).flatMap((finding) => {
    const id = ids[finding.index];
    return id === undefined ? [] : [{ id, finding }];
  });
}

function judgeForm({ id, finding }: Remark): readonly Judged<'ID_FORM'>[] {
  const values = { id: shown(id.text), list: id.list };
  switch (finding.code) {
    case 'PARTY_ID_EMPTY':
    case 'PARTY_ID_FORM':
    case 'PARTY_ID_UNSAFE_CHARACTER':
      return [{ reason: 'ID_FORM_WRONG', verdict: 'fail', values, at: id }];
    case 'PARTY_ID_OTHER_KIND':
      return [{ reason: 'ID_OF_OTHER_KIND', verdict: 'fail', values, at: id }];
    case 'PARTY_ID_FOREIGN_LETTER':
      return [{ reason: 'ID_FOREIGN_LETTER', verdict: 'fail', values, at: id }];
    case 'PARTY_ID_DUPLICATE':
      return [{ reason: 'ID_REPEATED', verdict: 'warn', values, at: id }];
    case 'PARTY_ID_SEPARATOR':
    case 'PARTY_ID_LOOK_ALIKE':
      return [];
  }
}

function judgeSeparator({ id, finding }: Remark, { policy }: CheckInput): readonly Judged<'ID_SEPARATOR'>[] {
  if (finding.code !== 'PARTY_ID_SEPARATOR' || policy.ids.separator === 'pass') return [];
  const values = { id: shown(id.text), suggestion: shown(finding.suggestion ?? '–'), list: id.list };
  return [{ reason: 'ID_SEPARATOR_OTHER', verdict: policy.ids.separator, values, at: id }];
}

function judgeRegistered(id: ClaimedId, { partner, policy }: CheckInput): readonly Judged<'ID_REGISTERED'>[] {
  const values = { id: shown(id.text), list: id.list };
  switch (standingOf(partner, id.kind, id.text)) {
    case 'confirmed':
      return [];
    case 'unconfirmed':
      return policy.ids.unconfirmed === 'pass'
        ? []
        : [{ reason: 'ID_UNCONFIRMED', verdict: policy.ids.unconfirmed, values, at: id }];
    case 'unregistered': {
      const reason = isUnanchored(partner, id) ? 'ID_NOT_ANCHORED' : 'ID_UNREGISTERED';
      return policy.ids.unregistered === 'pass' ? [] : [{ reason, verdict: policy.ids.unregistered, values, at: id }];
    }
  }
}

/** Registered for the partner, but without the votes that the roster asks for. */
function isUnanchored(partner: CheckInput['partner'], { kind, text }: ClaimedId): boolean {
  const same = (one: { readonly kind: string; readonly id: string }): boolean =>
    one.kind === kind && one.id.toUpperCase() === text.toUpperCase();
  return partner?.unanchoredIds?.some(same) ?? false;
}

/** Who else has this id: by its key, and where the separator is another also as the kind that it is spelled like. */
function othersWith(id: ClaimedId, { ids, partner }: CheckInput): readonly IdOwner[] {
  const spelledAs = classifyPartyId(id.text) ?? id.kind;
  const keys = [id.kind, spelledAs].flatMap((kind) => {
    const parsed = parsePartyId(kind, id.text);
    return parsed.ok ? [partyIdKey(parsed.value)] : [];
  });
  return [...new Set(keys)]
    .flatMap((key) => ownersOf(ids, key))
    .filter((owner) => owner.partnerId === null || owner.partnerId !== partner?.partnerId);
}

function judgeOwner(id: ClaimedId, input: CheckInput): readonly Judged<'ID_OF_OTHER'>[] {
  const others = othersWith(id, input);
  const registered = others.find(({ source }) => source === 'partner');
  const values = { id: shown(id.text), list: id.list };
  if (registered !== undefined)
    return [
      {
        reason: 'ID_REGISTERED_FOR_OTHER',
        verdict: 'fail',
        values: { ...values, owner: shown(registered.owner) },
        at: id,
      },
    ];
  const [claimed] = others;
  const verdict = input.policy.ids.claimedByOther;
  return claimed === undefined || verdict === 'pass'
    ? []
    : [{ reason: 'ID_CLAIMED_BY_OTHER', verdict, values: { ...values, owner: shown(claimed.owner) }, at: id }];
}

/** `DEGEF` and `DEGE0` in one request: one of them is probably not meant. */
function judgeAlikeInList({ id, finding }: Remark): readonly Judged<'ID_LOOK_ALIKE'>[] {
  if (finding.code !== 'PARTY_ID_LOOK_ALIKE') return [];
  return [{ reason: 'ID_LOOKS_LIKE', verdict: 'warn', values: { id: shown(id.text), other: '', owner: '–' }, at: id }];
}

/** An id that can be taken for that of somebody else; what is registered for this very partner may stay, and is told. */
function judgeLookAlike(id: ClaimedId, input: CheckInput): readonly Judged<'ID_LOOK_ALIKE'>[] {
  const { ids, partner, policy } = input;
  const spelledAs = classifyPartyId(id.text);
  const kinds = new Set([id.kind, ...(spelledAs === undefined || spelledAs === 'party' ? [] : [spelledAs])]);
  const other = [...kinds]
    .flatMap((kind) => lookAlikesOf(ids, kind, id.text))
    .find(
      ({ id: its, source, partnerId }) =>
        source === 'partner' && partnerId !== partner?.partnerId && its.toUpperCase() !== id.text.toUpperCase(),
    );
  if (other === undefined) return [];
  const isRegistered = standingOf(partner, id.kind, id.text) !== 'unregistered';
  const verdict = isRegistered ? 'warn' : policy.ids.lookAlike;
  const values = { id: shown(id.text), other: shown(other.id), owner: shown(other.owner) };
  return verdict === 'pass' ? [] : [{ reason: 'ID_LOOKS_LIKE', verdict, values, at: id }];
}
