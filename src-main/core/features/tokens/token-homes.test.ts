import { expect, test } from 'vitest';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import { calling } from '../../token-client/calling-for-tests.ts';
import { fakeDevice, fakeToken, letRun, sealed, uriOf } from '../../token-client/fake-host-for-tests.ts';
import { fakeFiles, hashOf, tokensWorld } from './tokens-for-tests.ts';
import type { TokensDeps } from './tokens.deps.ts';
import type { TokensService } from './tokens.service.ts';

const SOFTHSM = '/usr/lib/softhsm/libsofthsm2.so';
const CLONE = '/usr/lib/libykcs11.so';
const cli: Caller = { actor: 'ada', roles: ['viewer', 'operator'], origin: 'cli' };
const A = uriOf({ label: 'A', serial: 's-A' });

/** Two modules: `mod1` shows token A, `mod2` shows nothing until its clone of A is plugged in. */
async function world() {
  const devices: Record<string, ReturnType<typeof fakeDevice>> = {
    mod1: fakeDevice(fakeToken('A')),
    mod2: fakeDevice(),
    software: fakeDevice(),
  };
  const at = (name: string) => devices[name] ?? fakeDevice();
  const spawnHost: TokensDeps['owner']['spawnHost'] = (id, kind) => at(id.replace(/-\d+$/, '')).spawnHost(id, kind);
  const runtime = { version: '0', testRuntime: true };
  const made = await tokensWorld(
    { module: at('mod1'), software: at('software') },
    {
      files: fakeFiles({ [SOFTHSM]: { content: 'a' }, [CLONE]: { content: 'b' } }),
      owner: { spawnHost, openPinWindow: undefined, takeGrant: () => undefined, runtime },
    },
  );
  await made.service.modules.add(cli, { place: { path: SOFTHSM }, sha256: hashOf('a') });
  await made.service.modules.add(cli, { place: { path: CLONE }, sha256: hashOf('b') });
  const look = async () => {
    made.clock.pass(1_500);
    await letRun();
  };
  const plugClone = async () => {
    at('mod2').tokens.push(fakeToken('A', { pin: '0000' }));
    await look();
  };
  const failAtStart = async () => {
    at('mod1').always('open', 'MODULE_UNLOADABLE');
    await made.service.modules.restart(cli, 'mod1');
  };
  return Object.assign(made, { first: at('mod1'), clone: at('mod2'), plugClone, failAtStart, look });
}

async function signIn(service: TokensService, pin: string) {
  const { context, items } = calling('cli');
  const end = service.signIn(context, A, 'x');
  await letRun();
  const [item] = items;
  if (item?.kind === 'prompt') await service.answerPrompt(context.caller, item.prompt.promptId, sealed(pin));
  return end;
}

test('while the module of a token is down a clone in another module is not taken for it', async () => {
  await using at = await world();
  expect((await at.service.access.find(A)).ok).toBe(true);
  await at.plugClone();
  await at.failAtStart();
  expect(await at.service.access.find(A)).toMatchObject({ error: { code: 'MODULE_UNLOADABLE' } });
  const end = await at.service.signIn(calling('cli').context, A, 'x');
  expect(end).toMatchObject({ error: { code: 'MODULE_UNLOADABLE' } });
  expect(at.clone.prompts).toEqual([]);
});

test('a token that was pulled out is not replaced by its clone', async () => {
  await using at = await world();
  const found = await at.service.access.find(A);
  await at.plugClone();
  at.first.tokens.length = 0;
  await at.look();
  expect(await at.service.access.find(A)).toMatchObject({ error: { code: 'TOKEN_ABSENT' } });
  const handle = found.ok ? found.value : undefined;
  expect(handle).toMatchObject({ moduleId: 'mod1' });
  if (handle !== undefined) {
    expect(await at.service.access.signIn(calling('cli').context, handle, 'x')).toMatchObject({
      error: { code: 'TOKEN_ABSENT' },
    });
  }
  expect(at.clone.prompts).toEqual([]);
});

test('both up, the token stays with the module through which it is known', async () => {
  await using at = await world();
  await at.service.access.find(A);
  await at.plugClone();
  expect(await at.service.access.find(A)).toMatchObject({ value: { moduleId: 'mod1' } });
  expect((await signIn(at.service, '1234')).ok).toBe(true);
});

test('a token of two modules of which neither is known to be its own is not chosen silently', async () => {
  await using at = await world();
  await at.plugClone();
  expect(await at.service.access.find(A)).toMatchObject({
    error: { code: 'TOKEN_AMBIGUOUS', data: { detail: expect.stringContaining('module') as string } },
  });
});

test('a URI that fits two different tokens names none of them', async () => {
  await using at = await world();
  at.clone.tokens.push(fakeToken('A', { serial: 'another' }));
  await at.look();
  expect(await at.service.access.find('pkcs11:token=A')).toMatchObject({ error: { code: 'TOKEN_AMBIGUOUS' } });
  expect(await at.service.access.find(A)).toMatchObject({ value: { moduleId: 'mod1' } });
  expect(await at.service.access.find('pkcs11:token=B')).toMatchObject({ error: { code: 'TOKEN_NOT_FOUND' } });
});

test('a token whose host crashed too often says so, until its module is restarted', async () => {
  await using at = await world();
  const found = await at.service.access.find(A);
  if (!found.ok) throw new Error(found.error.code);
  at.first.always('open', 'crash');
  at.first.kill();
  for (let i = 0; i < 8; i++) await at.look();
  const stopped = { error: { code: 'HOST_STOPPED', data: { detail: 'HOST_CRASHED' } } };
  expect(await at.service.access.find(A)).toMatchObject(stopped);
  expect(await at.service.access.listKeys(found.value)).toMatchObject(stopped);
  at.first.always('open', undefined);
  expect((await at.service.modules.restart(cli, 'mod1')).ok).toBe(true);
  expect((await at.service.access.find(A)).ok).toBe(true);
});

test('where people signed in is remembered over a restart', async () => {
  await using at = await world();
  expect((await signIn(at.service, '1234')).ok).toBe(true);
  expect(at.audit.at(-1)).toMatchObject({ event: 'token.sign-in', data: { moduleId: 'mod1' } });
  await at.service.stop();
  at.clone.tokens.push(fakeToken('A', { pin: '0000' }));
  at.first.always('open', 'MODULE_UNLOADABLE');
  const again = at.again();
  await again.start();
  await again.settled();
  expect(await again.access.find(A)).toMatchObject({ error: { code: 'MODULE_UNLOADABLE' } });
  expect(again.access.resolve(A).ok).toBe(false);
});

test('when its module is removed from the workspace a token may be used through another one', async () => {
  await using at = await world();
  await at.service.access.find(A);
  await at.plugClone();
  await at.service.modules.remove(cli, 'mod1');
  expect(await at.service.access.find(A)).toMatchObject({ value: { moduleId: 'mod2' } });
});
