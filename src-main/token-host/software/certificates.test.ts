import { execFileSync } from 'node:child_process';
import { createPrivateKey, hash } from 'node:crypto';
import { existsSync } from 'node:fs';
import fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { TokenKey } from '../../../shared/contract/key-facts.ts';
import type { TokenBackend } from '../backend.ts';
import { ecdsaToDer } from '../signature-forms.ts';
import {
  aki,
  basicConstraints,
  certificateOf,
  ECDSA_SHA256,
  keyIdOf,
  ski,
  tbsCertificate,
} from '../testing/certificate-fixture.ts';
import { writeCertificate } from '../write-certificate.ts';
import { expectOk, newToken, secret, signedIn, SLOT } from './testing/software-token.ts';

let root: string;
let folder: string;
let made = 0;
let backend: TokenBackend;
let ca: TokenKey;
let leaf: TokenKey;
let caDer: Uint8Array;
let leafDer: Uint8Array;

beforeAll(async () => {
  root = await fs.mkdtemp(join(tmpdir(), 'software-certificates-'));
  await newToken(join(root, 'initialised'));
});
afterAll(() => fs.rm(root, { recursive: true }));
beforeEach(async () => {
  folder = join(root, `token-${made++}`);
  await fs.cp(join(root, 'initialised'), folder, { recursive: true });
  backend = await signedIn(folder);
  ca = await expectOk(backend.generate({ slotId: SLOT, algorithm: 'ec-p256', label: 'ca', intentId: '00' }));
  leaf = await expectOk(backend.generate({ slotId: SLOT, algorithm: 'ec-p256', label: 'leaf', intentId: '00' }));
  caDer = await issued(ca, 'ca', basicConstraints(true));
  leafDer = await issued(leaf, 'leaf', basicConstraints(false));
});

const handle = ({ keyId, spkiSha256 }: TokenKey) => ({ slotId: SLOT, keyId, spkiSha256: spkiSha256 ?? '' });
const spkiOf = ({ spki }: TokenKey) => spki ?? new Uint8Array();
const write = (key: TokenKey, certificate: Uint8Array, chain: readonly Uint8Array[] = [], replaces?: string) =>
  writeCertificate(backend, handle(key), { certificate, chain, replaces });
const fileOf = (key: TokenKey) => join(folder, 'keys', `${key.keyId}.certificate.json`);

async function issued(key: TokenKey, subject: string, constraints: Uint8Array, serial = 7): Promise<Uint8Array> {
  const ids = [aki(keyIdOf(spkiOf(ca))), ski(keyIdOf(spkiOf(key)))];
  const names = { issuer: 'ca', subject, serial: Uint8Array.of(2, 1, serial) };
  const tbs = tbsCertificate({ spki: spkiOf(key), ...names, extensions: [constraints, ...ids] });
  const [signature = new Uint8Array()] = await expectOk(backend.sign(handle(ca), { padding: 'pkcs1' }, [tbs]));
  return certificateOf(tbs, ECDSA_SHA256, ecdsaToDer(signature));
}

const certified = async () => (await expectOk(backend.listKeys(SLOT))).filter((key) => key.hasCertificate);

test('a certificate is kept beside its key, and shown with it, also by the next process', async () => {
  expect(await expectOk(write(leaf, leafDer))).toBe('written');
  expect((await certified()).map(({ keyId }) => keyId)).toEqual([leaf.keyId]);
  backend = await signedIn(folder);
  expect((await certified()).map(({ keyId }) => keyId)).toEqual([leaf.keyId]);
});

test('the key’s own file stays as it is, so its key encrypts once', async () => {
  const keyFile = join(folder, 'keys', `${leaf.keyId}.json`);
  const before = await fs.readFile(keyFile);
  await expectOk(write(leaf, leafDer));
  expect(await fs.readFile(keyFile)).toEqual(before);
});

test('the file is private to its user, as the others are', async () => {
  await expectOk(write(leaf, leafDer));
  expect((await fs.stat(fileOf(leaf))).mode & 0o777).toBe(0o600);
});

test('the same again is there already, and may bring its chain', async () => {
  await expectOk(write(leaf, leafDer));
  expect(await expectOk(write(leaf, leafDer, [caDer]))).toBe('there-already');
  expect(await expectOk(write(leaf, leafDer))).toBe('there-already');
  expect(JSON.parse(await fs.readFile(fileOf(leaf), 'utf8')).chain).toHaveLength(1);
});

test('another one of the key is not written over the first, which is named', async () => {
  await expectOk(write(leaf, leafDer));
  const next = await issued(leaf, 'leaf', basicConstraints(false), 8);
  const data = { detail: hash('sha256', leafDer, 'hex') };
  expect(await write(leaf, next)).toEqual({ ok: false, error: { code: 'CERTIFICATE_CLASH', data } });
});

test('another one takes the place of the one that was named, and the export then has the new one', async () => {
  await expectOk(write(leaf, leafDer));
  const next = await issued(leaf, 'leaf', basicConstraints(false), 8);
  expect(await expectOk(write(leaf, next, [], hash('sha256', leafDer, 'hex')))).toBe('replaced');
  const file = JSON.parse(await fs.readFile(fileOf(leaf), 'utf8'));
  expect(file.certificate).toBe(Buffer.from(next).toString('base64'));
});

test('only what was named is replaced', async () => {
  await expectOk(write(leaf, leafDer));
  const before = await fs.readFile(fileOf(leaf));
  const next = await issued(leaf, 'leaf', basicConstraints(false), 8);
  expect(await write(leaf, next, [], hash('sha256', next, 'hex'))).toMatchObject({
    error: { code: 'CERTIFICATE_CLASH' },
  });
  expect(await fs.readFile(fileOf(leaf))).toEqual(before);
});

test('a certificate of another key is refused, and a chain that is none', async () => {
  expect(await write(leaf, caDer)).toMatchObject({ error: { code: 'CERTIFICATE_REFUSED' } });
  expect(await write(leaf, leafDer, [Uint8Array.of(0x30, 0)])).toMatchObject({
    error: { code: 'CERTIFICATE_REFUSED' },
  });
  expect(await certified()).toEqual([]);
});

test('a chain that would not be read back is refused', async () => {
  const long = await issued(ca, 'x'.repeat(5000), basicConstraints(true));
  const data = { detail: 'too long' };
  expect(
    await write(
      leaf,
      leafDer,
      Array.from({ length: 9 }, () => long),
    ),
  ).toEqual({
    ok: false,
    error: { code: 'CERTIFICATE_REFUSED', data },
  });
});

test('signed out nothing is written', async () => {
  await backend.signOut(SLOT);
  expect(await write(leaf, leafDer)).toMatchObject({ error: { code: 'NOT_SIGNED_IN' } });
});

test('a destroyed key takes its certificate along', async () => {
  await expectOk(write(leaf, leafDer));
  await expectOk(backend.destroy(SLOT, leaf.keyId, leaf.spkiSha256));
  await expect(fs.stat(fileOf(leaf))).rejects.toThrow(/ENOENT/);
});

test.each([
  ['cut', (text: string) => text.slice(0, -20)],
  ['of another token', (text: string) => text.replace(/"serial":"[0-9a-f]{16}"/, '"serial":"0000000000000000"')],
  [
    'with another key’s certificate',
    (text: string) => text.replace(/"certificate":"[^"]+"/, `"certificate":"${Buffer.from(caDer).toString('base64')}"`),
  ],
])('a file that is %s is told, not exported and not written over', async (_what, change) => {
  await expectOk(write(leaf, leafDer));
  const changed = change(await fs.readFile(fileOf(leaf), 'utf8'));
  await fs.writeFile(fileOf(leaf), changed);
  expect(await backend.exportPkcs12(handle(leaf), secret('export passphrase'))).toMatchObject({ ok: false });
  expect(await write(leaf, leafDer)).toMatchObject({ ok: false, error: { code: 'DEVICE_ERROR' } });
  expect(await fs.readFile(fileOf(leaf), 'utf8')).toBe(changed);
});

async function exported(key: TokenKey): Promise<string> {
  const path = join(folder, 'key.p12');
  await fs.writeFile(path, await expectOk(backend.exportPkcs12(handle(key), secret('export passphrase'))));
  await fs.writeFile(join(folder, 'words'), 'export passphrase');
  return path;
}

test('OpenSSL finds key, certificate and chain in the export', async () => {
  await expectOk(write(leaf, leafDer, [caDer]));
  const words = ['-in', await exported(leaf), '-passin', `file:${join(folder, 'words')}`, '-nodes'];
  const openssl = (...more: string[]) => execFileSync('openssl', ['pkcs12', ...words, ...more], { encoding: 'utf8' });
  expect(derOf(openssl('-nokeys', '-clcerts'))).toEqual([Buffer.from(leafDer)]);
  expect(derOf(openssl('-nokeys', '-cacerts'))).toEqual([Buffer.from(caDer)]);
  const key = createPrivateKey(openssl('-nocerts')).export({ format: 'der', type: 'pkcs8' });
  expect(key.equals((await expectOk(backend.privateKey!(handle(leaf)))).export({ format: 'der', type: 'pkcs8' }))).toBe(
    true,
  );
});

test.skipIf(!existsSync('/usr/bin/keytool'))(
  'Java pairs key, certificate and chain of the export (needs keytool)',
  async () => {
    await expectOk(write(leaf, leafDer, [caDer]));
    const store = ['-keystore', await exported(leaf), '-storetype', 'PKCS12', '-storepass:file', join(folder, 'words')];
    const listed = execFileSync('keytool', ['-list', '-v', ...store], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    expect(listed).toMatch(/PrivateKeyEntry[^]*chain length: 2[^]*CN=leaf[^]*CN=ca/);
  },
  60_000,
);

function derOf(pem: string): Buffer[] {
  const blocks = pem.matchAll(/-----BEGIN CERTIFICATE-----([^-]+)-----END/g);
  return [...blocks].map(([, text = '']) => Buffer.from(text, 'base64'));
}
