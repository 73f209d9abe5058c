import type { CheckInput, GroupFacts } from './facts.ts';
import { type CheckResult, type Judged, resultsOf, shown } from './check-result.ts';

const DAY_MS = 86_400_000;
/** Clocks of partners run ahead by some minutes. */
const AHEAD_MS = 300_000;

/** Who vouches for the request, and whether its sender has the key (issue of the inbox: ids are public, anybody can ask). */
export function checkProvenance(input: CheckInput): readonly CheckResult[] {
  return [...resultsOf('PROVENANCE', ...judgeProvenance(input)), ...checkPossession(input)];
}

type Provenance = Judged<'PROVENANCE'>;

function judgeProvenance(input: CheckInput): readonly [readonly Provenance[], Provenance] {
  const { confirmation, proof } = input.provenance;
  const none: Provenance = { reason: 'PROVENANCE_NONE', verdict: 'fail' };
  const byWord = judgeConfirmation(input);
  if (confirmation !== null && byWord.length === 0) {
    const values = { by: shown(confirmation.by), contact: shown(confirmation.contact), at: shown(confirmation.at) };
    return [[], { reason: 'PROVENANCE_CONFIRMED', verdict: 'pass', values }];
  }
  const byKey = judgeProof(input);
  if (proof !== null && byKey.length === 0)
    return [[], { reason: 'PROVENANCE_BY_PREDECESSOR', verdict: 'pass', values: { at: shown(proof.issuedAt) } }];
  return [[...byWord, ...byKey], none];
}

function judgeConfirmation({ provenance, request, partner, policy, now }: CheckInput): readonly Provenance[] {
  const { confirmation, enteredBy } = provenance;
  if (confirmation === null) return [];
  const found: Provenance[] = [];
  const add = (reason: Provenance['reason']): void => void found.push({ reason, verdict: 'fail' });
  if (confirmation.spkiSha256 !== request.key.sha256) add('CONFIRMATION_OF_OTHER_KEY');
  if (partner === null || confirmation.partnerId !== partner.partnerId) add('CONFIRMATION_OF_OTHER_PARTNER');
  if (policy.provenance.confirmationBySecondPerson && confirmation.by === enteredBy) add('CONFIRMATION_BY_SAME_PERSON');
  if (!isRecent(confirmation.at, policy.provenance.confirmationMaxAgeDays, now)) add('CONFIRMATION_TOO_OLD');
  return found;
}

function judgeProof({ provenance, request, partner, policy, history, now }: CheckInput): readonly Provenance[] {
  const { proof } = provenance;
  if (proof === null) return [];
  const found: Provenance[] = [];
  const add = (reason: Provenance['reason']): void => void found.push({ reason, verdict: 'fail' });
  if (!policy.provenance.proofIsEnough) add('PROOF_NOT_ENOUGH');
  if (proof.verdict !== 'valid') add('PROOF_WRONG');
  if (proof.csrSha256 !== request.sha256) add('PROOF_OF_OTHER_REQUEST');
  const groupId = request.claims.keyGroupId?.text;
  if (groupId === undefined || proof.keyGroupId !== groupId) add('PROOF_OF_OTHER_GROUP');
  const newest = history.groups.find(
    (group) => isOfPartner(group, partner?.partnerId) && group.keyGroupId === groupId && group.newest !== null,
  )?.newest;
  if (newest?.spkiSha256 !== proof.predecessorSpkiSha256) add('PROOF_BY_OTHER_KEY');
  else {
    if (newest.revoked !== null) add('PROOF_BY_REVOKED_KEY');
    // A key that nobody has to guard any longer vouches for nothing.
    if (!(Date.parse(newest.notAfter) > now.getTime())) add('PROOF_BY_ENDED_KEY');
  }
  if (!isRecent(proof.issuedAt, policy.provenance.proofMaxAgeDays, now)) add('PROOF_TIME');
  return found;
}

function isOfPartner(group: GroupFacts, partnerId: string | undefined): boolean {
  return partnerId !== undefined && group.partnerId === partnerId;
}

/** False also for what is no time at all. */
function isRecent(at: string, days: number, now: Date): boolean {
  const age = now.getTime() - Date.parse(at);
  return age >= -AHEAD_MS && age <= days * DAY_MS;
}

function checkPossession({ request }: CheckInput): readonly CheckResult[] {
  const found: Judged<'POSSESSION'>[] = [];
  if (request.possession === 'invalid') found.push({ reason: 'POSSESSION_WRONG', verdict: 'fail' });
  else if (request.possession === 'unsupported') found.push({ reason: 'POSSESSION_UNKNOWN', verdict: 'fail' });
  return resultsOf('POSSESSION', found, { reason: 'POSSESSION_PROVEN', verdict: 'pass', at: request.key });
}
