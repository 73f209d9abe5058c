import { expect, test } from 'vitest';
import type { AuthoritySpec } from '../../../../shared/contract/authorities.ts';
import { type CheckedAgainst, checkAuthoritySpec, subtreeOf } from './check-authority.ts';

const now = new Date('2026-03-01T00:00:00Z');
const spec: AuthoritySpec = {
  name: 'Root',
  kinds: ['tls-client'],
  subject: [{ type: 'CN', value: 'Root' }],
  tokenUri: 'pkcs11:token=CA',
  algorithm: 'ec-p256',
  padding: 'pkcs1',
  validityDays: 3650,
  pathLength: null,
  permitted: [],
  excluded: [],
  policy: { maxLifetimeDays: 30, beyond: 'clip', backdateMinutes: 5, crlUrl: '' },
};
const alone: CheckedAgainst = { now, parent: undefined, others: [] };
const codes = (more: Partial<AuthoritySpec>, level: 'fail' | 'warn' = 'fail'): readonly string[] =>
  checkAuthoritySpec({ ...spec, ...more }, alone)
    .filter((finding) => finding.level === level)
    .map(({ code, path }) => `${code} ${path}`);

test('an ordinary root has nothing against it', () => {
  expect(checkAuthoritySpec(spec, alone)).toEqual([]);
});

test.each([
  ['an empty common name', { subject: [{ type: 'O', value: 'x' } as const] }, 'NAME_NO_COMMON_NAME subject'],
  ['a validity that has passed', { notBefore: '2000-01-01T00:00:00Z', validityDays: 30 }, 'VALIDITY_PAST validityDays'],
  [
    'a validity beyond the year 9999',
    { notBefore: '9990-01-01T00:00:00Z', validityDays: 36_500 },
    'VALIDITY_OUT_OF_RANGE validityDays',
  ],
  [
    'a constraint of the wrong form',
    { permitted: [{ kind: 'ip', value: '192.0.2.1/24' } as const] },
    'CONSTRAINT_FORM permitted.0',
  ],
  [
    'a place of the CRL that is no address',
    { policy: { ...spec.policy, crlUrl: 'ftp://example.org/x' } },
    'CRL_URL_FORM policy.crlUrl',
  ],
])('%s is refused', (_, more, expected) => {
  expect(codes(more)).toContain(expected);
});

test.each([
  [
    'a CRL over https',
    { policy: { ...spec.policy, crlUrl: 'https://example.org/x.crl' } },
    'CRL_URL_HTTPS policy.crlUrl',
  ],
  [
    'a long life of client certificates',
    { policy: { ...spec.policy, maxLifetimeDays: 90 } },
    'LIFETIME_LONG policy.maxLifetimeDays',
  ],
  ['Ed25519', { algorithm: 'ed25519' as const }, 'ED25519_NOT_READ_EVERYWHERE algorithm'],
  ['thirty years', { validityDays: 30 * 365 }, 'VALIDITY_LONG validityDays'],
])('%s is a warning', (_, more, expected) => {
  expect(codes(more, 'warn')).toContain(expected);
});

test('name constraints of every kind are taken in their own form', () => {
  for (const constraint of [
    { kind: 'dns', value: 'example.org' },
    { kind: 'ip', value: '2001:db8::/32' },
    { kind: 'uri', value: '.example.org' },
    { kind: 'mail', value: 'ops@example.org' },
    { kind: 'dn', value: 'C=DE,O=Example' },
  ] as const) {
    expect(subtreeOf(constraint)).toBeDefined();
  }
  expect(subtreeOf({ kind: 'dn', value: 'nonsense' })).toBeUndefined();
  expect(subtreeOf({ kind: 'dns', value: 'EXAMPLE org' })).toBeUndefined();
});
