import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildPkcs11Uri, parsePkcs11Uri } from './pkcs11-uri';

test('a key is named by token, serial, id and label in one fixed spelling', () => {
  expect(
    buildPkcs11Uri({ type: 'private', object: 'TLS; 2026/ä', id: '0aff', serial: '12', token: 'CA 1', model: 'x' }),
  ).toBe('pkcs11:token=CA%201;serial=12;model=x;id=%0A%FF;object=TLS%3B%202026%2F%C3%A4;type=private');
});

const text = () => fc.string({ unit: 'grapheme', maxLength: 40 });
const parts = () =>
  fc.record(
    {
      token: text(),
      manufacturer: text(),
      serial: text(),
      model: text(),
      object: text(),
      libraryDescription: text(),
      slotDescription: text(),
      id: fc.uint8Array({ maxLength: 24 }).map((bytes) => Buffer.from(bytes).toString('hex')),
      type: fc.constantFrom('public' as const, 'private' as const, 'cert' as const),
    },
    { requiredKeys: [] },
  );

test('what is built reads back the same, and is plain ASCII without separators in its values', () => {
  fc.assert(
    fc.property(parts(), (wanted) => {
      const uri = buildPkcs11Uri(wanted);
      expect(uri).toMatch(/^[\x21-\x7e]+$/);
      expect(parsePkcs11Uri(uri)).toEqual({ ok: true, value: wanted });
    }),
  );
});

test('the examples of RFC 7512 §3 are read', () => {
  expect(parsePkcs11Uri('pkcs11:')).toEqual({ ok: true, value: {} });
  expect(parsePkcs11Uri('pkcs11:object=my-pubkey;type=public')).toEqual({
    ok: true,
    value: { object: 'my-pubkey', type: 'public' },
  });
  expect(
    parsePkcs11Uri(
      'pkcs11:token=The%20Software%20PKCS%2311%20Softtoken;manufacturer=Snake%20Oil,%20Inc.;model=1.0;object=my-certificate;type=cert;id=%69%95%3E%5C%F4%BD%EC%91;serial=',
    ),
  ).toEqual({
    ok: true,
    value: {
      token: 'The Software PKCS#11 Softtoken',
      manufacturer: 'Snake Oil, Inc.',
      model: '1.0',
      object: 'my-certificate',
      type: 'cert',
      id: '69953e5cf4bdec91',
      serial: '',
    },
  });
});

test.each([
  'pkcs11:token=x?pin-value=1234',
  'pkcs11:token=x?pin-source=file:/etc/pin',
  'pkcs11:token=x?module-name=softhsm2&pin-value=1',
  'pkcs11:pin-value=1234',
  'pkcs11:token=x;pin-source=file:/etc/pin',
  'pkcs11:token=x?PIN-VALUE=1234',
])('%s is refused because it carries a PIN', (uri) => {
  expect(parsePkcs11Uri(uri)).toEqual({ ok: false, error: { code: 'URI_CARRIES_PIN' } });
});

test.each([
  'token=x',
  'PKCS11:token=x',
  'pkcs11:token=a;token=b',
  'pkcs11:token=a;;serial=b',
  'pkcs11:token',
  'pkcs11:token=a/b',
  'pkcs11:token=a b',
  'pkcs11:token=%4',
  'pkcs11:token=%zz',
  'pkcs11:token=%ff',
  'pkcs11:token=%C0%80',
  'pkcs11:type=key',
  'pkcs11:slot-id=1',
  'pkcs11:x-vendor=1',
  'pkcs11:token=x?what=1',
  'pkcs11:to%6Ben=x',
  'pkcs11:token=ä',
])('%s is malformed', (uri) => {
  expect(parsePkcs11Uri(uri)).toEqual({ ok: false, error: { code: 'URI_MALFORMED' } });
});

test('a mutated URI never gives a PIN, and never throws', () => {
  fc.assert(
    fc.property(parts(), fc.nat(), fc.string({ maxLength: 8 }), (wanted, at, junk) => {
      const uri = buildPkcs11Uri(wanted);
      const cut = at % (uri.length + 1);
      const read = parsePkcs11Uri(uri.slice(0, cut) + junk + uri.slice(cut));
      expect(read.ok ? Object.keys(read.value).filter((name) => name.startsWith('pin')) : []).toEqual([]);
    }),
  );
});
