import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CheckPolicy } from '../../../../../shared/contract/policy.ts';
import type { CheckInput } from '../../../../../shared/domain/checks/facts.ts';
import type { RuleVerdict } from '../../../../../shared/domain/checks/check-policy.ts';
import { changedVerdicts, rankOf } from '../../../../../shared/domain/checks/check-result.ts';
import { defaultCheckPolicy } from '../../../../../shared/domain/default-policy.ts';
import { narrowPolicy } from '../../../../../shared/domain/checks/narrow-policy.ts';
import { runChecks } from '../../../../../shared/domain/checks/run-checks.ts';
import { matchesNamePattern, parseNamePattern } from '../../../../../shared/domain/name-pattern.ts';
import type { SubjectAltName } from '../../../../../shared/domain/san.ts';
import { honestInput, readRequest, withTbs } from './context.ts';
import { craftCsr } from './craft.ts';
import { honestKits } from './honest-kits.ts';
import { honestWishes } from './honest-wishes.ts';
import { hostileIds } from './hostile-ids.ts';
import { hostileKeys } from './hostile-keys.ts';
import { hostileTexts } from './hostile-texts.ts';
import { hostileTimes } from './hostile-times.ts';
import { hostileWishes } from './hostile-wishes.ts';
import { anyPolicy } from './policies-for-tests.ts';

/** Requests of every sort, each with what is around it, and the certificate where it is an honest one. */
const inputs: readonly CheckInput[] = [
  ...[...hostileIds, ...hostileTexts, ...hostileTimes, ...hostileWishes],
  ...hostileKeys.filter(({ refusedBy }) => refusedBy === 'KEY_REUSED'),
  ...honestKits.filter(({ story }) => !story.includes('rsa')),
  ...honestWishes,
].flatMap((one): readonly CheckInput[] => {
  const der = one.der();
  const read = readRequest(der);
  if (read === undefined) return [];
  const bytes = { der, view: read.view };
  const input = honestInput(read.facts);
  const around = one.around?.(input, bytes) ?? input;
  return 'story' in one && around.purpose !== null ? [withTbs(around, bytes)] : [around];
});
const anyInput = fc.constantFrom(...inputs);

function worstByCheck(input: CheckInput): ReadonlyMap<string, number> {
  const worst = new Map<string, number>();
  for (const { code, verdict } of runChecks(input)) worst.set(code, Math.max(worst.get(code) ?? 0, rankOf(verdict)));
  return worst;
}

const text = (policy: CheckPolicyValue): string => JSON.stringify(sorted(policy));
type CheckPolicyValue = CheckInput['policy'];

/** Members and lists in one order, so that equal policies have equal texts. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted).toSorted();
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
}

test('what fails or warns under one of two policies does no better under both', () => {
  fc.assert(
    fc.property(anyInput, anyPolicy, anyPolicy, (input, a, b) => {
      const both = worstByCheck({ ...input, policy: narrowPolicy(a, b) });
      for (const policy of [a, b]) {
        for (const [code, rank] of worstByCheck({ ...input, policy }))
          expect([code, both.get(code)]).toEqual([code, Math.max(both.get(code) ?? 0, rank)]);
      }
    }),
    { numRuns: 300 },
  );
});

test('the order of the two policies does not matter', () => {
  fc.assert(
    fc.property(anyPolicy, anyPolicy, (a, b) => {
      expect(text(narrowPolicy(a, b))).toBe(text(narrowPolicy(b, a)));
    }),
    { numRuns: 200 },
  );
});

test('a policy narrowed by itself stays as it is', () => {
  fc.assert(
    fc.property(anyPolicy, (policy) => {
      expect(text(narrowPolicy(policy, policy))).toBe(text(policy));
    }),
    { numRuns: 200 },
  );
});

test('narrowing once more changes nothing', () => {
  fc.assert(
    fc.property(anyPolicy, anyPolicy, (a, b) => {
      const both = narrowPolicy(a, b);
      expect(text(narrowPolicy(both, b))).toBe(text(both));
    }),
    { numRuns: 200 },
  );
});

test('a narrowed policy is a policy', () => {
  fc.assert(
    fc.property(anyPolicy, anyPolicy, (a, b) => {
      expect(CheckPolicy.safeParse(narrowPolicy(a, b)).success).toBe(true);
    }),
    { numRuns: 100 },
  );
});

const hosts = [
  'cpo.example.org',
  'a.cpo.example.org',
  'a.b.cpo.example.org',
  'example.org',
  'b.example.org',
  '*.cpo.example.org',
];
const names: readonly SubjectAltName[] = [
  ...hosts.map((value) => ({ kind: 'dns', value }) as const),
  ...['192.0.2.10', '192.0.2.200', '192.0.3.1'].map((value) => ({ kind: 'ip', value }) as const),
  ...['https://cpo.example.org/', 'https://cpo.example.org/ocpi/x', 'https://cpo.example.org/other'].map(
    (value) => ({ kind: 'uri', value }) as const,
  ),
  ...['ops@cpo.example.org', 'noc@cpo.example.org', 'ops@example.org'].map(
    (value) => ({ kind: 'mail', value }) as const,
  ),
];
const allows = (patterns: readonly string[], name: SubjectAltName): boolean =>
  patterns.some((pattern) => {
    const parsed = parseNamePattern(pattern);
    return parsed.ok && matchesNamePattern(parsed.value, name);
  });

test('of two lists of name patterns exactly what both allow is left', () => {
  fc.assert(
    fc.property(anyPolicy, anyPolicy, fc.constantFrom(...names), (a, b, name) => {
      const lists = [a.names.patterns, b.names.patterns].filter((list) => list !== null);
      const left = narrowPolicy(a, b).names.patterns;
      expect(left === null || allows(left, name)).toBe(lists.every((list) => allows(list, name)));
    }),
    { numRuns: 1000 },
  );
});

const groups = new Map<string, unknown>(Object.entries(defaultCheckPolicy));
const membersOf = (group: string): Readonly<Record<string, unknown>> => {
  const members = groups.get(group);
  return typeof members === 'object' && members !== null ? { ...members } : {};
};
const rules = [...groups.keys()].flatMap((group) =>
  Object.entries(membersOf(group)).flatMap(([rule, value]) =>
    value === 'pass' || value === 'warn' || value === 'fail' ? [[group, rule] as const] : [],
  ),
);

/** The usual policy with one rule as given. */
function withRule(group: string, rule: string, verdict: RuleVerdict): CheckPolicyValue {
  return CheckPolicy.parse({ ...defaultCheckPolicy, [group]: { ...membersOf(group), [rule]: verdict } });
}

test.each(rules)('the rule %s.%s decides something', (group, rule) => {
  const [mild, strict] = [withRule(group, rule, 'pass'), withRule(group, rule, 'fail')];
  const isDecided = inputs.some(
    (input) =>
      changedVerdicts(runChecks({ ...input, policy: mild }), runChecks({ ...input, policy: strict })).length > 0,
  );
  expect(isDecided).toBe(true);
});

test('there are many rules with a verdict', () => {
  expect(rules.length).toBeGreaterThan(20);
});

test('the usual policy lets an honest request pass without a remark', () => {
  const der = craftCsr();
  const read = readRequest(der);
  if (read === undefined) throw new Error('unreadable');
  const results = runChecks(withTbs(honestInput(read.facts), { der, view: read.view }));
  expect(results.filter(({ verdict }) => verdict === 'warn' || verdict === 'fail')).toEqual([]);
});
