import Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { commandText } from '../../../../shared/domain/command-text.ts';
import type { OperatorRole } from '../../../../shared/domain/roles.ts';
import { faultOf, value } from '../../core-for-tests.ts';
import { sha256Of } from '../../pki/digests.ts';
import { sha256 } from '../../store/sha256.ts';
import { peopleWorld, type PeopleWorld } from './operators-for-tests.ts';

let at: PeopleWorld;
beforeEach(async () => {
  at = await peopleWorld();
}, 60_000);
afterEach(async () => {
  await at[Symbol.asyncDispose]();
});

const begin = async () =>
  value(
    await at.world.client.operators.begin(
      { name: 'Ada', certificateId: at.certificates.ada, roles: ['approver', 'ca-operator', 'requester'] },
      at.world.person,
    ),
  );

const enrolBea: { kind: 'enrol'; name: string; roles: OperatorRole[] } = {
  kind: 'enrol',
  name: 'Bea',
  roles: ['approver'],
};

async function pair() {
  const begun = await begin();
  const { client, person } = at.world;
  const { proposal } = value(
    await client.operators.propose({ wish: { ...enrolBea, certificateId: at.certificates.bea } }),
  );
  const { proposalId, entry } = proposal;
  value(await client.operators.vote({ proposalId, entry: entry.entry, decision: 'approve' }, person));
  return { begun, genesis: begun.roster.genesis };
}

/** Changes the database as somebody would who has the file and no key. */
async function tamper(change: (db: InstanceType<typeof Database>) => void): Promise<void> {
  const path = join(at.world.workspacePath, 'pki.db');
  await at.world.stop();
  const db = new Database(path);
  change(db);
  db.close();
  await at.world.again();
}

describe('before there are operators', () => {
  test('the user of the machine may do everything, and entries are told under that name', async () => {
    const { roster, operators, me } = value(await at.world.client.operators.show({}));
    expect([roster.state, operators, me]).toEqual(['none', [], undefined]);
    const { rows } = value(await at.world.client.audit.list({ offset: 0, limit: 1 }));
    expect(rows[0]?.actor).toBe('ada');
  });
});

describe('the first operator', () => {
  test('is signed in, approves alone, and is the actor from then on', async () => {
    const { roster, operators, me } = await begin();
    expect(roster).toMatchObject({ state: 'good', seq: 1, singleOperator: true, votesNeeded: 1 });
    expect(operators.map(({ name }) => name)).toEqual(['Ada']);
    expect(me?.name).toBe('Ada');
    value(await at.world.client.settings.set({ changes: { idleMinutes: 7 } }));
    const { rows } = value(await at.world.client.audit.list({ offset: 0, limit: 1 }));
    expect(rows[0]?.actor).toBe('Ada');
  });

  test('is enrolled once only', async () => {
    await begin();
    const again = { name: 'Bea', certificateId: at.certificates.bea, roles: ['approver' as const] };
    expect(faultOf(await at.world.client.operators.begin(again))).toBe('ROSTER_EXISTS');
  });

  test('needs a certificate for identities', async () => {
    const { rows } = value(await at.world.client.certificates.list({ offset: 0, limit: 10 }));
    const root = rows.find(({ isCa }) => isCa)?.certificateId ?? '';
    const wish = { name: 'Ada', certificateId: root, roles: ['approver' as const] };
    expect(faultOf(await at.world.client.operators.begin(wish, at.world.person))).toBe('OPERATOR_CERTIFICATE');
    expect((await at.world.audit()).at(-1)).toBe('roster.change.refused OPERATOR_CERTIFICATE');
  });
});

describe('roles', () => {
  test('nobody signed in may read and change nothing', async () => {
    await begin();
    const stranger = at.world.attach();
    value(await stranger.requests.list({ offset: 0, limit: 1 }));
    expect(faultOf(await stranger.settings.set({ changes: { idleMinutes: 7 } }))).toBe('ROLE_REQUIRED');
    expect(faultOf(await stranger.authorities.retire({ authorityId: at.authorityId, confirm: 'People' }))).toBe(
      'ROLE_REQUIRED',
    );
  });

  test('an operator may do what the roles say and no more', async () => {
    await pair();
    const { client, person } = at.world;
    const bea = value(await client.operators.show({})).operators.find(({ name }) => name === 'Bea');
    const hers = at.world.attach();
    const { me } = value(await hers.operators.signIn({ operatorId: bea?.operatorId ?? '' }, typing(hers)));
    expect(me?.name).toBe('Bea');
    expect(faultOf(await hers.authorities.retire({ authorityId: at.authorityId, confirm: 'x' }))).toBe('ROLE_REQUIRED');
    expect(faultOf(await hers.requests.reject({ requestId: 'none', reason: 'other', note: '' }))).toBe(
      'REQUEST_NOT_FOUND',
    );
    expect(person.asked.length).toBeGreaterThan(0);
  });

  test('a session ends when its token is signed out', async () => {
    await begin();
    const { client } = at.world;
    value(await client.tokens.signOut({ tokenUri: at.tokens.ada }));
    expect(value(await client.operators.show({})).me).toBeUndefined();
    expect(faultOf(await client.settings.set({ changes: { idleMinutes: 7 } }))).toBe('ROLE_REQUIRED');
  });
});

/** A second connection answers its own prompts. */
function typing(client: PeopleWorld['world']['client']) {
  return { onItem: at.world.typist(client).onItem };
}

describe('a command that is signed', () => {
  test('runs once, with this input, and is told under the operator’s name', async () => {
    await begin();
    const line = at.world.attach();
    const { operators } = value(await line.operators.show({}));
    const operatorId = operators[0]?.operatorId ?? '';
    const input = { changes: { idleMinutes: 9 } };
    const sign = (of: object) =>
      line.operators.signCommand(
        { operatorId, call: 'settings.set', input: sha256(commandText(of, sha256Of)) },
        typing(line),
      );
    value(await sign({ changes: { idleMinutes: 8 } }));
    expect(faultOf(await line.settings.set(input))).toBe('ROLE_REQUIRED');
    value(await sign(input));
    value(await line.settings.set(input));
    const { rows } = value(await line.audit.list({ offset: 0, limit: 1 }));
    expect(rows[0]?.actor).toBe('Ada');
    expect(faultOf(await line.settings.set(input))).toBe('ROLE_REQUIRED');
  });
});

describe('votes', () => {
  test('the second operator ends single-operator mode; then one vote changes nothing', async () => {
    await pair();
    const { client, person } = at.world;
    expect(value(await client.operators.show({})).roster).toMatchObject({
      singleOperator: false,
      votesNeeded: 2,
      seq: 2,
    });
    const wish = { kind: 'rules', votesNeeded: 2, singleOperator: false } as const;
    const { proposal } = value(await client.operators.propose({ wish }));
    const ballot = { proposalId: proposal.proposalId, entry: proposal.entry.entry, decision: 'approve' } as const;
    expect(value(await client.operators.vote(ballot, person)).applied).toBe(false);
    expect(faultOf(await client.operators.vote(ballot, person))).toBe('VOTE_REFUSED');
  });

  test('a vote is over exactly what was shown', async () => {
    await pair();
    const { client, person } = at.world;
    const wish = { kind: 'rules', votesNeeded: 2, singleOperator: false } as const;
    const { proposal } = value(await client.operators.propose({ wish }));
    const ballot = { proposalId: proposal.proposalId, entry: 'a'.repeat(64), decision: 'approve' } as const;
    expect(faultOf(await client.operators.vote(ballot, person))).toBe('PROPOSAL_CHANGED');
  });

  test('a vote that was cast elsewhere counts by its signature', async () => {
    await pair();
    const { client, person } = at.world;
    const wish = { kind: 'roles', operatorId: '', roles: ['approver', 'auditor'] } as const;
    const bea = value(await client.operators.show({})).operators.find(({ name }) => name === 'Bea');
    const operatorId = bea?.operatorId ?? '';
    const { proposal } = value(
      await client.operators.propose({ wish: { ...wish, operatorId, roles: [...wish.roles] } }),
    );
    const { proposalId, entry } = proposal;
    const hers = at.world.attach();
    value(await hers.operators.signIn({ operatorId }, typing(hers)));
    value(await hers.operators.vote({ proposalId, entry: entry.entry, decision: 'approve' }, typing(hers)));
    const { content } = value(await client.operators.exportProposal({ proposalId }));
    // The file holds her vote; taking it a second time adds nothing.
    expect(faultOf(await client.operators.importVotes({ content }))).toBe('VOTE_REFUSED');
    const { applied, overview } = value(
      await client.operators.vote({ proposalId, entry: entry.entry, decision: 'approve' }, person),
    );
    expect(applied).toBe(true);
    expect(overview.operators.find(({ name }) => name === 'Bea')?.roles).toEqual(['approver', 'auditor']);
  });

  test('what was proposed on an older roster is stale', async () => {
    await begin();
    const { client, person } = at.world;
    const one = value(
      await client.operators.propose({
        wish: { ...enrolBea, roles: ['approver'], certificateId: at.certificates.bea },
      }),
    );
    const two = value(
      await client.operators.propose({
        wish: { ...enrolBea, roles: ['approver'], name: 'B', certificateId: at.certificates.bea },
      }),
    );
    const ballot = ({ proposal }: typeof one) => ({
      proposalId: proposal.proposalId,
      entry: proposal.entry.entry,
      decision: 'approve' as const,
    });
    value(await client.operators.vote(ballot(one), person));
    expect(faultOf(await client.operators.vote(ballot(two), person))).toBe('PROPOSAL_STALE');
  });
});

describe('a roster that was changed by other means locks the workspace', () => {
  const state = async () => value(await at.world.client.operators.show({})).roster;
  const mayChange = async () => faultOf(await at.world.client.settings.set({ changes: { idleMinutes: 7 } }));

  test('emptied', async () => {
    await pair();
    await tamper((db) => db.exec('delete from roster_entries'));
    expect(await state()).toMatchObject({ state: 'locked', trouble: { code: 'ROSTER_EMPTY' } });
    expect(await mayChange()).toBe('ROLE_REQUIRED');
  });

  test('emptied, and the note beside the database too: the audit chain knows', async () => {
    await pair();
    await tamper((db) => {
      db.exec('delete from roster_entries');
      rmSync(join(at.world.workspacePath, 'roster.json'));
    });
    expect(await state()).toMatchObject({ state: 'locked', trouble: { code: 'ROSTER_EMPTY' } });
  });

  test('rolled back to an earlier, well-signed state', async () => {
    await pair();
    await tamper((db) => db.exec('delete from roster_entries where seq = 2'));
    expect(await state()).toMatchObject({ state: 'locked', trouble: { code: 'ROSTER_ROLLED_BACK', seq: 2 } });
  });

  test('edited: a role that nobody voted for', async () => {
    await pair();
    await tamper((db) =>
      db.exec(`update roster_entries set text = replace(text, '"approver"', '"ca-operator"') where seq = 2`),
    );
    expect(await state()).toMatchObject({ state: 'locked', trouble: { seq: 2 } });
  });

  test('put in place of another: a roster of somebody else’s', async () => {
    const { genesis } = await pair();
    expect(genesis).toMatch(/^[0-9a-f]{64}$/);
    await tamper((db) => {
      const other = createHash('sha256').update('other').digest('hex');
      db.exec(
        `update roster_entries set votes = '[]' where seq = 1; update roster_entries set text = replace(text, '${genesis}', '${other}')`,
      );
    });
    expect(await state()).toMatchObject({ state: 'locked' });
  });

  test('and one that is whole opens again with everybody in it', async () => {
    await pair();
    await at.world.again();
    expect(await state()).toMatchObject({ state: 'good', seq: 2 });
  });
});

test('the exported roster and its entries tell what was voted', async () => {
  const { genesis } = await pair();
  const { client } = at.world;
  const { total, rows } = value(await client.operators.entries({ offset: 0, limit: 10 }));
  expect(total).toBe(2);
  expect(rows.map(({ seq, change, votes }) => [seq, change, votes.map(({ name }) => name)])).toEqual([
    [2, 'operators', ['Ada']],
    [1, 'genesis', ['Ada']],
  ]);
  const exported = value(await client.operators.exportRoster({}));
  expect(exported.genesis).toBe(genesis);
});

test('candidates tell who may be enrolled, who is already, and why not', async () => {
  const { client } = at.world;
  const shown = async () => {
    const { candidates } = value(await client.operators.candidates({}));
    return candidates.map(({ certificateId, keyHere, reason }) => [certificateId, keyHere, reason]);
  };
  expect(await shown()).toEqual([
    [at.certificates.bea, true, undefined],
    [at.certificates.ada, true, undefined],
  ]);
  await begin();
  expect(await shown()).toEqual([
    [at.certificates.bea, true, undefined],
    [at.certificates.ada, true, 'taken'],
  ]);
});
