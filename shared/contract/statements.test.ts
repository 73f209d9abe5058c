import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { statements } from './statements.ts';
import { toBase64Url } from '../util/base64.ts';
import { encodeUtf8 } from '../util/utf8.ts';
import { canonicalJson, type JsonObject } from '../domain/canonical-json.ts';
import { assembleStatement, readStatement, statementSigningInput } from '../domain/statement.ts';

const WORKSPACE = '0f3b6c1e-6d0a-4c57-9b53-0d6a7a1f2b3c';
const digest = new Uint8Array(32).fill(0xab);
const payload = { v: 1, workspace: WORKSPACE, iat: 1_795_000_000, seq: 2, entry: 'c'.repeat(64), decision: 'approve' };
const signature = new Uint8Array(64).fill(7);
const jws = assembleStatement(statementSigningInput('roster-vote', 'ES256', digest, payload), signature);
const part = (value: JsonObject | string): string =>
  toBase64Url(encodeUtf8(typeof value === 'string' ? value : canonicalJson(value)));
const header = { alg: 'ES256', typ: 'ocpi-console-roster-vote+jws', 'x5t#S256': toBase64Url(digest) };

test('what was put together is read back', () => {
  const read = readStatement(jws, statements.rosterVote);
  expect(read).toEqual({
    ok: true,
    value: {
      alg: 'ES256',
      certificateSha256: 'ab'.repeat(32),
      payload,
      signingInput: jws.slice(0, jws.lastIndexOf('.')),
      signature,
    },
  });
});

test('a statement of one type is none of another', () => {
  expect(readStatement(jws, statements.checkpoint)).toEqual({ ok: false, error: { code: 'STATEMENT_TYPE' } });
});

describe('a statement has one spelling only', () => {
  const tail = toBase64Url(signature);
  test.each([
    ['a header with crit', `${part({ ...header, crit: ['b64'] })}.${part(payload)}.${tail}`],
    ['a header with its own key', `${part({ ...header, jwk: {} })}.${part(payload)}.${tail}`],
    ['a header without a certificate', `${part({ alg: 'ES256', typ: header.typ })}.${part(payload)}.${tail}`],
    ['a short thumbprint', `${part({ ...header, 'x5t#S256': 'AAAA' })}.${part(payload)}.${tail}`],
    ['members in another order', `${part(header)}.${part(JSON.stringify(payload))}.${tail}`],
    ['a member too many', `${part(header)}.${part({ ...payload, more: 1 })}.${tail}`],
    ['a member too few', `${part(header)}.${part({ ...payload, decision: undefined })}.${tail}`],
    ['padding', `${jws}=`],
    ['four parts', `${jws}.AAAA`],
    ['no signature part', jws.slice(0, jws.lastIndexOf('.'))],
    ['endless text', 'A'.repeat(70_000)],
  ])('%s is refused', (_name, text) => {
    expect(readStatement(text, statements.rosterVote)).toEqual({ ok: false, error: { code: 'STATEMENT_FORM' } });
  });
});

test('a changed character never reads as the same statement', () => {
  const original = readStatement(jws, statements.rosterVote);
  fc.assert(
    fc.property(
      fc.nat(jws.length - 1),
      fc.constantFrom('A', 'B', 'y', 'z', '0', '9', '-', '_', '.'),
      (at, character) => {
        fc.pre(jws.charAt(at) !== character);
        const changed = readStatement(jws.slice(0, at) + character + jws.slice(at + 1), statements.rosterVote);
        expect(changed).not.toEqual(original);
      },
    ),
  );
});
