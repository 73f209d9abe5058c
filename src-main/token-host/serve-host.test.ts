import { verify, createPublicKey } from 'node:crypto';
import { MessageChannel } from 'node:worker_threads';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { hostContract, SignRequest } from '../../shared/contract/host';
import type { pinWindowContract } from '../../shared/contract/prompt';
import { createClient, type Client } from '../../shared/contract/wire/client';
import { wirePair, type Wire } from '../../shared/contract/wire/frames';
import type { ServerEvent } from '../../shared/contract/wire/serve';
import { parentPortLink, portWire } from '../common/links';
import { EventEmitter } from 'node:events';
import { serveLink } from './host-process';
import { createTokenHost, type TokenHost } from './serve-host';
import { csrInfo } from './testing/csr-fixture';
import { createFakeBackend, FAKE_SLOT as slotId, type FakeBackend } from './testing/fake-backend';
import { answer, ask, faultCode, signIn, value } from './testing/host-under-test';

let backend: FakeBackend;
let host: TokenHost;
let client: Client<typeof hostContract>;
let coreWire: Wire;
let events: ServerEvent[];

beforeEach(() => {
  backend = createFakeBackend();
  events = [];
  let id = 0;
  onTestFinished(() => host.close());
  host = createTokenHost(backend, {
    timer: () => () => undefined,
    report: (event) => void events.push(event),
    newId: () => `prompt-${++id}`,
  });
  const [mine, theirs] = wirePair();
  host.serve(theirs);
  coreWire = mine;
  client = createClient<typeof hostContract>(mine);
});

const open = async (action: Parameters<typeof client.prompts.open>[0]['action']) =>
  (await value(client.prompts.open({ slotId, action }))).prompt;
const signInAction = { kind: 'sign-in', reason: 'because' } as const;
const target = () => ({ slotId, keyId: backend.key.keyId, spkiSha256: backend.key.spkiSha256! });
const sign = (...requests: SignRequest[]) => client.sign.sign({ ...target(), purpose: 'identity', requests });
const testRequest = { kind: 'test', challenge: Uint8Array.of(1) } as const;

function pinWindow(promptId: string): { pin: Client<typeof pinWindowContract>; close(): void } {
  const [mine, theirs] = wirePair();
  host.servePinWindow(theirs, promptId);
  return { pin: createClient<typeof pinWindowContract>(mine), close: () => mine.close() };
}

test('a prompt shows what is asked, with limits in bytes and no secret of its own', async () => {
  const prompt = await open(signInAction);
  expect(prompt).toMatchObject({
    promptId: 'prompt-1',
    action: 'sign-in',
    tokenLabel: 'fake',
    tokenSerial: '1',
    reason: 'because',
    pinPad: false,
    fields: [{ name: 'pin', minLength: 4, maxLength: 8, repeat: false }],
  });
  expect(prompt.sealKey).toHaveLength(32);
});

test('a PIN window answers its prompt and sees no other', async () => {
  const [first, second] = [await open(signInAction), await open({ kind: 'change-pin' })];
  const { pin } = pinWindow(second.promptId);
  expect((await value(pin.prompt.show({}))).promptId).toBe(second.promptId);
  await value(
    pin.prompt.submit({
      secrets: [
        { name: 'pin', value: '1234' },
        { name: 'newPin', value: '5678' },
      ],
      lastTryAccepted: false,
    }),
  );
  expect(backend.asked).toContain('changePin');
  expect(backend.asked).not.toContain('signIn');
  expect(await faultCode(pin.prompt.show({}))).toBe('PROMPT_GONE');
  expect(await faultCode(client.prompts.cancel({ promptId: first.promptId }))).toBe('succeeded');
});

test('the calls of core are unknown at the port of a PIN window', async () => {
  const { promptId } = await open(signInAction);
  const [mine, theirs] = wirePair();
  host.servePinWindow(theirs, promptId);
  const asCore = createClient<typeof hostContract>(mine);
  expect(await faultCode(asCore.sign.sign({ ...target(), purpose: 'identity', requests: [testRequest] }))).toBe(
    'UNKNOWN_CALL',
  );
  expect(await faultCode(asCore.prompts.cancel({ promptId }))).toBe('UNKNOWN_CALL');
});

test('closing the PIN window gives the prompt up', async () => {
  const { promptId } = await open(signInAction);
  pinWindow(promptId).close();
  expect(await faultCode(client.prompts.wait({ promptId }))).toBe('PIN_CANCELLED');
});

test('when core goes, its prompts go with it', async () => {
  const { promptId } = await open(signInAction);
  const { pin } = pinWindow(promptId);
  coreWire.close();
  expect(
    await faultCode(pin.prompt.submit({ secrets: [{ name: 'pin', value: '1234' }], lastTryAccepted: false })),
  ).toBe('PROMPT_GONE');
  expect(backend.asked).not.toContain('signIn');
});

test('wrong tries by hand are told one by one, and the right one ends the wait', async () => {
  const prompt = await open(signInAction);
  const codes: string[] = [];
  const end = client.prompts.wait({ promptId: prompt.promptId }, { onItem: ({ code }) => void codes.push(code) });
  const { pin } = pinWindow(prompt.promptId);
  const type = (text: string) =>
    faultCode(pin.prompt.submit({ secrets: [{ name: 'pin', value: text }], lastTryAccepted: false }));
  expect(await type('9999')).toBe('PIN_INCORRECT');
  expect(await type('99')).toBe('PIN_LENGTH');
  expect(await type('1234')).toBe('succeeded');
  expect(await end).toEqual({ ok: true, value: {} });
  expect(codes).toEqual(['PIN_INCORRECT']);
  expect(await value(client.prompts.wait({ promptId: prompt.promptId }))).toEqual({});
});

test('lengths are counted in bytes of UTF-8, before the token is asked', async () => {
  const prompt = await open(signInAction);
  expect(await faultCode(answer(client, prompt, { pin: 'äöüäö' }))).toBe('PIN_LENGTH');
  expect(await faultCode(answer(client, prompt, { pin: '' }))).toBe('PIN_LENGTH');
  expect(backend.asked).not.toContain('signIn');
  expect(await faultCode(answer(client, prompt, { pin: 'äöüä' }))).toBe('PIN_INCORRECT');
});

test('an empty PIN is not sent to a token that says it has no least length', async () => {
  backend.token = { ...backend.token, minPinLength: 0, maxPinLength: 0 };
  const prompt = await open(signInAction);
  expect(prompt.fields).toEqual([{ name: 'pin', minLength: 1, maxLength: 255, repeat: false }]);
  expect(await faultCode(answer(client, prompt, { pin: '' }))).toBe('PIN_LENGTH');
  expect(backend.asked).not.toContain('signIn');
});

test('other secrets than those asked for are refused', async () => {
  const prompt = await open(signInAction);
  expect(await faultCode(answer(client, prompt, { newPin: '1234' }))).toBe('PIN_INVALID');
  expect(await faultCode(answer(client, prompt, { pin: '1234', newPin: '1234' }))).toBe('PIN_INVALID');
  expect(await faultCode(client.prompts.answer({ promptId: prompt.promptId, sealed: new Uint8Array(600) }))).toBe(
    'PIN_INVALID',
  );
  expect(backend.asked).not.toContain('signIn');
});

test('the last try needs a yes', async () => {
  const prompt = await open(signInAction);
  backend.token = { ...backend.token, pin: 'last-try' };
  expect(await faultCode(answer(client, prompt, { pin: '1234' }))).toBe('PIN_LAST_TRY');
  expect(backend.asked).not.toContain('signIn');
  expect(await faultCode(answer(client, await open(signInAction), { pin: '1234' }, true))).toBe('succeeded');
});

test('the last try of the officer needs a yes as well', async () => {
  backend.token = { ...backend.token, soPin: 'last-try' };
  const typed = { soPin: 'so12', newPin: '1234' };
  const action = { kind: 'set-pin', unblock: true } as const;
  expect(await faultCode(ask(client, slotId, action, typed))).toBe('PIN_LAST_TRY');
  expect(await faultCode(ask(client, slotId, action, typed, true))).toBe('succeeded');
});

test('a blocked PIN still lets the officer unblock it', async () => {
  backend.token = { ...backend.token, pin: 'blocked' };
  expect(await faultCode(signIn(client, slotId, '1234'))).toBe('PIN_LOCKED');
  expect((await open({ kind: 'set-pin', unblock: true })).action).toBe('unblock');
});

test('another token in the same slot gets no PIN that was typed for the first', async () => {
  const prompt = await open(signInAction);
  backend.token = { ...backend.token, serial: '2' };
  expect(await faultCode(answer(client, prompt, { pin: '1234' }))).toBe('TOKEN_REMOVED');
  expect(backend.asked).not.toContain('signIn');
});

test('two answers at once spend one try', async () => {
  const prompt = await open(signInAction);
  const codes = await Promise.all([
    faultCode(answer(client, prompt, { pin: '9999' })),
    faultCode(answer(client, prompt, { pin: '9999' })),
  ]);
  expect(codes.sort()).toEqual(['PIN_INCORRECT', 'TOKEN_BUSY']);
  expect(backend.asked.filter((name) => name === 'signIn')).toHaveLength(1);
});

test('a prompt given up during a try ends as the try ends, and takes no other', async () => {
  const prompt = await open(signInAction);
  let finish = (): void => undefined;
  backend.slow = () => new Promise((resolve) => (finish = resolve));
  const tried = faultCode(answer(client, prompt, { pin: '9999' }));
  await new Promise((resolve) => setImmediate(resolve));
  finish();
  await new Promise((resolve) => setImmediate(resolve));
  await value(client.prompts.cancel({ promptId: prompt.promptId }));
  backend.slow = () => Promise.resolve();
  finish();
  expect(await tried).toBe('PIN_INCORRECT');
  expect(await faultCode(client.prompts.wait({ promptId: prompt.promptId }))).toBe('PIN_CANCELLED');
  expect(await faultCode(answer(client, prompt, { pin: '1234' }))).toBe('PROMPT_GONE');
});

test('secrets are wiped after a good, a wrong and a refused try', async () => {
  const prompt = await open({ kind: 'init-token', label: 'new' });
  await value(answer(client, prompt, { soPin: 'so12', newPin: '1234' }, true));
  await faultCode(signIn(client, slotId, '9999'));
  expect(backend.secrets.map(({ text }) => text)).toEqual(['so12', '1234', '9999']);
  for (const { bytes } of backend.secrets) expect([...bytes].every((byte) => byte === 0)).toBe(true);
});

test('prompts do not pile up without end', async () => {
  for (let i = 0; i < 20; i++) await open(signInAction);
  expect(await faultCode(client.prompts.open({ slotId, action: signInAction }))).toBe('TOKEN_BUSY');
});

test('a PIN for one signature is asked only after the request was found good', async () => {
  backend.key.pinPerSignature = 'yes';
  expect(await faultCode(sign(testRequest))).toBe('PIN_PER_SIGNATURE');
  const base = {
    kind: 'sign',
    reason: 'r',
    keyId: '0a',
    spkiSha256: backend.key.spkiSha256!,
    purpose: 'identity',
  } as const;
  const bad = { ...base, request: { kind: 'csr', info: Uint8Array.of(1), padding: 'pkcs1' } } as const;
  expect(await faultCode(client.prompts.open({ slotId, action: bad }))).toBe('SIGN_INPUT_REFUSED');
  const made = await value(ask(client, slotId, { ...base, request: testRequest }, { pin: '1234' }));
  const publicKey = createPublicKey({ key: Buffer.from(backend.key.spki!), format: 'der', type: 'spki' });
  expect(verify('sha256', made.signingInput!, publicKey, made.signature!)).toBe(true);
});

test('a signature that does not verify is not answered, alone or among good ones', async () => {
  const flip = (signature: Uint8Array) => Uint8Array.from(signature, (byte, i) => (i === 9 ? byte ^ 1 : byte));
  backend.spoil = flip;
  expect(await faultCode(sign(testRequest))).toBe('SIGNATURE_INVALID');
  let count = 0;
  backend.spoil = (signature) => (++count === 70 ? flip(signature) : signature);
  expect(await faultCode(sign(...Array.from({ length: 100 }, () => testRequest)))).toBe('SIGNATURE_INVALID');
  count = 66;
  expect(await faultCode(sign(...Array.from({ length: 8 }, () => testRequest)))).toBe('SIGNATURE_INVALID');
});

test('a long batch of good signatures is answered whole, in order and in DER', async () => {
  const requests = Array.from({ length: 100 }, (_, i) => ({ kind: 'test', challenge: Uint8Array.of(i) }) as const);
  const { signatures } = await value(sign(...requests));
  const publicKey = createPublicKey({ key: Buffer.from(backend.key.spki!), format: 'der', type: 'spki' });
  expect(signatures.map(({ signingInput }) => signingInput.at(-1))).toEqual(requests.map((_, i) => i));
  for (const { signingInput, signature } of signatures) {
    expect(verify('sha256', signingInput, publicKey, signature)).toBe(true);
  }
});

test('a signature of a length that no signature of the key has is not answered', async () => {
  backend.spoil = (signature) => signature.subarray(2);
  expect(await faultCode(sign(testRequest))).toBe('SIGNATURE_INVALID');
  expect(await faultCode(sign(...Array.from({ length: 20 }, () => testRequest)))).toBe('SIGNATURE_INVALID');
});

test('too few signatures are no answer', async () => {
  const whole = backend.sign.bind(backend);
  backend.sign = async (...args) => {
    const made = await whole(...args);
    return made.ok ? { ok: true, value: made.value.slice(1) } : made;
  };
  expect(await faultCode(sign(testRequest, testRequest))).toBe('SIGNATURE_INVALID');
});

test('a refused request binds no purpose, a signed one does', async () => {
  const { keyId, spkiSha256 } = target();
  const info = Uint8Array.of(0x30, 0);
  expect(await faultCode(sign({ kind: 'csr', info, padding: 'pkcs1' }))).toBe('SIGN_INPUT_REFUSED');
  const asServer = () =>
    client.sign.sign({ slotId, keyId, spkiSha256, purpose: 'tls-server', requests: [testRequest] });
  expect(await faultCode(asServer())).toBe('succeeded');
  expect(await faultCode(sign(testRequest))).toBe('KEY_PURPOSE');
});

test('a new key is bound to the purpose that it was made for', async () => {
  await value(
    client.keys.generate({ slotId, algorithm: 'ec-p256', purpose: 'tls-client', label: 'k', intentId: '0a' }),
  );
  expect(await faultCode(sign(testRequest))).toBe('KEY_PURPOSE');
});

test('a key that may not sign, or that we have no algorithm for, is refused', async () => {
  backend.key.canSign = 'no';
  expect(await faultCode(sign(testRequest))).toBe('KEY_NOT_ALLOWED');
  backend.key.canSign = 'unknown';
  delete backend.key.algorithm;
  expect(await faultCode(sign(testRequest))).toBe('KEY_NOT_ALLOWED');
});

test('a CSR is signed as it is, and its signature is DER', async () => {
  const info = csrInfo(backend.key.spki!);
  const { signatures } = await value(sign({ kind: 'csr', info, padding: 'pkcs1' }));
  expect(signatures[0]!.signingInput).toEqual(info);
  const publicKey = createPublicKey({ key: Buffer.from(backend.key.spki!), format: 'der', type: 'spki' });
  expect(verify('sha256', info, publicKey, signatures[0]!.signature)).toBe(true);
});

test('a lone surrogate in a key group id is refused, not guessed', async () => {
  const request = {
    kind: 'renewal-proof',
    csrSha256: '00'.repeat(32),
    keyGroupId: 'a\ud800',
    issuedAt: '2026-01-01T00:00:00Z',
  } as const;
  // By the wire already, which takes no such text.
  expect(await faultCode(sign(request))).toBe('BAD_INPUT');
  expect(backend.asked).not.toContain('sign');
});

test('bare bytes, a bare hash and unknown kinds are no requests', async () => {
  for (const request of [
    { kind: 'raw', bytes: Uint8Array.of(1) },
    { kind: 'digest', digest: new Uint8Array(32) },
    Uint8Array.of(1),
  ]) {
    expect(await faultCode(sign(request as never))).toBe('BAD_INPUT');
  }
  expect(backend.asked).not.toContain('sign');
});

test('the keys come in pages, all of them, in order', async () => {
  const pages: number[] = [];
  const { total } = await value(client.keys.list({ slotId }, { onItem: ({ keys }) => void pages.push(keys.length) }));
  expect([total, pages]).toEqual([1203, [500, 500, 203]]);
});

test('calls are served one after the other', async () => {
  let running = 0;
  let most = 0;
  backend.slow = async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
  };
  await Promise.all([sign(testRequest), client.module.slots({}), client.keys.list({ slotId }), sign(testRequest)]);
  expect(most).toBe(1);
});

test('waiting for a prompt holds up nobody', async () => {
  const { promptId } = await open(signInAction);
  const waiting = client.prompts.wait({ promptId });
  expect(await faultCode(client.module.slots({}))).toBe('succeeded');
  await value(client.prompts.cancel({ promptId }));
  expect(await faultCode(waiting)).toBe('PIN_CANCELLED');
});

test('a backend that throws is a bug: told to the log, not to the caller', async () => {
  backend.find = () => Promise.reject(new Error('canary-4711'));
  expect(await sign(testRequest)).toEqual({ ok: false, error: { code: 'INTERNAL' } });
  expect(events.map(({ kind }) => kind)).toEqual(['bug']);
  expect(await faultCode(client.module.slots({}))).toBe('succeeded');
});

test('a parent port hands core and PIN window their ports; anything else is closed', async () => {
  const parentPort = Object.assign(new EventEmitter(), { postMessage: () => undefined });
  serveLink(host, parentPortLink(parentPort));
  const give = (data: unknown) => {
    const { port1, port2 } = new MessageChannel();
    onTestFinished(() => port1.close());
    parentPort.emit('message', { data, ports: [port2] });
    return portWire(port1);
  };
  const viaPort = createClient<typeof hostContract>(give({ kind: 'core-port' }));
  const { prompt } = await value(viaPort.prompts.open({ slotId, action: signInAction }));
  const pin = createClient<typeof pinWindowContract>(give({ kind: 'pin-port', promptId: prompt.promptId }));
  await value(pin.prompt.submit({ secrets: [{ name: 'pin', value: '1234' }], lastTryAccepted: false }));
  expect(await faultCode(viaPort.prompts.wait({ promptId: prompt.promptId }))).toBe('succeeded');
  const stranger = createClient<typeof hostContract>(give({ kind: 'core-port', actor: 'somebody' }));
  expect(await faultCode(stranger.module.slots({}))).toBe('CLOSED');
});

test('a list that takes long to read gives signs of life, at most one a second, before its first keys', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const whole = backend.listKeys.bind(backend);
  backend.listKeys = (slot, alive) => {
    for (let step = 0; step < 40; step++) {
      vi.advanceTimersByTime(100);
      alive?.();
    }
    return whole(slot);
  };
  const pages: number[] = [];
  await value(client.keys.list({ slotId }, { onItem: ({ keys }) => void pages.push(keys.length) }));
  expect(pages).toEqual([0, 0, 0, 0, 500, 500, 203]);
});
