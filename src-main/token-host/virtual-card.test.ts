import { createPublicKey, verify } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TokenKey } from '../../shared/contract/key-facts';
import { csrInfo } from './testing/csr-fixture';
import {
  answer,
  ask,
  faultCode,
  forkTokenHost,
  type HostUnderTest,
  keysOf,
  signIn,
  slotsOf,
  tokenOf,
  value,
} from './testing/host-under-test';
import { cardTrouble, hasCardProgram, virtualPivCard, type VirtualCard } from './testing/virtual-card';

const why = cardTrouble();
if (why !== undefined) {
  if (process.env['REQUIRE_SHARED'] === '1' && !hasCardProgram()) throw new Error(why);
  test.skip(`not run (${why})`);
}

describe.runIf(why === undefined)(`a PIV card under OpenSC (${why ?? 'virtual'})`, () => {
  let card: VirtualCard;
  let host: HostUnderTest;
  let slotId: string;
  let keys: readonly TokenKey[];

  beforeAll(async () => {
    card = await virtualPivCard();
    host = forkTokenHost(card.env);
    await value(host.client.module.open({ path: card.modulePath }));
    slotId = await slotWithCard();
  });
  afterAll(() => {
    host.stop();
    card.remove();
  });

  /** The daemon needs a moment to see a card. */
  async function slotWithCard(): Promise<string> {
    for (let i = 0; i < 100; i++) {
      const found = (await slotsOf(host.client)).find((slot) => slot.token !== undefined);
      if (found !== undefined) return found.slotId;
      await sleep(100);
    }
    throw new Error('the card is not seen');
  }
  async function cardGone(): Promise<void> {
    for (let i = 0; i < 100; i++) {
      if ((await slotsOf(host.client)).every((slot) => slot.token === undefined)) return;
      await sleep(100);
    }
    throw new Error('the card is still seen');
  }

  const authentication = () => keys.find(({ keyId }) => keyId === '01')!;
  const signature = () => keys.find(({ keyId }) => keyId === '02')!;
  const target = (key: TokenKey) => ({ slotId, keyId: key.keyId, spkiSha256: key.spkiSha256 ?? '' });
  const csr = (key: TokenKey) => ({ kind: 'csr', info: csrInfo(key.spki!), padding: 'pkcs1' }) as const;
  const signNow = (key: TokenKey) =>
    host.client.sign.sign({ ...target(key), purpose: 'identity', requests: [csr(key)] });
  const signWithPin = (key: TokenKey) => {
    const { keyId, spkiSha256 } = target(key);
    return { kind: 'sign', reason: 'CSR', keyId, spkiSha256, purpose: 'identity', request: csr(key) } as const;
  };
  const verifies = (
    key: TokenKey,
    made: { signature?: Uint8Array | undefined; signingInput?: Uint8Array | undefined },
  ) =>
    verify(
      'sha256',
      made.signingInput!,
      createPublicKey({ key: Buffer.from(key.spki!), format: 'der', type: 'spki' }),
      made.signature!,
    );

  test('its reader and limits are shown', async () => {
    const slot = (await slotsOf(host.client)).find((one) => one.slotId === slotId);
    expect(slot).toMatchObject({ removable: true, hardware: true });
    expect(slot?.token).toMatchObject({ minPinLength: 4, maxPinLength: 8, pin: 'none-wrong', loginRequired: true });
  });

  test('its public halves are seen before the login, its keys after it', async () => {
    const before = await keysOf(host.client, slotId);
    expect(before.map(({ keyId, canSign }) => [keyId, canSign])).toEqual([
      ['01', 'unknown'],
      ['02', 'unknown'],
    ]);
    await value(signIn(host.client, slotId, card.pin));
    keys = await keysOf(host.client, slotId);
    expect(keys.map(({ keyId, algorithm, pinPerSignature }) => [keyId, algorithm, pinPerSignature])).toEqual([
      ['01', 'ec-p256', 'no'],
      ['02', 'ec-p256', 'yes'],
    ]);
    expect(keys.map(({ spkiSha256 }) => spkiSha256)).toEqual(before.map(({ spkiSha256 }) => spkiSha256));
    expect(keys.every(({ hasCertificate }) => hasCertificate)).toBe(true);
  });

  test('the authentication key signs a CSR without another PIN', async () => {
    const { signatures } = await value(signNow(authentication()));
    expect(verifies(authentication(), signatures[0]!)).toBe(true);
  });

  test('the signature key asks for its PIN, each time', async () => {
    expect(await faultCode(signNow(signature()))).toBe('PIN_PER_SIGNATURE');
    for (let i = 0; i < 2; i++) {
      const made = await value(ask(host.client, slotId, signWithPin(signature()), { pin: card.pin }));
      expect(verifies(signature(), made)).toBe(true);
    }
    expect(await faultCode(signNow(signature()))).toBe('PIN_PER_SIGNATURE');
  });

  test('a wrong PIN for one signature counts on the card, and another prompt takes the right one', async () => {
    const fresh = async () =>
      (await value(host.client.prompts.open({ slotId, action: signWithPin(signature()) }))).prompt;
    expect(await faultCode(answer(host.client, await fresh(), { pin: '999999' }))).toBe('PIN_INCORRECT');
    expect(await faultCode(answer(host.client, await fresh(), { pin: '999999' }))).toBe('PIN_INCORRECT');
    expect((await tokenOf(host.client, slotId))?.pin).toBe('last-try');
    expect(await faultCode(answer(host.client, await fresh(), { pin: card.pin }))).toBe('PIN_LAST_TRY');
    const prompt = await fresh();
    await value(answer(host.client, prompt, { pin: card.pin }, true));
    const made = await value(host.client.prompts.wait({ promptId: prompt.promptId }));
    expect(verifies(signature(), made)).toBe(true);
    expect(await faultCode(signNow(authentication()))).toBe('succeeded');
  });

  test('a card that cannot generate says so and makes nothing', async () => {
    const wish = { slotId, algorithm: 'ec-p256', purpose: 'identity', label: 'new', intentId: 'aa11' } as const;
    expect(await faultCode(host.client.keys.generate(wish))).toMatch(
      /^(MECHANISM_MISSING|NOT_SUPPORTED|DRIVER_FAILED|NOT_SIGNED_IN|KEY_UNUSABLE)$/,
    );
    expect(await keysOf(host.client, slotId)).toHaveLength(2);
  });

  test('pulling the card ends its login; put back, it wants the PIN and signs again', async () => {
    await card.order('remove');
    await cardGone();
    expect(await faultCode(signNow(authentication()))).toMatch(/^TOKEN_(REMOVED|ABSENT)$/);
    await card.order('insert');
    slotId = await slotWithCard();
    expect((await tokenOf(host.client, slotId))?.signedIn).toBe('no');
    expect(await faultCode(signNow(authentication()))).toBe('NOT_SIGNED_IN');
    await value(signIn(host.client, slotId, card.pin));
    expect(await faultCode(signNow(authentication()))).toBe('succeeded');
  });

  test('a card pulled and put back between two calls does not sign on its old login', async () => {
    await card.order('remove');
    await card.order('insert');
    await sleep(1500);
    expect(await faultCode(signNow(authentication()))).toMatch(
      /^(TOKEN_REMOVED|TOKEN_ABSENT|NOT_SIGNED_IN|DRIVER_FAILED)$/,
    );
    slotId = await slotWithCard();
    await value(signIn(host.client, slotId, card.pin));
    expect(await faultCode(signNow(authentication()))).toBe('succeeded');
  });

  test('three wrong PINs block the card; unblocked, it takes its PIN again', async () => {
    await value(host.client.session.logout({ slotId }));
    const codes: string[] = [];
    const action = { kind: 'sign-in', reason: 'r' } as const;
    for (let i = 0; i < 3; i++) codes.push(await faultCode(ask(host.client, slotId, action, { pin: '000000' }, true)));
    expect(codes).toEqual(['PIN_INCORRECT', 'PIN_INCORRECT', 'PIN_LOCKED']);
    expect((await tokenOf(host.client, slotId))?.pin).toBe('blocked');
    expect(await faultCode(signIn(host.client, slotId, card.pin))).toBe('PIN_LOCKED');

    await card.order('unblock');
    // The module keeps the flag until the card is seen anew.
    await card.order('remove');
    await cardGone();
    await card.order('insert');
    slotId = await slotWithCard();
    await value(signIn(host.client, slotId, card.pin));
  });
});
