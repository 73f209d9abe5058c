import { sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PartnerSpec } from '../../../../shared/contract/partners.ts';
import type { RequestStanding } from '../../../../shared/contract/request-checks.ts';
import { renewalProofSigningInput } from '../../../../shared/domain/renewal-proof.ts';
import { faultOf, value } from '../../core-for-tests.ts';
import { sha256Of } from '../../pki/digests.ts';
import { assembleRenewalProof } from '../../pki/renewal.ts';
import { makeCsr, sampleSpec, testKey } from '../../pki/testing/make-csr.ts';
import { type IssuingWorld, issuingWorld } from './issuing-for-tests.ts';

let at: IssuingWorld;
let authorityId: string;
let partnerId: string;
const confirmed = { by: 'bea', how: 'registry', at: '2026-01-01T00:00:00.000Z', note: '' } as const;
const known = (kind: 'party' | 'sub-cpo' | 'sub-emsp', id: string) => ({ kind, id, confirmed });

beforeAll(async () => {
  at = await issuingWorld();
  authorityId = (await at.createAuthority()).authorityId;
  const spec: PartnerSpec = {
    name: 'Beispiel Ladenetz GmbH & Co. KG, Jena',
    platform: '',
    ids: [
      known('party', 'DEGEF'),
      known('party', 'DEGE2'),
      known('sub-cpo', 'DE*GEF'),
      known('sub-cpo', 'DE*GE2'),
      known('sub-emsp', 'DE-GDF'),
    ],
    contacts: [],
    allowedAlgorithms: [],
    allowedNames: [
      'dns:cpo.example.org',
      'ip:192.0.2.0/24',
      'ip:2001:db8::/32',
      'uri:https://cpo.example.org/ocpi/',
      'mail:cpo.example.org',
    ],
    authorityIds: [authorityId],
    notes: '',
  };
  partnerId = value(await at.world.client.partners.add({ spec })).partner.partnerId;
}, 60_000);
afterAll(async () => {
  await at[Symbol.asyncDispose]();
});

const show = async (requestId: string) =>
  value(await at.world.client.requestChecks.show({ requestId, authorityId, purpose: 'tls-client' }));
/** Reasons of the checks that fail, or of the one that is named. */
const reasons = ({ results }: RequestStanding, code?: string): readonly string[] =>
  results
    .filter((one) => (code === undefined ? one.verdict === 'fail' : one.code === code))
    .map(({ reason }) => reason);

describe('whose a request is', () => {
  test('is found by its ids, when one partner has all of them', async () => {
    const { requestId } = await at.importRequest();
    expect((await show(requestId)).partner).toEqual({
      partnerId,
      name: 'Beispiel Ladenetz GmbH & Co. KG, Jena',
      chosen: false,
    });
  });

  test('is nobody’s with an id that is registered for nobody', async () => {
    const ids = { partyIds: ['DEGEF', 'NLXXX'], subCpoIds: [], subEmspIds: [] };
    const { requestId } = await at.importRequest({ ids });
    const standing = await show(requestId);
    expect(standing.partner).toBeUndefined();
    expect(reasons(standing)).toContain('PARTNER_UNKNOWN');
  });

  test('is what a person says, until it is taken back', async () => {
    const { requestId } = await at.importRequest({ ids: { partyIds: ['NLYYY'], subCpoIds: [], subEmspIds: [] } });
    const { client } = at.world;
    const chosen = value(await client.requestChecks.assign({ requestId, partnerId }));
    expect(chosen.partner?.chosen).toBe(true);
    expect(reasons(chosen)).toContain('ID_UNREGISTERED');
    expect(value(await client.requestChecks.assign({ requestId })).partner).toBeUndefined();
    expect(faultOf(await client.requestChecks.assign({ requestId, partnerId: 'nobody' }))).toBe('PARTNER_NOT_FOUND');
  });
});

describe('who vouches for a request', () => {
  test('nobody at first, and before there are operators that is advice', async () => {
    const { requestId } = await at.importRequest({ keyGroupId: 'vouch-1' });
    const standing = await show(requestId);
    expect(reasons(standing, 'PROVENANCE')).toEqual(['PROVENANCE_NONE']);
    expect([standing.worst, standing.enforced]).toEqual(['fail', false]);
  });

  test('a second person over a known contact, with the fingerprint that was read out', async () => {
    const { requestId, spkiSha256 } = await at.importRequest({ keyGroupId: 'vouch-2' });
    const confirm = { requestId, partnerId, contact: '+49 1234 567890', note: '' };
    const bea = at.world.attach({ actor: 'bea' });
    expect(faultOf(await bea.requestChecks.confirm({ ...confirm, spkiSha256: 'a'.repeat(64) }))).toBe(
      'FINGERPRINT_OTHER',
    );
    const alone = value(await at.world.client.requestChecks.confirm({ ...confirm, spkiSha256 }));
    expect(reasons(alone, 'PROVENANCE')).toEqual(['CONFIRMATION_BY_SAME_PERSON']);
    const both = value(await bea.requestChecks.confirm({ ...confirm, spkiSha256 }));
    expect(reasons(both, 'PROVENANCE')).toEqual(['PROVENANCE_CONFIRMED']);
    expect(both.confirmations.map(({ by }) => by)).toEqual(['bea', 'ada']);
    expect(await at.world.audit()).toContain('request.confirmed.refused FINGERPRINT_OTHER');
  });

  test('the predecessor’s key for a renewal, and for no other request', async () => {
    const { client } = at.world;
    const first = await at.importRequest({ keyGroupId: 'vouch-3' });
    value(await client.requestChecks.assign({ requestId: first.requestId, partnerId }));
    const { issuance } = await at.prepare(first.requestId, authorityId);
    value(await at.approve(issuance.issuanceId, issuance.tbsSha256));

    const renewal = await at.importRequest({ keyGroupId: 'vouch-3', keySerial: 'second' });
    value(await client.requestChecks.assign({ requestId: renewal.requestId, partnerId }));
    const key = testKey('ec-p384');
    const text = renewalProofSigningInput({
      alg: 'ES384',
      csrSha256: renewal.sha256,
      keyGroupId: 'vouch-3',
      predecessorSpkiSha256: sha256Of(key.spki),
      issuedAt: new Date(),
    });
    const signature = sign('sha384', Buffer.from(text), { key: key.privateKey, dsaEncoding: 'ieee-p1363' });
    const jws = assembleRenewalProof(text, new Uint8Array(signature));
    const proven = value(await client.requestChecks.prove({ requestId: renewal.requestId, jws }));
    expect(reasons(proven, 'PROVENANCE')).toEqual(['PROVENANCE_BY_PREDECESSOR']);
    expect(proven.proof?.verdict).toBe('valid');

    const stranger = await at.importRequest({ keyGroupId: 'vouch-3', keySerial: 'third' });
    value(await client.requestChecks.assign({ requestId: stranger.requestId, partnerId }));
    const stolen = value(await client.requestChecks.prove({ requestId: stranger.requestId, jws }));
    expect(reasons(stolen, 'PROVENANCE')).toContain('PROOF_OF_OTHER_REQUEST');
    const junk = await client.requestChecks.prove({ requestId: stranger.requestId, jws: 'no.jws.here' });
    expect(faultOf(junk)).toBe('PROOF_UNREADABLE');
  });
});

test('who copies a public key without having its private one stands in nobody’s way', async () => {
  const { client } = at.world;
  const { der } = makeCsr({ ...sampleSpec, keyGroupId: 'copied' }, testKey('ec-p521'));
  // The same key under an id of nobody who is registered; its signature is broken by that.
  const forged = new Uint8Array(
    Buffer.from(Buffer.from(der).toString('latin1').replaceAll('DEGEF', 'NLZZZ'), 'latin1'),
  );
  const sources = [
    { name: 'honest.csr', content: der },
    { name: 'forged.csr', content: forged },
  ];
  const { requests } = value(await client.requests.import({ sources }));
  expect(requests.map(({ signatureValid }) => signatureValid)).toEqual([true, false]);
  expect(reasons(await show(requests[0]?.requestId ?? ''), 'KEY_OTHER_PARTNER')).toEqual(['KEY_NOT_ELSEWHERE']);
});

test('the prepared certificate is checked with the request', async () => {
  const { requestId } = await at.importRequest({ keyGroupId: 'tbs-1' });
  await at.prepare(requestId, authorityId);
  const { results } = await show(requestId);
  const ofTbs = results.filter(({ code }) => code.startsWith('TBS_'));
  expect(ofTbs.length).toBeGreaterThan(0);
  expect(ofTbs.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
});
