import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toBase64 } from '../../../shared/util/base64.ts';
import {
  KeyFile,
  openKey,
  openMaster,
  parseFile,
  sealKey,
  sealMaster,
  sumFits,
  TokenFile,
  writeFileBytes,
} from './envelope.ts';

const WRAP = new Uint8Array(32).fill(7);
const MASTER = new Uint8Array(32).fill(9);
const PKCS8 = new TextEncoder().encode('a private key of no particular kind');
const ID = '0123456789abcdef0123456789abcdef01234567';
const header = { workspaceId: 'workspace-1', serial: '0011223344556677', label: 'Team' };
const keyHeader = { ...header, keyId: ID, algorithm: 'ec-p256', spki: toBase64(Uint8Array.of(1, 2, 3)) } as const;

const tokenFile = () => sealMaster(header, randomBytes(16), randomBytes(12), WRAP, MASTER);
const keyFile = () => sealKey(keyHeader, randomBytes(12), MASTER, PKCS8);

/** What a reader with the right keys gets out of a file's bytes. */
function readToken(bytes: Uint8Array): Uint8Array | undefined {
  const file = parseFile(TokenFile, bytes);
  return file.ok && sumFits(file.value) ? openMaster(file.value, WRAP) : undefined;
}
function readKey(bytes: Uint8Array): Uint8Array | undefined {
  const file = parseFile(KeyFile, bytes);
  return file.ok ? openKey(file.value, MASTER) : undefined;
}

test('a master key comes back with its wrapping key', () => {
  expect(readToken(writeFileBytes(tokenFile()))).toEqual(Buffer.from(MASTER));
});

test('a private key comes back with its master key', () => {
  expect(readKey(writeFileBytes(keyFile()))).toEqual(Buffer.from(PKCS8));
});

test('another wrapping key opens nothing', () => {
  expect(openMaster(tokenFile(), new Uint8Array(32).fill(8))).toBeUndefined();
});

test('the sum tells damage from a wrong passphrase', () => {
  const file = tokenFile();
  expect(sumFits(file)).toBe(true);
  expect(sumFits({ ...file, ciphertext: toBase64(new Uint8Array(32)) })).toBe(false);
});

describe('any one bit flipped is refused', () => {
  const flipped = (bytes: Uint8Array, bit: number) => {
    const copy = Uint8Array.from(bytes);
    copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    return copy;
  };

  test('of a token file, even where its sum is not looked at', () => {
    const bytes = writeFileBytes(tokenFile());
    for (let bit = 0; bit < 8 * bytes.length; bit++) {
      const changed = flipped(bytes, bit);
      expect(readToken(changed), `bit ${bit}`).toBeUndefined();
      const file = parseFile(TokenFile, changed);
      const inSum = file.ok && file.value.sum !== tokenFileSum(bytes);
      if (file.ok && !inSum) expect(openMaster(file.value, WRAP), `bit ${bit}`).toBeUndefined();
    }
  });

  test('of a key file', () => {
    const bytes = writeFileBytes(keyFile());
    for (let bit = 0; bit < 8 * bytes.length; bit++) expect(readKey(flipped(bytes, bit)), `bit ${bit}`).toBeUndefined();
  });

  function tokenFileSum(bytes: Uint8Array): string {
    const file = parseFile(TokenFile, bytes);
    if (!file.ok) throw new Error('the unchanged file is readable');
    return file.value.sum;
  }
});

describe('no part of a file can be exchanged', () => {
  const changes: readonly (readonly [string, Partial<KeyFile>])[] = [
    ['the workspace', { workspaceId: 'workspace-2' }],
    ['the token', { serial: '0011223344556678' }],
    ['the key id', { keyId: ID.replace('0', '1') }],
    ['the algorithm', { algorithm: 'ec-p384' }],
    ['the label', { label: 'Team 2' }],
    ['the public key', { spki: toBase64(Uint8Array.of(1, 2, 4)) }],
  ];
  test.each(changes)('%s', (_part, change) => {
    expect(openKey({ ...keyFile(), ...change }, MASTER)).toBeUndefined();
  });

  test('the label of the token', () => {
    expect(openMaster({ ...tokenFile(), label: 'Crew' }, WRAP)).toBeUndefined();
  });

  test('the sealed part of one key in the file of another', () => {
    const other = sealKey({ ...keyHeader, keyId: ID.replace('0', '1') }, randomBytes(12), MASTER, PKCS8);
    expect(openKey({ ...keyFile(), aead: other.aead, ciphertext: other.ciphertext }, MASTER)).toBeUndefined();
  });
});

describe('what is no file of ours', () => {
  test('random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(parseFile(TokenFile, bytes)).toEqual(damaged);
      }),
    );
  });

  test('random JSON', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseFile(KeyFile, new TextEncoder().encode(`${text}\n`)).ok).toBe(false);
      }),
    );
  });

  test('a file cut anywhere', () => {
    const bytes = writeFileBytes(keyFile());
    for (let length = 0; length < bytes.length; length++) {
      expect(parseFile(KeyFile, bytes.subarray(0, length))).toEqual(damaged);
    }
  });

  test.each([
    ['blanks', (text: string) => text.replace(':', ': ')],
    ['a member more', (text: string) => text.replace('{', '{"extra":1,')],
    ['a member twice', (text: string) => text.replace('{', '{"v":1,')],
    ['members in another order', (text: string) => `{"v":1,${text.replace(',"v":1', '').slice(1)}`],
    ['a cheaper way of deriving', (text: string) => text.replace('131072', '1024')],
  ])('the same file with %s', (_change, change) => {
    const text = new TextDecoder().decode(writeFileBytes(tokenFile()));
    expect(change(text)).not.toBe(text);
    expect(parseFile(TokenFile, new TextEncoder().encode(change(text)))).toEqual(damaged);
  });

  test('a newer version is told apart from damage', () => {
    const file = new TextEncoder().encode('{"v":2,"kind":"token","unknown":true}\n');
    expect(parseFile(TokenFile, file)).toEqual({
      ok: false,
      error: { code: 'NOT_SUPPORTED', data: { detail: 'file-too-new' } },
    });
  });

  test('a token file in place of a key file', () => {
    expect(parseFile(KeyFile, writeFileBytes(tokenFile()))).toEqual(damaged);
  });

  const damaged = { ok: false, error: { code: 'DEVICE_ERROR', data: { detail: 'file-damaged' } } };
});

test('a file shows neither the master key nor the private key', () => {
  for (const file of [tokenFile(), keyFile()]) {
    const bytes = Buffer.from(writeFileBytes(file));
    for (const secret of [MASTER, PKCS8]) {
      for (const spelling of ['latin1', 'hex', 'base64'] as const) {
        expect(bytes.includes(Buffer.from(secret).toString(spelling))).toBe(false);
      }
    }
  }
});
