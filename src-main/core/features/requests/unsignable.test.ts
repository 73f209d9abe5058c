import { expect, test } from 'vitest';
import { defaultOidProfile } from '../../../../shared/domain/default-oid-profile.ts';
import type { Claims } from '../../../../shared/domain/strike.ts';
import { type CsrView, readCsr } from '../../pki/csr-read.ts';
import type { CsrSpec } from '../../pki/csr-spec.ts';
import type { PkiFinding } from '../../pki/decode-log.ts';
import { makeCsr, sampleSpec, testKey } from '../../pki/testing/make-csr.ts';
import { claimsOfRequest, reasonsAgainst, reasonsOfPurpose } from './unsignable.ts';

const valid = { verdict: 'valid' } as const;
const nothing: Claims = { ids: { partyIds: [], subCpoIds: [], subEmspIds: [] }, names: [] };
function viewOf(more: Partial<CsrSpec> = {}): CsrView {
  const read = readCsr(makeCsr({ ...sampleSpec, ...more }, testKey('ec-p256')).der, defaultOidProfile);
  if (!read.ok) throw new Error(read.error.code);
  return read.value;
}
const finding = (code: PkiFinding['code'], severity: PkiFinding['severity'], field: string): PkiFinding => ({
  code,
  severity,
  field,
  start: 0,
  end: 1,
  detail: {},
});
const codes = (view: CsrView, kept: Claims = claimsOfRequest(view)) =>
  reasonsAgainst(view, valid, kept).map(({ code }) => code);
const withFinding = (...findings: readonly PkiFinding[]): CsrView => {
  const view = viewOf();
  return { ...view, findings: [...view.findings, ...findings] };
};

const manyIds = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `DE${i.toString(36).toUpperCase().padStart(3, '0')}`);

test('a sound request has nothing against it', () => {
  expect(codes(viewOf())).toEqual([]);
});

test('a signature that is wrong, and one that nobody can judge, are both no proof', () => {
  const view = viewOf();
  const kept = claimsOfRequest(view);
  expect(reasonsAgainst(view, { verdict: 'invalid' }, kept).map(({ code }) => code)).toEqual(['POSSESSION_INVALID']);
  const unsupported = { verdict: 'unsupported', reason: 'algorithm' } as const;
  expect(reasonsAgainst(view, unsupported, kept).map(({ code }) => code)).toEqual(['POSSESSION_UNPROVEN']);
});

test.each([
  'ATTRIBUTE_DUPLICATE',
  'KEY_NOT_ON_CURVE',
  'KEY_RSA_TOO_SMALL',
  'EXTENSION_MALFORMED',
  'CSR_VERSION',
] as const)('an error that nobody declared harmless forbids signing: %s', (code) => {
  expect(codes(withFinding(finding(code, 'error', 'anywhere')))).toEqual([code]);
});

test.each(['TIME_INVALID', 'KEY_USAGE_EMPTY', 'EXTENDED_KEY_USAGE_EMPTY'] as const)(
  'an error about what is never taken over is harmless: %s',
  (code) => {
    expect(codes(withFinding(finding(code, 'error', 'anywhere')))).toEqual([]);
  },
);

test('warnings about what is copied byte for byte forbid it, the same ones elsewhere do not', () => {
  expect(codes(withFinding(finding('TEXT_UNSAFE_CHARACTER', 'warning', 'subject[0]')))).toEqual([
    'TEXT_UNSAFE_CHARACTER',
  ]);
  expect(codes(withFinding(finding('KEY_POINT_COMPRESSED', 'warning', 'publicKey')))).toEqual(['KEY_POINT_COMPRESSED']);
  expect(codes(withFinding(finding('TEXT_UNSAFE_CHARACTER', 'warning', 'attribute.1.2.3')))).toEqual([]);
});

test('an id with an error forbids it until it is struck', () => {
  const view = withFinding(finding('PARTY_ID_FORM', 'error', 'ocpi.partyIds[1]'));
  expect(codes(view)).toEqual(['PARTY_ID_FORM']);
  const { ids, names } = claimsOfRequest(view);
  expect(codes(view, { ids: { ...ids, partyIds: ['DEGEF'] }, names })).toEqual([]);
  expect(codes(view, { ids: { ...ids, partyIds: ['DEGE2'] }, names })).toEqual(['PARTY_ID_FORM']);
});

test('a name with an error forbids it until it is struck', () => {
  const view = withFinding(finding('SAN_NAME_FORM', 'error', 'extension.2.5.29.17[0]'));
  expect(codes(view)).toEqual(['SAN_NAME_FORM']);
  expect(codes(view, nothing)).toEqual([]);
});

test('a name that no certificate may carry forbids it', () => {
  const names = [{ kind: 'dns', value: 'not a name' }] as const;
  expect(codes(viewOf(), { ...nothing, names })).toEqual(['NAME_FORM']);
});

test('whoever asks to be an authority gets nothing', () => {
  const view = viewOf();
  const [first] = view.extensions;
  if (first === undefined) throw new Error('no extension');
  const asking = (value: (typeof first)['value']): CsrView => ({
    ...view,
    extensions: [...view.extensions, { ...first, value }],
  });
  expect(codes(asking({ kind: 'basic-constraints', ca: true, pathLength: null }))).toEqual(['CA_REQUESTED']);
  expect(codes(asking({ kind: 'key-usage', usages: ['keyCertSign'] }))).toEqual(['CA_USAGE_REQUESTED']);
});

test.each([
  ['more ids than a page shows', { ids: { ...sampleSpec.ids, partyIds: manyIds(5001) } }],
  [
    'more names',
    { san: Array.from({ length: 400 }, (_, i) => ({ kind: 'dns' as const, value: `h${i}.example.org` })) },
  ],
  ['a longer name', { san: [{ kind: 'uri' as const, value: `https://example.org/${'a'.repeat(500)}` }] }],
])('a request with %s is not signed, whatever is struck', (_, more) => {
  const view = viewOf(more);
  expect(codes(view)).toEqual(['TOO_MUCH_TO_SHOW']);
  expect(codes(view, nothing)).toEqual(['TOO_MUCH_TO_SHOW']);
});

test('as many ids as a page shows are signed', () => {
  expect(codes(viewOf({ ids: { ...sampleSpec.ids, partyIds: manyIds(5000) } }))).toEqual([]);
});

test('a request whose subject cannot be seen whole is not signed', () => {
  const view = viewOf();
  const [[first] = []] = view.subject.rdns;
  if (first?.text == null) throw new Error('no subject');
  const long = { ...first, text: { ...first.text, text: `partner${' '.repeat(600)}other` } };
  expect(codes({ ...view, subject: { ...view.subject, rdns: [[long]] } })).toEqual(['TOO_MUCH_TO_SHOW']);
  expect(codes({ ...view, subject: { ...view.subject, text: 'x'.repeat(4001) } })).toEqual(['TOO_MUCH_TO_SHOW']);
});

test.each([
  ['nothing', []],
  ['a mail address and a URI', [sampleSpec.san.slice(3)]],
])('a server certificate with %s for a name is not made, a client certificate is', (_, [names = []]) => {
  const kept = { ...nothing, names };
  expect(reasonsOfPurpose('tls-server', kept).map(({ code }) => code)).toEqual(['SERVER_WITHOUT_NAME']);
  expect(reasonsOfPurpose('tls-client', kept)).toEqual([]);
});

test.each([sampleSpec.san.slice(0, 1), sampleSpec.san.slice(1, 2)])('a server with %o has a name', (name) => {
  expect(reasonsOfPurpose('tls-server', { ...nothing, names: [name] })).toEqual([]);
});
