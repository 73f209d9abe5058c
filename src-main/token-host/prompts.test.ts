import { beforeEach, expect, test } from 'vitest';
import type { hostContract } from '../../shared/contract/host';
import { createClient, type Client } from '../../shared/contract/wire/client';
import { wirePair } from '../../shared/contract/wire/frames';
import { encodeUtf8 } from '../../shared/util/utf8';
import { seal } from '../common/seal';
import { createTokenHost } from './serve-host';
import { createFakeBackend, FAKE_SLOT as slotId, type FakeBackend } from './testing/fake-backend';
import { answer, faultCode, value } from './testing/host-under-test';

let backend: FakeBackend;
let client: Client<typeof hostContract>;

beforeEach(() => {
  backend = createFakeBackend();
  let id = 0;
  const ports = { timer: () => () => undefined, report: () => undefined, newId: () => `prompt-${++id}` };
  const [mine, theirs] = wirePair();
  createTokenHost(backend, ports).serve(theirs);
  client = createClient<typeof hostContract>(mine);
});

const open = async (action: Parameters<typeof client.prompts.open>[0]['action']) =>
  (await value(client.prompts.open({ slotId, action }))).prompt;
const signInAction = { kind: 'sign-in', reason: 'because' } as const;

test('a sealed answer that was wrong cannot be handed over again: it spends one try and its prompt is over', async () => {
  const prompt = await open(signInAction);
  const secrets = [{ name: 'pin', value: encodeUtf8('9999') }];
  const sealed = seal(prompt.sealKey, prompt.promptId, { secrets, lastTryAccepted: true });
  const again = () => faultCode(client.prompts.answer({ promptId: prompt.promptId, sealed }));
  expect(await again()).toBe('PIN_INCORRECT');
  for (let i = 0; i < 7; i++) expect(await again()).toBe('PROMPT_GONE');
  expect(backend.asked.filter((name) => name === 'signIn')).toHaveLength(1);
  expect(await faultCode(client.prompts.wait({ promptId: prompt.promptId }))).toBe('PIN_INCORRECT');
});

test('a try that breaks off ends its prompt and holds up nobody', async () => {
  const prompt = await open(signInAction);
  backend.slow = () => Promise.reject(new Error('broken'));
  expect(await faultCode(answer(client, prompt, { pin: '1234' }))).toBe('INTERNAL');
  backend.slow = () => Promise.resolve();
  expect(await faultCode(client.prompts.wait({ promptId: prompt.promptId }))).toBe('DRIVER_FAILED');
  expect(await faultCode(answer(client, prompt, { pin: '1234' }))).toBe('PROMPT_GONE');
});

test('who is asked is told which key leaves, whose PIN is meant, and through which library', async () => {
  await value(client.module.open({ path: '/usr/lib/acme-pkcs11.so' }));
  expect(await open({ kind: 'change-pin' })).toMatchObject({ reason: 'fake', library: 'd (acme-pkcs11.so)' });
  expect((await open({ kind: 'set-pin', unblock: true })).reason).toBe('fake');
  backend.token = { ...backend.token, software: true };
  const spkiSha256 = backend.key.spkiSha256!;
  expect((await open({ kind: 'export-pkcs12', keyId: '0a', spkiSha256 })).reason).toBe('k');
});

test('the key of the vault is derived at the software token alone, and whatever state that token is in', async () => {
  const action = { kind: 'vault-key', use: 'create', salt: new Uint8Array(16), reason: 'GEF' } as const;
  expect(await faultCode(client.prompts.open({ slotId, action }))).toBe('NOT_SUPPORTED');
  backend.token = { ...backend.token, software: true, initialised: false, pin: 'blocked' };
  const prompt = await open(action);
  expect(prompt).toMatchObject({
    action: 'vault-create',
    reason: 'GEF',
    fields: [{ name: 'vaultPassphrase', minLength: 8, repeat: true }],
  });
  expect((await open({ ...action, use: 'unlock' })).fields).toMatchObject([{ name: 'vaultPassphrase', repeat: false }]);
  expect((await open({ ...action, use: 'change' })).fields).toMatchObject([
    { name: 'newVaultPassphrase', repeat: true },
  ]);

  backend.deriveVaultKey = (passphrase) => Promise.resolve({ ok: true, value: Uint8Array.from(passphrase) });
  await value(answer(client, prompt, { vaultPassphrase: 'long enough' }));
  const end = await value(client.prompts.wait({ promptId: prompt.promptId }));
  expect(Buffer.from(end.derivedKey ?? []).toString()).toBe('long enough');
});
