import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canBuildFaultModule, faultyToken, type FaultyToken } from '../token-host/testing/fault-module.ts';
import { emptySoftHsm, softHsmPath } from '../token-host/testing/test-tokens.ts';
import { type CliEnd, cliWorld, type CliWorld } from './cli-for-tests.ts';
import { exitCodeOf } from './exit-codes.ts';

test.each([
  ['PIN_INCORRECT', 6],
  ['PIN_LOCKED', 7],
  ['PIN_LAST_TRY', 3],
  ['DEVICE_ERROR', 5],
  ['TOKEN_REMOVED', 5],
  ['TOKEN_NOT_FOUND', 4],
  ['CSR_SPEC_REFUSED', 3],
  ['GROUP_EXISTS', 3],
  ['KEY_PURPOSE', 3],
  ['ROLE_REQUIRED', 3],
  ['BAD_INPUT', 2],
  ['ADDRESS_WRONG', 2],
  ['INPUT_UNREADABLE', 3],
  ['ANSWER_REFUSED', 3],
  ['NOT_CONFIRMED', 3],
  ['FILE_NOT_FOUND', 4],
  ['AUTHORITY_NOT_FOUND', 4],
  ['INTERNAL', 1],
  ['STORE_FULL', 1],
])('%s ends with %i', (code, exit) => {
  expect(exitCodeOf(code)).toBe(exit);
});

const why =
  softHsmPath === undefined ? 'SoftHSM is not installed' : canBuildFaultModule ? undefined : 'there is no C compiler';
if (why !== undefined) test.skip(`not run: ${why}`);

describe.runIf(why === undefined)('what really happens ends with its code:', () => {
  let module: FaultyToken;
  let world: CliWorld;
  let holder: Awaited<ReturnType<CliWorld['hold']>>;
  const generate = ['key', 'generate', '--group', 'g', '--token', 'hsm'];
  const signIn = ['token', 'sign-in', '--token', 'hsm'];
  const told = ({ code, err }: CliEnd): [number, string | undefined] => [code, /\[([A-Z_]+)\]/.exec(err)?.[1]];
  const cli = async (...argv: readonly string[]) => told(await world.cli(...argv));

  beforeAll(async () => {
    module = faultyToken(emptySoftHsm());
    world = cliWorld({ env: module.env });
    for (const name of ['pin', 'so-pin']) world.file(name, '12345678');
    world.file('wrong', '87654321');
    await world.json('workspace', 'create');
    holder = await world.hold();
    await world.json('module', 'add', '--path', module.modulePath);
    const secrets = ['--pin-file', 'pin', '--so-pin-file', 'so-pin'];
    const { modules } = await world.json<{ modules: { moduleId: string }[] }>('module', 'list');
    const moduleId = modules.find((one) => one.moduleId !== 'software')?.moduleId ?? '';
    await world.json('token', 'init', '--module', moduleId, '--label', 'hsm', ...secrets);
    await world.json('key-group', 'create', '--id', 'g', '--purpose', 'tls-client', '--owner', 'DEGEF');
  });
  afterAll(async () => {
    await holder.close();
    world[Symbol.dispose]();
    module.remove();
  });

  test.each([
    ['an unknown command', ['key', 'burn']],
    ['an unknown option', ['audit', 'list', '--frob', '1']],
    ['a missing option', ['key-group', 'show']],
    ['a number that is none', ['audit', 'list', '--limit', 'ten']],
    ['a value that is missing', ['audit', 'list', '--limit']],
    ['a flag with a value', ['token', 'init', '--software=yes', '--label', 'x']],
    ['a word too much', ['audit', 'list', 'all']],
    ['a purpose that is none', ['key-group', 'create', '--id', 'x', '--purpose', 'fun', '--owner', 'DEGEF']],
    ['an algorithm that is none', [...generate, '--algorithm', 'rsa-1024']],
    ['a time that is none', ['csr', 'create', '--group', 'g', '--not-after', 'tomorrow']],
    [
      'a name that is none',
      ['key-group', 'create', '--id', 'x', '--purpose', 'identity', '--owner', 'A', '--subject', '='],
    ],
    ['no terminal to ask at', [...signIn]],
  ])('2: %s', async (_name, argv) => {
    if (argv.includes('--not-after')) await world.json(...generate, '--pin-file', 'pin');
    await world.cli('token', 'sign-out');
    expect((await world.cli(...argv)).code).toBe(2);
  });

  test('2: a PIN on the command line is refused, with the way that is right, and not repeated', async () => {
    for (const argv of [
      [...signIn, '--pin', '13572468'],
      [...signIn, '--pin=13572468'],
      [...signIn, '13572468'],
      [...signIn, '--so-pin', '13572468'],
    ]) {
      const end = await world.cli(...argv);
      expect(end.code).toBe(2);
      expect(end.err + end.out).not.toContain('13572468');
    }
    expect((await world.cli(...signIn, '--pin', 'x')).err).toContain('--pin-file or --pin-fd');
  });

  test('2: a descriptor that token hosts would be started with is refused before there is one', async () => {
    for (const option of ['--pin-fd', '--new-pin-fd']) {
      const end = await world.cli('token', 'change-pin', '--token', 'soft', option, '16');
      expect([end.code, end.err]).toEqual([2, expect.stringContaining('0 to 15')]);
    }
  });

  test('3: refused by a rule', async () => {
    const create = ['key-group', 'create', '--id', 'g', '--purpose', 'tls-client', '--owner'];
    expect(await cli(...create, 'degef')).toEqual([3, 'GROUP_EXISTS']);
    expect(await cli(...create, 'DE*GEF')).toEqual([3, 'GROUP_IDS_WRONG']);
    const past = ['--not-before', '2030-01-02T00:00:00Z', '--not-after', '2030-01-01T00:00:00Z'];
    await world.json(...generate, '--pin-file', 'pin');
    const csr = await world.cli('csr', 'create', '--group', 'g', ...past, '--pin-file', 'pin');
    expect(told(csr)).toEqual([3, 'CSR_SPEC_REFUSED']);
    expect(csr.err).toContain('notAfter');
  });

  test.each([
    ['group', ['key-group', 'show', '--group', 'nobody'], 'GROUP_NOT_FOUND'],
    ['token', ['key', 'list', '--token', 'nowhere'], 'TOKEN_NOT_FOUND'],
    ['CSR', ['csr', 'show', '--csr', 'none'], 'CSR_NOT_FOUND'],
    ['generation', ['csr', 'create', '--group', 'g', '--generation', '99'], 'GENERATION_NOT_FOUND'],
    ['module', ['module', 'remove', '--module', 'none'], 'MODULE_NOT_FOUND'],
  ])('4: no such %s', async (_name, argv, code) => {
    expect(await cli(...argv)).toEqual([4, code]);
  });

  test('4: no workspace', async () => {
    using empty = cliWorld();
    expect(told(await empty.cli('audit', 'list'))).toEqual([4, 'WORKSPACE_NOT_FOUND']);
  });

  test('5: the token does not do it', async () => {
    await world.json(...signIn, '--pin-file', 'pin');
    module.control('fail=C_GenerateKeyPair:48');
    expect(await cli(...generate)).toEqual([5, 'DEVICE_ERROR']);
    module.control();
  });

  test('6: a wrong PIN, tried once', async () => {
    await world.cli('token', 'sign-out');
    module.control(module.recordCalls);
    const before = module.calls().length;
    expect(await cli(...generate, '--pin-file', 'wrong')).toEqual([6, 'PIN_INCORRECT']);
    expect(
      module
        .calls()
        .slice(before)
        .filter((name) => name === 'C_Login'),
    ).toHaveLength(1);
    const end = await world.cli(...generate, '--pin-file', 'wrong', '--json');
    expect(JSON.parse(end.out)).toMatchObject({ error: { code: 'PIN_INCORRECT' } });
    module.control();
  });

  test('3 and 7: the last try is not spent unasked; then the PIN is blocked', async () => {
    await world.cli('token', 'sign-out');
    module.control('lock=3');
    module.resetTries();
    const wrong = [...signIn, '--pin-file', 'wrong'];
    expect(await cli(...wrong)).toEqual([6, 'PIN_INCORRECT']);
    expect(await cli(...wrong)).toEqual([6, 'PIN_INCORRECT']);
    expect(await cli(...wrong)).toEqual([3, 'PIN_LAST_TRY']);
    expect(await cli(...wrong, '--last-try')).toEqual([7, 'PIN_LOCKED']);
    expect(await cli(...signIn, '--pin-file', 'pin')).toEqual([7, 'PIN_LOCKED']);
    module.control();
    module.resetTries();
  });

  test('3: nothing typed, or two entries that differ', async () => {
    await world.cli('token', 'sign-out');
    expect(told(await world.run(signIn, () => Promise.resolve('')))).toEqual([3, 'PIN_CANCELLED']);
    const answers = ['12345678', 'one', 'two'];
    const change = ['token', 'change-pin', '--token', 'hsm'];
    expect(told(await world.run(change, () => Promise.resolve(answers.shift())))).toEqual([3, 'PIN_CANCELLED']);
  });

  test('0: a PIN typed at the terminal, asked with token and limits', async () => {
    await world.cli('token', 'sign-out');
    const asked: string[] = [];
    const end = await world.run(signIn, (question) => {
      asked.push(question);
      return Promise.resolve('12345678');
    });
    expect([end.code, asked]).toEqual([0, ['PIN of hsm (4 to 255 characters): ']]);
  });

  test('1: the core ends before it has answered', async () => {
    await world.cli('token', 'sign-out');
    let typing: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => (typing = resolve));
    const end = world.run(signIn, () => {
      typing();
      return new Promise(() => undefined);
    });
    await asked;
    await holder.close(0);
    expect(told(await end)).toEqual([1, 'CLOSED']);
  });
});
