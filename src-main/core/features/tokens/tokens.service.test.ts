import { expect, test } from 'vitest';
import { ok } from '../../../../shared/util/result.ts';
import {
  fakeDevice,
  type FakeDevice,
  fakeKey,
  type FakeToken,
  fakeToken,
  letRun,
  sealed,
  uriOf,
} from '../../token-client/fake-host-for-tests.ts';
import { calling } from '../../token-client/calling-for-tests.ts';
import { tokensWorld, type TokensWorld } from './tokens-for-tests.ts';
import type { TokensDeps } from './tokens.deps.ts';

const key = { keyId: '01', spkiSha256: 'ab'.repeat(32) };
const request = { kind: 'test', challenge: Uint8Array.of(7) } as const;
const A = uriOf({ label: 'A', serial: 's-A' });

interface World extends TokensWorld {
  readonly device: FakeDevice;
  readonly token: FakeToken;
  /** Runs a call of the command line and types this PIN at each of its prompts. */
  withPin<T>(pin: string, call: (context: ReturnType<typeof calling>['context']) => Promise<T>): Promise<T>;
}

async function world(more: Partial<TokensDeps> = {}): Promise<World> {
  const token = fakeToken('A', { keys: [fakeKey] });
  const device = fakeDevice(token);
  const made = await tokensWorld({ module: fakeDevice(), software: device }, more);
  const withPin: World['withPin'] = async (pin, call) => {
    const { context, items } = calling('cli');
    let ended = false;
    const end = call(context).finally(() => (ended = true));
    end.catch(() => undefined); // told to the test by the last line
    let answered = 0;
    for (let i = 0; i < 50; i++) {
      await letRun(4);
      const item = items.filter(({ kind }) => kind === 'prompt')[answered];
      if (item?.kind === 'prompt') {
        answered += 1;
        void made.service.answerPrompt(context.caller, item.prompt.promptId, sealed(pin));
      }
      // read in a loop that another turn changes
      if (ended as boolean) break;
    }
    return end;
  };
  return Object.assign(made, { device, token, withPin });
}

async function handle({ service }: World) {
  const token = await service.access.find(A);
  if (!token.ok) throw new Error(token.error.code);
  return token.value;
}

async function respawn({ device, clock }: World): Promise<void> {
  device.kill();
  await letRun();
  clock.pass(100);
  await letRun();
}

test('signing in asks once, is seen in the list, and is told in the audit', async () => {
  await using at = await world();
  expect(await at.withPin('1234', (context) => at.service.signIn(context, A, 'to look'))).toEqual(ok(undefined));
  expect(at.service.list().slots[0]?.token?.signedIn).toBe('user');
  expect(at.audit).toMatchObject([{ event: 'token.sign-in', subject: A, data: { label: 'A', reason: 'to look' } }]);

  const { context, items } = calling('cli');
  expect(await at.service.signIn(context, A, 'again')).toEqual(ok(undefined));
  expect(items).toEqual([]);
});

test('two that need the same token are asked once', async () => {
  await using at = await world();
  const token = await handle(at);
  const second = calling('cli');
  await at.withPin('1234', (context) =>
    Promise.all([
      at.service.access.signIn(context, token, 'one'),
      at.service.access.signIn(second.context, token, 'two'),
    ]),
  );
  expect(second.items).toEqual([]);
  expect(at.events()).toEqual(['token.sign-in']);
});

test('a wrong PIN is an entry; the PIN itself is nowhere', async () => {
  await using at = await world();
  const { context, items } = calling('cli');
  const end = at.service.signIn(context, A, 'x');
  await letRun();
  const [item] = items;
  if (item?.kind === 'prompt') await at.service.answerPrompt(context.caller, item.prompt.promptId, sealed('918273'));
  await end;

  expect(at.events()).toEqual(['token.sign-in.refused PIN_INCORRECT']);
  expect(JSON.stringify(at.audit)).not.toContain('918273');
});

test('work that needs a token is signed in first and signs once', async () => {
  await using at = await world();
  const token = await handle(at);
  const signed = await at.withPin('1234', (context) =>
    at.service.access.withSignIn(context, token, 'sign', (its) => its.sign(key, 'tls-client', [request])),
  );
  expect(signed.ok).toBe(true);
  expect(at.device.signatures).toBe(1);
});

test('after a respawn the login is gone: the PIN is asked again and the signature made once', async () => {
  await using at = await world();
  const token = await handle(at);
  await at.withPin('1234', (context) => at.service.access.signIn(context, token, 'x'));
  await respawn(at);
  expect(at.service.access.isSignedIn(token)).toBe(false);
  const signed = await at.withPin('1234', (context) =>
    at.service.access.signOne(context, token, key, 'tls-client', request, 'sign'),
  );

  expect(signed.ok).toBe(true);
  expect(at.device.signatures).toBe(1);
  expect(at.device.calls.filter((call) => call === 'sign')).toHaveLength(1);
});

test('a host that says NOT_SIGNED_IN although it looked signed in: asked once more, then the work begins again', async () => {
  await using at = await world();
  const token = await handle(at);
  await at.withPin('1234', (context) => at.service.access.signIn(context, token, 'x'));
  at.device.next('sign', 'NOT_SIGNED_IN');
  const signed = await at.withPin('1234', (context) =>
    at.service.access.withSignIn(context, token, 'sign', (its) => its.sign(key, 'tls-client', [request])),
  );

  expect(signed.ok).toBe(true);
  expect(at.device.signatures).toBe(1);
});

test('work that has signed already is not begun again: nothing is signed twice', async () => {
  await using at = await world();
  const token = await handle(at);
  let runs = 0;
  const end = await at.withPin('1234', (context) =>
    at.service.access.withSignIn(context, token, 'two signatures', async (its) => {
      runs += 1;
      const first = await its.sign(key, 'tls-client', [request]);
      if (!first.ok) return first;
      at.device.next('sign', 'NOT_SIGNED_IN');
      return its.sign(key, 'tls-client', [request]);
    }),
  );

  expect(end).toMatchObject({ error: { code: 'NOT_SIGNED_IN' } });
  expect(runs).toBe(1);
  expect(at.device.signatures).toBe(1);
});

test.each(['crash', 'hang'] as const)('a %s during a signature ends it, and nobody repeats it', async (turn) => {
  await using at = await world();
  const token = await handle(at);
  await at.withPin('1234', (context) => at.service.access.signIn(context, token, 'x'));
  at.device.next('sign', turn);
  const end = at.service.access.signOne(calling('cli').context, token, key, 'tls-client', request, 'sign');
  await letRun();
  at.clock.pass(30_000);
  expect(await end).toMatchObject({ error: { code: turn === 'crash' ? 'HOST_CRASHED' : 'TOKEN_NOT_ANSWERING' } });
  at.clock.pass(2_000);
  await letRun();

  expect(at.device.calls.filter((call) => call === 'sign')).toHaveLength(1);
});

test('a key that wants its PIN for each signature is asked for it each time', async () => {
  await using at = await world();
  const token = await handle(at);
  at.token.pinPerSignature = true;
  for (let i = 0; i < 2; i++) {
    const signed = await at.withPin('1234', (context) =>
      at.service.access.signOne(context, token, key, 'tls-client', request, 'sign'),
    );
    expect(signed.ok).toBe(true);
  }
  expect(at.device.signatures).toBe(2);
  expect(at.device.calls.filter((call) => call === 'prompts.open')).toHaveLength(3);
});

test('a key generation without an answer is OUTCOME_UNKNOWN for the feature that asked', async () => {
  await using at = await world();
  const token = await handle(at);
  await at.withPin('1234', (context) => at.service.access.signIn(context, token, 'x'));
  at.device.next('generate', 'crash');
  const wish = { algorithm: 'ec-p256', purpose: 'tls-client', label: 'k', intentId: 'aa' } as const;

  expect(await at.service.access.generateKey(token, wish)).toMatchObject({ error: { code: 'OUTCOME_UNKNOWN' } });
});

test('a key list is read once, and again after a change, a respawn or on wish', async () => {
  await using at = await world();
  const token = await handle(at);
  await at.withPin('1234', (context) => at.service.access.signIn(context, token, 'x'));
  const lists = () => at.device.calls.filter((call) => call === 'list').length;
  await at.service.access.listKeys(token);
  await at.service.access.listKeys(token);
  expect(lists()).toBe(1);
  await at.service.access.listKeys(token, true);
  expect(lists()).toBe(2);
  await at.service.access.generateKey(token, {
    algorithm: 'ec-p256',
    purpose: 'tls-client',
    label: 'k',
    intentId: 'aa',
  });
  expect(await at.service.access.listKeys(token)).toMatchObject({ value: [{ label: 'key one' }, { label: 'k' }] });
  await respawn(at);
  await at.service.access.listKeys(token);
  expect(lists()).toBe(4);
});

test('a token that was taken out is absent, one that nobody saw is not found', async () => {
  await using at = await world();
  const token = await handle(at);
  at.device.tokens.length = 0;
  at.clock.pass(1_500);
  await letRun();

  expect(await at.service.access.listKeys(token)).toMatchObject({ error: { code: 'TOKEN_ABSENT' } });
  expect(await at.service.access.find('pkcs11:token=B;serial=2')).toMatchObject({ error: { code: 'TOKEN_NOT_FOUND' } });
});

test('a call right after a crash waits for the host instead of calling the token absent', async () => {
  await using at = await world();
  const token = await handle(at);
  at.device.kill();
  await letRun();
  const keys = at.service.access.listKeys(token);
  await letRun();
  at.clock.pass(100);

  expect((await keys).ok).toBe(true);
});

test('initialising: the label typed again, no second token of that name, and the new token by its URI', async () => {
  await using at = await world();
  at.device.tokens.push(fakeToken('', { slotId: 'empty', serial: 's-new', initialised: false }));
  at.clock.pass(1_500);
  await letRun();
  const wish = { moduleId: 'software', slotId: 'empty', label: 'New', confirm: 'New' };
  const init = (change: Partial<typeof wish>) => at.service.init(calling('cli').context, { ...wish, ...change });

  expect(await init({ confirm: 'new' })).toMatchObject({ error: { code: 'CONFIRMATION_WRONG' } });
  expect(await init({ label: 'A', confirm: 'A' })).toMatchObject({ error: { code: 'TOKEN_LABEL_TAKEN' } });
  expect(await init({ moduleId: 'none' })).toMatchObject({ error: { code: 'MODULE_NOT_FOUND' } });
  expect(await init({ slotId: 'none' })).toMatchObject({ error: { code: 'TOKEN_ABSENT' } });
  expect(await at.withPin('4321', (context) => at.service.init(context, wish))).toEqual(
    ok(uriOf({ label: 'New', serial: 's-new' })),
  );
  expect(at.events()).toEqual([
    'token.init.refused CONFIRMATION_WRONG',
    'token.init.refused TOKEN_LABEL_TAKEN',
    'token.init.refused MODULE_NOT_FOUND',
    'token.init.refused TOKEN_ABSENT',
    'token.init',
  ]);
});

test('a changed PIN and one that was set are told by their names', async () => {
  await using at = await world();
  await at.withPin('1234', (context) => at.service.changePin(context, A));
  await at.withPin('1234', (context) => at.service.setPin(context, A, false));
  await at.withPin('1234', (context) => at.service.setPin(context, A, true));
  expect(at.events()).toEqual(['token.pin-changed', 'token.pin-set', 'token.pin-unblocked']);
});

test('signing out by hand', async () => {
  await using at = await world();
  await at.withPin('1234', (context) => at.service.signIn(context, A, 'x'));
  expect(await at.service.signOut(calling('cli').context.caller, A)).toEqual(ok(undefined));
  expect(at.service.list().slots[0]?.token?.signedIn).toBe('no');
  expect(at.events()).toEqual(['token.sign-in', 'token.sign-out']);
});

test('a locked session signs out everywhere and gives up what is asked', async () => {
  await using at = await world();
  await at.withPin('1234', (context) => at.service.signIn(context, A, 'x'));
  const asked = at.service.changePin(calling('window').context, A);
  await letRun();
  await at.service.sessionLocked();

  expect(await asked).toMatchObject({ error: { code: 'PIN_CANCELLED' } });
  expect(at.service.list().slots[0]?.token?.signedIn).toBe('no');
  expect(at.audit.find(({ event }) => event === 'token.sign-out')).toMatchObject({ data: { cause: 'lock' } });
});

test('a locked session leaves the logins where the setting says so', async () => {
  await using at = await world({ settings: () => ({ idleMinutes: 10, signOutOnLock: false }) });
  await at.withPin('1234', (context) => at.service.signIn(context, A, 'x'));
  await at.service.sessionLocked();
  expect(at.service.list().slots[0]?.token?.signedIn).toBe('user');
});

async function passMinutes({ clock }: World, minutes: number): Promise<void> {
  // In small steps: a host that gets no turn within its deadlines is killed.
  for (let i = 0; i < minutes * 60; i++) {
    clock.pass(1_000);
    await letRun(2);
  }
  await letRun();
}

test('tokens are signed out when nobody has used one for the minutes of the setting', async () => {
  await using at = await world();
  await at.withPin('1234', (context) => at.service.signIn(context, A, 'x'));
  await passMinutes(at, 9);
  await at.service.access.listKeys(await handle(at), true);
  await passMinutes(at, 9);
  expect(at.service.list().slots[0]?.token?.signedIn).toBe('user');
  await passMinutes(at, 2);

  expect(at.service.list().slots[0]?.token?.signedIn).toBe('no');
  expect(at.audit.at(-1)).toMatchObject({
    event: 'token.sign-out',
    actor: { name: 'console' },
    data: { cause: 'idle' },
  });
});

test('what a person does in the window puts the sign-out off', async () => {
  await using at = await world();
  await at.withPin('1234', (context) => at.service.signIn(context, A, 'x'));
  await passMinutes(at, 9);
  at.service.touch();
  await passMinutes(at, 9);
  expect(at.service.list().slots[0]?.token?.signedIn).toBe('user');
});

test('while something is asked or done nobody is signed out for idleness', async () => {
  await using at = await world({ settings: () => ({ idleMinutes: 1, signOutOnLock: true }) });
  await at.withPin('1234', (context) => at.service.signIn(context, A, 'x'));
  void at.service.changePin(calling('window').context, A);
  await passMinutes(at, 3);

  expect(at.device.prompts).toHaveLength(1);
  expect(at.service.list().slots[0]?.token?.signedIn).toBe('user');
});

test('signed out, the keys are asked for again: what was seen signed in is not shown', async () => {
  await using at = await world();
  const token = await handle(at);
  await at.withPin('1234', (context) => at.service.access.signIn(context, token, 'x'));
  await at.service.access.listKeys(token);
  await at.service.signOut(calling('cli').context.caller, A);
  at.token.keys = [];

  expect(await at.service.access.listKeys(token)).toEqual(ok([]));
});

test('an export hands the encrypted file on', async () => {
  await using at = await world();
  const token = await handle(at);
  const file = await at.withPin('1234', (context) =>
    at.service.access.exportPkcs12(context, token, key.keyId, key.spkiSha256),
  );
  expect(file).toEqual(ok(Uint8Array.of(0x30)));
});

test('a login that cannot be written down does not stay', async () => {
  await using at = await world();
  await at.unit.close();
  const end = at.withPin('1234', (context) => at.service.signIn(context, A, 'x'));

  await expect(end).rejects.toThrow('closed');
  await letRun();
  expect(at.service.list().slots[0]?.token?.signedIn).toBe('no');
});

test('changes are told, and a look that finds nothing new is none', async () => {
  await using at = await world();
  await letRun();
  const before = at.changes.count;
  at.clock.pass(1_500);
  await letRun();
  expect(at.changes.count).toBe(before);
  at.device.tokens.push(fakeToken('B'));
  at.clock.pass(1_500);
  await letRun();
  expect(at.changes.count).toBe(before + 1);
});
