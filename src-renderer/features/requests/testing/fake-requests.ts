import type { DecisionView as DecisionState } from '../../../../shared/contract/decisions.ts';
import type { IssuanceView } from '../../../../shared/contract/authorities.ts';
import type { CsrFacts, DecodedItem } from '../../../../shared/contract/pki-facts.ts';
import type { RequestStanding } from '../../../../shared/contract/request-checks.ts';
import type { RequestRow } from '../../../../shared/contract/requests.ts';
import { ok } from '../../../../shared/util/result.ts';
import type { FakeHandlers } from '../../../testing/fake-core.ts';
import { authorityRow } from '../../authorities/testing/fake-authorities.ts';
import { certificateItem, OCPI } from '../../decoded/testing/fake-documents.ts';
import type { Prepared, RequestDetail } from '../use-request.ts';

/** Invented requests for tests: the shapes are real, the bytes count up. */
const DER = Uint8Array.from({ length: 64 }, (_, at) => at);
export const TBS_SHA256 = '28ae'.repeat(16);

export const requestRow = (change: Partial<RequestRow> = {}): RequestRow => ({
  requestId: 'r-1',
  state: 'received',
  sha256: '1c2d'.repeat(16),
  spkiSha256: '5016'.repeat(16),
  subject: 'CN=cpo1.example.org,C=DE',
  commonName: 'cpo1.example.org',
  keyGroupId: 'cpo1-emsp1-key',
  partyIds: ['DEGEF'],
  subCpoIds: ['DE*GEF'],
  subEmspIds: ['DE-GDF'],
  algorithm: 'EC P-256',
  signatureValid: true,
  errors: 0,
  warnings: 0,
  source: 'cpo1.csr.pem',
  receivedAt: '2026-11-22T13:00:00Z',
  receivedBy: 'brandt',
  ...change,
});

const CSR: CsrFacts = {
  subject: 'CN=cpo1.example.org,C=DE',
  publicKey: { algorithm: 'EC P-256', parameters: 'P-256', spkiSha256: '5016'.repeat(16) },
  signature: { algorithm: 'ECDSA with SHA-256', valid: true },
  ocpi: OCPI,
  extensions: [
    {
      oid: '2.5.29.17',
      name: 'subjectAltName',
      critical: false,
      value: 'dns:cpo1.example.org, ip:10.0.0.7',
      known: true,
    },
  ],
  unknownAttributes: [],
  findings: [],
  sha256: '1c2d'.repeat(16),
};

const csrItem: DecodedItem = { kind: 'csr', der: DER, fields: [], csr: CSR, findings: [] };

export const issuance = (change: Partial<IssuanceView> = {}): IssuanceView => ({
  issuanceId: 'i-1',
  requestId: 'r-1',
  authorityId: 'a-client',
  state: 'prepared',
  tbs: DER,
  tbsSha256: TBS_SHA256,
  serialNumber: '4f9c21d0e0f8c269',
  notBefore: '2026-11-25T00:00:00Z',
  notAfter: '2026-12-25T00:00:00Z',
  fields: [],
  findings: [],
  clips: [],
  createdAt: '2026-11-22T13:10:00Z',
  createdBy: 'brandt',
  ...change,
});

export const detail = (change: Partial<RequestDetail> = {}): RequestDetail => ({
  request: requestRow(),
  item: csrItem,
  issuances: [],
  spkiWords: ['oxygen', 'lemon'],
  spkiGroups: ['5016', '5016'],
  ...change,
});

/** A request for which a certificate is prepared: the page opens on the decision. */
export const preparedDetail = (): RequestDetail =>
  detail({ request: requestRow({ state: 'prepared' }), issuances: [issuance()] });

export const prepared = (change: Partial<IssuanceView> = {}): Prepared => ({
  issuance: issuance(change),
  item: certificateItem(),
  againstRequest: [
    { name: 'partyIds', left: 'DEGEF', right: 'DEGEF', same: true },
    { name: 'notAfter', left: '2027-01-25T00:00:00Z', right: '2026-12-25T00:00:00Z', same: false },
  ],
  againstPredecessor: [],
});

/** Nobody vouches yet, and nothing else is wrong. */
export const standing = (change: Partial<RequestStanding> = {}): RequestStanding => ({
  requestId: 'r-1',
  confirmations: [],
  results: [
    { code: 'PROVENANCE', reason: 'PROVENANCE_NONE', verdict: 'fail', values: {} },
    { code: 'POSSESSION', reason: 'POSSESSION_PROVEN', verdict: 'pass', values: {} },
  ],
  worst: 'fail',
  enforced: false,
  ...change,
});

/** Nobody is enrolled, so that nobody has to agree. */
export const decision = (change: Partial<DecisionState> = {}): DecisionState => ({
  requestId: 'r-1',
  issuanceId: 'i-1',
  requestSha256: 'c0ffee00'.repeat(8),
  tbsSha256: TBS_SHA256,
  policySha256: 'ab'.repeat(32),
  checksSha256: 'cd'.repeat(32),
  state: 'free',
  approvals: 0,
  rejections: 0,
  needed: 0,
  single: false,
  worst: 'warn',
  votes: [],
  couldVote: [],
  ...change,
});

type Handlers = NonNullable<FakeHandlers['requests']>;

/** One request, one root and an issuing authority; `change` answers otherwise. */
export const requestHandlers = (shown: RequestDetail, change: Handlers = {}): FakeHandlers => ({
  requests: {
    list: () => ok({ total: 1, rows: [shown.request] }),
    show: () => ok(shown),
    review: () => ok(prepared()),
    views: () => ok({ views: [] }),
    notes: () => ok({ notes: [] }),
    rejectionText: () => ok({ text: 'your request has been rejected.' }),
    ...change,
  },
  requestChecks: { show: () => ok(standing()) },
  decisions: { show: () => ok(decision()) },
  standing: { check: () => ok({ rules: [] }) },
  authorities: {
    list: () =>
      ok({
        authorities: [
          authorityRow('a-root', { name: 'Root', isRoot: true, kinds: ['tls-client', 'identity'] }),
          authorityRow('a-client', { parentId: 'a-root', kinds: ['tls-client', 'identity'] }),
          authorityRow('a-old', { name: 'Old CA', state: 'retired' }),
        ],
      }),
  },
});
