import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { encodeUtf8 } from '../util/utf8.ts';
import { Pin, Secret } from './secret.ts';

const TEXT = 'correct horse';
const secret = (): Secret => new Secret(encodeUtf8(TEXT));

test.each([
  ['joining', (s: Secret) => [s].join()],
  ['concatenation', (s: Secret) => String(s)],
  ['JSON', (s: Secret) => JSON.stringify({ s })],
  ['inspect', (s: Secret) => inspect({ s }, { showHidden: true, depth: 9 })],
  ['an error text', (s: Secret) => new Error(String(s)).stack ?? ''],
])('%s shows the name, not the bytes', (_what, print) => {
  for (const shown of [print(secret()), print(new Pin(encodeUtf8(TEXT)))]) {
    expect(shown).toMatch(/\[(Secret|Pin)\]/);
    expect(shown).not.toContain(TEXT);
    expect(shown).not.toContain('99, 111, 114');
  }
});

test('a structured clone of a secret carries nothing', () => {
  expect(inspect(structuredClone(secret()))).not.toContain('99');
  expect(Object.keys(secret())).toEqual([]);
});

test('bytes are lent, and gone after useOnce even when the user throws', async () => {
  const bytes = encodeUtf8(TEXT);
  const once = new Secret(bytes);
  await expect(once.useOnce(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(bytes.every((byte) => byte === 0)).toBe(true);
});

test('a secret passes as no text, and a passphrase is no PIN', () => {
  const text = (value: string): string => value;
  const pin = (value: Pin): string => String(value);
  // @ts-expect-error a Secret is not a string
  expect(text(secret())).toBeInstanceOf(Secret);
  // @ts-expect-error a Secret is not a Pin
  expect(pin(secret())).toBe('[Secret]'); // eslint-disable-line @typescript-eslint/no-unsafe-class-instance-assignment -- refused is the point
});
