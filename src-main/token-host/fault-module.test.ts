import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, afterAll, describe, expect, test } from 'vitest';
import type { KeyAlgorithmName, TokenKey } from '../../shared/contract/key-facts';
import { csrInfo } from './testing/csr-fixture';
import { canBuildFaultModule, faultyToken, type FaultyToken } from './testing/fault-module';
import {
  answer,
  ask,
  faultCode,
  type HostUnderTest,
  keysOf,
  signIn,
  slotsOf,
  tokenOf,
  value,
} from './testing/host-under-test';
import { openHost, softHsmPath, softHsmToken } from './testing/test-tokens';

const why =
  softHsmPath === undefined ? 'SoftHSM is not installed' : canBuildFaultModule ? undefined : 'there is no C compiler';
if (why !== undefined) test.skip(`not run: ${why}`);

describe.runIf(why === undefined)('a module that fails', () => {
  let token: FaultyToken;
  let host: HostUnderTest;
  let slotId: string;
  let intent = 0;
  const keys = new Map<KeyAlgorithmName, TokenKey>();

  beforeAll(async () => {
    token = faultyToken(await softHsmToken());
    ({ host, slotId } = await openHost(token));
    await value(signIn(host.client, slotId, token.pin));
    for (const algorithm of ['ec-p256', 'rsa-3072', 'ed25519'] as const) {
      keys.set(algorithm, (await value(generate(algorithm))).key);
    }
  });
  afterAll(() => {
    host.stop();
    token.remove();
  });
  beforeEach(async () => {
    token.resetTries();
    // A host is used until a test ends it.
    if (!host.child.connected) ({ host, slotId } = await openHost(token));
    await value(signIn(host.client, slotId, token.pin));
  });
  afterEach(async () => {
    token.control();
    if (host.child.killed) await host.ended;
  });

  function generate(algorithm: KeyAlgorithmName) {
    const intentId = (++intent).toString(16).padStart(32, '0');
    return host.client.keys.generate({ slotId, algorithm, purpose: 'tls-client', label: `k${intent}`, intentId });
  }
  function sign(key: TokenKey, count = 1) {
    const { keyId, spkiSha256 = '' } = key;
    const request = { kind: 'csr', info: csrInfo(key.spki!), padding: 'pkcs1' } as const;
    const requests = Array.from({ length: count }, () => request);
    return host.client.sign.sign({ slotId, keyId, spkiSha256, purpose: 'tls-client', requests });
  }
  const logout = () => value(host.client.session.logout({ slotId }));

  test.each(['ec-p256', 'rsa-3072', 'ed25519'] as const)(
    'a broken %s signature is never answered',
    async (algorithm) => {
      token.control('garbage=signature');
      expect(await faultCode(sign(keys.get(algorithm)!))).toBe('SIGNATURE_INVALID');
      expect(await faultCode(sign(keys.get(algorithm)!, 5))).toBe('SIGNATURE_INVALID');
      token.control();
      expect(await faultCode(sign(keys.get(algorithm)!))).toBe('succeeded');
    },
  );

  test('a signature of an absurd length is never answered', async () => {
    token.control('garbage=length');
    expect(await faultCode(sign(keys.get('ec-p256')!))).toBe('SIGNATURE_INVALID');
  });

  test('one broken signature in a batch keeps all of it back', async () => {
    token.control('garbage=signature');
    const batch = sign(keys.get('rsa-3072')!, 40);
    await sleep(30);
    token.control();
    expect(await faultCode(batch)).toBe('SIGNATURE_INVALID');
  });

  test('a new key that signs nonsense is destroyed again, both halves', async () => {
    token.control('garbage=signature');
    expect(await faultCode(generate('ec-p256'))).toBe('KEY_UNUSABLE');
    token.control();
    expect(await keysOf(host.client, slotId)).toHaveLength(keys.size);
  });

  test('a new key whose public half is a lie is destroyed again', async () => {
    token.control('garbage=public');
    expect(await faultCode(generate('ec-p256'))).toBe('KEY_UNUSABLE');
    token.control();
    expect(await keysOf(host.client, slotId)).toHaveLength(keys.size);
  });

  test('a new key that the token calls extractable is destroyed again', async () => {
    token.control('garbage=weak');
    expect(await faultCode(generate('ec-p256'))).toBe('KEY_NOT_PROTECTED');
    token.control();
    expect(await keysOf(host.client, slotId)).toHaveLength(keys.size);
  });

  test('a module that refuses to change the id leaves the key under its first one', async () => {
    token.control('fail=C_SetAttributeValue:16');
    const { key } = await value(generate('ec-p256'));
    expect(key.keyId).toBe(intent.toString(16).padStart(32, '0'));
    token.control();
    expect(await faultCode(sign(key))).toBe('succeeded');
    await value(host.client.keys.destroy({ slotId, keyId: key.keyId }));
  });

  test('absurd counts of slots, mechanisms and objects are refused', async () => {
    token.control('garbage=slots');
    expect(await faultCode(host.client.module.slots({}))).toBe('DRIVER_FAILED');
    token.control('garbage=mechanisms');
    expect(await faultCode(host.client.module.mechanisms({ slotId }))).toBe('DRIVER_FAILED');
    token.control('garbage=objects');
    expect(await faultCode(host.client.keys.list({ slotId }))).toBe('DRIVER_FAILED');
  });

  test('attributes of nonsense make no key pass for a known one, and none sign', async () => {
    token.control('garbage=attributes');
    const known = [...keys.values()].map(({ spkiSha256 }) => spkiSha256);
    for (const key of await keysOf(host.client, slotId)) expect(known).not.toContain(key.spkiSha256);
    const key = keys.get('ec-p256')!;
    expect(await faultCode(sign(key))).toMatch(/^KEY_(NOT_FOUND|AMBIGUOUS|NOT_ALLOWED)$/);
  });

  test('texts of nonsense are told as text, within their limits', async () => {
    token.control('garbage=texts');
    const found = (await slotsOf(host.client)).find((slot) => slot.slotId === slotId);
    expect(found?.token?.label).toBe('\ufffd'.repeat(32));
    expect(found?.token?.uri).toMatch(/^pkcs11:[\x21-\x7e]+$/);
  });

  test('wrong PINs count up to the lock, each told; the last try needs a yes', async () => {
    await logout();
    token.control('lock=3');
    const tried = (pin: string, lastTryAccepted = false) =>
      faultCode(ask(host.client, slotId, { kind: 'sign-in', reason: 'r' }, { pin }, lastTryAccepted));

    expect((await tokenOf(host.client, slotId))?.pin).toBe('none-wrong');
    expect(await tried('wrong-1')).toBe('PIN_INCORRECT');
    expect((await tokenOf(host.client, slotId))?.pin).toBe('tries-low');
    expect(await tried('wrong-2')).toBe('PIN_INCORRECT');
    expect((await tokenOf(host.client, slotId))?.pin).toBe('last-try');
    expect(await tried(token.pin)).toBe('PIN_LAST_TRY');
    expect(await tried('wrong-3', true)).toBe('PIN_LOCKED');

    expect((await tokenOf(host.client, slotId))?.pin).toBe('blocked');
    expect(await faultCode(signIn(host.client, slotId, token.pin))).toBe('PIN_LOCKED');
  });

  test('a blocked PIN is known before a try, also in a new host, and C_Login is not called for it', async () => {
    await logout();
    token.control('lock=1');
    expect(await faultCode(signIn(host.client, slotId, 'wrong-1'))).toBe('PIN_LAST_TRY');
    expect(await faultCode(ask(host.client, slotId, { kind: 'sign-in', reason: '' }, { pin: 'wrong-1' }, true))).toBe(
      'PIN_LOCKED',
    );
    host.stop();
    ({ host, slotId } = await openHost(token));
    token.control('lock=1', token.recordCalls);
    const before = token.calls().filter((name) => name === 'C_Login').length;
    expect(await faultCode(signIn(host.client, slotId, token.pin))).toBe('PIN_LOCKED');
    expect(token.calls().filter((name) => name === 'C_Login')).toHaveLength(before);
  });

  test('one answer is one C_Login, whatever comes of it', async () => {
    await logout();
    token.control(token.recordCalls);
    const before = token.calls().filter((name) => name === 'C_Login').length;
    expect(await faultCode(signIn(host.client, slotId, 'wrong-pin'))).toBe('PIN_INCORRECT');
    expect(token.calls().filter((name) => name === 'C_Login')).toHaveLength(before + 1);
  });

  test('an expired PIN is told apart', async () => {
    await logout();
    token.control('expired');
    expect(await faultCode(signIn(host.client, slotId, token.pin))).toBe('PIN_EXPIRED');
  });

  test('a PIN pad is recognised, and nothing at all is sent to it', async () => {
    await logout();
    token.control('pinpad', token.recordCalls);
    const before = token.calls().filter((name) => name === 'C_Login').length;
    expect((await tokenOf(host.client, slotId))?.pinPad).toBe(true);
    expect(await faultCode(signIn(host.client, slotId, token.pin))).toBe('PIN_PAD_UNSUPPORTED');
    expect(await faultCode(ask(host.client, slotId, { kind: 'change-pin' }, { pin: 'a123', newPin: 'b123' }))).toBe(
      'PIN_PAD_UNSUPPORTED',
    );
    expect(token.calls().filter((name) => name === 'C_Login')).toHaveLength(before);
  });

  test('a pulled token is noticed, its login ends, and it signs again after login', async () => {
    token.control('pulled');
    expect(await faultCode(sign(keys.get('ec-p256')!))).toBe('TOKEN_REMOVED');
    expect((await slotsOf(host.client)).every((slot) => slot.token === undefined)).toBe(true);
    token.control();
    expect((await tokenOf(host.client, slotId))?.signedIn).toBe('no');
    expect(await faultCode(signIn(host.client, slotId, 'wrong-pin'))).toBe('PIN_INCORRECT');
    expect(await faultCode(sign(keys.get('ec-p256')!))).toBe('NOT_SIGNED_IN');
    await value(signIn(host.client, slotId, token.pin));
    expect(await faultCode(sign(keys.get('ec-p256')!))).toBe('succeeded');
  });

  test('a token pulled while a prompt is open ends the prompt', async () => {
    await logout();
    const { prompt } = await value(host.client.prompts.open({ slotId, action: { kind: 'sign-in', reason: 'r' } }));
    token.control('pulled');
    expect(await faultCode(answer(host.client, prompt, { pin: token.pin }))).toBe('TOKEN_ABSENT');
    expect(await faultCode(host.client.prompts.wait({ promptId: prompt.promptId }))).toBe('TOKEN_ABSENT');
  });

  test.each([
    ['C_Sign', 48, 'DEVICE_ERROR'],
    ['C_Sign', 6, 'DRIVER_FAILED'],
    ['C_SignInit', 112, 'MECHANISM_MISSING'],
    ['C_SignInit', 104, 'KEY_NOT_ALLOWED'],
    ['C_Sign', 0x80000001, 'DRIVER_FAILED'],
    ['C_Sign', 257, 'NOT_SIGNED_IN'],
    ['C_SignInit', 130, 'KEY_NOT_FOUND'],
    ['C_Sign', 512, 'CANCELLED_AT_TOKEN'],
  ])('%s failing with %d is %s, and the same key signs afterwards', async (name, number, code) => {
    token.control(`fail=${name}:${number}`);
    const result = await sign(keys.get('ec-p256')!);
    expect(result).toMatchObject({ ok: false, error: { code } });
    token.control();
    if (['DEVICE_ERROR', 'NOT_SIGNED_IN'].includes(code)) await value(signIn(host.client, slotId, token.pin));
    expect(await faultCode(sign(keys.get('ec-p256')!))).toBe('succeeded');
  });

  test('a failed signature is not tried again', async () => {
    token.control('fail=C_Sign:5', token.recordCalls);
    const before = token.calls().filter((name) => name === 'C_Sign').length;
    await sign(keys.get('ec-p256')!);
    expect(token.calls().filter((name) => name === 'C_Sign')).toHaveLength(before + 1);
  });

  test.each(['C_GetSlotList', 'C_Sign', 'C_GenerateKeyPair', 'C_FindObjects', 'C_Login'])(
    'a crash in %s ends the call as CLOSED and the process with a signal',
    async (name) => {
      await (name === 'C_Login' ? logout() : undefined);
      token.control(`crash=${name}`);
      expect(await faultCode(callOf(name))).toBe('CLOSED');
      expect(await host.ended).toBe('SIGSEGV');
    },
  );

  test.each(['C_GetSlotList', 'C_Sign', 'C_GenerateKeyPair', 'C_FindObjects', 'C_Login'])(
    'a hang in %s ends as CLOSED when its owner kills the host',
    async (name) => {
      await (name === 'C_Login' ? logout() : undefined);
      token.control(`hang=${name}`);
      const call = faultCode(callOf(name));
      await sleep(100);
      host.stop();
      expect(await call).toBe('CLOSED');
    },
  );

  test('no PIN is in anything that the host writes or answers, whatever goes wrong with it', async () => {
    await logout();
    const canary = 'canary-4711';
    const answers: unknown[] = [await signIn(host.client, slotId, canary)];
    for (const fault of ['fail=C_Login:5', 'fail=C_Login:2147483650', 'expired', 'pulled', 'crash=C_Login']) {
      token.control();
      await slotsOf(host.client);
      const { prompt } = await value(host.client.prompts.open({ slotId, action: { kind: 'sign-in', reason: 'r' } }));
      token.control(fault);
      answers.push(await answer(host.client, prompt, { pin: canary }, true));
    }
    await host.ended;
    expect(answers.map((one) => JSON.stringify(one)).join('\n')).not.toContain(canary);
    expect(host.errors()).not.toContain(canary);
    expect(answers.at(-1)).toMatchObject({ error: { code: 'CLOSED' } });
  });

  test('a host whose owner was killed ends, though its module hangs', async () => {
    token.control('hang=C_GetSlotList', token.recordCalls);
    const program = fileURLToPath(new URL('testing/doomed-owner.ts', import.meta.url));
    const env = { ...token.env, PATH: process.env['PATH'] ?? '' };
    const owner = spawn(process.execPath, ['--no-warnings', program, token.modulePath], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pid = Number(String((await once(owner.stdout, 'data'))[0]));
    await until(() => token.calls().at(-1) === 'C_GetSlotList');
    expect(isAlive(pid)).toBe(true);
    owner.kill('SIGKILL');
    await until(() => !isAlive(pid));
  });

  test('calls that wait behind a given up one are still served, the given up one is not begun', async () => {
    const stop = new AbortController();
    // Long enough that what is given up meanwhile is read before its turn comes, also on a busy machine.
    const batch = sign(keys.get('rsa-3072')!, 200);
    const given = host.client.keys.destroy({ slotId, keyId: keys.get('ed25519')!.keyId }, { signal: stop.signal });
    const after = keysOf(host.client, slotId);
    stop.abort();
    expect(await faultCode(given)).toBe('CANCELLED');
    expect(await faultCode(batch)).toBe('succeeded');
    expect(await after).toHaveLength(keys.size);
  });

  function callOf(name: string): Promise<{ ok: true; value: unknown } | { ok: false; error: { code: string } }> {
    if (name === 'C_Sign') return sign(keys.get('ec-p256')!);
    if (name === 'C_GenerateKeyPair') return generate('ec-p256');
    if (name === 'C_FindObjects') return host.client.keys.list({ slotId });
    if (name === 'C_Login') return signIn(host.client, slotId, token.pin);
    return host.client.module.slots({});
  }
});

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if (condition()) return;
    await sleep(100);
  }
  throw new Error('it did not come about');
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
