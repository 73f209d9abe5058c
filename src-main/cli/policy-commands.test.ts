import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { realHosts, value } from '../core/core-for-tests.ts';
import { peopleWorld, type PeopleWorld } from '../core/features/operators/operators-for-tests.ts';
import { softHsmPath } from '../token-host/testing/test-tokens.ts';
import type { CliEnd } from './cli-for-tests.ts';
import { exitCode } from './exit-codes.ts';
import { runCli } from './run-cli.ts';

if (softHsmPath === undefined) test.skip('not run: SoftHSM is not installed');

const told = ({ code, err }: CliEnd): [number, string | undefined] => [code, /\[([A-Z_]+)\]/.exec(err)?.[1]];

/** In the order in which they came: each test stands on those before it, as a script does. */
describe.runIf(softHsmPath !== undefined)('policies by command line', () => {
  let at: PeopleWorld;
  const pin = ['--pin-file', 'pin'];

  async function cli(...argv: readonly string[]): Promise<CliEnd> {
    let [out, err] = ['', ''];
    const io = { out: (text: string) => void (out += text), err: (text: string) => void (err += text) };
    const owner = {
      spawnHost: realHosts(at.module.env),
      openPinWindow: undefined,
      takeGrant: () => undefined,
      decodeWorker: join(import.meta.dirname, '..', 'core', 'workers', 'decode-worker.ts'),
      runtime: { version: '0.0.0', testRuntime: true },
    };
    const words = [...argv, '--workspace', at.world.workspacePath];
    const code = await runCli(words, { ...io, askHidden: undefined, cwd: at.world.folder, env: {} }, owner);
    return { code, out, err };
  }
  /** A command that has to succeed; the shape is the test's claim. */
  async function json<T>(...argv: readonly string[]): Promise<T> {
    const { code, out, err } = await cli(...argv, '--json');
    if (code !== 0) throw new Error(`${argv.join(' ')} ended with ${code}: ${err}`);
    return JSON.parse(out) as T; // what a test reads of it is checked by what the test expects
  }
  const edit = (from: string, to: string, change: (text: string) => string): void =>
    writeFileSync(join(at.world.folder, to), change(readFileSync(join(at.world.folder, from), 'utf8')));

  beforeAll(async () => {
    at = await peopleWorld();
    writeFileSync(join(at.world.folder, 'pin'), at.module.pin, { mode: 0o600 });
  }, 60_000);
  afterAll(async () => {
    await at[Symbol.asyncDispose]();
  });

  test('the policy in force is exported, changed, tried and set', async () => {
    expect((await cli('policy', 'show')).out).toContain('All rules are the usual ones.');
    await json('policy', 'export', '--out', 'usual.json');
    edit('usual.json', 'week.json', (text) => text.replace('"maxDays": 30', '"maxDays": 7'));
    const tried = await json<{ tried: number }>('policy', 'try', 'week.json', '--last', '1');
    expect(tried.tried).toBe(1);
    expect(await json('policy', 'set', 'week.json')).toMatchObject({ applied: true, document: 'policy', version: 1 });
    expect((await cli('policy', 'show')).out).toContain('validity.maxDays: 30 → 7');
    expect((await cli('policy', 'history')).out).toContain('version 1, current');
    expect((await cli('policy', 'list')).out).toMatch(/policy +current +1/);
  });

  test('an authority has one of its own, and gives it up again', async () => {
    edit('week.json', 'day.json', (text) => text.replace('"maxDays": 7', '"maxDays": 1'));
    await json('policy', 'set', 'day.json', '--authority', 'People');
    const days = async (...scope: readonly string[]) =>
      (await json<{ policy: { validity: { maxDays: number } } }>('policy', 'effective', ...scope)).policy.validity
        .maxDays;
    expect([await days(), await days('--authority', 'People')]).toEqual([7, 1]);
    await json('policy', 'set', '--none', '--authority', 'People');
    expect(await days('--authority', 'People')).toBe(7);
  });

  test('a file that breaks the form is refused with the rule that it breaks', async () => {
    edit('week.json', 'odd.json', (text) => text.replace('"maxDays": 7', '"maxDays": "seven"'));
    const end = await cli('policy', 'set', 'odd.json');
    expect(told(end)).toEqual([exitCode.refused, 'INPUT_UNREADABLE']);
    expect(end.err).toContain('validity.maxDays');
  });

  test.each([
    ['no file', ['policy', 'set'], exitCode.usage, 'USAGE'],
    ['a file and --none', ['policy', 'set', 'week.json', '--none'], exitCode.usage, 'USAGE'],
    ['too many requests', ['policy', 'try', 'week.json', '--last', '501'], exitCode.usage, 'USAGE'],
    [
      'an authority that is not there',
      ['policy', 'show', '--authority', 'No'],
      exitCode.notFound,
      'AUTHORITY_NOT_FOUND',
    ],
    ['what is in force already', ['policy', 'set', 'week.json'], exitCode.refused, 'DOCUMENT_UNCHANGED'],
    ['ids before there are operators', ['partner', 'anchor'], exitCode.refused, 'ROSTER_ABSENT'],
    [
      'a document that nobody has set',
      ['roster', 'document', 'oid-profile'],
      exitCode.notFound,
      'DOCUMENT_VERSION_NOT_FOUND',
    ],
  ])('%s is refused', async (_name, argv, exit, code) => {
    expect(told(await cli(...argv))).toEqual([exit, code]);
  });

  test('with operators it is proposed and voted for in one go, under the name of who gives the command', async () => {
    const { client, person } = at.world;
    const roles = ['approver' as const, 'ca-operator' as const];
    value(await client.operators.begin({ name: 'Ada', certificateId: at.certificates.ada, roles }, person));
    value(await client.operators.signOut({}));
    // What was set without votes binds nobody any more; alone, an operator's own word has to do.
    expect((await cli('policy', 'show')).out).not.toContain('maxDays');
    expect((await cli('policy', 'show')).out).toContain('confirmationBySecondPerson: true → false');
    expect(await json('policy', 'set', 'week.json', ...pin)).toMatchObject({ applied: true, roster: { seq: 2 } });
    expect((await cli('policy', 'show')).out).toContain('validity.maxDays: 30 → 7');
    expect((await cli('roster', 'document', 'policy')).out).toContain('"maxDays":7');
  });

  test('the ids of partners are previewed and fixed', async () => {
    await json('partner', 'add', '--name', 'Grün', '--party', 'DEGEF', ...pin);
    expect((await cli('partner', 'anchor', '--preview')).out).toContain('1 ids');
    expect(await json('partner', 'anchor', ...pin)).toMatchObject({ put: { applied: true, document: 'partner-ids' } });
    await json('partner', 'edit', '--partner', 'Grün', '--party', 'DEXYZ', ...pin);
    const preview = await cli('partner', 'anchor', '--preview');
    expect(preview.out).toMatch(/\+ party DEXYZ {2}Grün/);
    expect(preview.out).toMatch(/- party DEGEF {2}Grün/);
  });

  test('another OID profile is voted on', async () => {
    const { settings } = value(await at.world.client.settings.get({}));
    const profile = { ...settings.oidProfile, version: 'ours/1', partyIds: '1.3.6.1.4.1.99999.8.1' };
    writeFileSync(join(at.world.folder, 'oids.json'), JSON.stringify(profile));
    expect(await json('roster', 'oid-profile', 'oids.json', ...pin)).toMatchObject({ applied: true });
    expect(value(await at.world.client.settings.get({})).settings.oidProfile).toEqual(profile);
  });
});
