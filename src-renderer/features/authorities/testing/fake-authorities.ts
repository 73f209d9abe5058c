import type { AppContract } from '../../../../shared/contract/app-contract.ts';
import type { AuthorityRow } from '../../../../shared/contract/authorities.ts';
import type { OutputOf } from '../../../../shared/contract/wire/contract.ts';

type Detail = OutputOf<AppContract['authorities']['show']>;

/** An invented authority for tests: issuing, active, its key on the card of the fake world. */
export const authorityRow = (authorityId: string, change: Partial<AuthorityRow> = {}): AuthorityRow => ({
  authorityId,
  name: 'Client CA',
  kinds: ['tls-client'],
  state: 'active',
  subject: 'CN=Rheinhub Client CA',
  certificateId: `c-${authorityId}`,
  certificateSha256: '941c'.repeat(16),
  notBefore: '2026-01-01T00:00:00Z',
  notAfter: '2029-01-01T00:00:00Z',
  time: 'valid',
  algorithm: 'ec-p256',
  tokenUri: 'pkcs11:token=HSM-FRA-1;serial=1302177',
  tokenLabel: 'HSM-FRA-1',
  software: false,
  keyUri: 'pkcs11:token=HSM-FRA-1;serial=1302177;id=%0A',
  spkiSha256: '7a7a'.repeat(16),
  issued: 3,
  isRoot: false,
  foreignParent: false,
  policy: { maxLifetimeDays: 30, beyond: 'clip', backdateMinutes: 5, crlUrl: '' },
  createdAt: '2026-01-01T00:00:00Z',
  ...change,
});

export const authorityDetail = (authority: AuthorityRow, change: Partial<Detail> = {}): Detail => ({
  authority,
  pathLength: null,
  permitted: [],
  excluded: [],
  chainPem: 'PEM',
  crossCertificates: [],
  keyThere: 'yes',
  ...change,
});
