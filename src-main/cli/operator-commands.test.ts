import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { realHosts, value } from '../core/core-for-tests.ts';
import { peopleWorld, type PeopleWorld } from '../core/features/operators/operators-for-tests.ts';
import type { CoreOwner } from '../core/owner.ts';
import { softHsmPath } from '../token-host/testing/test-tokens.ts';
import type { CliEnd } from './cli-for-tests.ts';
import { exitCode } from './exit-codes.ts';
import { runCli } from './run-cli.ts';

if (softHsmPath === undefined) test.skip('not run: SoftHSM is not installed');

const told = ({ code, err }: CliEnd): [number, string | undefined] => [code, /\[([A-Z_]+)\]/.exec(err)?.[1]];

interface Changed {
  readonly applied: boolean;
  readonly roster: { readonly seq: number; readonly genesis: string; readonly votesNeeded: number };
  readonly proposal: { readonly proposalId: string } | null;
}

/** In the order in which they came: each test stands on those before it, as a script does. */
describe.runIf(softHsmPath !== undefined)('operators by command line', () => {
  let at: PeopleWorld;
  const pin = ['--pin-file', 'pin'];
  /** Of a command that becomes a core itself, as `roster verify` does without a workspace. */
  const owner = (): CoreOwner => ({
    spawnHost: realHosts(at.module.env),
    openPinWindow: undefined,
    takeGrant: () => undefined,
    decodeWorker: join(import.meta.dirname, '..', 'core', 'workers', 'decode-worker.ts'),
    runtime: { version: '0.0.0', testRuntime: true },
  });

  async function cli(...argv: readonly string[]): Promise<CliEnd> {
    let [out, err] = ['', ''];
    const io = { out: (text: string) => void (out += text), err: (text: string) => void (err += text) };
    const place = argv[0] === 'nowhere' ? [] : ['--workspace', at.world.workspacePath];
    const words = argv.filter((word) => word !== 'nowhere');
    const env = { XDG_CONFIG_HOME: join(at.world.folder, 'none'), APPDATA: join(at.world.folder, 'none') };
    const code = await runCli(
      [...words, ...place],
      { ...io, askHidden: undefined, cwd: at.world.folder, env },
      owner(),
    );
    return { code, out, err };
  }
  /** A command that has to succeed; the shape is the test's claim. */
  async function json<T>(...argv: readonly string[]): Promise<T> {
    const { code, out, err } = await cli(...argv, '--json');
    if (code !== 0) throw new Error(`${argv.join(' ')} ended with ${code}: ${err}`);
    return JSON.parse(out) as T; // what a test reads of it is checked by what the test expects
  }

  beforeAll(async () => {
    at = await peopleWorld();
    writeFileSync(join(at.world.folder, 'pin'), at.module.pin, { mode: 0o600 });
  }, 60_000);
  afterAll(async () => {
    await at[Symbol.asyncDispose]();
  });
  const signOut = async () => value(await at.world.client.tokens.signOutAll({}));
  const lastEntry = async () => {
    const { rows } = value(await at.world.client.audit.list({ offset: 0, limit: 20 }));
    return rows.find(({ event }) => !event.startsWith('token.'));
  };
  const rosterFile = (): string => readFileSync(join(at.world.folder, 'roster.json'), 'utf8');

  test('without operators nothing is signed', async () => {
    expect((await cli('operator', 'list')).out).toContain('none');
    expect(told(await cli('roster', 'rules', '--votes', '2'))).toEqual([exitCode.refused, 'ROSTER_ABSENT']);
  });

  test('the first operator is enrolled only when that is said', async () => {
    const enrol = ['operator', 'enrol', '--name', 'Ada', '--certificate', at.certificates.ada, ...pin];
    const roles = ['--role', 'approver', '--role', 'ca-operator', '--role', 'requester'];
    expect(told(await cli(...enrol, ...roles))).toEqual([exitCode.usage, 'USAGE']);
    expect(told(await cli(...enrol, '--role', 'boss'))).toEqual([exitCode.usage, 'USAGE']);
    const { applied, roster } = await json<Changed>(...enrol, ...roles, '--first');
    expect([applied, roster.seq]).toEqual([true, 1]);
  });

  test('any command that changes something takes the PIN of the identity key and is told under its name', async () => {
    await signOut();
    expect(told(await cli('key-group', 'create', '--id', 'x', '--purpose', 'tls-client', '--owner', 'DEGEF'))).toEqual([
      exitCode.usage,
      'USAGE',
    ]);
    await json('key-group', 'create', '--id', 'x', '--purpose', 'tls-client', '--owner', 'DEGEF', ...pin);
    expect((await lastEntry())?.actor).toBe('Ada');
  });

  test('no refusal is left in the audit by a command that is signed in time', async () => {
    const events = await at.world.audit();
    expect(events.filter((event) => event.includes('ROLE_REQUIRED'))).toEqual([]);
  });

  test('a wrong PIN ends the command before anything is changed', async () => {
    await signOut();
    writeFileSync(join(at.world.folder, 'wrong'), '99999999', { mode: 0o600 });
    const make = ['key-group', 'create', '--id', 'y', '--purpose', 'tls-client', '--owner', 'DEGEF'];
    expect(told(await cli(...make, '--pin-file', 'wrong'))).toEqual([exitCode.pinWrong, 'PIN_INCORRECT']);
    expect((await cli('key-group', 'show', '--group', 'y')).code).toBe(exitCode.notFound);
  });

  test('the second operator is proposed and voted for in one go', async () => {
    const enrol = ['operator', 'enrol', '--name', 'Bea', '--certificate', at.certificates.bea, '--role', 'approver'];
    const { applied, roster } = await json<Changed>(...enrol, ...pin);
    expect([applied, roster.seq, roster.votesNeeded]).toEqual([true, 2, 2]);
    expect((await cli('operator', 'list')).out).toMatch(/Bea +approver/);
  });

  test('with several operators the command has to say who gives it', async () => {
    const make = ['key-group', 'create', '--id', 'z', '--purpose', 'tls-client', '--owner', 'DEGEF', ...pin];
    expect(told(await cli(...make))).toEqual([exitCode.usage, 'USAGE']);
    expect(told(await cli(...make, '--operator', 'Cleo'))).toEqual([exitCode.notFound, 'OPERATOR_NOT_FOUND']);
    await json(...make, '--operator', 'ada');
  });

  test('what the roles do not allow is refused without a signature, and says which would', async () => {
    const end = await cli('authority', 'retire', '--authority', 'People', '--confirm', 'People', '--operator', 'Bea');
    expect(told(end)).toEqual([exitCode.refused, 'ROLE_REQUIRED']);
    expect(end.err).toContain('ca-operator');
  });

  test('a change waits for the second vote, which comes by roster vote', async () => {
    const ada = ['--operator', 'Ada', ...pin];
    const change = ['operator', 'roles', 'Bea', '--role', 'approver', '--role', 'auditor'];
    const said = await cli(...change, ...ada);
    expect([said.code, said.out]).toEqual([0, expect.stringContaining('It waits for: Bea')]);
    const { proposals } = await json<{ proposals: { proposalId: string }[] }>('roster', 'show');
    const [id = ''] = proposals.map(({ proposalId }) => proposalId);
    expect(told(await cli('roster', 'vote', id, ...ada))).toEqual([exitCode.usage, 'USAGE']);
    expect(told(await cli('roster', 'vote', id, '--approve', ...ada))).toEqual([exitCode.refused, 'VOTE_REFUSED']);
    const other = ['--entry', 'a'.repeat(64), '--operator', 'Bea', ...pin];
    expect(told(await cli('roster', 'vote', id, '--approve', ...other))).toEqual([
      exitCode.refused,
      'PROPOSAL_CHANGED',
    ]);
    await json('roster', 'package', id, '--out', 'package.json');
    expect(told(await cli('roster', 'take', 'package.json', ...ada))).toEqual([exitCode.refused, 'VOTE_REFUSED']);
    // Bea sits elsewhere: she looks at the package, signs what she saw, and her file comes back.
    const { entry, workspace } = await json<{ entry: { entry: string; lines: unknown[] }; workspace: string }>(
      ...['nowhere', 'roster', 'inspect', 'package.json'],
    );
    expect(entry.lines).toHaveLength(1);
    expect(workspace).toMatch(/^[0-9a-f-]{36}$/);
    const sign = ['roster', 'sign', 'package.json', '--certificate', at.certificates.bea, '--approve', ...ada];
    expect(told(await cli(...sign, '--entry', 'a'.repeat(64)))).toEqual([exitCode.refused, 'PROPOSAL_CHANGED']);
    await json(...sign, '--entry', entry.entry, '--out', 'voted.json');
    expect(await json('roster', 'take', 'voted.json', ...ada)).toMatchObject({ taken: 1, applied: true });
    expect((await cli('operator', 'list')).out).toMatch(/Bea +approver auditor/);
  });

  test('a proposal is withdrawn', async () => {
    const ada = ['--operator', 'Ada', ...pin];
    const { proposal } = await json<Changed>('roster', 'recovery', at.certificates.bea, '--needed', '1', ...ada).catch(
      () => ({ proposal: undefined }),
    );
    // Bea's own certificate cannot be a recovery key: refused before anybody votes.
    expect(proposal).toBeUndefined();
    const changed = await json<Changed>('operator', 'roles', 'Bea', '--role', 'approver', ...ada);
    await json('roster', 'withdraw', changed.proposal?.proposalId ?? '', ...ada);
    expect(await json('roster', 'show')).toMatchObject({ proposals: [] });
  });

  test('the exported roster is verified without a workspace; only the noted genesis anchors it', async () => {
    await json('roster', 'export', '--out', 'roster.json');
    const { roster } = await json<Changed>('roster', 'show');
    expect(await json('nowhere', 'roster', 'verify', 'roster.json')).toMatchObject({
      verdict: 'good',
      anchored: false,
      entries: 3,
      operators: [{ name: 'Ada' }, { name: 'Bea', roles: ['approver', 'auditor'] }],
    });
    const verify = ['nowhere', 'roster', 'verify', 'roster.json', '--genesis'];
    expect(await json(...verify, roster.genesis)).toMatchObject({ verdict: 'good', anchored: true });
    const other = await cli(...verify, 'b'.repeat(64));
    expect([other.code, other.out]).toEqual([exitCode.refused, expect.stringContaining('ROSTER_OTHER_GENESIS')]);
  });

  test('a change for recovery keys is drafted on an exported roster, and taken with all of its votes or not at all', async () => {
    const ada = ['--operator', 'Ada', ...pin];
    const { authority } = await json<{ authority: { certificateId: string } }>(
      'authority',
      'show',
      '--authority',
      'People',
    );
    const draft = ['roster', 'draft', 'roster.json', ...ada];
    expect((await cli(...draft)).code).toBe(exitCode.usage);
    expect((await cli(...draft, '--enrol', 'Cyd')).err).toContain('--certificate is missing');
    await json(...draft, '--anchor', authority.certificateId, '--out', 'change.json');
    expect(await json('roster', 'inspect', 'change.json')).toMatchObject({ entry: { change: 'anchors', votes: [] } });
    // Without an operator: the signatures decide.
    const taken = await cli('roster', 'recover', 'change.json');
    expect([taken.code, taken.err]).toEqual([exitCode.refused, expect.stringContaining('0 of the 2 votes')]);
  });

  test.each([
    [
      'a role that nobody voted for',
      (text: string) => text.replaceAll('auditor', 'ca-operator'),
      'ROSTER_VOTES at entry 3',
    ],
    ['a vote that is missing', (text: string) => text.replace(/"votes":\["[^"]+",/, '"votes":['), 'ROSTER_VOTES'],
    ['an entry that is missing', (text: string) => text.replace(/\{"text"(?:(?!\{"text").)+,/, ''), 'ROSTER_'],
    [
      'another workspace',
      (text: string) => text.replace(/"workspace":"[0-9a-f]{8}/, '"workspace":"00000000'),
      'ROSTER_',
    ],
    ['no roster at all', () => '{}', 'ROSTER_FORM'],
  ])('%s is found in the file', async (_name, change, code) => {
    writeFileSync(join(at.world.folder, 'changed.json'), change(rosterFile()));
    const end = await cli('nowhere', 'roster', 'verify', 'changed.json');
    expect([end.code, end.out]).toEqual([exitCode.refused, expect.stringContaining(code)]);
  });

  test('a checkpoint is made, kept in a folder, listed, exported once more and compared', async () => {
    mkdirSync(join(at.world.folder, 'kept'));
    expect(told(await cli('audit', 'checkpoint-folder'))).toEqual([exitCode.usage, 'USAGE']);
    await json('audit', 'checkpoint-folder', '--folder', 'kept', '--operator', 'Ada', ...pin);
    await json('audit', 'checkpoint', '--out', 'now.json', '--operator', 'Ada', ...pin);
    const [kept] = readdirSync(join(at.world.folder, 'kept'));
    const now = readFileSync(join(at.world.folder, 'now.json'), 'utf8');
    expect(readFileSync(join(at.world.folder, 'kept', kept ?? ''), 'utf8')).toBe(now);
    const listed = await json<{ total: number; rows: { sha256: string; why: string }[] }>('audit', 'checkpoints');
    expect(listed).toMatchObject({ total: 1, rows: [{ by: 'Ada', why: 'demand' }], state: { isDue: false } });
    await json('audit', 'checkpoint', '--sha256', listed.rows[0]?.sha256 ?? '', '--out', 'again.json');
    expect(readFileSync(join(at.world.folder, 'again.json'), 'utf8')).toBe(now);
    expect((await cli('audit', 'verify', '--checkpoint', 'now.json')).out).toContain('checkpoint: holds');
    const caught = await cli('audit', 'catch-up', 'now.json', '--operator', 'Ada', ...pin);
    expect(told(caught)).toEqual([exitCode.refused, 'CHECKPOINT_REFUSED']);
  });

  test('the log is filtered and its view exported by the same options', async () => {
    const filter = ['--group', 'roster', '--actor-kind', 'operator'];
    const { rows } = await json<{ rows: { event: string }[] }>('audit', 'list', ...filter);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ event }) => !event.startsWith('roster.'))).toEqual([]);
    const made = await json<{ entries: number }>('audit', 'export', '--out', 'view.csv', '--format', 'csv', ...filter);
    expect(made.entries).toBe(rows.length);
    expect(readFileSync(join(at.world.folder, 'view.csv'), 'utf8').trimEnd().split('\n')).toHaveLength(rows.length + 1);
    expect(told(await cli('audit', 'export', '--out', 'x', ...filter))).toEqual([exitCode.usage, 'USAGE']);
    expect(told(await cli('audit', 'list', '--actor-kind', 'eve'))).toEqual([exitCode.usage, 'USAGE']);
  });
});
