import { expect, test } from 'vitest';
import type { TokenView } from '../../../shared/contract/key-facts.ts';
import { findToken } from './find-token.ts';
import type { SeenToken } from './token-hosts.ts';

function seen(moduleId: string, label: string, serial: string, more: Partial<TokenView> = {}): SeenToken {
  // findToken reads nothing of the run and little of the slot
  return {
    moduleId,
    run: {},
    slot: { slotId: `${moduleId}-${label}`, description: 'Reader 1', manufacturer: 'Maker' },
    token: { label, serial, manufacturer: 'Maker', model: 'Card', ...more },
  } as unknown as SeenToken;
}

test('label and serial find one token among others', () => {
  const tokens = [seen('m1', 'A', '1'), seen('m1', 'B', '2')];
  expect(findToken(tokens, 'pkcs11:token=B;serial=2')).toEqual({ ok: true, value: tokens[1] });
});

test('the URI of a key finds its token', () => {
  const tokens = [seen('m1', 'A', '1')];
  expect(findToken(tokens, 'pkcs11:token=A;serial=1;id=%01;object=x;type=private').ok).toBe(true);
});

test.each([
  ['another serial', 'pkcs11:token=A;serial=2'],
  ['another model', 'pkcs11:token=A;serial=1;model=Other'],
  ['another maker', 'pkcs11:token=A;serial=1;manufacturer=Other'],
  ['another reader', 'pkcs11:token=A;serial=1;slot-description=Reader%202'],
  ['neither label nor serial', 'pkcs11:manufacturer=Maker'],
  ['a PIN in the URI', 'pkcs11:token=A;serial=1?pin-value=1234'],
  ['an unknown attribute', 'pkcs11:token=A;colour=red'],
  ['no URI', 'token=A'],
])('%s finds nothing', (_what, uri) => {
  expect(findToken([seen('m1', 'A', '1')], uri)).toEqual({
    ok: false,
    error: { code: 'TOKEN_NOT_FOUND', data: {} },
  });
});

test('a label that two tokens carry names neither', () => {
  expect(findToken([seen('m1', 'A', '1'), seen('m2', 'A', '2')], 'pkcs11:token=A').ok).toBe(false);
});

test('one token seen through two modules belongs to neither, said in words', () => {
  const tokens = [seen('m1', 'A', '1'), seen('m2', 'A', '1', { manufacturer: 'as the proxy spells it' })];
  expect(findToken(tokens, 'pkcs11:token=A;serial=1')).toMatchObject({
    error: { code: 'NOT_SUPPORTED', data: { detail: expect.stringContaining('two modules') as string } },
  });
});

test('a token whose module is known is found there and nowhere else', () => {
  const tokens = [seen('m1', 'A', '1'), seen('m2', 'A', '1')];
  expect(findToken(tokens, 'pkcs11:token=A;serial=1', 'm2')).toEqual({ ok: true, value: tokens[1] });
  expect(findToken(tokens, 'pkcs11:token=A;serial=1', 'm3')).toMatchObject({ error: { code: 'TOKEN_NOT_FOUND' } });
});

test('one token twice in one module names neither: which slot is meant cannot be told', () => {
  expect(findToken([seen('m1', 'A', '1'), seen('m1', 'A', '1')], 'pkcs11:token=A;serial=1').ok).toBe(false);
});

test('tokens without serial are never taken for the same one', () => {
  expect(findToken([seen('m1', 'A', ''), seen('m2', 'A', '')], 'pkcs11:token=A').ok).toBe(false);
});
