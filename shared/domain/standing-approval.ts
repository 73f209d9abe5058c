import type { CheckResult } from './checks/check-result.ts';
import type { KeyAlgorithm, KeyPurpose } from './key-algorithm.ts';
import type { Claims } from './strike.ts';

/**
 * A rule that operators signed together: like-for-like renewals of one key group need no new votes. It is a document of
 * the roster, `standing/<id>`; its form is shared/contract/standing.ts.
 */
export interface StandingRule extends Claims {
  readonly standingId: string;
  readonly partnerId: string;
  readonly authorityId: string;
  readonly purpose: KeyPurpose;
  readonly keyGroupId: string;
  /** Of the subject's DER, lower-case hex. */
  readonly subjectSha256: string;
  readonly algorithms: readonly KeyAlgorithm[];
  /** Shortest wished validity, and the least time between two uses, in hours. */
  readonly minHours: number;
  /** Longest validity, wished and given, in days. */
  readonly maxDays: number;
  /** ISO 8601 UTC. */
  readonly from: string;
  readonly expires: string;
  /** Reasons of checks that may warn; every other warning needs people. */
  readonly acceptedWarnings: readonly string[];
}

/** A request, or the certificate that was prepared for it, as far as a rule asks. */
export interface StandingSide extends Claims {
  readonly keyGroupId: string | undefined;
  readonly subjectSha256: string;
  readonly spkiSha256: string;
  readonly algorithm: KeyAlgorithm | undefined;
  /** ISO 8601 UTC; undefined when absent or unreadable. */
  readonly notBefore: string | undefined;
  readonly notAfter: string | undefined;
}

export interface StandingFacts {
  readonly stopped: boolean;
  /** ISO 8601 UTC. */
  readonly lastUse: string | undefined;
  /** As registered and not archived; undefined when it is nobody's request. */
  readonly partnerId: string | undefined;
  readonly authorityId: string;
  readonly purpose: KeyPurpose;
  readonly requestSha256: string;
  readonly request: StandingSide;
  /** The to-be-signed certificate with the services it names; undefined before it is prepared. */
  readonly tbs: (StandingSide & { readonly services: readonly string[] }) | undefined;
  readonly proof:
    | {
        readonly verdict: 'valid' | 'invalid';
        readonly csrSha256: string;
        readonly keyGroupId: string;
        readonly predecessorSpkiSha256: string;
      }
    | undefined;
  /** The newest certificate that was issued here for the partner, purpose and key group of the rule. */
  readonly newest: { readonly spkiSha256: string; readonly notAfter: string; readonly revoked: boolean } | undefined;
  readonly results: readonly Pick<CheckResult, 'verdict' | 'reason'>[];
}

/** Why a standing approval does not stand for a renewal, in the order in which it is asked. */
export const standingReasons = [
  'STANDING_STOPPED',
  'STANDING_NOT_YET',
  'STANDING_EXPIRED',
  'OTHER_PARTNER',
  'OTHER_AUTHORITY',
  'OTHER_PURPOSE',
  'OTHER_GROUP',
  'PROOF_ABSENT',
  'PROOF_WRONG',
  'NO_PREDECESSOR',
  'PROOF_BY_OTHER_KEY',
  'PREDECESSOR_ENDED',
  'OTHER_IDS',
  'OTHER_NAMES',
  'OTHER_SUBJECT',
  'OTHER_ALGORITHM',
  'WISH_UNREADABLE',
  'WISH_TOO_SHORT',
  'WISH_TOO_LONG',
  'TOO_SOON',
  'CHECK_FAILED',
  'CHECK_WARNED',
  'CERTIFICATE_DIFFERS',
  'CERTIFICATE_VALIDITY',
] as const;
export type StandingReason = (typeof standingReasons)[number];

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Everything that keeps a rule from standing for a renewal; empty when it stands for it. Like for like is letter by
 * letter: a party id in another letter case is one for people to look at. Fails closed: a fact that is absent or
 * unreadable does not fit.
 */
export function matchStanding(rule: StandingRule, facts: StandingFacts, now: Date): readonly StandingReason[] {
  const { request, proof, newest, results } = facts;
  const found = new Set<StandingReason>();
  const unless = (holds: boolean, reason: StandingReason): void => {
    if (!holds) found.add(reason);
  };
  unless(!facts.stopped, 'STANDING_STOPPED');
  unless(now.getTime() >= Date.parse(rule.from), 'STANDING_NOT_YET');
  unless(now.getTime() < Date.parse(rule.expires), 'STANDING_EXPIRED');
  unless(facts.partnerId === rule.partnerId, 'OTHER_PARTNER');
  unless(facts.authorityId === rule.authorityId, 'OTHER_AUTHORITY');
  unless(facts.purpose === rule.purpose, 'OTHER_PURPOSE');
  unless(request.keyGroupId === rule.keyGroupId, 'OTHER_GROUP');
  if (proof === undefined) found.add('PROOF_ABSENT');
  else {
    const isOfThis = proof.csrSha256 === facts.requestSha256 && proof.keyGroupId === rule.keyGroupId;
    unless(proof.verdict === 'valid' && isOfThis, 'PROOF_WRONG');
    unless(newest === undefined || proof.predecessorSpkiSha256 === newest.spkiSha256, 'PROOF_BY_OTHER_KEY');
  }
  unless(newest !== undefined, 'NO_PREDECESSOR');
  // A key that nobody has to guard any longer vouches for nothing.
  const isAlive = newest === undefined || (!newest.revoked && Date.parse(newest.notAfter) > now.getTime());
  unless(isAlive, 'PREDECESSOR_ENDED');
  unless(sameIds(request, rule), 'OTHER_IDS');
  unless(sameNames(request, rule), 'OTHER_NAMES');
  unless(request.subjectSha256 === rule.subjectSha256, 'OTHER_SUBJECT');
  unless(
    rule.algorithms.some((one) => one === request.algorithm),
    'OTHER_ALGORITHM',
  );
  const wished = lengthOf(request);
  if (wished === undefined) found.add('WISH_UNREADABLE');
  else {
    unless(wished >= rule.minHours * HOUR_MS, 'WISH_TOO_SHORT');
    unless(wished <= rule.maxDays * DAY_MS, 'WISH_TOO_LONG');
  }
  const { lastUse } = facts;
  const isRested = lastUse === undefined || now.getTime() - Date.parse(lastUse) >= rule.minHours * HOUR_MS;
  unless(isRested, 'TOO_SOON');
  unless(!results.some(({ verdict }) => verdict === 'fail') && results.length > 0, 'CHECK_FAILED');
  const isAccepted = ({ reason }: Pick<CheckResult, 'reason'>): boolean => rule.acceptedWarnings.includes(reason);
  unless(!results.some((one) => one.verdict === 'warn' && !isAccepted(one)), 'CHECK_WARNED');
  for (const reason of judgeTbs(rule, facts)) found.add(reason);
  return standingReasons.filter((reason) => found.has(reason));
}

/**
 * Where a certificate that was issued under a rule says something else than the rule: what can be judged of it by
 * whoever has nothing but evidence. Empty when the rule covers it.
 */
export function outsideRule(
  rule: StandingRule,
  tbs: StandingSide & { readonly services: readonly string[] },
): readonly StandingReason[] {
  const given = lengthOf(tbs);
  const judged: readonly (readonly [boolean, StandingReason])[] = [
    [tbs.keyGroupId === rule.keyGroupId, 'OTHER_GROUP'],
    [sameIds(tbs, rule), 'OTHER_IDS'],
    [sameNames(tbs, rule), 'OTHER_NAMES'],
    [tbs.subjectSha256 === rule.subjectSha256, 'OTHER_SUBJECT'],
    [rule.algorithms.some((one) => one === tbs.algorithm), 'OTHER_ALGORITHM'],
    [tbs.services.length === 0, 'CERTIFICATE_DIFFERS'],
    [given !== undefined && given <= rule.maxDays * DAY_MS, 'CERTIFICATE_VALIDITY'],
  ];
  return judged.flatMap(([holds, reason]) => (holds ? [] : [reason]));
}

/** The prepared certificate says what the rule says, nothing struck and nothing added, for no longer than was wished. */
function judgeTbs(rule: StandingRule, { request, tbs }: StandingFacts): readonly StandingReason[] {
  if (tbs === undefined) return [];
  const isSame =
    tbs.keyGroupId === rule.keyGroupId &&
    tbs.subjectSha256 === rule.subjectSha256 &&
    tbs.spkiSha256 === request.spkiSha256 &&
    tbs.algorithm === request.algorithm &&
    tbs.services.length === 0 &&
    sameIds(tbs, rule) &&
    sameNames(tbs, rule);
  const given = lengthOf(tbs);
  const isWithin =
    given !== undefined &&
    given <= rule.maxDays * DAY_MS &&
    Date.parse(tbs.notBefore ?? '') >= Date.parse(request.notBefore ?? '') &&
    Date.parse(tbs.notAfter ?? '') <= Date.parse(request.notAfter ?? '');
  return [
    ...(isSame ? [] : (['CERTIFICATE_DIFFERS'] as const)),
    ...(isWithin ? [] : (['CERTIFICATE_VALIDITY'] as const)),
  ];
}

/** Milliseconds; undefined for what is no period. */
function lengthOf({ notBefore, notAfter }: Pick<StandingSide, 'notBefore' | 'notAfter'>): number | undefined {
  const length = Date.parse(notAfter ?? '') - Date.parse(notBefore ?? '');
  return length > 0 ? length : undefined;
}

function sameIds({ ids }: Claims, { ids: other }: Claims): boolean {
  return (
    sameSet(ids.partyIds, other.partyIds) &&
    sameSet(ids.subCpoIds, other.subCpoIds) &&
    sameSet(ids.subEmspIds, other.subEmspIds)
  );
}

function sameNames({ names }: Claims, { names: other }: Claims): boolean {
  const textOf = ({ kind, value }: Claims['names'][number]): string => `${kind} ${value}`;
  return sameSet(names.map(textOf), other.map(textOf));
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  const [a, b] = [new Set(one), new Set(other)];
  return a.size === b.size && [...a].every((text) => b.has(text));
}
