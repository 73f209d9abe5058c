import { expect, test } from 'vitest';
import { ok } from '../../../shared/util/result.ts';
import { calling } from './calling-for-tests.ts';
import { createTestClock } from '../test-clock.ts';
import { deadlineOf } from './deadlines.ts';
import { fakeDevice, type FakeDevice, fakeToken, letRun, sealed } from './fake-host-for-tests.ts';
import { createPrompts, type WrongTry } from './prompts.ts';
import { createTokenHosts } from './token-hosts.ts';

const PERSON_MS = 300_000;
const signIn = { kind: 'sign-in', reason: 'test' } as const;

async function prepared(device: FakeDevice = fakeDevice(fakeToken('A')), window = true) {
  const clock = createTestClock();
  const windows: string[] = [];
  const wrong: WrongTry[] = [];
  const hosts = createTokenHosts({ owner: device, clock, timer: clock.timer, told: () => undefined });
  const connection = hosts.add('m1', 'pkcs11', () => Promise.resolve(ok({ path: '/f', parameters: undefined })));
  const ready = await connection.ready();
  if (!ready.ok) throw new Error(ready.error.code);
  const prompts = createPrompts({
    owner: { openPinWindow: window ? (hostId, promptId) => windows.push(`${hostId} ${promptId}`) : undefined },
    timer: clock.timer,
    personMs: () => PERSON_MS,
    wrongTry: (facts) => {
      wrong.push(facts);
      return Promise.resolve();
    },
  });
  return { clock, device, connection, prompts, run: ready.value, windows, wrong };
}

test('the command line is shown the prompt and answers it', async () => {
  const { prompts, run } = await prepared();
  const { context, items } = calling('cli');
  const end = prompts.run(context, run, 'slot-A', signIn);
  await letRun();
  expect(items).toMatchObject([{ kind: 'prompt', prompt: { promptId: 'prompt-1-1', tokenLabel: 'A' } }]);

  expect((await prompts.answer(context.caller, 'prompt-1-1', sealed('1234'))).ok).toBe(true);
  expect(await end).toEqual(ok({}));
});

test('the window only hears that the PIN window is open, and the PIN goes past core', async () => {
  const { device, prompts, run, windows } = await prepared();
  const { context, items } = calling('window');
  const end = prompts.run(context, run, 'slot-A', signIn);
  await letRun();
  expect(windows).toEqual(['m1-1 prompt-1-1']);
  expect(items).toEqual([{ kind: 'pin-window-open' }]);

  device.typePin('prompt-1-1', '1234');
  expect(await end).toEqual(ok({}));
  expect(device.calls).not.toContain('prompts.answer');
});

test('a wrong try is told to the caller and to the audit, and the prompt stays for another one by hand', async () => {
  const { device, prompts, run, wrong } = await prepared();
  const { context, items } = calling('window');
  const end = prompts.run(context, run, 'slot-A', signIn);
  await letRun();
  device.typePin('prompt-1-1', '0000');
  await letRun();

  expect(items.slice(1)).toEqual([{ kind: 'wrong', code: 'PIN_INCORRECT' }]);
  expect(wrong).toMatchObject([{ code: 'PIN_INCORRECT', slotId: 'slot-A', hostId: 'm1-1' }]);
  device.typePin('prompt-1-1', '1234');
  expect(await end).toEqual(ok({}));
});

test('a wrong answer of the command line is its only one: the call ends with what the token said', async () => {
  const { device, prompts, run } = await prepared();
  const { context } = calling('cli');
  const end = prompts.run(context, run, 'slot-A', signIn);
  await letRun();
  const answer = () => prompts.answer(context.caller, 'prompt-1-1', sealed('0000'));
  expect(await answer()).toMatchObject({ error: { code: 'PIN_INCORRECT' } });
  expect(await end).toMatchObject({ error: { code: 'PIN_INCORRECT' } });
  expect(await answer()).toMatchObject({ error: { code: 'PROMPT_GONE' } });
  expect(device.calls.filter((call) => call === 'prompts.answer')).toHaveLength(1);
});

test('a page that asks forty times opens one PIN window for a token, and three calls are all that wait', async () => {
  const { prompts, run, windows } = await prepared();
  const { context } = calling('window');
  const ends: string[] = [];
  const many = Array.from({ length: 40 }, async () => {
    const end = await prompts.run(context, run, 'slot-A', { kind: 'change-pin' });
    ends.push(end.ok ? 'ok' : end.error.code);
  });
  await letRun();
  expect(windows).toHaveLength(1);
  expect(ends).toEqual(Array.from({ length: 37 }, () => 'TOKEN_BUSY'));
  prompts.cancelAll();
  await Promise.all(many);
  expect(windows).toHaveLength(1);
});

test('no more than three prompts are open over all tokens, and one that ends makes room', async () => {
  const tokens = ['A', 'B', 'C', 'D'].map((label) => fakeToken(label));
  const { device, prompts, run, windows } = await prepared(fakeDevice(...tokens));
  const ask = (label: string) => prompts.run(calling('window').context, run, `slot-${label}`, signIn);
  const first = ask('A');
  void ask('B');
  void ask('C');
  expect(await ask('D')).toMatchObject({ error: { code: 'TOKEN_BUSY' } });
  await letRun();
  device.typePin('prompt-1-1', '1234');
  await first;
  void ask('D');
  await letRun();
  expect(windows).toHaveLength(4);
});

test('nobody else can answer or cancel a prompt, and an unknown one is gone', async () => {
  const { prompts, run } = await prepared();
  const { context } = calling('cli');
  const end = prompts.run(context, run, 'slot-A', signIn);
  await letRun();
  const other = { ...context.caller };

  expect(await prompts.answer(other, 'prompt-1-1', sealed('1234'))).toMatchObject({ error: { code: 'PROMPT_GONE' } });
  expect(prompts.cancel(other, 'prompt-1-1')).toMatchObject({ error: { code: 'PROMPT_GONE' } });
  expect(await prompts.answer(context.caller, 'prompt-9', sealed('1'))).toMatchObject({
    error: { code: 'PROMPT_GONE' },
  });
  expect(prompts.cancel(context.caller, 'prompt-1-1').ok).toBe(true);
  expect(await end).toMatchObject({ error: { code: 'PIN_CANCELLED' } });
});

test('a prompt of the PIN window is not answered by the main window', async () => {
  const { prompts, run } = await prepared();
  const { context } = calling('window');
  void prompts.run(context, run, 'slot-A', signIn);
  await letRun();

  expect(await prompts.answer(context.caller, 'prompt-1-1', sealed('1234'))).toMatchObject({
    error: { code: 'PROMPT_GONE' },
  });
});

test('without a PIN window the window’s caller is asked itself', async () => {
  const { prompts, run } = await prepared(undefined, false);
  const { context, items } = calling('window');
  void prompts.run(context, run, 'slot-A', signIn);
  await letRun();

  expect(items).toMatchObject([{ kind: 'prompt' }]);
});

test('a caller that hangs up ends the prompt at the host too', async () => {
  const { device, prompts, run } = await prepared();
  const call = calling('cli');
  const { context } = call;
  const end = prompts.run(context, run, 'slot-A', signIn);
  await letRun();
  call.hangUp();
  expect(await end).toMatchObject({ error: { code: 'PIN_CANCELLED' } });
  await letRun();

  expect(device.calls.at(-1)).toBe('prompts.cancel');
  expect(device.prompts).toEqual([]);
});

test('the person has five minutes from the last try; the host is not taken for hung meanwhile', async () => {
  const { clock, connection, device, prompts, run } = await prepared();
  const { context } = calling('window');
  let ended: unknown;
  void prompts.run(context, run, 'slot-A', signIn).then((end) => (ended = end));
  await letRun();
  for (let ms = 0; ms < PERSON_MS - 1_000; ms += 1_000) {
    clock.pass(1_000);
    await letRun(3);
  }
  device.typePin('prompt-1-1', '0000');
  await letRun();
  clock.pass(1_000);
  await letRun();
  expect(ended).toBeUndefined();
  expect(connection.state()).toMatchObject({ state: 'running', restarts: 0 });

  clock.pass(PERSON_MS);
  await letRun();
  expect(ended).toMatchObject({ error: { code: 'PIN_CANCELLED' } });
});

test('a module that hangs over a PIN is given 120 seconds from its submission', async () => {
  const { clock, connection, device, prompts, run } = await prepared();
  const { context } = calling('cli');
  const end = prompts.run(context, run, 'slot-A', signIn);
  await letRun();
  device.next('prompts.answer', 'hang');
  const answer = prompts.answer(context.caller, 'prompt-1-1', sealed('1234'));
  await letRun();
  clock.pass(deadlineOf('secret') - 1);
  await letRun();
  expect(connection.state().restarts).toBe(0);
  clock.pass(1);

  expect(await answer).toMatchObject({ error: { code: 'TOKEN_NOT_ANSWERING' } });
  expect(await end).toMatchObject({ error: { code: 'TOKEN_NOT_ANSWERING' } });
});

test('a login through the PIN window may hold up the look at the slots for as long as a PIN may take, and no longer', async () => {
  const { clock, connection, device, prompts, run } = await prepared();
  const { context } = calling('window');
  const end = prompts.run(context, run, 'slot-A', signIn);
  await letRun();
  device.next('window-login', 'hang');
  device.typePin('prompt-1-1', '1234');
  for (let ms = 0; ms < deadlineOf('secret'); ms += 1_000) {
    clock.pass(1_000);
    await letRun(3);
  }
  expect(connection.state()).toMatchObject({ state: 'running', restarts: 0 });
  clock.pass(10_000);

  expect(await end).toMatchObject({ error: { code: 'TOKEN_NOT_ANSWERING' } });
});

test('the clock of the person stands still while the token thinks about the PIN', async () => {
  const { clock, device, prompts, run } = await prepared();
  const { context } = calling('cli');
  let ended: unknown;
  void prompts.run(context, run, 'slot-A', signIn).then((end) => (ended = end));
  await letRun();
  for (let ms = 0; ms < PERSON_MS - 1_000; ms += 1_000) {
    clock.pass(1_000);
    await letRun(2);
  }
  device.next('prompts.answer', 'hang');
  void prompts.answer(context.caller, 'prompt-1-1', sealed('1234'));
  await letRun();
  clock.pass(60_000);
  await letRun();
  expect(ended).toBeUndefined();

  clock.pass(60_000);
  await letRun();
  expect(ended).toMatchObject({ error: { code: 'TOKEN_NOT_ANSWERING' } });
});

test('an answer that the host would not take starts the clock of the person again', async () => {
  const { clock, device, prompts, run } = await prepared();
  const { context } = calling('cli');
  const end = prompts.run(context, run, 'slot-A', signIn);
  await letRun();
  device.next('prompts.answer', 'TOKEN_BUSY');
  await prompts.answer(context.caller, 'prompt-1-1', sealed('1234'));
  for (let ms = 0; ms < PERSON_MS; ms += 1_000) {
    clock.pass(1_000);
    await letRun(2);
  }

  expect(await end).toMatchObject({ error: { code: 'PIN_CANCELLED', data: { detail: 'time is up' } } });
});

test('an answered prompt leaves no deadline behind', async () => {
  const { clock, connection, prompts, run } = await prepared();
  const { context } = calling('cli');
  const end = prompts.run(context, run, 'slot-A', signIn);
  await letRun();
  await prompts.answer(context.caller, 'prompt-1-1', sealed('1234'));
  await end;
  for (let ms = 0; ms < 2 * PERSON_MS; ms += 1_000) {
    clock.pass(1_000);
    await letRun(2);
  }

  expect(connection.state()).toMatchObject({ state: 'running', restarts: 0 });
});

test('a host that crashes takes its prompts along', async () => {
  const { device, prompts, run } = await prepared();
  const { context } = calling('cli');
  const end = prompts.run(context, run, 'slot-A', signIn);
  await letRun();
  device.kill();

  expect(await end).toMatchObject({ error: { code: 'HOST_CRASHED' } });
});

test('a PIN window that cannot be opened ends its prompt', async () => {
  const { prompts, run } = await prepared();
  const { context } = calling('window');
  const end = prompts.run(context, run, 'slot-A', signIn);
  await letRun();
  prompts.windowFailed('prompt-1-1');

  expect(await end).toMatchObject({ error: { code: 'PIN_CANCELLED' } });
});

test('a caller that had hung up before is not asked at all', async () => {
  const { device, prompts, run } = await prepared();
  const call = calling('cli');
  const { context } = call;
  call.hangUp();

  expect(await prompts.run(context, run, 'slot-A', signIn)).toMatchObject({ error: { code: 'PIN_CANCELLED' } });
  expect(device.calls).not.toContain('prompts.open');
});
