import { type Json, type JsonObject, plainJson } from './canonical-json.ts';
import type { CheckPolicy } from './checks/check-policy.ts';
import { nameTypes } from './distinguished-name.ts';
import { keyAlgorithms, keyPurposes } from './key-algorithm.ts';
import { operatorRoles } from './roles.ts';

/** How a rule is edited. shared/contract/policy.ts is the schema; a test holds the two together. */
export type RuleKind =
  | { readonly kind: 'verdict' }
  | { readonly kind: 'switch' }
  | { readonly kind: 'number'; readonly min: number; readonly max: number }
  | { readonly kind: 'choices'; readonly choices: readonly string[] }
  /** Any number of texts; `nullable`: there is a difference between none and no list. */
  | { readonly kind: 'texts'; readonly nullable: boolean }
  /** A verdict for each of some codes. */
  | { readonly kind: 'verdicts' };

const verdict = { kind: 'verdict' } as const;
const toggle = { kind: 'switch' } as const;
const texts = { kind: 'texts', nullable: false } as const;
const number = (min: number, max: number) => ({ kind: 'number', min, max }) as const;
const choices = (list: readonly string[]) => ({ kind: 'choices', choices: list }) as const;
const days = number(1, 3650);
const hours = number(0, 87_600);
const names = choices(nameTypes.map(({ type }) => type));

type Groups = Omit<CheckPolicy, 'v' | 'purposes'>;
export type PolicyGroup = keyof CheckPolicy;

const rules: { readonly [G in keyof Groups]: { readonly [R in keyof Groups[G]]: RuleKind } } = {
  keys: { algorithms: choices(keyAlgorithms), compromised: texts, certifiedBefore: verdict, inOtherGroup: verdict },
  provenance: {
    proofIsEnough: toggle,
    confirmationBySecondPerson: toggle,
    confirmationMaxAgeDays: days,
    proofMaxAgeDays: days,
  },
  subject: { required: names, allowed: names, organizationOther: verdict, hostNotAllowed: verdict },
  ids: {
    none: verdict,
    unregistered: verdict,
    unconfirmed: verdict,
    separator: verdict,
    claimedByOther: verdict,
    lookAlike: verdict,
    inOtherPlace: verdict,
  },
  groups: { absent: verdict, unusual: verdict, ofOther: verdict, changed: verdict, pending: verdict },
  names: {
    kinds: choices(['dns', 'ip', 'uri', 'mail']),
    patterns: { kind: 'texts', nullable: true },
    notAllowed: verdict,
    wildcard: verdict,
  },
  validity: {
    maxDays: days,
    minHours: hours,
    notWished: verdict,
    beyond: verdict,
    maxPastHours: hours,
    maxAheadDays: number(0, 3650),
    pastOrAhead: verdict,
    backdateMinutes: number(0, 1440),
    overlapMinHours: hours,
    overlapMaxDays: number(0, 3650),
    overlap: verdict,
    gap: verdict,
  },
  usages: { beyondPurpose: verdict },
  encoding: { findings: { kind: 'verdicts' }, attributes: texts, extensions: texts },
  limits: {
    octets: number(500, 1_000_000),
    ids: number(0, 5000),
    names: number(0, 1000),
    subjectCharacters: number(1, 3500),
    textCharacters: number(1, 500),
    parts: number(1, 1000),
  },
  votes: { needed: number(1, 9), roles: choices(operatorRoles), expireHours: number(1, 8760) },
};

export interface PolicyRule {
  /** `validity.maxDays`; `purposes` alone. */
  readonly rule: string;
  readonly group: PolicyGroup;
  readonly name: string;
  readonly edit: RuleKind;
}

const groupNames: readonly PolicyGroup[] = [
  'keys',
  'provenance',
  'subject',
  'ids',
  'groups',
  'names',
  'validity',
  'usages',
  'encoding',
  'limits',
  'votes',
];

/** Every rule of a policy, in the order of its schema. */
export const policyRules: readonly PolicyRule[] = [
  { rule: 'purposes', group: 'purposes', name: 'purposes', edit: choices(keyPurposes) },
  ...Object.entries(rules).flatMap(([group, members]) =>
    Object.entries(members).map(([name, edit]): PolicyRule => ({
      rule: `${group}.${name}`,
      group: groupOf(group),
      name,
      edit,
    })),
  ),
];

function groupOf(text: string): PolicyGroup {
  return groupNames.find((group) => group === text) ?? 'purposes';
}

export type RuleValues = ReadonlyMap<string, Json>;

/** The values of a policy by rule. */
export function ruleValues(policy: CheckPolicy): RuleValues {
  const values = new Map<string, Json>();
  const groups = membersOf(plainJson(policy));
  for (const { rule, group, name } of policyRules) {
    const whole = groups[group] ?? null;
    values.set(rule, group === 'purposes' ? whole : (membersOf(whole)[name] ?? null));
  }
  return values;
}

/** A policy of values by rule, as plain data: whether it keeps to the form says its schema. */
export function policyOfValues(values: RuleValues): JsonObject {
  const groups: Record<string, Json> = { v: 1 };
  for (const { rule, group, name } of policyRules) {
    const value = values.get(rule) ?? null;
    groups[group] = group === 'purposes' ? value : { ...membersOf(groups[group] ?? null), [name]: value };
  }
  return groups;
}

function membersOf(value: Json): JsonObject {
  return isObject(value) ? value : {};
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
