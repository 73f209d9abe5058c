import { expect, test } from 'vitest';
import { accessOddities } from './access-oddity.ts';

const authorization = { kind: 'token', header: 'Authorization', prefix: 'Token' } as const;

test.each([
  ['2.1.1', 'raw', []],
  ['2.1.1', 'base64', ['TOKEN_BASE64']],
  ['2.2.1', 'base64', []],
  ['2.2.1', 'raw', ['TOKEN_RAW']],
  ['3.0', 'raw', ['TOKEN_RAW']],
  ['2.2.1', undefined, []],
  [undefined, 'raw', []],
] as const)('a token in the form %s %s', (version, encoding, oddities) => {
  expect(accessOddities({ authorization, version, encoding })).toEqual(oddities);
});

test('a header or a word of its own is told, and its case is none', () => {
  const of = (header: string, prefix: string) =>
    accessOddities({ authorization: { kind: 'token', header, prefix }, version: undefined, encoding: undefined });
  expect(of('apikey', '')).toEqual(['OTHER_HEADER']);
  expect(of('Authorization', 'Bearer')).toEqual(['OTHER_HEADER']);
  expect(of('authorization', 'token')).toEqual([]);
});

test('where no token is sent there is nothing odd about it', () => {
  const none = { kind: 'none', header: 'apikey', prefix: '' } as const;
  expect(accessOddities({ authorization: none, version: '2.2.1', encoding: 'raw' })).toEqual([]);
});
