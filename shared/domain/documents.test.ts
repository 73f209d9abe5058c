import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CheckPolicy as Policy, RuleVerdict } from './checks/check-policy.ts';
import { narrowPolicy } from './checks/narrow-policy.ts';
import { defaultCheckPolicy } from './default-policy.ts';
import {
  effectivePolicy,
  partnerIdChanges,
  partnerIdsText,
  policyDocument,
  policyText,
  type RegisteredIdOf,
  ruleChanges,
  scopeOfDocument,
} from './documents.ts';

const verdict = fc.constantFrom<RuleVerdict>('pass', 'warn', 'fail');
/** Policies that differ in some verdicts, limits and lists. */
const policies = fc
  .record({
    unregistered: verdict,
    separator: verdict,
    maxDays: fc.integer({ min: 1, max: 3650 }),
    needed: fc.integer({ min: 1, max: 9 }),
    purposes: fc.subarray(['tls-client', 'tls-server', 'identity'] as const),
    patterns: fc.constantFrom(null, ['dns:a.example.org'], ['dns:a.example.org', 'dns:b.example.org']),
  })
  .map(({ unregistered, separator, maxDays, needed, purposes, patterns }): Policy => ({
    ...defaultCheckPolicy,
    purposes,
    ids: { ...defaultCheckPolicy.ids, unregistered, separator },
    names: { ...defaultCheckPolicy.names, patterns },
    validity: { ...defaultCheckPolicy.validity, maxDays },
    votes: { ...defaultCheckPolicy.votes, needed },
  }));
const settled = (policy: Policy): string => JSON.stringify(ruleChanges(defaultCheckPolicy, policy));

describe('the policy of a request', () => {
  test('is the workspace’s, or the usual one, where nobody narrows it', () => {
    expect(effectivePolicy(null, [null, null])).toEqual(defaultCheckPolicy);
    fc.assert(
      fc.property(policies, (workspace) => effectivePolicy(workspace, [null]) === workspace),
      { numRuns: 20 },
    );
  });

  test('is the same whatever the order of authority and partner', () => {
    fc.assert(
      fc.property(policies, policies, policies, (workspace, authority, partner) => {
        const one = effectivePolicy(workspace, [authority, partner]);
        expect(settled(effectivePolicy(workspace, [partner, authority]))).toBe(settled(one));
      }),
      { numRuns: 50 },
    );
  });

  test('is never wider than any of its parts', () => {
    fc.assert(
      fc.property(policies, policies, (workspace, own) => {
        const whole = effectivePolicy(workspace, [own]);
        expect(settled(narrowPolicy(whole, own))).toBe(settled(whole));
        expect(settled(narrowPolicy(whole, workspace))).toBe(settled(whole));
        expect(whole.votes.needed).toBeGreaterThanOrEqual(Math.max(workspace.votes.needed, own.votes.needed));
      }),
      { numRuns: 50 },
    );
  });
});

describe('what changes between two policies', () => {
  test('is nothing exactly when they say the same', () => {
    fc.assert(
      fc.property(policies, policies, (a, b) => {
        expect(ruleChanges(a, a)).toEqual([]);
        const same = a.validity.maxDays === b.validity.maxDays;
        expect(ruleChanges(a, b).some(({ rule }) => rule === 'validity.maxDays')).toBe(!same);
      }),
      { numRuns: 50 },
    );
  });

  test('names the rule with both values', () => {
    const tighter = { ...defaultCheckPolicy, validity: { ...defaultCheckPolicy.validity, maxDays: 7 } };
    expect(ruleChanges(defaultCheckPolicy, tighter)).toEqual([{ rule: 'validity.maxDays', before: '30', after: '7' }]);
  });

  test('is nothing when a list is only written in another order', () => {
    const other = { ...defaultCheckPolicy, purposes: defaultCheckPolicy.purposes.toReversed() };
    expect(ruleChanges(defaultCheckPolicy, other)).toEqual([]);
  });
});

test('each scope has one document', () => {
  const scopes = [
    { kind: 'workspace' },
    { kind: 'authority', authorityId: 'a-1' },
    { kind: 'partner', partnerId: 'a-1' },
  ] as const;
  for (const scope of scopes) expect(scopeOfDocument(policyDocument(scope))).toEqual(scope);
  expect(scopeOfDocument('partner-ids')).toBeUndefined();
  expect(scopeOfDocument('policy/partner/')).toBeUndefined();
});

test('having no policy of its own is a text too', () => {
  expect(policyText(null)).toBe('null');
});

describe('the ids of partners', () => {
  const ids = fc.array(
    fc.record({
      partnerId: fc.constantFrom('a', 'b'),
      kind: fc.constantFrom('party' as const, 'sub-cpo' as const),
      id: fc.constantFrom('DEGEF', 'DEXYZ', 'DE*ABC'),
    }),
    { maxLength: 6 },
  );

  test('have one text, in whatever order they are registered', () => {
    fc.assert(
      fc.property(ids, (list) => partnerIdsText(list) === partnerIdsText(list.toReversed())),
      { numRuns: 50 },
    );
  });

  test('differ from the anchored ones exactly by what is told', () => {
    fc.assert(
      fc.property(ids, ids, (anchored, registered) => {
        const { added, removed } = partnerIdChanges(anchored, registered);
        const key = (one: RegisteredIdOf): string => JSON.stringify([one.partnerId, one.kind, one.id]);
        const after = new Set(anchored.map(key));
        removed.forEach((one) => after.delete(key(one)));
        added.forEach((one) => after.add(key(one)));
        expect(after).toEqual(new Set(registered.map(key)));
      }),
      { numRuns: 50 },
    );
  });
});
