import type { CheckCode } from '../../../../../shared/domain/checks/check-codes.ts';
import type {
  CheckInput,
  GroupFacts,
  PartnerFacts,
  ProvenanceFacts,
} from '../../../../../shared/domain/checks/facts.ts';
import { writeTlv } from '../../der/der-writer.ts';
import { encodeUtf8 } from '../../../../../shared/util/utf8.ts';
import { type HostileCase, partner, predecessorOf } from './context.ts';
import { attribute, craftCsr, type CsrParts, ends, keyGroup, oids, starts } from './craft.ts';

const by = (
  refusedBy: CheckCode,
  trick: string,
  change: () => Partial<CsrParts>,
  around?: HostileCase['around'],
): HostileCase => ({ trick, refusedBy, der: () => craftCsr(change()), around });

const window = (from: string | null, until: string | null): Partial<CsrParts> => ({
  claims: { notBefore: from === null ? null : starts(from), notAfter: until === null ? null : ends(until) },
});
const time = (tag: number, value: string): Partial<CsrParts> => ({
  claims: { notAfter: attribute(oids.notAfter, writeTlv('universal', tag, false, encodeUtf8(value))) },
});
const withPolicy = (change: Partial<CheckInput['policy']['validity']>): HostileCase['around'] => {
  return (input) => ({ ...input, policy: { ...input.policy, validity: { ...input.policy.validity, ...change } } });
};

/** Times that no certificate should have. */
const validity: readonly HostileCase[] = [
  by('VALIDITY_ORDER', 'an end before the start', () => window('2026-01-15T00:00:00Z', '2026-01-01T00:00:00Z')),
  by('VALIDITY_ORDER', 'an end at the start', () => window('2026-01-15T00:00:00Z', '2026-01-15T00:00:00Z')),
  by('VALIDITY_ORDER', 'the thirtieth of February', () => time(23, '260230000000Z')),
  by('VALIDITY_ORDER', 'a thirteenth month', () => time(23, '261301000000Z')),
  by('VALIDITY_ORDER', 'a time zone', () => time(23, '260115000000+0200')),
  by('VALIDITY_ORDER', 'a time without seconds', () => time(23, '2601150000Z')),
  by('VALIDITY_ORDER', 'a time without a zone', () => time(24, '20260115000000')),
  by('VALIDITY_ORDER', 'a fraction of a second', () => time(24, '20260115000000.5Z')),
  by('VALIDITY_ORDER', 'the 61st second', () => time(23, '260115000061Z')),
  by('VALIDITY_ORDER', 'a time without digits', () => time(23, 'forever')),
  by('VALIDITY_PAST', 'a validity that is over', () => window('2025-01-01T00:00:00Z', '2025-01-15T00:00:00Z')),
  by('VALIDITY_PAST', 'a validity that ends just now', () => window('2025-12-20T00:00:00Z', '2025-12-31T12:00:00Z')),
  by('VALIDITY_PAST', 'a start in 1970', () => window('1970-01-01T00:00:00Z', '2026-01-15T00:00:00Z')),
  by('VALIDITY_PAST', 'a start before the key was made', () => window('2025-06-01T00:00:00Z', '2026-01-15T00:00:00Z')),
  by('VALIDITY_PAST', 'a start in a year, when nobody looks any more', () =>
    window('2026-12-01T00:00:00Z', '2026-12-15T00:00:00Z'),
  ),
  by('VALIDITY_PAST', 'a two-digit year that is read as 1950', () =>
    window('1950-01-01T00:00:00Z', '2026-01-15T00:00:00Z'),
  ),
  by('VALIDITY_LENGTH', 'thirty-one days', () => window('2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z')),
  by('VALIDITY_LENGTH', 'thirty days and a second', () => window('2026-01-01T00:00:00Z', '2026-01-31T00:00:01Z')),
  by('VALIDITY_LENGTH', 'a year', () => window('2026-01-01T00:00:00Z', '2026-12-31T00:00:00Z')),
  by('VALIDITY_LENGTH', 'an end without a start in two months', () => window(null, '2026-03-01T00:00:00Z')),
  by('VALIDITY_LENGTH', 'the end of all days', () => time(24, '99991231235959Z')),
  by('VALIDITY_LENGTH', 'a minute', () => window('2026-01-01T00:00:00Z', '2026-01-01T00:01:00Z')),
  by(
    'VALIDITY_LENGTH',
    'longer than this partner may have',
    () => ({}),
    (input) => ({ ...input, partner: { ...partner, maxLifetimeDays: 7 } }),
  ),
  by('VALIDITY_LENGTH', 'longer than the policy has become', () => ({}), withPolicy({ maxDays: 5 })),
  by(
    'VALIDITY_ISSUER',
    'an end behind that of the authority',
    () => ({}),
    (input) => ({ ...input, issuer: input.issuer && { ...input.issuer, notAfter: '2026-01-10T00:00:00Z' } }),
  ),
  by(
    'VALIDITY_ISSUER',
    'an authority that has ended',
    () => ({}),
    (input) => ({ ...input, issuer: input.issuer && { ...input.issuer, notAfter: '2025-12-31T11:59:59Z' } }),
  ),
  by(
    'VALIDITY_ISSUER',
    'an authority that has ended, where nothing was wished',
    () => window(null, null),
    (input) => ({ ...input, issuer: input.issuer && { ...input.issuer, notAfter: '2025-12-31T11:59:59Z' } }),
  ),
  by(
    'VALIDITY_SUCCESSION',
    'a gap where the policy wants none',
    () => window('2026-01-06T00:00:00Z', '2026-01-20T00:00:00Z'),
    withGroup({}, { gap: 'fail' }),
  ),
  by(
    'VALIDITY_SUCCESSION',
    'an overlap of hours where the policy wants a week',
    () => ({}),
    withGroup({}, { overlap: 'fail', overlapMinHours: 168 }),
  ),
  by(
    'VALIDITY_SUCCESSION',
    'an overlap of days where the policy wants one at most',
    () => ({}),
    withGroup({}, { overlap: 'fail', overlapMaxDays: 1 }),
  ),
];

function withGroup(
  change: Partial<GroupFacts>,
  rules: Partial<CheckInput['policy']['validity']> = {},
): HostileCase['around'] {
  return (input) => ({
    ...input,
    history: { ...input.history, groups: [predecessorOf(input.request, change)] },
    policy: { ...input.policy, validity: { ...input.policy.validity, ...rules } },
  });
}

const strangers = { partnerId: 'p-other', owner: 'Neighbour Charging' } as const;

/** Key groups of others. */
const groups: readonly HostileCase[] = [
  by('KEY_GROUP_OWNER', 'the key group of another partner', () => ({}), withGroup(strangers)),
  by(
    'KEY_GROUP_OWNER',
    'the key group of somebody who is not registered',
    () => ({}),
    withGroup({ ...strangers, partnerId: null }),
  ),
  by(
    'KEY_GROUP_OWNER',
    'the key group of a pending request of another partner',
    () => ({}),
    withGroup({ ...strangers, newest: null }),
  ),
  by(
    'KEY_GROUP_OWNER',
    'a zero in the key group of another partner',
    () => ({ claims: { keyGroupId: keyGroup('cp01-emsp1-key') } }),
    withGroup(strangers),
  ),
  by(
    'KEY_GROUP_OWNER',
    'capitals in the key group of another partner',
    () => ({ claims: { keyGroupId: keyGroup('CPO1-emsp1-key') } }),
    withGroup(strangers),
  ),
  by(
    'KEY_GROUP_OWNER',
    'the key group of another partner while nobody knows whose request it is',
    () => ({}),
    (input) => ({
      ...input,
      partner: null,
      history: { ...input.history, groups: [predecessorOf(input.request, strangers)] },
    }),
  ),
  by('KEY_GROUP_ID', 'a key group without a letter', () => ({ claims: { keyGroupId: keyGroup('') } })),
  by('KEY_GROUP_ID', 'a key group of 256 bytes', () => ({ claims: { keyGroupId: keyGroup('k'.repeat(256)) } })),
  by('KEY_GROUP_ID', 'a key group with a Cyrillic letter', () => ({
    claims: { keyGroupId: keyGroup('cp\u043e1-emsp1-key') },
  })),
  by('KEY_GROUP_ID', 'a key group with a blank behind', () => ({
    claims: { keyGroupId: keyGroup('cpo1-emsp1-key ') },
  })),
  by('KEY_GROUP_ID', 'a key group with a dash of another width', () => ({
    claims: { keyGroupId: keyGroup('cpo1\u2013emsp1-key') },
  })),
];

type Proof = NonNullable<ProvenanceFacts['proof']>;

/** A renewal with a proof in the place of the confirmation. */
function proven(
  change: (input: CheckInput) => Partial<Proof>,
  newest: Partial<NonNullable<GroupFacts['newest']>> = {},
): HostileCase['around'] {
  return (input) => {
    const predecessor = predecessorOf(input.request);
    const group = predecessor.newest && { ...predecessor, newest: { ...predecessor.newest, ...newest } };
    const proof: Proof = {
      verdict: 'valid',
      csrSha256: input.request.sha256,
      keyGroupId: 'cpo1-emsp1-key',
      predecessorSpkiSha256: 'ab'.repeat(32),
      issuedAt: '2025-12-31T10:00:00Z',
      ...change(input),
    };
    return {
      ...input,
      provenance: { ...input.provenance, confirmation: null, proof },
      history: { ...input.history, groups: group === null ? [] : [group] },
    };
  };
}

type Confirmation = NonNullable<ProvenanceFacts['confirmation']>;

function confirmed(change: Partial<Confirmation>): HostileCase['around'] {
  return (input) => ({
    ...input,
    provenance: {
      ...input.provenance,
      confirmation: input.provenance.confirmation && { ...input.provenance.confirmation, ...change },
    },
  });
}

const asPartner = (change: Partial<PartnerFacts>): HostileCase['around'] => {
  return (input) => ({ ...input, partner: { ...partner, ...change } });
};

/** Honest bytes whose sender nobody knows. */
const provenance: readonly HostileCase[] = [
  by(
    'PROVENANCE',
    'a copy of an honest request that nobody vouches for',
    () => ({}),
    (input) => ({
      ...input,
      provenance: { ...input.provenance, confirmation: null },
    }),
  ),
  by(
    'PROVENANCE',
    'a stranger’s renewal of a known key group',
    () => ({}),
    (input) => ({
      ...input,
      provenance: { ...input.provenance, confirmation: null },
      history: { ...input.history, groups: [predecessorOf(input.request)] },
    }),
  ),
  by('PROVENANCE', 'a confirmation of the previous key', () => ({}), confirmed({ spkiSha256: 'ab'.repeat(32) })),
  by('PROVENANCE', 'a confirmation for another partner', () => ({}), confirmed({ partnerId: 'p-other' })),
  by('PROVENANCE', 'a confirmation by who entered the request', () => ({}), confirmed({ by: 'op-1' })),
  by('PROVENANCE', 'a confirmation of last year', () => ({}), confirmed({ at: '2024-12-31T12:00:00Z' })),
  by('PROVENANCE', 'a confirmation of tomorrow', () => ({}), confirmed({ at: '2026-01-01T12:00:00Z' })),
  by('PROVENANCE', 'a confirmation without a time', () => ({}), confirmed({ at: '' })),
  by(
    'PROVENANCE',
    'a confirmed request of nobody',
    () => ({}),
    (input) => ({ ...input, partner: null }),
  ),
  by(
    'PROVENANCE',
    'a proof with a wrong signature',
    () => ({}),
    proven(() => ({ verdict: 'invalid' })),
  ),
  by(
    'PROVENANCE',
    'a proof of another request',
    () => ({}),
    proven(() => ({ csrSha256: 'cd'.repeat(32) })),
  ),
  by(
    'PROVENANCE',
    'a proof of another key group',
    () => ({}),
    proven(() => ({ keyGroupId: 'cpo1-emsp2-key' })),
  ),
  by(
    'PROVENANCE',
    'a proof by the new key itself',
    () => ({}),
    proven(({ request }) => ({ predecessorSpkiSha256: request.key.sha256 })),
  ),
  by(
    'PROVENANCE',
    'a proof by the key before the previous one',
    () => ({}),
    proven(() => ({}), { spkiSha256: 'ef'.repeat(32) }),
  ),
  by(
    'PROVENANCE',
    'a proof by a revoked key',
    () => ({}),
    proven(() => ({}), { revoked: 'keyCompromise' }),
  ),
  by(
    'PROVENANCE',
    'a proof by a key that has ended',
    () => ({}),
    proven(() => ({}), { notAfter: '2025-12-30T00:00:00Z' }),
  ),
  by(
    'PROVENANCE',
    'a proof of last year',
    () => ({}),
    proven(() => ({ issuedAt: '2024-12-31T10:00:00Z' })),
  ),
  by(
    'PROVENANCE',
    'a proof of tomorrow',
    () => ({}),
    proven(() => ({ issuedAt: '2026-01-01T12:00:00Z' })),
  ),
  by(
    'PROVENANCE',
    'a proof for a request without a key group',
    () => ({ claims: { keyGroupId: null } }),
    proven(() => ({})),
  ),
  by(
    'PROVENANCE',
    'a proof where the policy wants a person',
    () => ({}),
    (input, bytes) => {
      const proved = proven(() => ({}))?.(input, bytes) ?? input;
      return {
        ...proved,
        policy: { ...proved.policy, provenance: { ...proved.policy.provenance, proofIsEnough: false } },
      };
    },
  ),
  by(
    'PROVENANCE',
    'a proof by the key of another partner in a group of the same name',
    () => ({}),
    (input, bytes) => {
      const proved = proven(() => ({}))?.(input, bytes) ?? input;
      return { ...proved, history: { ...input.history, groups: [predecessorOf(input.request, strangers)] } };
    },
  ),
  by(
    'PARTNER',
    'a request of nobody',
    () => ({}),
    (input) => ({ ...input, partner: null }),
  ),
  by('PARTNER', 'a request of an archived partner', () => ({}), asPartner({ archived: true })),
  by('PARTNER', 'a partner of another authority', () => ({}), asPartner({ authorityIds: ['a-servers'] })),
  by('PARTNER', 'a partner of no authority', () => ({}), asPartner({ authorityIds: [] })),
  by(
    'PURPOSE',
    'a purpose that the authority does not certify',
    () => ({}),
    (input) => ({ ...input, purpose: 'identity' }),
  ),
  by(
    'PURPOSE',
    'a purpose that the policy does not allow',
    () => ({}),
    (input) => ({
      ...input,
      policy: { ...input.policy, purposes: ['tls-server'] },
    }),
  ),
];

export const hostileTimes: readonly HostileCase[] = [...validity, ...groups, ...provenance];
