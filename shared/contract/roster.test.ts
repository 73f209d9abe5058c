import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RosterBody as BodySchema } from './roster.ts';
import {
  applyChange,
  approversOf,
  NO_ENTRY_BEFORE,
  type RosterBody,
  type RosterChange,
  type RosterOperator,
  type RosterState,
  rosterText,
  votesOf,
} from '../domain/roster.ts';
import type { OperatorRole } from '../domain/roles.ts';
import { foldRoster, type RosterEntry, type RosterPorts, type RosterVote } from '../domain/roster-fold.ts';

const WORKSPACE = '0f3b6c1e-6d0a-4c57-9b53-0d6a7a1f2b3c';
const AT = '2026-11-22T12:00:00.000Z';

/** Not SHA-256, but as long, and different for different texts of these tests. */
function sha256(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0').repeat(8);
}

/** A vote here is JSON with its signer's certificate: the real ones are tested where there are keys. */
const ports: RosterPorts = {
  sha256,
  readBody: (text) => {
    try {
      return BodySchema.safeParse(JSON.parse(text)).data;
    } catch {
      return undefined;
    }
  },
  verifyVote: (jws, certificate) => {
    const { by, ...vote } = JSON.parse(jws) as RosterVote & { readonly by: string };
    return by === certificate ? vote : undefined;
  },
};

function operator(name: string, ...roles: readonly OperatorRole[]): RosterOperator {
  return { operatorId: name, name, roles: roles.length === 0 ? ['approver'] : roles, certificate: `cert-${name}` };
}

const nobody = { enrol: [], roles: [], certificates: [], remove: [] } as const;
const enrol = (...operators: readonly RosterOperator[]): RosterChange => ({
  kind: 'operators',
  ...nobody,
  enrol: operators,
});

type Step = readonly [RosterChange, ...string[]];

/** A roster with its entries, each signed by whom it is told. */
function chain(...steps: readonly Step[]): RosterEntry[] {
  const entries: RosterEntry[] = [];
  let prev = NO_ENTRY_BEFORE;
  for (const [at, [change, ...voters]] of steps.entries()) {
    const body: RosterBody = { v: 1, workspace: WORKSPACE, seq: at + 1, prev, at: AT, change };
    const text = rosterText(body);
    prev = sha256(text);
    entries.push({ text, votes: voters.map((name) => vote(name, at + 1, prev)) });
  }
  return entries;
}

function vote(name: string, seq: number, entry: string, decision: RosterVote['decision'] = 'approve'): string {
  return JSON.stringify({ by: `cert-${name}`, workspace: WORKSPACE, seq, entry, decision });
}

const genesis: RosterChange = { kind: 'genesis', operator: operator('ada', 'approver', 'ca-operator'), anchors: [] };
const fold = (entries: readonly RosterEntry[]) => foldRoster(entries, WORKSPACE, ports);
const rosterOf = (...steps: readonly Step[]): RosterState => {
  const folded = fold(chain(...steps));
  if (!folded.ok) throw new Error(folded.error.code);
  return folded.value;
};
const pair = [
  [genesis, 'ada'],
  [enrol(operator('bea')), 'ada'],
] as const;

describe('beginning', () => {
  test('the first operator approves alone', () => {
    const state = rosterOf([genesis, 'ada']);
    expect(state).toMatchObject({ seq: 1, singleOperator: true });
    expect(votesOf(state)).toBe(1);
    expect(state.genesis).toBe(state.head);
  });

  test('a first entry that its own operator did not sign is none', () => {
    expect(fold(chain([genesis, 'eve']))).toMatchObject({ error: { code: 'ROSTER_VOTES' } });
  });

  test('nothing is no roster', () => {
    expect(fold([])).toMatchObject({ error: { code: 'ROSTER_EMPTY' } });
  });

  test('a first operator who may not approve would lock the workspace', () => {
    const first: RosterChange = { kind: 'genesis', operator: operator('ada', 'auditor'), anchors: [] };
    expect(fold(chain([first, 'ada']))).toMatchObject({ error: { data: { rule: 'too-few-approvers' } } });
  });

  test('a second beginning is refused', () => {
    expect(fold(chain([genesis, 'ada'], [genesis, 'ada']))).toMatchObject({
      error: { data: { rule: 'genesis-first' } },
    });
  });
});

describe('single-operator mode', () => {
  test('ends with the second operator, and two votes are needed from then on', () => {
    const state = rosterOf(...pair);
    expect(state.singleOperator).toBe(false);
    expect(votesOf(state)).toBe(2);
  });

  test('does not come back by removing the second operator: there would be too few to vote', () => {
    const remove: RosterChange = { kind: 'operators', ...nobody, remove: ['bea'] };
    expect(fold(chain(...pair, [remove, 'ada', 'bea']))).toMatchObject({
      error: { data: { rule: 'too-few-approvers' } },
    });
  });

  test('is refused while there are two', () => {
    const rules: RosterChange = { kind: 'rules', votesNeeded: 1, singleOperator: true };
    expect(fold(chain(...pair, [rules, 'ada', 'bea']))).toMatchObject({
      error: { data: { rule: 'single-with-many' } },
    });
  });

  test('one vote is never enough for two', () => {
    const rules: RosterChange = { kind: 'rules', votesNeeded: 1, singleOperator: false };
    expect(fold(chain(...pair, [rules, 'ada', 'bea']))).toMatchObject({
      error: { data: { rule: 'votes-out-of-range' } },
    });
  });

  test('the second operator has to be an approver', () => {
    expect(fold(chain([genesis, 'ada'], [enrol(operator('bea', 'auditor')), 'ada']))).toMatchObject({
      error: { data: { rule: 'too-few-approvers' } },
    });
  });
});

describe('votes', () => {
  const third = enrol(operator('cyd', 'viewer'));

  test('a change needs as many distinct approvers as the roster before it says', () => {
    expect(fold(chain(...pair, [third, 'ada']))).toMatchObject({ error: { data: { have: 1, needed: 2 } } });
    expect(fold(chain(...pair, [third, 'ada', 'ada']))).toMatchObject({ error: { data: { have: 1, needed: 2 } } });
    expect(fold(chain(...pair, [third, 'ada', 'bea'])).ok).toBe(true);
  });

  test('whom an entry enrols has no vote on it', () => {
    expect(fold(chain(...pair, [enrol(operator('cyd')), 'ada', 'cyd']))).toMatchObject({
      error: { data: { have: 1 } },
    });
  });

  test('who is no approver has no vote', () => {
    const more = chain(...pair, [third, 'ada', 'bea'], [enrol(operator('dan')), 'ada', 'cyd']);
    expect(fold(more)).toMatchObject({ error: { data: { seq: 4, have: 1 } } });
  });

  test('a rejection, a vote on another entry and one of another workspace count for nothing', () => {
    const entries = chain(...pair, [third, 'ada', 'bea']);
    const last = entries[2];
    if (last === undefined) throw new Error('three entries');
    const hash = sha256(last.text);
    for (const wrong of [
      vote('bea', 3, hash, 'reject'),
      vote('bea', 2, hash),
      vote('bea', 3, sha256('x')),
      vote('bea', 3, hash).replace(WORKSPACE, WORKSPACE.replace('0', '1')),
    ])
      expect(fold([...entries.slice(0, 2), { ...last, votes: [vote('ada', 3, hash), wrong] }])).toMatchObject({
        error: { code: 'ROSTER_VOTES', data: { have: 1 } },
      });
  });

  test('recovery keys vote when operators are lost, and only as many as were set', () => {
    const recovery: RosterChange = { kind: 'recovery', certificates: ['cert-r1', 'cert-r2', 'cert-r3'], needed: 2 };
    const change = enrol(operator('cyd'));
    expect(fold(chain(...pair, [recovery, 'ada', 'bea'], [change, 'r1', 'r3'])).ok).toBe(true);
    expect(fold(chain(...pair, [recovery, 'ada', 'bea'], [change, 'r1']))).toMatchObject({
      error: { code: 'ROSTER_VOTES' },
    });
  });
});

describe('names and keys', () => {
  test.each([
    ['a name in another case', enrol({ ...operator('cyd'), name: 'ADA' }), 'name-taken'],
    ['the certificate of somebody else', enrol({ ...operator('cyd'), certificate: 'cert-ada' }), 'certificate-taken'],
    ['an id that is there', enrol({ ...operator('cyd'), operatorId: 'ada' }), 'operator-known'],
    ['somebody unknown', { kind: 'operators', ...nobody, remove: ['zoe'] } satisfies RosterChange, 'operator-unknown'],
    ['nothing', { kind: 'operators', ...nobody } satisfies RosterChange, 'nothing-changes'],
    [
      'more votes than people',
      { kind: 'rules', votesNeeded: 3, singleOperator: false } satisfies RosterChange,
      'too-few-approvers',
    ],
    [
      'a recovery key that is an operator’s',
      { kind: 'recovery', certificates: ['cert-ada'], needed: 1 } satisfies RosterChange,
      'certificate-taken',
    ],
    [
      'more recovery votes than keys',
      { kind: 'recovery', certificates: ['cert-r1'], needed: 2 } satisfies RosterChange,
      'recovery-out-of-range',
    ],
  ] as const)('%s is refused', (_name, change, rule) => {
    expect(applyChange(rosterOf(...pair), change)).toEqual({
      ok: false,
      error: { code: 'ROSTER_RULE', data: { reason: rule } },
    });
  });
});

describe('one changed byte', () => {
  const entries = chain(...pair, [enrol(operator('cyd', 'viewer')), 'ada', 'bea']);

  test('in any entry is found', () => {
    fc.assert(
      fc.property(
        fc.nat(entries.length - 1),
        fc.nat(),
        fc.constantFrom('a', '0', '"', '}', ' '),
        (which, at, character) => {
          const entry = entries[which];
          if (entry === undefined) return;
          const place = at % entry.text.length;
          fc.pre(entry.text.charAt(place) !== character);
          const text = entry.text.slice(0, place) + character + entry.text.slice(place + 1);
          expect(fold(entries.map((one, index) => (index === which ? { ...one, text } : one))).ok).toBe(false);
        },
      ),
    );
  });

  test('an entry left out or moved is found', () => {
    const [first, second, third] = entries;
    if (first === undefined || second === undefined || third === undefined) throw new Error('three entries');
    expect(fold([first, third])).toMatchObject({ error: { code: 'ROSTER_CHAIN' } });
    expect(fold([second, third])).toMatchObject({ error: { code: 'ROSTER_CHAIN' } });
    expect(foldRoster(entries, WORKSPACE.replace('0', '1'), ports)).toMatchObject({ error: { code: 'ROSTER_CHAIN' } });
  });
});

test('whatever is voted through, there are enough approvers to change it again', () => {
  const names = fc.constantFrom('ada', 'bea', 'cyd', 'dan');
  const roles = fc.subarray<OperatorRole>(['approver', 'auditor', 'viewer'], { minLength: 1 });
  const changes = fc.oneof(
    fc.tuple(names, roles).map(([name, some]) => enrol(operator(name, ...some))),
    names.map((name): RosterChange => ({ kind: 'operators', ...nobody, remove: [name] })),
    fc.tuple(names, roles).map(([operatorId, some]): RosterChange => ({
      kind: 'operators',
      ...nobody,
      roles: [{ operatorId, roles: some }],
    })),
    fc.tuple(fc.integer({ min: 1, max: 4 }), fc.boolean()).map(([votesNeeded, singleOperator]): RosterChange => ({
      kind: 'rules',
      votesNeeded,
      singleOperator,
    })),
  );
  fc.assert(
    fc.property(fc.array(changes, { maxLength: 12 }), (list) => {
      let state = rosterOf([genesis, 'ada']);
      for (const change of list) {
        const next = applyChange(state, change);
        if (next.ok) state = next.value;
        expect(approversOf(state).length).toBeGreaterThanOrEqual(votesOf(state));
        if (state.operators.length > 1) expect(votesOf(state)).toBeGreaterThan(1);
      }
    }),
  );
});
