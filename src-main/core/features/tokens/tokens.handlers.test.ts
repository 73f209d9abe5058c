import { expect, test } from 'vitest';
import { tokensContract } from '../../../../shared/contract/tokens.ts';
import { createClient } from '../../../../shared/contract/wire/client.ts';
import { wirePair } from '../../../../shared/contract/wire/frames.ts';
import { type Caller, createServer, type ServerEvent } from '../../../../shared/contract/wire/serve.ts';
import { fakeDevice, fakeToken, letRun, sealed, uriOf } from '../../token-client/fake-host-for-tests.ts';
import { fakeFiles, hashOf, tokensWorld } from './tokens-for-tests.ts';
import { tokensHandlers } from './tokens.handlers.ts';

const SOFTHSM = '/usr/lib/softhsm/libsofthsm2.so';
const A = uriOf({ label: 'A', serial: 's-A' });

/** The feature as a caller meets it: every answer and every fault passes the contract's schemas. */
async function wired() {
  const software = fakeDevice(fakeToken('A'));
  const module = fakeDevice(fakeToken('B'));
  const world = await tokensWorld({ module, software }, { files: fakeFiles({ [SOFTHSM]: { content: 'x' } }) });
  const bugs: ServerEvent[] = [];
  const server = createServer(tokensContract, tokensHandlers(world.service), {
    timer: world.clock.timer,
    report: (event) => bugs.push(event),
  });
  const connect = (origin: Caller['origin']) => {
    const [near, far] = wirePair();
    server.serve(far, { actor: 'ada', roles: ['viewer', 'operator'], origin });
    return createClient<typeof tokensContract>(near).tokens;
  };
  return Object.assign(world, { software, module, bugs, connect });
}

test('every reading call answers what its contract says', async () => {
  await using at = await wired();
  const tokens = at.connect('cli');

  expect(await tokens.discover({})).toMatchObject({
    ok: true,
    value: { found: [{ profile: 'softhsm2', state: 'new' }] },
  });
  expect(await tokens.modules({})).toMatchObject({ ok: true, value: { modules: [{ moduleId: 'software' }] } });
  expect(await tokens.list({})).toMatchObject({ ok: true, value: { slots: [{ moduleName: 'Software token' }] } });
  expect((await tokens.mechanisms({ tokenUri: A })).ok).toBe(true);
  expect((await tokens.inspectLibrary({ place: { path: SOFTHSM } })).ok).toBe(true);
  expect(at.bugs).toEqual([]);
});

test('a module is added, restarted and removed by its contract, faults included', async () => {
  await using at = await wired();
  const tokens = at.connect('cli');
  const place = { path: SOFTHSM };

  expect(await tokens.addModule({ place, sha256: hashOf('seen before') })).toMatchObject({
    error: { code: 'MODULE_FILE_CHANGED', data: { actual: hashOf('x') } },
  });
  expect((await tokens.addModule({ place, sha256: hashOf('x') })).ok).toBe(true);
  expect((await tokens.restartHost({ moduleId: 'mod1' })).ok).toBe(true);
  expect((await tokens.removeModule({ moduleId: 'mod1' })).ok).toBe(true);
  expect(await tokens.removeModule({ moduleId: 'mod1' })).toMatchObject({ error: { code: 'MODULE_NOT_FOUND' } });
  expect(at.bugs).toEqual([]);
});

test('a sign-in through the wire: the prompt comes as an item, the answer goes back on the same wire', async () => {
  await using at = await wired();
  const tokens = at.connect('cli');
  const other = at.connect('cli');
  const stolen: unknown[] = [];
  const end = await tokens.signIn(
    { tokenUri: A, reason: 'test' },
    {
      onItem: async (item) => {
        if (item.kind !== 'prompt') return;
        const answer = { promptId: item.prompt.promptId, sealed: sealed('1234') };
        stolen.push(await other.answerPrompt(answer));
        await tokens.answerPrompt(answer);
      },
    },
  );

  expect(end).toEqual({ ok: true, value: {} });
  expect(stolen).toMatchObject([{ error: { code: 'PROMPT_GONE' } }]);
  expect(await tokens.signOut({ tokenUri: A })).toEqual({ ok: true, value: {} });
  expect(await tokens.signOutAll({})).toEqual({ ok: true, value: { tokens: 0 } });
  expect(at.bugs).toEqual([]);
});

test('a caller that hangs up cancels its prompt', async () => {
  await using at = await wired();
  const stop = new AbortController();
  const end = at.connect('window').signIn({ tokenUri: A }, { signal: stop.signal });
  await letRun();
  expect(at.windows).toEqual(['software-1 prompt-1-1']);
  stop.abort();

  expect(await end).toMatchObject({ error: { code: 'CANCELLED' } });
  await letRun();
  expect(at.software.prompts).toEqual([]);
  expect(at.events()).toEqual(['token.sign-in.refused PIN_CANCELLED']);
});

test('faults of a token pass with their data', async () => {
  await using at = await wired();
  const tokens = at.connect('cli');
  expect(await tokens.signOut({ tokenUri: 'pkcs11:token=nobody' })).toEqual({
    ok: false,
    error: { code: 'TOKEN_NOT_FOUND', data: {} },
  });
  expect(await tokens.init({ moduleId: 'software', slotId: 'slot-A', label: 'N', confirm: 'M' })).toEqual({
    ok: false,
    error: { code: 'CONFIRMATION_WRONG', data: {} },
  });
  expect(await tokens.cancelPrompt({ promptId: 'x' })).toMatchObject({ error: { code: 'PROMPT_GONE' } });
  expect(at.bugs).toEqual([]);
});
