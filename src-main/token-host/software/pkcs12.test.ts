import { execFileSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { integer, objectIdentifier } from './der-writer.ts';
import { STRONG_ITERATIONS, writePkcs12 } from './pkcs12.ts';

const folder = mkdtempSync(join(tmpdir(), 'pkcs12-'));
afterAll(() => rmSync(folder, { recursive: true }));

const KEY_ID = '00112233445566778899aabbccddeeff00112233';
const WEAK: { readonly key: number; readonly mac: number } = { key: 1000, mac: 1000 };
const pkcs8Of = (key: ReturnType<typeof generateKeyPairSync>['privateKey']) =>
  key.export({ format: 'der', type: 'pkcs8' });

/** A file in the test's folder; few iterations, where they are not what is tested. */
function write(
  pkcs8: Uint8Array,
  passphrase: string,
  { friendlyName = 'Grün & Söhne 🔑', iterations = WEAK } = {},
): string {
  const path = join(folder, `${randomBytes(8).toString('hex')}.p12`);
  const given = new TextEncoder().encode(passphrase);
  writeFileSync(
    path,
    writePkcs12({ pkcs8, friendlyName, keyId: KEY_ID, passphrase: given }, { randomBytes, iterations }),
  );
  return path;
}

function openssl(path: string, passphrase: string, ...more: readonly string[]) {
  const passphraseFile = `${path}.txt`;
  writeFileSync(passphraseFile, passphrase);
  const words = ['pkcs12', '-in', path, '-passin', `file:${passphraseFile}`, ...more];
  return execFileSync('openssl', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

const keys = {
  'EC P-256': () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  'EC P-384': () => generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  'EC P-521': () => generateKeyPairSync('ec', { namedCurve: 'P-521' }),
  'RSA 3072': () => generateKeyPairSync('rsa', { modulusLength: 3072 }),
  Ed25519: () => generateKeyPairSync('ed25519'),
};

describe('OpenSSL reads what we write', () => {
  test.each(Object.entries(keys))('with a key of %s', (_name, generate) => {
    const pkcs8 = pkcs8Of(generate().privateKey);
    const pem = openssl(write(pkcs8, 'correct horse'), 'correct horse', '-nodes', '-nocerts');
    expect(pkcs8Of(createPrivateKey(pem)).equals(pkcs8)).toBe(true);
  });

  const pkcs8 = pkcs8Of(keys['EC P-256']().privateKey);

  test.each([
    ['German', 'Schlüssel über Fuß'],
    ['Cyrillic', 'пароль пароль'],
    ['pictures', '🔑🔑🔑 keys'],
    ['great length', 'x'.repeat(1000)],
  ])('with a passphrase of %s', (_kind, passphrase) => {
    expect(openssl(write(pkcs8, passphrase), passphrase, '-nodes', '-nocerts')).toContain('BEGIN PRIVATE KEY');
  });

  test('with its name and id', () => {
    const shown = openssl(
      write(pkcs8, 'correct horse', { friendlyName: 'Our key' }),
      'correct horse',
      '-nodes',
      '-nocerts',
    );
    expect(shown).toContain('friendlyName: Our key');
    expect(shown).toContain('localKeyID: 00 11 22 33 44 55 66 77 88 99 AA BB CC DD EE FF 00 11 22 33');
  });

  test('with a strong derivation for key and file', () => {
    const path = write(pkcs8, 'correct horse', { iterations: STRONG_ITERATIONS });
    writeFileSync(`${path}.txt`, 'correct horse');
    const words = ['pkcs12', '-in', path, '-passin', `file:${path}.txt`, '-info', '-noout'];
    const shown = execFileSync('sh', ['-c', '"$@" 2>&1', 'sh', 'openssl', ...words], { encoding: 'utf8' });
    expect(shown).toMatch(/MAC: sha256, Iteration 1200000/);
    expect(shown).toMatch(/PBES2, PBKDF2, AES-256-CBC, Iteration 600000, PRF hmacWithSHA256/);
  });

  test('and refuses another passphrase', () => {
    expect(() => openssl(write(pkcs8, 'correct horse'), 'correct hors', '-noout')).toThrow(/invalid password/);
  });

  test('and nothing else: the file shows no private key', () => {
    const path = write(pkcs8, 'correct horse');
    const asn1 = execFileSync('openssl', ['asn1parse', '-inform', 'DER', '-in', path], { encoding: 'utf8' });
    expect(asn1).toContain('pkcs7-data');
    expect(asn1).not.toContain('ecPublicKey');
  });
});

test.each([
  [0, '020100'],
  [127, '02017f'],
  [128, '02020080'],
  [255, '020200ff'],
  [256, '02020100'],
  [600_000, '02030927c0'],
  [8_388_608, '020400800000'],
])('INTEGER %i is %s', (value, hex) => {
  expect(Buffer.from(integer(value)).toString('hex')).toBe(hex);
});

test('an OBJECT IDENTIFIER has its arcs in base 128', () => {
  expect(Buffer.from(objectIdentifier('1.2.840.113549.1.12.10.1.2')).toString('hex')).toBe(
    '060b2a864886f70d010c0a0102',
  );
});
