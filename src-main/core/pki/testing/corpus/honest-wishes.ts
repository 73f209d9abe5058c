import { indexIds } from '../../../../../shared/domain/checks/id-index.ts';

import { type HonestCase, owners, partner, predecessorOf } from './context.ts';
import {
  altNames,
  attribute,
  craftCsr,
  type CsrParts,
  dnsName,
  ends,
  idList,
  ipName,
  keyGroup,
  extension,
  keyUsage,
  mailName,
  oids,
  parties,
  rdn,
  starts,
  subCpos,
  subEmsps,
  subjectOf,
  uriName,
  usualExtensions,
  utf8,
} from './craft.ts';

const honest = (story: string, change: () => Partial<CsrParts>, around?: HonestCase['around']): HonestCase => ({
  story,
  der: () => craftCsr(change()),
  around,
});

const names = (...list: readonly Uint8Array[]): Partial<CsrParts> => ({ extensions: [keyUsage(0), altNames(...list)] });

/** What partners have and wish. */
const wishes: readonly HonestCase[] = [
  honest('one party id alone', () => ({ claims: { partyIds: parties('DEGEF'), subCpoIds: null, subEmspIds: null } })),
  honest('sub-CPO ids alone', () => ({ claims: { partyIds: null, subCpoIds: subCpos('DE*GEF'), subEmspIds: null } })),
  honest('sub-EMSP ids alone', () => ({ claims: { partyIds: null, subCpoIds: null, subEmspIds: subEmsps('DE-GDF') } })),
  honest('no id', () => ({ claims: { partyIds: null, subCpoIds: null, subEmspIds: null } })),
  honest('an empty list of ids', () => ({ claims: { subEmspIds: idList(oids.subEmspIds) } })),
  honest('ids in small letters', () => ({ claims: { partyIds: parties('degef') } })),
  honest('an id twice', () => ({ claims: { partyIds: parties('DEGEF', 'DEGEF') } })),
  honest(
    'a foreign id that the operator has taken out',
    () => ({ claims: { partyIds: parties('DEGEF', 'DEABC') } }),
    (input) => ({
      ...input,
      strike: { ...input.strike, ids: { partyIds: ['DEABC'], subCpoIds: [], subEmspIds: [] } },
    }),
  ),
  honest(
    'a malformed id that the operator has taken out',
    () => ({ claims: { partyIds: parties('DEGEF', 'DE GEF') } }),
    (input) => ({
      ...input,
      strike: { ...input.strike, ids: { partyIds: ['DE GEF'], subCpoIds: [], subEmspIds: [] } },
    }),
  ),
  honest(
    'an id that nobody has confirmed yet',
    () => ({}),
    (input) => ({
      ...input,
      partner: { ...partner, ids: partner.ids.map((id) => ({ ...id, confirmed: false })) },
    }),
  ),
  honest(
    'an own id that looks like that of another partner',
    () => ({ claims: { partyIds: parties('DEGE2') } }),
    (input) => ({
      ...input,
      ids: indexIds([
        ...owners,
        { kind: 'party', id: 'DEGEZ', partnerId: 'p-other', owner: 'Neighbour', source: 'partner' },
        { kind: 'sub-cpo', id: 'DE*6EF', partnerId: 'p-other', owner: 'Neighbour', source: 'partner' },
      ]),
    }),
  ),
  honest(
    'an own id that a stranger claims too',
    () => ({}),
    (input) => ({
      ...input,
      ids: indexIds([...owners, { kind: 'party', id: 'DEGEF', partnerId: null, owner: '?', source: 'request' }]),
    }),
  ),
  honest(
    'the own party as URN',
    () => names(uriName('urn:ocpi:party:DE:GEF')),
    (input) => ({
      ...input,
      partner: { ...partner, allowedNames: [...partner.allowedNames, 'uri:urn:ocpi:party:DE:GEF'] },
    }),
  ),
  honest('the own party id as common name', () => ({
    subject: subjectOf(rdn('CN', 'DEGEF'), rdn('O', 'Example CPO')),
  })),
  honest('words as common name', () => ({ subject: subjectOf(rdn('CN', 'Example CPO charging client')) })),
  honest('a town of five letters', () => ({
    subject: subjectOf(
      rdn('CN', 'cpo.example.org'),
      rdn('O', 'Example CPO'),
      rdn('postalCode', '45127'),
      rdn('L', 'Essen'),
    ),
  })),
  honest('a Polish postal code', () => ({
    subject: subjectOf(rdn('CN', 'cpo.example.org'), rdn('postalCode', '12-345'), rdn('telephoneNumber', '48-221234')),
  })),
  honest('two units', () => ({
    subject: subjectOf(rdn('CN', 'cpo.example.org'), rdn('OU', 'Roaming'), rdn('OU', 'Backend')),
  })),
  honest('the organisation under another of its names', () => ({
    subject: subjectOf(rdn('CN', 'cpo.example.org'), rdn('O', 'Beispiel Ladenetz GmbH & Co. KG, Jena')),
  })),
  honest('the organisation with its legal form', () => ({
    subject: subjectOf(rdn('CN', 'cpo.example.org'), rdn('O', 'Example CPO GmbH')),
  })),
  honest('hosts, addresses, places and mailboxes', () =>
    names(
      dnsName('cpo.example.org'),
      dnsName('a.b.cpo.example.org'),
      ipName(192, 0, 2, 200),
      uriName('https://cpo.example.org/ocpi/2.2/'),
      mailName('noc@cpo.example.org'),
    ),
  ),
  honest(
    'a star that the policy allows',
    () => names(dnsName('*.cpo.example.org')),
    (input) => ({
      ...input,
      policy: { ...input.policy, names: { ...input.policy.names, wildcard: 'warn' } },
    }),
  ),
  honest(
    'an attribute that the policy lets pass',
    () => ({ more: [attribute('1.2.840.113549.1.9.2', utf8('host'))] }),
    (input) => ({
      ...input,
      policy: { ...input.policy, encoding: { ...input.policy.encoding, attributes: ['1.2.840.113549.1.9.2'] } },
    }),
  ),
  honest(
    'an extension that the policy lets pass',
    () => ({ extensions: [...usualExtensions, extension('1.2.3.4', utf8('a'))] }),
    (input) => ({
      ...input,
      policy: { ...input.policy, encoding: { ...input.policy.encoding, extensions: ['1.2.3.4'] } },
    }),
  ),
  honest('a key group of a partner with umlauts', () => ({ claims: { keyGroupId: keyGroup('Schlüssel-1') } })),
  honest('a long key group', () => ({ claims: { keyGroupId: keyGroup('k'.repeat(200)) } })),
  honest('no key group', () => ({ claims: { keyGroupId: null } })),
  honest('no wished time', () => ({ claims: { notBefore: null, notAfter: null } })),
  honest('an end alone', () => ({ claims: { notBefore: null } })),
  honest('a start alone', () => ({ claims: { notAfter: null } })),
  honest('a day', () => ({
    claims: { notBefore: starts('2026-01-01T00:00:00Z'), notAfter: ends('2026-01-02T00:00:00Z') },
  })),
  honest('thirty days', () => ({
    claims: { notBefore: starts('2026-01-01T00:00:00Z'), notAfter: ends('2026-01-31T00:00:00Z') },
  })),
  honest('a start in three weeks', () => ({
    claims: { notBefore: starts('2026-01-21T00:00:00Z'), notAfter: ends('2026-02-10T00:00:00Z') },
  })),
  honest('a request that waited a week', () => ({
    claims: { notBefore: starts('2025-12-24T00:00:00Z'), notAfter: ends('2026-01-14T00:00:00Z') },
  })),
];

const inGroup =
  (change: Parameters<typeof predecessorOf>[1] = {}): HonestCase['around'] =>
  (input) => ({ ...input, history: { ...input.history, groups: [predecessorOf(input.request, change)] } });

/** Renewals. */
const renewals: readonly HonestCase[] = [
  honest('a renewal, like for like, confirmed', () => ({}), inGroup()),
  honest(
    'a renewal that its predecessor’s key vouches for',
    () => ({}),
    (input) => ({
      ...(inGroup()?.(input) ?? input),
      provenance: {
        ...input.provenance,
        confirmation: null,
        proof: {
          verdict: 'valid',
          csrSha256: input.request.sha256,
          keyGroupId: 'cpo1-emsp1-key',
          predecessorSpkiSha256: 'ab'.repeat(32),
          issuedAt: '2025-12-31T11:00:00Z',
        },
      },
    }),
  ),
  honest(
    'a renewal with one id more',
    () => ({}),
    (input) => {
      const predecessor = predecessorOf(input.request);
      const claims = { ids: { partyIds: ['DEGEF'], subCpoIds: [], subEmspIds: [] }, names: [] };
      const newest = predecessor.newest && { ...predecessor.newest, claims };
      return { ...input, history: { ...input.history, groups: [{ ...predecessor, newest }] } };
    },
  ),
  honest(
    'a renewal with a stronger key',
    () => ({ signer: 'ec-p521' }),
    (input) => {
      const predecessor = predecessorOf(input.request);
      const newest = predecessor.newest && { ...predecessor.newest, algorithm: 'ec-p256' };
      return { ...input, history: { ...input.history, groups: [{ ...predecessor, newest }] } };
    },
  ),
  honest(
    'a renewal after a gap',
    () => ({
      claims: { notBefore: starts('2026-01-07T00:00:00Z'), notAfter: ends('2026-01-21T00:00:00Z') },
    }),
    inGroup(),
  ),
  honest(
    'a renewal after the company has moved',
    () => ({}),
    (input) => {
      const predecessor = predecessorOf(input.request);
      const newest = predecessor.newest && { ...predecessor.newest, subjectHex: '3000' };
      return { ...input, history: { ...input.history, groups: [{ ...predecessor, newest }] } };
    },
  ),
  honest(
    'a renewal a month too early',
    () => ({}),
    (input) => {
      const predecessor = predecessorOf(input.request);
      const newest = predecessor.newest && { ...predecessor.newest, notAfter: '2026-01-31T00:00:00Z' };
      return { ...input, history: { ...input.history, groups: [{ ...predecessor, newest }] } };
    },
  ),
  honest(
    'an own group that another partner has imitated',
    () => ({}),
    (input) => ({
      ...input,
      history: {
        ...input.history,
        groups: [
          predecessorOf(input.request),
          predecessorOf(input.request, { keyGroupId: 'CPO1-emsp1-key', partnerId: 'p-other', owner: 'Neighbour' }),
        ],
      },
    }),
  ),
  honest('a group whose first certificate is still to come', () => ({}), inGroup({ newest: null })),
  honest(
    'a group called like another of the same partner',
    () => ({ claims: { keyGroupId: keyGroup('CPO1-emsp1-key') } }),
    inGroup(),
  ),
  honest('the same group name for another purpose', () => ({}), inGroup({ purpose: 'tls-server' })),
  honest(
    'a second request of a group while the first waits',
    () => ({}),
    (input) => ({
      ...input,
      history: { ...input.history, pending: 1 },
    }),
  ),
  honest(
    'a corrected request with the same key',
    () => ({}),
    (input) => ({
      ...input,
      history: {
        ...input.history,
        keyUses: [
          { kind: 'request', partnerId: 'p-own', owner: 'Example CPO', keyGroupId: 'cpo1-emsp1-key', revoked: null },
        ],
      },
    }),
  ),
  honest(
    'a request for which nobody has chosen a purpose yet',
    () => ({}),
    (input) => ({ ...input, purpose: null }),
  ),
];

export const honestWishes: readonly HonestCase[] = [...wishes, ...renewals];
