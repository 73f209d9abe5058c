import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StandingRule, StandingView } from '../../shared/contract/standing.ts';
import { realHosts, value } from '../core/core-for-tests.ts';
import { decisionWorld, type DecisionWorld } from '../core/features/decisions/decisions-for-tests.ts';
import type { CoreOwner } from '../core/owner.ts';
import { softHsmPath } from '../token-host/testing/test-tokens.ts';
import { exitCode } from './exit-codes.ts';
import { runCli } from './run-cli.ts';

if (softHsmPath === undefined) test.skip('not run: SoftHSM is not installed');

/** In the order in which they came: each test stands on those before it, as a script does. */
describe.runIf(softHsmPath !== undefined)('standing approvals by command line', () => {
  let at: DecisionWorld;
  let certificateId = '';
  let standingId = '';
  const ada = ['--operator', 'Ada Smith', '--pin-file', 'pin'];
  const bea = ['--operator', 'Bea Jones', '--pin-file', 'pin'];

  async function cli(...argv: readonly string[]) {
    let [out, err] = ['', ''];
    const owner: CoreOwner = {
      spawnHost: realHosts(at.module.env),
      openPinWindow: undefined,
      takeGrant: () => undefined,
      decodeWorker: join(import.meta.dirname, '..', 'core', 'workers', 'decode-worker.ts'),
      runtime: { version: '0.0.0', testRuntime: true },
    };
    const none = join(at.world.folder, 'none');
    const code = await runCli(
      [...argv, '--workspace', at.world.workspacePath],
      {
        out: (text) => void (out += text),
        err: (text) => void (err += text),
        askHidden: undefined,
        cwd: at.world.folder,
        env: { XDG_CONFIG_HOME: none, APPDATA: none },
      },
      owner,
    );
    return { code, out, err };
  }
  /** A command that has to succeed; the shape is the test's claim. */
  async function json<T>(...argv: readonly string[]): Promise<T> {
    const { code, out, err } = await cli(...argv, '--json');
    if (code !== 0) throw new Error(`${argv.join(' ')} ended with ${code}: ${err}`);
    return JSON.parse(out) as T; // what a test reads of it is checked by what the test expects
  }
  const show = () => json<StandingView>('standing', 'show', '--standing', standingId);

  beforeAll(async () => {
    at = await decisionWorld({ requests: 1 });
    const hers = await at.enrolBea();
    writeFileSync(join(at.world.folder, 'pin'), at.module.pin, { mode: 0o600 });
    const ballot = await at.prepare();
    value(await at.vote(at.ada, ballot));
    value(await at.vote(hers, ballot));
    const { issued } = value(await at.ada.requests.approve({ approvals: [ballot] }, at.adaPerson));
    certificateId = issued[0]?.certificateId ?? '';
    value(await at.ada.operators.signOut({}));
  }, 60_000);
  afterAll(async () => {
    await at[Symbol.asyncDispose]();
  });

  test('the rule of a certificate is shown, and nothing is kept of it', async () => {
    const { rule } = await json<{ rule: StandingRule }>('standing', 'draft', '--certificate', certificateId);
    expect(rule).toMatchObject({ keyGroupId: 'people-cyd-0', purpose: 'identity', minHours: 24, maxDays: 20 });
    expect(await json('standing', 'list')).toEqual({ rules: [] });
  });

  test('nobody who is not an operator proposes one', async () => {
    const end = await cli('standing', 'create', '--certificate', certificateId);
    expect([end.code, end.err]).toEqual([exitCode.usage, expect.stringContaining('--operator')]);
    expect(await json('standing', 'list')).toEqual({ rules: [] });
  });

  test('with one vote it is proposed, with the second it is in force', async () => {
    const made = ['--certificate', certificateId, '--name', 'Cyd, daily', '--days', '90'];
    const end = await cli('standing', 'create', ...made, ...ada);
    expect([end.code, end.out]).toEqual([exitCode.done, expect.stringContaining('Cyd, daily')]);
    const { rules } = await json<{ rules: StandingView[] }>('standing', 'list');
    standingId = rules[0]?.rule.standingId ?? '';
    expect(await show()).toMatchObject({ state: 'proposed', rule: { name: 'Cyd, daily' } });
    const { proposal } = await show();
    const voted = await cli('roster', 'vote', proposal?.proposalId ?? '', '--approve', ...bea);
    expect([voted.code, voted.code === 0 ? '' : voted.err]).toEqual([exitCode.done, '']);
    expect(await show()).toMatchObject({ state: 'active', uses: 0 });
    expect(await json('standing', 'uses', '--standing', standingId)).toEqual({ rows: [] });
  });

  test('why a request is not issued under it is told', async () => {
    const { requests } = await json<{ requests: { requestId: string }[] }>('request', 'list');
    const request = ['--request', requests[0]?.requestId ?? ''];
    const { rules } = await json<{ rules: unknown[] }>('standing', 'check', ...request);
    expect(rules).toMatchObject([{ standingId, state: 'active', reasons: expect.arrayContaining(['PROOF_ABSENT']) }]);
  });

  test('one operator stops it', async () => {
    expect((await cli('standing', 'stop', '--standing', standingId)).code).toBe(exitCode.usage);
    expect((await cli('standing', 'stop', '--standing', standingId, ...bea)).code).toBe(exitCode.done);
    expect(await show()).toMatchObject({ state: 'stopped', stopped: { by: 'Bea Jones' } });
  });
});
