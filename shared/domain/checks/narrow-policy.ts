import { formatNamePattern, matchesNamePattern, type NamePattern, parseNamePattern } from '../name-pattern.ts';
import type { CheckPolicy, RuleVerdict } from './check-policy.ts';

/**
 * A policy under which nothing passes that fails under one of the two: the authority's, narrowed by the partner's. Lists
 * of what is allowed are cut, lists of what is refused are joined, of two limits the tighter counts, of two verdicts
 * the worse. The order of the two does not matter.
 */
export function narrowPolicy(a: CheckPolicy, b: CheckPolicy): CheckPolicy {
  return {
    v: 1,
    purposes: both(a.purposes, b.purposes),
    keys: {
      algorithms: both(a.keys.algorithms, b.keys.algorithms),
      compromised: either(a.keys.compromised, b.keys.compromised),
      certifiedBefore: worst(a.keys.certifiedBefore, b.keys.certifiedBefore),
      inOtherGroup: worst(a.keys.inOtherGroup, b.keys.inOtherGroup),
    },
    provenance: {
      proofIsEnough: a.provenance.proofIsEnough && b.provenance.proofIsEnough,
      confirmationBySecondPerson: a.provenance.confirmationBySecondPerson || b.provenance.confirmationBySecondPerson,
      confirmationMaxAgeDays: Math.min(a.provenance.confirmationMaxAgeDays, b.provenance.confirmationMaxAgeDays),
      proofMaxAgeDays: Math.min(a.provenance.proofMaxAgeDays, b.provenance.proofMaxAgeDays),
    },
    subject: {
      required: either(a.subject.required, b.subject.required),
      allowed: both(a.subject.allowed, b.subject.allowed),
      organizationOther: worst(a.subject.organizationOther, b.subject.organizationOther),
      hostNotAllowed: worst(a.subject.hostNotAllowed, b.subject.hostNotAllowed),
    },
    ids: {
      none: worst(a.ids.none, b.ids.none),
      unregistered: worst(a.ids.unregistered, b.ids.unregistered),
      unconfirmed: worst(a.ids.unconfirmed, b.ids.unconfirmed),
      separator: worst(a.ids.separator, b.ids.separator),
      claimedByOther: worst(a.ids.claimedByOther, b.ids.claimedByOther),
      lookAlike: worst(a.ids.lookAlike, b.ids.lookAlike),
      inOtherPlace: worst(a.ids.inOtherPlace, b.ids.inOtherPlace),
    },
    groups: {
      absent: worst(a.groups.absent, b.groups.absent),
      unusual: worst(a.groups.unusual, b.groups.unusual),
      ofOther: worst(a.groups.ofOther, b.groups.ofOther),
      changed: worst(a.groups.changed, b.groups.changed),
      pending: worst(a.groups.pending, b.groups.pending),
    },
    names: {
      kinds: both(a.names.kinds, b.names.kinds),
      patterns: narrowPatterns(a.names.patterns, b.names.patterns),
      notAllowed: worst(a.names.notAllowed, b.names.notAllowed),
      wildcard: worst(a.names.wildcard, b.names.wildcard),
    },
    validity: narrowValidity(a.validity, b.validity),
    usages: { beyondPurpose: worst(a.usages.beyondPurpose, b.usages.beyondPurpose) },
    encoding: {
      findings: narrowFindings(a.encoding.findings, b.encoding.findings),
      attributes: both(a.encoding.attributes, b.encoding.attributes),
      extensions: both(a.encoding.extensions, b.encoding.extensions),
    },
    limits: {
      octets: Math.min(a.limits.octets, b.limits.octets),
      ids: Math.min(a.limits.ids, b.limits.ids),
      names: Math.min(a.limits.names, b.limits.names),
      subjectCharacters: Math.min(a.limits.subjectCharacters, b.limits.subjectCharacters),
      textCharacters: Math.min(a.limits.textCharacters, b.limits.textCharacters),
      parts: Math.min(a.limits.parts, b.limits.parts),
    },
    votes: {
      needed: Math.max(a.votes.needed, b.votes.needed),
      roles: both(a.votes.roles, b.votes.roles),
      expireHours: Math.min(a.votes.expireHours, b.votes.expireHours),
    },
  };
}

type Validity = CheckPolicy['validity'];

function narrowValidity(a: Validity, b: Validity): Validity {
  return {
    maxDays: Math.min(a.maxDays, b.maxDays),
    minHours: Math.max(a.minHours, b.minHours),
    notWished: worst(a.notWished, b.notWished),
    beyond: worst(a.beyond, b.beyond),
    maxPastHours: Math.min(a.maxPastHours, b.maxPastHours),
    maxAheadDays: Math.min(a.maxAheadDays, b.maxAheadDays),
    pastOrAhead: worst(a.pastOrAhead, b.pastOrAhead),
    backdateMinutes: Math.min(a.backdateMinutes, b.backdateMinutes),
    overlapMinHours: Math.max(a.overlapMinHours, b.overlapMinHours),
    overlapMaxDays: Math.min(a.overlapMaxDays, b.overlapMaxDays),
    overlap: worst(a.overlap, b.overlap),
    gap: worst(a.gap, b.gap),
  };
}

const order: readonly RuleVerdict[] = ['pass', 'warn', 'fail'];

function worst(a: RuleVerdict, b: RuleVerdict): RuleVerdict {
  return order.indexOf(a) > order.indexOf(b) ? a : b;
}

function both<T extends string>(a: readonly T[], b: readonly T[]): readonly T[] {
  return [...new Set(a)].filter((one) => b.includes(one)).toSorted();
}

function either<T extends string>(a: readonly T[], b: readonly T[]): readonly T[] {
  return [...new Set([...a, ...b])].toSorted();
}

type Findings = Readonly<Record<string, RuleVerdict>>;

/** A code that only one of the two lists falls back to the strictness of unlisted ones, unless it fails anyway. */
function narrowFindings(a: Findings, b: Findings): Findings {
  const narrowed: Record<string, RuleVerdict> = {};
  for (const code of either(Object.keys(a), Object.keys(b))) {
    const [first, second] = [ruleOf(a, code), ruleOf(b, code)];
    if (first !== undefined && second !== undefined) narrowed[code] = worst(first, second);
    else if (first === 'fail' || second === 'fail') narrowed[code] = 'fail';
  }
  return narrowed;
}

function ruleOf(findings: Findings, code: string): RuleVerdict | undefined {
  return Object.hasOwn(findings, code) ? findings[code] : undefined;
}

/** Of two lists the patterns that lie within one of the other list; null allows everything that the partner may have. */
function narrowPatterns(a: readonly string[] | null, b: readonly string[] | null): readonly string[] | null {
  if (a === null || b === null) return a ?? b;
  return either(within(a, b), within(b, a));
}

function within(list: readonly string[], other: readonly string[]): readonly string[] {
  const around = other.flatMap(parsed);
  return list
    .flatMap(parsed)
    .filter((pattern) => around.some((wide) => liesWithin(pattern, wide)))
    .map(formatNamePattern);
}

function parsed(text: string): readonly NamePattern[] {
  const pattern = parseNamePattern(text);
  return pattern.ok ? [pattern.value] : [];
}

/** Whether every name that `narrow` allows is allowed by `wide`. */
function liesWithin(narrow: NamePattern, wide: NamePattern): boolean {
  if (formatNamePattern(narrow) === formatNamePattern(wide)) return true;
  switch (narrow.kind) {
    case 'dns':
      return wide.kind === 'dns' && hostsLieWithin(narrow, wide);
    case 'ip':
      return (
        wide.kind === 'ip' &&
        narrow.bits >= wide.bits &&
        matchesNamePattern(wide, { kind: 'ip', value: addressOf(narrow) })
      );
    case 'uri': {
      // A path that is a prefix of another at a boundary allows all that the longer one does.
      const value = formatNamePattern(narrow).slice('uri:'.length);
      return matchesNamePattern(wide, { kind: 'uri', value });
    }
    case 'mail':
      return wide.kind === 'mail' && wide.local === undefined && wide.domain === narrow.domain;
  }
}

type Hosts = Extract<NamePattern, { kind: 'dns' }>;

function hostsLieWithin(narrow: Hosts, wide: Hosts): boolean {
  if (narrow.labels === 'none') return matchesNamePattern(wide, { kind: 'dns', value: narrow.host });
  if (wide.labels === 'none') return false;
  if (wide.labels === 'one') return narrow.labels === 'one' && narrow.host === wide.host;
  return narrow.host === wide.host || narrow.host.endsWith(`.${wide.host}`);
}

function addressOf(pattern: Extract<NamePattern, { kind: 'ip' }>): string {
  return formatNamePattern({ ...pattern, bits: pattern.bytes.length * 8 }).slice('ip:'.length);
}
