import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CastVote, countRequestVotes, hasEntered, judgeRequestVote, votesNeededFor } from './request-votes.ts';
import type { OperatorRole } from './roles.ts';

const now = new Date('2026-03-01T12:00:00Z');
const seconds = now.getTime() / 1000;
const question = {
  workspace: 'here',
  request: 'r',
  tbs: 't',
  policy: 'p',
  results: [],
  enteredBy: 'Eve',
  roles: ['approver'] as const,
  single: false,
  now,
};

function cast(
  name: string,
  more: Partial<NonNullable<CastVote['vote']>> = {},
  roles: OperatorRole[] = ['approver'],
): CastVote {
  const vote = {
    workspace: 'here',
    iat: seconds - 60,
    exp: seconds + 60,
    request: 'r',
    tbs: 't',
    policy: 'p',
    checks: 'c',
    decision: 'approve' as const,
    single: false,
    ...more,
  };
  return { vote, operator: { operatorId: name, name, roles }, revoked: false, results: [] };
}

describe('one vote', () => {
  test.each([
    ['counts', cast('Ada')],
    ['signature', { ...cast('Ada'), vote: undefined }],
    ['signature', { ...cast('Ada'), operator: undefined }],
    ['other-workspace', cast('Ada', { workspace: 'there' })],
    ['revoked', { ...cast('Ada'), revoked: true }],
    ['role', cast('Ada', {}, ['auditor'])],
    ['entered-it', cast('eve')],
    ['single', cast('Ada', { single: true })],
    ['not-yet', cast('Ada', { iat: seconds + 3600 })],
    ['expired', cast('Ada', { exp: seconds })],
    ['request-changed', cast('Ada', { request: 'x' })],
    ['bytes-changed', cast('Ada', { tbs: 'x' })],
    ['policy-changed', cast('Ada', { policy: 'x' })],
    ['got-worse', { ...cast('Ada'), results: undefined }],
  ] as const)('%s', (standing, vote) => {
    expect(judgeRequestVote(vote, question)).toBe(standing);
  });

  test('a vote against needs no results to count: it asks for nothing', () => {
    expect(judgeRequestVote({ ...cast('Ada', { decision: 'reject' }), results: undefined }, question)).toBe('counts');
  });

  test('the only operator may vote on what they entered', () => {
    expect(judgeRequestVote(cast('Eve', { single: true }), { ...question, single: true })).toBe('counts');
    expect(hasEntered(' EVE', 'eve')).toBe(true);
  });
});

const anyVote = fc
  .record({
    name: fc.constantFrom('Ada', 'Bea', 'Cyd', 'Eve'),
    decision: fc.constantFrom('approve' as const, 'reject' as const),
    tbs: fc.constantFrom('t', 'x'),
    late: fc.boolean(),
    revoked: fc.boolean(),
    forged: fc.boolean(),
    role: fc.constantFrom<OperatorRole>('approver', 'requester'),
  })
  .map(({ name, decision, tbs, late, revoked, forged, role }): CastVote => {
    const vote = cast(name, { decision, tbs, exp: late ? seconds : seconds + 60 }, [role]);
    return { ...vote, revoked, vote: forged ? undefined : vote.vote };
  });

test('nothing is approved but by as many distinct operators as are needed, whose last word it is', () => {
  fc.assert(
    fc.property(fc.array(anyVote, { maxLength: 12 }), fc.integer({ min: 1, max: 4 }), (votes, needed) => {
      const { standings, state, approvals } = countRequestVotes(votes, question, needed);
      const counting = votes.filter((_, i) => standings[i] === 'counts');
      const names = counting.map(({ operator }) => operator?.name);
      expect(new Set(names).size).toBe(names.length);
      expect(names).not.toContain('Eve');
      const yes = counting.filter(({ vote }) => vote?.decision === 'approve').length;
      expect(approvals).toBe(yes);
      expect(state === 'approved').toBe(yes >= needed && yes === counting.length);
    }),
  );
});

test('a further vote of somebody else never takes an approval away unless it is against', () => {
  fc.assert(
    fc.property(fc.array(anyVote, { maxLength: 8 }), (votes) => {
      const before = countRequestVotes(votes, question, 2);
      const after = countRequestVotes([...votes, cast('Dan')], question, 2);
      expect(after.approvals).toBe(before.approvals + 1);
      expect(after.rejections).toBe(before.rejections);
    }),
  );
});

test('the only operator decides alone whatever the policy says; otherwise the stricter of roster and policy counts', () => {
  expect(votesNeededFor({ singleOperator: true, votesNeeded: 1 }, 3)).toBe(1);
  expect(votesNeededFor({ singleOperator: false, votesNeeded: 2 }, 3)).toBe(3);
  expect(votesNeededFor({ singleOperator: false, votesNeeded: 4 }, 2)).toBe(4);
});
