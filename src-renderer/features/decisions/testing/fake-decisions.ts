import type { DecisionView, PackageView, VoteView } from '../../../../shared/contract/decisions.ts';
import { certificateItem } from '../../decoded/testing/fake-documents.ts';
import { TBS_SHA256, decision } from '../../requests/testing/fake-requests.ts';

export const vote = (change: Partial<VoteView> = {}): VoteView => ({
  voteId: 'v-1',
  operatorId: 'o-ada',
  name: 'Ada',
  decision: 'approve',
  at: '2026-11-22T10:00:00.000Z',
  expires: '2026-11-29T10:00:00.000Z',
  standing: 'counts',
  via: 'here',
  ...change,
});

/** Two have to agree and nobody has. */
export const openDecision = (change: Partial<DecisionView> = {}): DecisionView =>
  decision({ state: 'open', needed: 2, couldVote: ['Ada', 'Bea'], ...change });

/** A package whose bytes warn once and whose sender claims a lot. */
export const packageView = (change: Partial<PackageView> = {}): PackageView => ({
  workspace: '0198a1f0-0000-7000-8000-000000000001',
  workspaceName: 'Rheinhub',
  requestSha256: 'c0ffee00'.repeat(8),
  tbsSha256: TBS_SHA256,
  policySha256: 'ab'.repeat(32),
  checksSha256: 'cd'.repeat(32),
  request: certificateItem(),
  tbs: certificateItem(),
  againstRequest: [{ name: 'partyIds', left: 'DEGEF', right: 'DEGEF', same: true }],
  purpose: 'tls-client',
  authorityName: 'Rheinhub Client CA 2',
  partnerName: 'GEF',
  enteredBy: 'Dora',
  provenance: ['PROVENANCE_CONFIRMED by phone'],
  needed: 2,
  votes: [{ name: 'Ada', decision: 'approve', at: '2026-11-22T10:00:00.000Z' }],
  results: [{ code: 'PROVENANCE', reason: 'PROVENANCE_NONE', verdict: 'warn', values: {} }],
  own: [{ code: 'POSSESSION', reason: 'POSSESSION_PROVEN', verdict: 'pass', values: {} }],
  expires: '2026-11-29T10:00:00.000Z',
  ...change,
});
