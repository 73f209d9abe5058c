import type { StandingRule, StandingView } from '../../../../shared/contract/standing.ts';

export const standingRule = (change: Partial<StandingRule> = {}): StandingRule => ({
  v: 1,
  standingId: 's-1',
  name: 'GEF daily',
  partnerId: 'p-gef',
  authorityId: 'a-client',
  purpose: 'tls-client',
  keyGroupId: 'cpo1-emsp1-key',
  ids: { partyIds: ['DEGEF'], subCpoIds: ['DE*GEF'], subEmspIds: [] },
  names: [{ kind: 'dns', value: 'cpo1.example.org' }],
  subjectSha256: '1c2d'.repeat(16),
  algorithms: ['ec-p256'],
  minHours: 24,
  maxDays: 7,
  from: '2026-11-01T00:00:00.000Z',
  expires: '2027-05-01T00:00:00.000Z',
  acceptedWarnings: ['OVERLAP_TOO_LONG'],
  ...change,
});

export const standingView = (change: Partial<StandingView> = {}): StandingView => ({
  rule: standingRule(),
  sha256: 'ab'.repeat(32),
  state: 'active',
  partnerName: 'GEF',
  authorityName: 'Client CA',
  proposedBy: 'Ada',
  proposedAt: '2026-11-01T08:00:00.000Z',
  since: '2026-11-01T09:00:00.000Z',
  voters: [
    { name: 'Ada', at: '2026-11-01T08:10:00.000Z' },
    { name: 'Bea', at: '2026-11-01T09:00:00.000Z' },
  ],
  uses: 2,
  lastUse: '2026-11-21T10:00:00.000Z',
  nextExpected: '2026-11-28T10:00:00.000Z',
  ...change,
});
