import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  matchStanding,
  outsideRule,
  type StandingFacts,
  type StandingReason,
  type StandingRule,
} from './standing-approval.ts';

const now = new Date('2026-06-01T12:00:00Z');
const hex = (digit: string): string => digit.repeat(64);

const claims = {
  ids: { partyIds: ['DEGEF'], subCpoIds: ['DE*GEF'], subEmspIds: ['DE-GDF'] },
  names: [{ kind: 'dns' as const, value: 'cpo.example.org' }],
};
const rule: StandingRule = {
  ...claims,
  standingId: 'daily',
  partnerId: 'cpo',
  authorityId: 'ca',
  purpose: 'tls-client',
  keyGroupId: 'cpo1-emsp1-key',
  subjectSha256: hex('5'),
  algorithms: ['ec-p256'],
  minHours: 24,
  maxDays: 10,
  from: '2026-05-01T00:00:00Z',
  expires: '2026-12-01T00:00:00Z',
  acceptedWarnings: ['OVERLAP_LONG'],
};
const side = {
  ...claims,
  keyGroupId: rule.keyGroupId,
  subjectSha256: rule.subjectSha256,
  spkiSha256: hex('a'),
  algorithm: 'ec-p256' as const,
  notBefore: '2026-06-01T12:00:00Z',
  notAfter: '2026-06-08T12:00:00Z',
};
const facts: StandingFacts = {
  stopped: false,
  lastUse: '2026-05-31T12:00:00Z',
  partnerId: 'cpo',
  authorityId: 'ca',
  purpose: 'tls-client',
  requestSha256: hex('c'),
  request: side,
  tbs: { ...side, services: [] },
  proof: {
    verdict: 'valid',
    csrSha256: hex('c'),
    keyGroupId: rule.keyGroupId,
    predecessorSpkiSha256: hex('b'),
  },
  newest: { spkiSha256: hex('b'), notAfter: '2026-06-05T00:00:00Z', revoked: false },
  results: [
    { verdict: 'pass', reason: 'POSSESSION_PROVEN' },
    { verdict: 'not-applicable', reason: 'NOT_APPLICABLE' },
  ],
};
const proof = facts.proof as NonNullable<StandingFacts['proof']>; // above
const newest = facts.newest as NonNullable<StandingFacts['newest']>; // above
const tbs = facts.tbs as NonNullable<StandingFacts['tbs']>; // above

test('a like-for-like renewal with a proof by the predecessor fits', () => {
  expect(matchStanding(rule, facts, now)).toEqual([]);
});

const changes: readonly (readonly [string, Partial<StandingFacts>, readonly StandingReason[]])[] = [
  ['a rule that was stopped', { stopped: true }, ['STANDING_STOPPED']],
  ['another partner', { partnerId: 'emsp' }, ['OTHER_PARTNER']],
  ['a request of nobody', { partnerId: undefined }, ['OTHER_PARTNER']],
  ['another authority', { authorityId: 'other' }, ['OTHER_AUTHORITY']],
  ['another purpose', { purpose: 'identity' }, ['OTHER_PURPOSE']],
  ['a group in other letters', { request: { ...side, keyGroupId: 'CPO1-emsp1-key' } }, ['OTHER_GROUP']],
  ['no proof', { proof: undefined }, ['PROOF_ABSENT']],
  ['a proof whose signature is wrong', { proof: { ...proof, verdict: 'invalid' } }, ['PROOF_WRONG']],
  ['a proof over another request', { proof: { ...proof, csrSha256: hex('d') } }, ['PROOF_WRONG']],
  ['a proof for another group', { proof: { ...proof, keyGroupId: 'other' } }, ['PROOF_WRONG']],
  [
    'a proof by an older key of the group',
    { proof: { ...proof, predecessorSpkiSha256: hex('9') } },
    ['PROOF_BY_OTHER_KEY'],
  ],
  ['a group without certificates', { newest: undefined }, ['NO_PREDECESSOR']],
  ['a revoked predecessor', { newest: { ...newest, revoked: true } }, ['PREDECESSOR_ENDED']],
  ['a predecessor that has ended', { newest: { ...newest, notAfter: now.toISOString() } }, ['PREDECESSOR_ENDED']],
  ['another subject', { request: { ...side, subjectSha256: hex('6') } }, ['OTHER_SUBJECT']],
  ['no readable wish', { request: { ...side, notAfter: undefined } }, ['WISH_UNREADABLE', 'CERTIFICATE_VALIDITY']],
  ['a use that is too soon', { lastUse: '2026-05-31T12:00:01Z' }, ['TOO_SOON']],
  ['a use in the future', { lastUse: '2026-06-02T12:00:00Z' }, ['TOO_SOON']],
  ['a failed check', { results: [{ verdict: 'fail', reason: 'PROVENANCE_NONE' }] }, ['CHECK_FAILED']],
  ['no check at all', { results: [] }, ['CHECK_FAILED']],
  ['a warning that nobody accepted', { results: [{ verdict: 'warn', reason: 'PROOF_TIME' }] }, ['CHECK_WARNED']],
  ['another key in the certificate', { tbs: { ...tbs, spkiSha256: hex('e') } }, ['CERTIFICATE_DIFFERS']],
  ['a certificate with services', { tbs: { ...tbs, services: ['cdrs'] } }, ['CERTIFICATE_DIFFERS']],
  [
    'a certificate with an id struck',
    { tbs: { ...tbs, ids: { ...claims.ids, subCpoIds: [] } } },
    ['CERTIFICATE_DIFFERS'],
  ],
  ['a certificate beyond the wish', { tbs: { ...tbs, notAfter: '2026-06-08T12:00:01Z' } }, ['CERTIFICATE_VALIDITY']],
];

test.each(changes)('%s does not fit', (_, change, reasons) => {
  expect(matchStanding(rule, { ...facts, ...change }, now)).toEqual(reasons);
});

describe('before it is prepared', () => {
  const early = { ...facts, tbs: undefined };

  test('a rule outside its time does not fit', () => {
    expect(matchStanding({ ...rule, expires: now.toISOString() }, early, now)).toEqual(['STANDING_EXPIRED']);
    expect(matchStanding({ ...rule, from: '2026-06-01T12:00:01Z' }, early, now)).toEqual(['STANDING_NOT_YET']);
  });

  test('a failed check is never accepted, whatever the rule lists', () => {
    const failed = { ...early, results: [{ verdict: 'fail' as const, reason: 'PROVENANCE_NONE' as const }] };
    expect(matchStanding({ ...rule, acceptedWarnings: ['PROVENANCE_NONE'] }, failed, now)).toEqual(['CHECK_FAILED']);
  });

  test('an accepted warning fits', () => {
    const warned = { ...early, results: [{ verdict: 'warn' as const, reason: 'PROOF_TIME' as const }] };
    expect(matchStanding({ ...rule, acceptedWarnings: ['PROOF_TIME'] }, warned, now)).toEqual([]);
  });

  test('ids in another order or twice are the same; any id more, less or other is not', () => {
    const lists = ['partyIds', 'subCpoIds', 'subEmspIds'] as const;
    fc.assert(
      fc.property(
        fc.constantFrom(...lists),
        fc.string({ minLength: 1, maxLength: 8 }),
        fc.boolean(),
        (list, id, more) => {
          const own = claims.ids[list];
          const ids = { ...claims.ids, [list]: more ? [...own, id, ...own] : [id] };
          const fits = own.length === 1 && own[0] === id;
          const found = matchStanding(rule, { ...early, request: { ...side, ids } }, now);
          expect(found).toEqual(fits ? [] : ['OTHER_IDS']);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('any name more, less or other does not fit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ kind: fc.constantFrom('dns', 'ip', 'uri', 'mail'), value: fc.string({ maxLength: 5 }) })),
        (names) => {
          expect(matchStanding(rule, { ...early, request: { ...side, names } }, now)).toEqual(['OTHER_NAMES']);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('no wish outside the lengths of the rule fits', () => {
    const hour = 3_600_000;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), (hours) => {
        const notAfter = new Date(now.getTime() + hours * hour).toISOString();
        const found = matchStanding(rule, { ...early, request: { ...side, notAfter } }, now);
        expect(found).toEqual(hours < 24 ? ['WISH_TOO_SHORT'] : hours > 240 ? ['WISH_TOO_LONG'] : []);
      }),
      { numRuns: 100 },
    );
  });
});

test('a certificate like the rule lies within it', () => {
  expect(outsideRule(rule, tbs)).toEqual([]);
});

test.each<[string, Partial<typeof tbs>, readonly StandingReason[]]>([
  ['another group', { keyGroupId: 'other' }, ['OTHER_GROUP']],
  ['one id more', { ids: { ...tbs.ids, partyIds: ['DEGEF', 'DEABC'] } }, ['OTHER_IDS']],
  ['one name less', { names: [] }, ['OTHER_NAMES']],
  ['another subject', { subjectSha256: hex('6') }, ['OTHER_SUBJECT']],
  ['an algorithm that is not listed', { algorithm: 'rsa-4096' }, ['OTHER_ALGORITHM']],
  ['a service', { services: ['cdrs:SENDER'] }, ['CERTIFICATE_DIFFERS']],
  ['a day more than the longest', { notAfter: '2026-06-12T12:00:00Z' }, ['CERTIFICATE_VALIDITY']],
  ['no readable end', { notAfter: undefined }, ['CERTIFICATE_VALIDITY']],
])('a certificate with %s lies outside its rule', (_, change, expected) => {
  expect(outsideRule(rule, { ...tbs, ...change })).toEqual(expected);
});
