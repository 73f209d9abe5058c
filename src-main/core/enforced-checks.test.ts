import { afterAll, beforeAll, expect, test } from 'vitest';
import { faultOf, value } from './core-for-tests.ts';
import { peopleWorld, type PeopleWorld } from './features/operators/operators-for-tests.ts';
import { makeCsr, testKey } from './pki/testing/make-csr.ts';

/** From the first operator on a request that fails a check is not signed; the same request with everything in order is. */
let at: PeopleWorld;
beforeAll(async () => {
  at = await peopleWorld();
  const { client, person } = at.world;
  const roles = ['approver' as const, 'ca-operator' as const, 'requester' as const];
  value(await client.operators.begin({ name: 'Ada', certificateId: at.certificates.ada, roles }, person));
}, 60_000);
afterAll(async () => {
  await at[Symbol.asyncDispose]();
});

test('a stranger’s request is refused with the checks that fail, and signed once somebody vouches for it', async () => {
  const { client, person } = at.world;
  const now = Math.floor(Date.now() / 1000) * 1000;
  const { der } = makeCsr(
    {
      purpose: 'identity',
      subject: [{ type: 'CN', value: 'Cyd' }],
      san: [],
      keyGroupId: 'people-cyd',
      keySerial: '1',
      notBefore: new Date(now),
      notAfter: new Date(now + 20 * 86_400_000),
      ids: { partyIds: [], subCpoIds: [], subEmspIds: [] },
      encoding: 'sequence',
    },
    testKey('ec-p256'),
  );
  const { requests } = value(await client.requests.import({ sources: [{ name: 'cyd.csr', content: der }] }));
  const { requestId = '', spkiSha256 = '' } = requests[0] ?? {};
  const strike = { ids: { partyIds: [], subCpoIds: [], subEmspIds: [] }, names: [] };
  const wish = { requestId, authorityId: at.authorityId, purpose: 'identity' as const, strike, services: [] };
  const { issuance } = value(await client.requests.prepare(wish));
  const approvals = [{ issuanceId: issuance.issuanceId, tbsSha256: issuance.tbsSha256 }];

  const refused = await client.requests.approve({ approvals }, person);
  expect(faultOf(refused)).toBe('REQUEST_UNSIGNABLE');
  expect(JSON.stringify(refused)).toContain('PROVENANCE_NONE');
  expect(JSON.stringify(refused)).toContain('PARTNER_UNKNOWN');

  const own = {
    name: 'Own people',
    platform: '',
    ids: [],
    contacts: [],
    allowedAlgorithms: [],
    allowedNames: [],
    authorityIds: [at.authorityId],
    notes: '',
  };
  const { partnerId } = value(await client.partners.add({ spec: own })).partner;
  const confirmed = value(
    await client.requestChecks.confirm({ requestId, partnerId, spkiSha256, contact: 'in person', note: '' }),
  );
  expect(confirmed.enforced).toBe(true);
  expect(confirmed.results.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
  value(await client.decisions.show({ issuanceId: issuance.issuanceId }));
  value(await client.decisions.vote({ ballots: approvals, decision: 'approve' }, person));
  value(await client.requests.approve({ approvals }, person));
});
