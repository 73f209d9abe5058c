import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DecisionView, PackageView } from '../../shared/contract/decisions.ts';
import { realHosts, value } from '../core/core-for-tests.ts';
import { decisionWorld, type DecisionWorld } from '../core/features/decisions/decisions-for-tests.ts';
import type { CoreOwner } from '../core/owner.ts';
import { softHsmPath } from '../token-host/testing/test-tokens.ts';
import type { CliEnd } from './cli-for-tests.ts';
import { exitCode } from './exit-codes.ts';
import { runCli } from './run-cli.ts';

if (softHsmPath === undefined) test.skip('not run: SoftHSM is not installed');

/** Exit code and fault; checks that were shown before it have codes too. */
const told = ({ code, err }: CliEnd): [number, string | undefined] => [
  code,
  [...err.matchAll(/\[([A-Z_]+)\]\n/g)].at(-1)?.[1],
];

/** In the order in which they came: each test stands on those before it, as a script does. */
describe.runIf(softHsmPath !== undefined)('votes by command line', () => {
  let at: DecisionWorld;
  let [first, second, third] = ['', '', ''];
  const ada = ['--operator', 'Ada Smith', '--pin-file', 'pin'];
  const bea = ['--operator', 'Bea Jones', '--pin-file', 'pin'];
  const owner = (): CoreOwner => ({
    spawnHost: realHosts(at.module.env),
    openPinWindow: undefined,
    takeGrant: () => undefined,
    decodeWorker: join(import.meta.dirname, '..', 'core', 'workers', 'decode-worker.ts'),
    runtime: { version: '0.0.0', testRuntime: true },
  });

  async function run(argv: readonly string[], answer?: string): Promise<CliEnd & { readonly asked: string[] }> {
    let [out, err] = ['', ''];
    const asked: string[] = [];
    const io = { out: (text: string) => void (out += text), err: (text: string) => void (err += text) };
    const askHidden = (question: string) => Promise.resolve((asked.push(question), answer));
    const env = { XDG_CONFIG_HOME: join(at.world.folder, 'none'), APPDATA: join(at.world.folder, 'none') };
    const code = await runCli(
      argv[0] === 'nowhere' ? argv.slice(1) : [...argv, '--workspace', at.world.workspacePath],
      { ...io, askHidden: answer === undefined ? undefined : askHidden, cwd: at.world.folder, env },
      owner(),
    );
    return { code, out, err, asked };
  }
  const cli = (...argv: readonly string[]) => run(argv);
  /** A command that has to succeed; the shape is the test's claim. */
  async function json<T>(...argv: readonly string[]): Promise<T> {
    const { code, out, err } = await cli(...argv, '--json');
    if (code !== 0) throw new Error(`${argv.join(' ')} ended with ${code}: ${err}`);
    return JSON.parse(out) as T; // what a test reads of it is checked by what the test expects
  }
  const standings = async (request: string): Promise<readonly string[]> =>
    (await json<DecisionView>('request', 'votes', '--request', request)).votes.map(
      ({ name, decision, standing, via }) => `${name} ${decision} ${standing} ${via}`,
    );
  const tbsOf = async (request: string): Promise<string> =>
    (await json<DecisionView>('request', 'votes', '--request', request)).tbsSha256;
  const folder = (name: string): string => join(at.world.folder, name);

  beforeAll(async () => {
    at = await decisionWorld({ requests: 3 });
    writeFileSync(folder('pin'), at.module.pin, { mode: 0o600 });
    [first, second, third] = at.requests.map(({ requestId }) => requestId) as [string, string, string]; // three
    await at.prepare(0);
    await at.prepare(1);
    await at.prepare(2);
    await at.enrolBea();
    value(await at.ada.operators.signOut({}));
  }, 60_000);
  afterAll(async () => {
    await at[Symbol.asyncDispose]();
  });

  test('a vote has to be for it or against it', async () => {
    expect(told(await cli('request', 'vote', '--request', first, ...ada))).toEqual([exitCode.usage, 'USAGE']);
    const both = await cli('request', 'vote', '--request', first, '--approve', '--reject', ...ada);
    expect(told(both)).toEqual([exitCode.usage, 'USAGE']);
  });

  test('nobody votes on bytes that nobody has said yes to', async () => {
    const unasked = await cli('request', 'vote', '--request', first, '--approve', ...ada);
    expect(told(unasked)).toEqual([exitCode.refused, 'NOT_CONFIRMED']);
    const other = ['--tbs-sha256', 'a'.repeat(64)];
    const wrong = await cli('request', 'vote', '--request', first, '--approve', ...other, ...ada);
    expect(told(wrong)).toEqual([exitCode.refused, 'ISSUANCE_CHANGED']);
    const no = await run(['request', 'vote', '--request', first, '--approve', ...ada], 'no');
    expect([told(no)[1], no.asked]).toEqual(['NOT_CONFIRMED', ['Vote for exactly these bytes? Type yes: ']]);
    expect(await standings(first)).toEqual([]);
  });

  test('what is voted on is shown before it is asked for', async () => {
    const end = await run(['request', 'vote', '--request', first, '--approve', ...ada], 'yes');
    expect(end.code).toBe(exitCode.done);
    expect(end.err).toContain(await tbsOf(first));
    expect(end.err).toContain('CN=Cyd 0');
    expect(end.out).toMatch(/Ada Smith +approve .*Counts\./);
    expect(await standings(first)).toEqual(['Ada Smith approve counts here']);
  });

  test('issuing says which votes are missing and how to get them', async () => {
    const end = await cli('request', 'approve', '--request', first, '--yes', ...ada);
    expect(told(end)).toEqual([exitCode.refused, 'VOTES_MISSING']);
    expect(end.err).toContain('request vote');
  });

  test('the vote of an operator who votes again replaces the one before', async () => {
    const tbs = ['--tbs-sha256', await tbsOf(first)];
    await json('request', 'vote', '--request', first, '--reject', ...tbs, ...bea);
    const against = await cli('request', 'approve', '--request', first, '--yes', ...ada);
    expect(told(against)).toEqual([exitCode.refused, 'VOTES_AGAINST']);
    await json('request', 'vote', '--request', first, '--approve', ...tbs, ...bea);
    expect(await standings(first)).toEqual([
      'Ada Smith approve counts here',
      'Bea Jones reject replaced here',
      'Bea Jones approve counts here',
    ]);
    expect((await cli('request', 'votes', '--request', first)).out).toContain('2 of 2');
    await json('request', 'approve', '--request', first, '--yes', ...ada);
  });

  test('several are voted on with one command, and as many digests as requests have to be said', async () => {
    const requests = ['--request', second, '--request', third];
    const one = ['--tbs-sha256', await tbsOf(second)];
    const few = await cli('request', 'vote', ...requests, '--approve', ...one, ...ada);
    expect(told(few)).toEqual([exitCode.usage, 'USAGE']);
    const { decisions } = await json<{ decisions: DecisionView[] }>(
      ...['request', 'vote', ...requests, '--approve', ...one, '--tbs-sha256', await tbsOf(third), ...ada],
    );
    expect(decisions.map(({ approvals }) => approvals)).toEqual([1, 1]);
  });

  test('one of several that cannot be voted on keeps all from being cast, and nothing is cast', async () => {
    const requests = ['--request', third, '--request', first];
    const end = await cli('request', 'vote', ...requests, '--approve', '--yes', ...bea);
    expect(told(end)).toEqual([exitCode.usage, 'USAGE']);
    expect(await standings(third)).toEqual(['Ada Smith approve counts here']);
  });

  test('an approver elsewhere sees what the bytes say apart from what the sender says', async () => {
    await json('request', 'package', '--request', second, '--out', 'package.json');
    const { out } = await cli('nowhere', 'request', 'review-package', 'package.json');
    const [bytes, said] = out.split('What the sender says, and nobody can verify here:');
    expect(bytes).toContain('CN=Cyd 1');
    expect(bytes).toContain(await tbsOf(second));
    expect(bytes).not.toContain('Ada Smith');
    expect(said).toMatch(/vote +approve by Ada Smith/);
    const seen = await json<PackageView>('nowhere', 'request', 'review-package', 'package.json');
    expect(seen.tbsSha256).toBe(await tbsOf(second));
  });

  test('signs what was seen, and the vote counts where it belongs', async () => {
    const sign = ['request', 'sign-package', 'package.json', '--certificate', at.certificates.bea, '--approve'];
    expect(told(await cli(...sign, ...bea))).toEqual([exitCode.refused, 'NOT_CONFIRMED']);
    const other = await cli(...sign, '--tbs-sha256', 'a'.repeat(64), ...bea);
    expect(told(other)).toEqual([exitCode.refused, 'ISSUANCE_CHANGED']);
    await json(...sign, '--tbs-sha256', await tbsOf(second), '--out', 'vote.json', ...bea);
    expect(await standings(second)).toEqual(['Ada Smith approve counts here']);
    const taken = await json<{ taken: number; decision: DecisionView }>('request', 'take-votes', 'vote.json', ...ada);
    expect([taken.taken, taken.decision.state]).toEqual([1, 'approved']);
    expect(await standings(second)).toContain('Bea Jones approve counts file');
    expect(told(await cli('request', 'take-votes', 'vote.json', ...ada))).toEqual([
      exitCode.refused,
      'PACKAGE_REFUSED',
    ]);
    await json('request', 'approve', '--request', second, '--yes', ...ada);
  });

  test.each([
    [
      'a package that was changed',
      'package.json',
      'review-package',
      (text: string) => text.replace('"tbs":"MI', '"tbs":"MJ'),
    ],
    ['a vote file that is none', 'vote.json', 'take-votes', () => '{}'],
  ])('%s is not read', async (_name, file, command, change) => {
    writeFileSync(folder('changed.json'), change(readFileSync(folder(file), 'utf8')));
    const who = command === 'take-votes' ? ada : [];
    expect(told(await cli('request', command, 'changed.json', ...who))).toEqual([
      exitCode.refused,
      'PACKAGE_UNREADABLE',
    ]);
  });
});
