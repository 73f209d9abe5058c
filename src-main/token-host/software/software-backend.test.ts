import { createHash, createPrivateKey, createPublicKey, verify } from 'node:crypto';
import fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SlotView, TokenKey, type KeyAlgorithmName } from '../../../shared/contract/key-facts.ts';
import type { TokenBackend } from '../backend.ts';
import { importSpki, verifySignature } from '../signature-forms.ts';
import { signatureAlgorithmFor } from '../../../shared/domain/key-algorithm.ts';
import {
  expectOk,
  newToken,
  PASSPHRASE,
  secret,
  signedIn,
  SLOT,
  softwareBackend,
  WORKSPACE,
} from './testing/software-token.ts';

let root: string;
let folder: string;
let made = 0;

beforeAll(async () => {
  root = await fs.mkdtemp(join(tmpdir(), 'software-token-'));
  await newToken(join(root, 'initialised'));
});
afterAll(() => fs.rm(root, { recursive: true }));
beforeEach(async () => {
  folder = join(root, `token-${made++}`);
  await fs.cp(join(root, 'initialised'), folder, { recursive: true });
});

const fault = (code: string, detail?: string) => ({
  ok: false,
  error: { code, data: detail === undefined ? {} : { detail } },
});
const wish = (algorithm: KeyAlgorithmName = 'ec-p256') => ({ slotId: SLOT, algorithm, label: 'Key', intentId: '00' });
const handle = ({ keyId, spkiSha256 }: TokenKey) => ({ slotId: SLOT, keyId, spkiSha256: spkiSha256 ?? '' });
const message = new TextEncoder().encode('what is signed');

async function tokenOf(backend: TokenBackend) {
  const [slot] = await expectOk(backend.slots());
  return SlotView.parse(slot).token;
}

describe('before a token is made', () => {
  let backend: TokenBackend;
  beforeEach(async () => {
    folder = join(root, `fresh-${made++}`);
    backend = softwareBackend();
    await expectOk(backend.open(folder, WORKSPACE));
  });

  test('there is one slot with a token that is not initialised', async () => {
    expect(await tokenOf(backend)).toMatchObject({
      initialised: false,
      userPinSet: false,
      software: true,
      signedIn: 'no',
    });
  });

  test('looking leaves no trace on the disk', async () => {
    await backend.slots();
    await expect(fs.stat(folder)).rejects.toThrow(/ENOENT/);
  });

  test('nobody can sign in', async () => {
    expect(await backend.signIn(SLOT, secret(PASSPHRASE))).toEqual(fault('TOKEN_NOT_INITIALISED'));
  });

  test.each(['short', ''])('the passphrase %j makes none', async (passphrase) => {
    expect(await backend.initToken(SLOT, 'Team', new Uint8Array(), secret(passphrase))).toEqual(fault('PIN_LENGTH'));
    expect((await tokenOf(backend))?.initialised).toBe(false);
  });

  test('key files without their token file are not covered by a new token', async () => {
    await fs.mkdir(join(folder, 'keys'), { recursive: true });
    await fs.writeFile(join(folder, 'keys', `${'00'.repeat(20)}.json`), 'x');
    const answer = await backend.initToken(SLOT, 'Team', new Uint8Array(), secret(PASSPHRASE));
    expect(answer).toEqual(fault('DEVICE_ERROR', 'token-file-missing'));
  });
});

describe('a token', () => {
  test('tells its label, a serial of 16 hex digits and that it is software', async () => {
    const token = await tokenOf(await signedIn(folder));
    expect(token).toMatchObject({ label: 'Team', initialised: true, software: true, signedIn: 'user', pinPad: false });
    expect(token?.serial).toMatch(/^[0-9a-f]{16}$/);
    expect(token?.uri).toContain(`serial=${token?.serial}`);
  });

  test('is not initialised a second time', async () => {
    const backend = await signedIn(folder);
    const key = await expectOk(backend.generate(wish()));
    const again = await backend.initToken(SLOT, 'Other', new Uint8Array(), secret('another passphrase'));
    expect(again).toEqual(fault('TOKEN_ALREADY_INITIALISED'));
    expect((await backend.find(handle(key))).ok).toBe(true);
  });

  test('has no security officer who could set the passphrase', async () => {
    const backend = await signedIn(folder);
    expect(await backend.setPin(SLOT, secret('so passphrase'), secret('new passphrase'))).toEqual(
      fault('NOT_SUPPORTED'),
    );
  });

  test('is in no other slot', async () => {
    const backend = await signedIn(folder);
    expect(await backend.listKeys('1')).toEqual(fault('TOKEN_ABSENT'));
  });

  test('offers all algorithms', async () => {
    const { algorithms } = await expectOk((await signedIn(folder)).mechanisms(SLOT));
    expect(algorithms.every(({ canGenerate, canSign }) => canGenerate && canSign)).toBe(true);
    expect(algorithms).toHaveLength(6);
  });

  test('needs the id of its workspace', async () => {
    expect(await softwareBackend().open(folder, undefined)).toEqual(fault('MODULE_UNLOADABLE', 'no workspace id'));
  });
});

describe('the passphrase', () => {
  test('a wrong one is told as wrong, and the right one still opens', async () => {
    const backend = softwareBackend();
    await expectOk(backend.open(folder, WORKSPACE));
    expect(await backend.signIn(SLOT, secret('canary correct horsf'))).toEqual(fault('PIN_INCORRECT'));
    expect((await tokenOf(backend))?.signedIn).toBe('no');
    expect((await backend.signIn(SLOT, secret(PASSPHRASE))).ok).toBe(true);
  });

  test('is wiped by who got it', async () => {
    const backend = await signedIn(folder);
    const given = [secret(PASSPHRASE), secret('a new passphrase'), secret('too'), secret(PASSPHRASE)] as const;
    await backend.changePin(SLOT, given[0], given[1]);
    await backend.changePin(SLOT, given[3], given[2]);
    expect(given.flatMap((bytes) => [...bytes]).every((byte) => byte === 0)).toBe(true);
  });

  test('when changed, the new one opens the same keys and the old one nothing', async () => {
    const backend = await signedIn(folder);
    const key = await expectOk(backend.generate(wish()));
    await expectOk(backend.changePin(SLOT, secret(PASSPHRASE), secret('Schlüssel')));

    const later = softwareBackend();
    await expectOk(later.open(folder, WORKSPACE));
    expect(await later.signIn(SLOT, secret(PASSPHRASE))).toEqual(fault('PIN_INCORRECT'));
    expect((await later.signIn(SLOT, secret('Schlu\u0308ssel'))).ok).toBe(true);
    expect(await expectOk(later.listKeys(SLOT))).toEqual([key]);
  });

  test('stays as it was when the new one is too short or the old one is wrong', async () => {
    const backend = await signedIn(folder);
    expect(await backend.changePin(SLOT, secret(PASSPHRASE), secret('short'))).toEqual(fault('PIN_LENGTH'));
    expect(await backend.changePin(SLOT, secret('not the passphrase'), secret('long enough'))).toEqual(
      fault('PIN_INCORRECT'),
    );
    expect((await backend.signIn(SLOT, secret(PASSPHRASE))).ok).toBe(true);
  });
});

describe('signed out', () => {
  test('no keys are seen and none is made, found, used, exported or destroyed', async () => {
    const backend = await signedIn(folder);
    const key = await expectOk(backend.generate(wish()));
    await expectOk(backend.signOut(SLOT));
    expect(await expectOk(backend.listKeys(SLOT))).toEqual([]);
    const refused = fault('NOT_SIGNED_IN');
    expect(await backend.generate(wish())).toEqual(refused);
    expect(await backend.find(handle(key))).toEqual(refused);
    expect(await backend.sign(handle(key), { padding: 'pkcs1' }, [message])).toEqual(refused);
    expect(await backend.exportPkcs12(handle(key), secret('a passphrase'))).toEqual(refused);
    expect(await backend.destroy(SLOT, key.keyId, key.spkiSha256)).toEqual(refused);
  });

  test('closing and opening again signs out', async () => {
    const backend = await signedIn(folder);
    await backend.open(folder, WORKSPACE);
    expect((await tokenOf(backend))?.signedIn).toBe('no');
  });

  test('a token that was exchanged in its place is not the one signed in to', async () => {
    const backend = await signedIn(folder);
    await fs.rm(folder, { recursive: true });
    await newToken(folder);
    expect(await backend.generate(wish())).toEqual(fault('NOT_SIGNED_IN'));
  });
});

describe.each(['ec-p256', 'ec-p384', 'ec-p521', 'rsa-3072', 'rsa-4096', 'ed25519'] as const)(
  'a key of %s',
  (algorithm) => {
    let backend: TokenBackend;
    let key: TokenKey;
    beforeEach(async () => {
      backend = await signedIn(folder);
      key = TokenKey.parse(await expectOk(backend.generate(wish(algorithm))));
    });

    test('is listed as what it is, signs in each way of its kind, exports, and goes', async () => {
      expect(key).toMatchObject({
        algorithm,
        label: 'Key',
        canSign: 'yes',
        sensitive: 'no',
        extractable: 'yes',
        madeHere: 'yes',
      });
      expect(await expectOk(backend.listKeys(SLOT))).toEqual([key]);

      const spki = key.spki ?? new Uint8Array();
      for (const padding of ['pkcs1', 'pss'] as const) {
        const signatures = await expectOk(backend.sign(handle(key), { padding }, [message, new Uint8Array()]));
        const publicKey = importSpki(spki);
        expect(publicKey).toBeDefined();
        if (publicKey === undefined) return;
        const scheme = signatureAlgorithmFor(algorithm, padding);
        expect(verifySignature(publicKey, scheme, message, signatures[0]!)).toBe(true);
        expect(verifySignature(publicKey, scheme, new Uint8Array(), signatures[1]!)).toBe(true);
        expect(verifySignature(publicKey, scheme, message, signatures[1]!)).toBe(false);
      }

      await expectOk(backend.destroy(SLOT, key.keyId, key.spkiSha256));
      expect(await expectOk(backend.listKeys(SLOT))).toEqual([]);
      expect(await backend.find(handle(key))).toEqual(fault('KEY_NOT_FOUND'));
    });
  },
);

test('the id of a key is the SHA-1 of its public key bits', async () => {
  const key = await expectOk((await signedIn(folder)).generate(wish('ec-p256')));
  // SubjectPublicKeyInfo of P-256: 26 bytes, then the point (RFC 5480 §2)
  const point = (key.spki ?? new Uint8Array()).subarray(26);
  expect(point).toHaveLength(65);
  expect(key.keyId).toBe(createHash('sha1').update(point).digest('hex'));
  expect(key.uri.toLowerCase()).toContain(`;id=${key.keyId.replaceAll(/../g, '%$&')};`);
});

test('many ECDSA signatures all have their full length', async () => {
  const backend = await signedIn(folder);
  const key = await expectOk(backend.generate(wish('ec-p521')));
  const messages = Array.from({ length: 300 }, (_, i) => Uint8Array.of(i, i >> 8));
  const signatures = await expectOk(backend.sign(handle(key), { padding: 'pkcs1' }, messages));
  const publicKey = createPublicKey({ key: Buffer.from(key.spki ?? []), format: 'der', type: 'spki' });
  for (const [i, signature] of signatures.entries()) {
    expect(signature).toHaveLength(132);
    expect(verify('sha512', messages[i]!, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true);
  }
});

describe('a key that is not the one meant', () => {
  test('does not sign and is not destroyed', async () => {
    const backend = await signedIn(folder);
    const key = await expectOk(backend.generate(wish()));
    const other = { ...handle(key), spkiSha256: '00'.repeat(32) };
    expect(await backend.sign(other, { padding: 'pkcs1' }, [message])).toEqual(fault('KEY_NOT_FOUND'));
    expect(await backend.destroy(SLOT, key.keyId, other.spkiSha256)).toEqual(fault('KEY_NOT_FOUND'));
    expect(await expectOk(backend.listKeys(SLOT))).toHaveLength(1);
  });

  test.each(['', '00', '../token', '00'.repeat(20)])('the id %j names none', async (keyId) => {
    const backend = await signedIn(folder);
    expect(await backend.find({ slotId: SLOT, keyId, spkiSha256: '' })).toEqual(fault('KEY_NOT_FOUND'));
    expect(await backend.destroy(SLOT, keyId, undefined)).toEqual(fault('KEY_NOT_FOUND'));
  });
});

test('an exported key opens with its own passphrase and is the key that signs', async () => {
  const backend = await signedIn(folder);
  const key = await expectOk(backend.generate(wish()));
  expect(await backend.exportPkcs12(handle(key), secret('short'))).toEqual(fault('PIN_LENGTH'));
  const file = await expectOk(backend.exportPkcs12(handle(key), secret('export passphrase')));
  const path = join(folder, 'key.p12');
  await fs.writeFile(path, file);
  await fs.writeFile(join(folder, 'pass.txt'), 'export passphrase');
  const { execFileSync } = await import('node:child_process');
  const words = ['pkcs12', '-in', path, '-passin', `file:${join(folder, 'pass.txt')}`, '-nodes', '-nocerts'];
  const pem = execFileSync('openssl', words, { encoding: 'utf8' });
  const spki = createPublicKey(createPrivateKey(pem)).export({ format: 'der', type: 'spki' });
  expect(spki).toEqual(Buffer.from(key.spki ?? []));
});
