import { execFileSync, spawnSync } from 'node:child_process';
import { createPublicKey, constants, verify } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KeyAlgorithmName, TokenKey } from '../../shared/contract/key-facts';
import { renewalProofSigningInput } from '../../shared/domain/renewal-proof';
import { statementSigningInput } from '../../shared/domain/statement.ts';
import { csrDer, csrInfo } from './testing/csr-fixture';
import {
  ask,
  faultCode,
  forkTokenHost,
  type HostUnderTest,
  keysOf,
  signIn,
  slotsOf,
  temporaryFolder,
  tokenOf,
  value,
} from './testing/host-under-test';
import {
  emptySoftHsm,
  openHost,
  softHsmPath,
  softHsmToken,
  softoknPath,
  softoknToken,
  type TestToken,
} from './testing/test-tokens';

const modules = [
  ['SoftHSM', softHsmPath, softHsmToken],
  ['NSS softokn', softoknPath, () => Promise.resolve(softoknToken())],
] as const;

let counter = 0;
const intent = () => (counter++).toString(16).padStart(32, 'e');

describe.each(modules)('the token suite over %s', (name, path, make) => {
  if (path === undefined) {
    test.skip(`not run: ${name} is not installed`);
    return;
  }
  let token: TestToken;
  let host: HostUnderTest;
  let slotId: string;
  const made = new Map<KeyAlgorithmName, TokenKey>();

  beforeAll(async () => {
    token = await make();
    ({ host, slotId } = await openHost(token));
  });
  afterAll(() => {
    host.stop();
    token.remove();
  });

  test('a wrong PIN is told apart, and does not sign in', async () => {
    expect(await faultCode(signIn(host.client, slotId, 'wrong-pin'))).toBe('PIN_INCORRECT');
    expect((await tokenOf(host.client, slotId))?.signedIn).toBe('no');
  });

  test('a PIN outside the limits of the token is refused before a try is spent', async () => {
    expect(await faultCode(signIn(host.client, slotId, ''))).toBe('PIN_LENGTH');
    const { maxPinLength } = (await tokenOf(host.client, slotId))!;
    expect(await faultCode(signIn(host.client, slotId, 'ü'.repeat(Math.ceil(maxPinLength / 2) + 1)))).toBe(
      'PIN_LENGTH',
    );
  });

  test('nothing is made or signed without a login', async () => {
    const wish = { slotId, algorithm: 'ec-p256', purpose: 'identity', label: 'x', intentId: intent() } as const;
    expect(await faultCode(host.client.keys.generate(wish))).toBe('NOT_SIGNED_IN');
  });

  test('every algorithm that the token offers makes a protected key that signs a CSR OpenSSL accepts', async () => {
    await value(signIn(host.client, slotId, token.pin));
    const { algorithms } = await value(host.client.module.mechanisms({ slotId }));
    const offered = algorithms.filter((one) => one.canGenerate && one.canSign).map((one) => one.algorithm);
    expect(offered).toEqual(expect.arrayContaining(['ec-p256', 'ec-p384', 'ec-p521', 'rsa-3072']));
    for (const algorithm of offered) {
      const label = `key ${algorithm}`;
      const { key } = await value(
        host.client.keys.generate({ slotId, algorithm, purpose: 'tls-client', label, intentId: intent() }),
      );
      expect(key).toMatchObject({ algorithm, label, sensitive: 'yes', extractable: 'no', canSign: 'yes' });
      expect([key.alwaysSensitive, key.neverExtractable]).not.toContain('no');
      made.set(algorithm, key);
      for (const padding of algorithm.startsWith('rsa') ? (['pkcs1', 'pss'] as const) : (['pkcs1'] as const)) {
        const signature = await signCsr(key, padding);
        expect(opensslVerifies(signature.info, signature.signature, algorithm, padding)).toMatch(/verify OK/);
        const broken = signature.signature.map((byte, at) => (at === 30 ? byte ^ 1 : byte));
        expect(opensslVerifies(signature.info, broken, algorithm, padding)).not.toMatch(/verify OK/);
      }
    }
  }, 240_000);

  test('the id of a new key is the SHA-1 of its public key bits', () => {
    const key = made.get('ec-p256')!;
    const point = key.spki!.subarray(-65);
    const sha1 = execFileSync('openssl', ['dgst', '-sha1', '-r'], { input: point }).toString().slice(0, 40);
    expect(key.keyId).toBe(sha1);
  });

  test('the list shows each key once, as it was made, with a reference to it', async () => {
    const keys = await keysOf(host.client, slotId);
    expect(keys.map(({ keyId }) => keyId).sort()).toEqual([...made.values()].map(({ keyId }) => keyId).sort());
    for (const key of made.values()) expect(keys).toContainEqual(key);
    const p256 = made.get('ec-p256')!;
    expect(p256.uri).toMatch(/^pkcs11:token=.*;serial=[^;]+;id=(%[0-9A-F]{2}){20};object=key%20ec-p256;type=private$/);
  });

  test('a key bound to one purpose signs for no other', async () => {
    const key = made.get('ec-p256')!;
    expect(await faultCode(sign(key, [{ kind: 'test', challenge: Uint8Array.of(1) }], 'identity'))).toBe('KEY_PURPOSE');
  });

  test('a CSR for another public key is refused', async () => {
    const [key, other] = [made.get('ec-p256')!, made.get('ec-p384')!];
    const request = { kind: 'csr', info: csrInfo(other.spki!), padding: 'pkcs1' } as const;
    expect(await faultCode(sign(key, [request]))).toBe('SIGN_INPUT_REFUSED');
  });

  test('one refused request keeps the whole batch from being signed', async () => {
    const key = made.get('ec-p256')!;
    const good = { kind: 'csr', info: csrInfo(key.spki!), padding: 'pkcs1' } as const;
    expect(await faultCode(sign(key, [good, { ...good, info: Uint8Array.of(0x30, 0) }]))).toBe('SIGN_INPUT_REFUSED');
  });

  test('the fingerprint of another key does not sign under this id', async () => {
    const [key, other] = [made.get('ec-p256')!, made.get('ec-p384')!];
    const swapped = { ...key, spkiSha256: other.spkiSha256 };
    expect(await faultCode(sign(swapped, [{ kind: 'test', challenge: Uint8Array.of(1) }]))).toBe('KEY_NOT_FOUND');
  });

  test('a renewal proof is a JWS of the predecessor, r‖s for elliptic keys', async () => {
    for (const [algorithm, alg] of [
      ['ec-p256', 'ES256'],
      ['ec-p521', 'ES512'],
      ['rsa-3072', 'RS256'],
    ] as const) {
      const key = made.get(algorithm)!;
      const issuedAt = '2026-11-22T10:00:00Z';
      const csrSha256 = 'ab'.repeat(32);
      const { signatures } = await value(
        sign(key, [{ kind: 'renewal-proof', csrSha256, keyGroupId: 'g.ü', issuedAt }]),
      );
      const text = renewalProofSigningInput({
        alg,
        csrSha256,
        keyGroupId: 'g.ü',
        issuedAt: new Date(issuedAt),
        predecessorSpkiSha256: key.spkiSha256!,
      });
      expect(Buffer.from(signatures[0]!.signingInput).toString()).toBe(text);
      const publicKey = {
        key: publicKeyOf(key),
        dsaEncoding: 'ieee-p1363',
        padding: constants.RSA_PKCS1_PADDING,
      } as const;
      expect(
        verify(alg === 'ES512' ? 'sha512' : 'sha256', Buffer.from(text), publicKey, signatures[0]!.signature),
      ).toBe(true);
    }
  });

  test('a handshake is signed by a key for TLS clients only, over what the host has built and nothing else', async () => {
    const key = made.get('ec-p256')!;
    const handshake = (content: Uint8Array, protocol: 'TLSv1.2' | 'TLSv1.3' = 'TLSv1.3') =>
      ({ kind: 'client-handshake', protocol, content, padding: 'pkcs1' }) as const;
    const transcript = new Uint8Array(32).fill(7);
    const { signatures } = await value(sign(key, [handshake(transcript)]));
    const publicKey = createPublicKey({ key: Buffer.from(key.spki!), format: 'der', type: 'spki' });
    const context = 'TLS 1.3, client CertificateVerify';
    const signed = Buffer.concat([Buffer.alloc(64, 0x20), Buffer.from(`${context}\0`), transcript]);
    expect(verify('sha256', signed, publicKey, signatures[0]!.signature)).toBe(true);
    expect(await faultCode(sign(key, [handshake(new Uint8Array(20))]))).toBe('SIGN_INPUT_REFUSED');
    expect(await faultCode(sign(key, [handshake(transcript, 'TLSv1.2')]))).toBe('SIGN_INPUT_REFUSED');
    expect(await faultCode(sign(key, [handshake(transcript)], 'identity'))).toBe('KEY_PURPOSE');
  });

  test('an operator’s statement is signed by an identity key only, and only in its form', async () => {
    const workspace = '0f3b6c1e-6d0a-4c57-9b53-0d6a7a1f2b3c';
    const statement = {
      type: 'sign-in',
      payload: { v: 1, workspace, iat: 1_795_000_000, challenge: 'A'.repeat(43) },
    } as const;
    const request = { kind: 'statement', certificateSha256: 'ab'.repeat(32), statement } as const;
    const tls = made.get('ec-p256')!;
    expect(await faultCode(sign(tls, [request]))).toBe('KEY_PURPOSE');
    const wish = { slotId, algorithm: 'ec-p256', purpose: 'identity', label: 'operator', intentId: intent() } as const;
    const { key } = await value(host.client.keys.generate(wish));
    const { signatures } = await value(sign(key, [request], 'identity'));
    const text = statementSigningInput('sign-in', 'ES256', new Uint8Array(32).fill(0xab), statement.payload);
    expect(Buffer.from(signatures[0]!.signingInput).toString()).toBe(text);
    const publicKey = { key: publicKeyOf(key), dsaEncoding: 'ieee-p1363' } as const;
    expect(verify('sha256', Buffer.from(text), publicKey, signatures[0]!.signature)).toBe(true);
    const free = { ...request, statement: { type: 'sign-in', payload: { anything: 'else' } } };
    // @ts-expect-error: no other payload compiles; what compiles nowhere is refused all the same.
    expect(await faultCode(sign(key, [free], 'identity'))).toBe('BAD_INPUT');
  });

  test('a batch answers in the order of its requests', async () => {
    const key = made.get('ec-p256')!;
    const requests = Array.from(
      { length: 150 },
      (_, i) => ({ kind: 'test', challenge: Uint8Array.of(i, i >> 8) }) as const,
    );
    const { signatures } = await value(sign(key, requests));
    for (const [i, { signature, signingInput }] of signatures.entries()) {
      expect(Buffer.from(signingInput).toString('latin1')).toBe(
        `OCPI Console test signature\n${String.fromCharCode(i)}\0`,
      );
      expect(verify('sha256', signingInput, publicKeyOf(key), signature)).toBe(true);
    }
  });

  test('two keys with one label or one intent do not come to be', async () => {
    const wish = {
      slotId,
      algorithm: 'ec-p256',
      purpose: 'tls-client',
      label: 'key ec-p256',
      intentId: intent(),
    } as const;
    expect(await faultCode(host.client.keys.generate(wish))).toBe('KEY_CLASH');
    const id = made.get('ec-p384')!.keyId;
    expect(await faultCode(host.client.keys.generate({ ...wish, label: 'new', intentId: id }))).toBe('KEY_CLASH');
  });

  test('a restarted host finds nothing before the login, and signs after it', async () => {
    host.stop();
    await host.ended;
    ({ host, slotId } = await openHost(token));
    const key = made.get('ec-p256')!;
    const request = { kind: 'test', challenge: Uint8Array.of(1) } as const;
    expect(await faultCode(sign(key, [request]))).toBe('NOT_SIGNED_IN');
    await value(signIn(host.client, slotId, token.pin));
    expect((await tokenOf(host.client, slotId))?.signedIn).toBe('user');
    expect((await value(sign(key, [request]))).signatures).toHaveLength(1);
  });

  test('after a logout nothing is signed, after the next login it is', async () => {
    const key = made.get('ec-p256')!;
    const request = { kind: 'test', challenge: Uint8Array.of(1) } as const;
    await value(host.client.session.logout({ slotId }));
    expect((await tokenOf(host.client, slotId))?.signedIn).toBe('no');
    expect(await faultCode(sign(key, [request]))).toBe('NOT_SIGNED_IN');
    await value(signIn(host.client, slotId, token.pin));
    expect(await faultCode(sign(key, [request]))).toBe('succeeded');
  });

  test('a destroyed key is gone, both halves', async () => {
    const key = made.get('ec-p384')!;
    const { keyId } = key;
    expect(await faultCode(host.client.keys.destroy({ slotId, keyId, spkiSha256: '00'.repeat(32) }))).toBe(
      'KEY_AMBIGUOUS',
    );
    await value(host.client.keys.destroy({ slotId, keyId, spkiSha256: key.spkiSha256! }));
    expect((await keysOf(host.client, slotId)).map((one) => one.keyId)).not.toContain(keyId);
    expect(await faultCode(sign(key, [{ kind: 'test', challenge: Uint8Array.of(1) }]))).toBe('KEY_NOT_FOUND');
    expect(await faultCode(host.client.keys.destroy({ slotId, keyId }))).toBe('KEY_NOT_FOUND');
  });

  test('the user PIN is changed with the old one, and not with a wrong one', async () => {
    const change = (pin: string, newPin: string) => ask(host.client, slotId, { kind: 'change-pin' }, { pin, newPin });
    expect(await faultCode(change('wrong-pin', 'next-pin-1'))).toBe('PIN_INCORRECT');
    await value(change(token.pin, 'next-pin-1'));
    await value(host.client.session.logout({ slotId }));
    expect(await faultCode(signIn(host.client, slotId, token.pin))).toBe('PIN_INCORRECT');
    await value(signIn(host.client, slotId, 'next-pin-1'));
    await value(change('next-pin-1', token.pin));
  });

  test('the module is closed and the host ends with its owner', async () => {
    await value(host.client.module.close({}));
    expect(await faultCode(host.client.module.slots({}))).toBe('MODULE_UNLOADABLE');
    host.child.disconnect();
    expect(await host.ended).toBe(0);
  });

  function sign(
    key: TokenKey,
    requests: Parameters<HostUnderTest['client']['sign']['sign']>[0]['requests'],
    purpose: 'identity' | 'tls-client' = 'tls-client',
  ) {
    const { keyId, spkiSha256 = '' } = key;
    return host.client.sign.sign({ slotId, keyId, spkiSha256, purpose, requests });
  }

  async function signCsr(key: TokenKey, padding: 'pkcs1' | 'pss') {
    const info = csrInfo(key.spki!);
    const { signatures } = await value(sign(key, [{ kind: 'csr', info, padding }]));
    expect(signatures[0]!.signingInput).toEqual(info);
    return { info, signature: signatures[0]!.signature };
  }
});

function publicKeyOf(key: TokenKey) {
  return createPublicKey({ key: Buffer.from(key.spki!), format: 'der', type: 'spki' });
}

/** AlgorithmIdentifiers of RFC 5758, RFC 4055 and RFC 8410, written out. */
const identifiers: Record<string, string> = {
  'ec-p256': '300a06082a8648ce3d040302',
  'ec-p384': '300a06082a8648ce3d040303',
  'ec-p521': '300a06082a8648ce3d040304',
  ed25519: '300506032b6570',
  pkcs1: '300d06092a864886f70d01010b0500',
  pss: '304106092a864886f70d01010a3034a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086480165030402010500a203020120',
};

function opensslVerifies(info: Uint8Array, signature: Uint8Array, algorithm: string, padding: string): string {
  const identifier = Buffer.from(identifiers[algorithm] ?? identifiers[padding]!, 'hex');
  const folder = temporaryFolder('csr');
  try {
    const file = `${folder.path}/csr.der`;
    writeFileSync(file, csrDer(info, identifier, signature));
    // OpenSSL 3.0 ends with 0 also for a bad signature: its words are what counts.
    return spawnSync('openssl', ['req', '-inform', 'DER', '-in', file, '-verify', '-noout'], { encoding: 'utf8' })
      .stderr;
  } finally {
    folder.remove();
  }
}

describe.runIf(softHsmPath !== undefined)('a SoftHSM token from its first day', () => {
  let token: TestToken;
  let host: HostUnderTest;
  let slotId: string;
  beforeAll(async () => {
    token = emptySoftHsm();
    host = forkTokenHost(token.env);
    await value(host.client.module.open({ path: token.modulePath }));
    slotId = (await slotsOf(host.client))[0]!.slotId;
  });
  afterAll(() => {
    host.stop();
    token.remove();
  });

  test('a token that is not initialised takes no PIN', async () => {
    expect(await faultCode(signIn(host.client, slotId, '123456'))).toBe('TOKEN_NOT_INITIALISED');
  });

  test('it is initialised with label, officer PIN and user PIN', async () => {
    const typed = { soPin: 'officer-1', newPin: 'user-1' };
    await value(ask(host.client, slotId, { kind: 'init-token', label: 'Tökén' }, typed));
    expect(await tokenOf(host.client, slotId)).toMatchObject({
      label: 'Tökén',
      initialised: true,
      userPinSet: true,
      signedIn: 'no',
      software: false,
    });
    await value(signIn(host.client, slotId, 'user-1'));
  });

  test('the officer sets a new user PIN, which ends the login of the user', async () => {
    const action = { kind: 'set-pin', unblock: true } as const;
    expect(await faultCode(ask(host.client, slotId, action, { soPin: 'not-officer', newPin: 'user-2' }))).toBe(
      'PIN_INCORRECT',
    );
    await value(ask(host.client, slotId, action, { soPin: 'officer-1', newPin: 'user-2' }));
    expect((await tokenOf(host.client, slotId))?.signedIn).toBe('no');
    expect(await faultCode(signIn(host.client, slotId, 'user-1'))).toBe('PIN_INCORRECT');
    await value(signIn(host.client, slotId, 'user-2'));
  });

  test('a later initialisation needs the officer PIN of before', async () => {
    const action = { kind: 'init-token', label: 'second' } as const;
    expect(await faultCode(ask(host.client, slotId, action, { soPin: 'another-1', newPin: 'user-3' }))).toBe(
      'PIN_INCORRECT',
    );
    await value(ask(host.client, slotId, action, { soPin: 'officer-1', newPin: 'user-3' }));
    expect((await tokenOf(host.client, slotId))?.label).toBe('second');
  });

  test('a library that cannot be loaded is told in the words of the loader', async () => {
    const other = forkTokenHost({});
    const opened = await other.client.module.open({ path: '/nowhere/lib.so' });
    expect(opened).toMatchObject({
      ok: false,
      error: { code: 'MODULE_UNLOADABLE', data: { detail: expect.stringContaining('/nowhere/lib.so') } },
    });
    other.stop();
  });

  test('a killed host ends the calls under way as CLOSED', async () => {
    const other = await openHost({ ...token, label: 'second' });
    const pending = other.host.client.prompts.wait({
      promptId: (
        await value(other.host.client.prompts.open({ slotId: other.slotId, action: { kind: 'sign-in', reason: '' } }))
      ).prompt.promptId,
    });
    other.host.stop();
    expect(await faultCode(pending)).toBe('CLOSED');
    expect(await faultCode(other.host.client.module.slots({}))).toBe('CLOSED');
  });
});
