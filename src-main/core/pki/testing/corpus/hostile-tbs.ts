import type { CheckCode } from '../../../../../shared/domain/checks/check-codes.ts';
import type { CheckInput } from '../../../../../shared/domain/checks/facts.ts';
import { writeNull, writeSequence, writeTrue } from '../../der/der-writer.ts';
import { nameOf } from '../make-certificate.ts';
import { testKey } from '../make-csr.ts';
import { type HostileCase, partner, type RequestBytes, type TbsParts, withTbs } from './context.ts';
import { altNames, craftCsr, dnsName, extension, extendedUsage, keyUsage, serverAuth, utf8 } from './craft.ts';

const ids = { partyIds: ['DEGEF', 'DEGE2'], subCpoIds: ['DE*GEF', 'DE*GE2'], subEmspIds: ['DE-GDF'] };

/** Honest requests; the certificate that is prepared for them, or what is known when it is signed, is not. */
const by = (
  refusedBy: CheckCode,
  trick: string,
  tbs: Partial<TbsParts>,
  meanwhile: (input: CheckInput, bytes: RequestBytes) => CheckInput = (input) => input,
): HostileCase => ({
  trick,
  refusedBy,
  der: () => craftCsr(),
  around: (input, bytes) => meanwhile(withTbs(input, bytes, tbs), bytes),
});

const beside =
  (...more: readonly Uint8Array[]): TbsParts['extensions'] =>
  (usual) => [...usual, ...more];
/** The third is basicConstraints, the fourth key usage, the fifth extended key usage (certificate-build-extensions.ts). */
const inPlaceOf =
  (place: number, ...instead: readonly Uint8Array[]): TbsParts['extensions'] =>
  (usual) =>
    usual.toSpliced(place, 1, ...instead);

const strike = (change: Partial<CheckInput['strike']>) => (input: CheckInput) => ({
  ...input,
  strike: { ...input.strike, ...change },
});

/** More than was asked for. */
const beyond: readonly HostileCase[] = [
  by('TBS_BEYOND_REQUEST', 'an id that was not asked for', {
    profile: { ids: { ...ids, partyIds: ['DEGEF', 'DEABC'] } },
  }),
  by('TBS_BEYOND_REQUEST', 'an id in another list than asked for', {
    profile: { ids: { ...ids, subEmspIds: ['DE*GEF'] } },
  }),
  by('TBS_BEYOND_REQUEST', 'a name that was not asked for', {
    profile: { san: [{ kind: 'dns', value: 'evil.example' }] },
  }),
  by('TBS_BEYOND_REQUEST', 'another key group', { profile: { keyGroupId: 'other-key' } }),
  by('TBS_BEYOND_REQUEST', 'no key group', { profile: { keyGroupId: '' } }),
  by('TBS_BEYOND_REQUEST', 'another subject', { subject: nameOf('evil.example') }),
  by('TBS_BEYOND_REQUEST', 'another key', { spki: testKey('ec-p384').spki }),
  by(
    'TBS_BEYOND_REQUEST',
    'an id that was struck after preparing',
    {},
    strike({ ids: { partyIds: ['dege2'], subCpoIds: [], subEmspIds: [] } }),
  ),
  by(
    'TBS_BEYOND_REQUEST',
    'a name that was struck after preparing',
    {},
    strike({ names: [{ kind: 'dns', value: 'CPO.example.org' }] }),
  ),
  by('TBS_BEYOND_REQUEST', 'a second list of names', { extensions: beside(altNames(dnsName('evil.example'))) }),
];

/** Fit when it was prepared, unfit when it is signed. */
const meanwhile: readonly HostileCase[] = [
  by('TBS_IDS', 'an id that the partner has lost since', {}, (input) => ({
    ...input,
    partner: { ...partner, ids: partner.ids.filter(({ id }) => id !== 'DE-GDF') },
  })),
  by('TBS_IDS', 'another partner than it was prepared for', {}, (input) => ({
    ...input,
    partner: { ...partner, ids: [{ kind: 'party', id: 'DEABC', confirmed: true }] },
  })),
  by('TBS_NAMES', 'a name that the partner has lost since', {}, (input) => ({
    ...input,
    partner: { ...partner, allowedNames: ['dns:other.example.org'] },
  })),
  by('TBS_NAMES', 'a name that the policy forbids since', {}, (input) => ({
    ...input,
    policy: { ...input.policy, names: { ...input.policy.names, patterns: ['dns:**.example.net'] } },
  })),
  by('TBS_NAMES', 'a server whose names were all taken out', { profile: { san: [] } }, (input) => ({
    ...input,
    purpose: 'tls-server',
  })),
  by('TBS_LIFETIME', 'a life longer than the policy has become', {}, (input) => ({
    ...input,
    policy: { ...input.policy, validity: { ...input.policy.validity, maxDays: 5 } },
  })),
  by('TBS_LIFETIME', 'votes that came three days after the start', {}, (input) => ({
    ...input,
    now: new Date('2026-01-04T00:00:00Z'),
  })),
  by('TBS_LIFETIME', 'votes that came after the end', {}, (input) => ({
    ...input,
    now: new Date('2026-02-01T00:00:00Z'),
  })),
  by('TBS_LIFETIME', 'an authority that ends sooner since', {}, (input) => ({
    ...input,
    issuer: input.issuer && { ...input.issuer, notAfter: '2026-01-10T00:00:00Z' },
  })),
  by('TBS_ISSUER', 'an authority that was rolled over since', {}, (input) => ({
    ...input,
    issuer: input.issuer && { ...input.issuer, keyId: '00'.repeat(20) },
  })),
  by('TBS_USAGE', 'another purpose than it was prepared for', {}, (input) => ({ ...input, purpose: 'tls-server' })),
  by('TBS_SERIAL', 'a serial number that was used since', {}, (input) => ({
    ...input,
    history: { ...input.history, serialUsed: true },
  })),
  by('PROVENANCE', 'a confirmation that grew too old while votes were missing', {}, (input) => ({
    ...input,
    now: new Date('2026-02-15T00:00:00Z'),
  })),
  by('KEY_REVOKED', 'a key that was revoked elsewhere since', {}, (input) => ({
    ...input,
    history: {
      ...input.history,
      keyUses: [
        {
          kind: 'certificate',
          partnerId: 'p-own',
          owner: 'Example CPO',
          keyGroupId: 'cpo1-emsp1-key',
          revoked: 'keyCompromise',
        },
      ],
    },
  })),
];

/** Certificates that nobody here should have written. */
const forged: readonly HostileCase[] = [
  by('TBS_AUTHORITY', 'the flag of an authority', {
    extensions: inPlaceOf(2, extension('2.5.29.19', writeSequence(writeTrue()), true)),
  }),
  by('TBS_AUTHORITY', 'an authority by key usage', { extensions: inPlaceOf(3, keyUsage(0, 5)) }),
  by('TBS_AUTHORITY', 'silence about being an authority', { extensions: inPlaceOf(2) }),
  by('TBS_AUTHORITY', 'no authority, but not critical', {
    extensions: inPlaceOf(2, extension('2.5.29.19', writeSequence())),
  }),
  by('TBS_USAGE', 'a key usage beyond the purpose', { extensions: inPlaceOf(3, keyUsage(0, 1)) }),
  by('TBS_USAGE', 'no key usage', { extensions: inPlaceOf(3) }),
  by('TBS_USAGE', 'the usage of a server', { extensions: inPlaceOf(4, extendedUsage(serverAuth)) }),
  by('TBS_USAGE', 'any usage', { extensions: inPlaceOf(4, extendedUsage('2.5.29.37.0')) }),
  by('TBS_USAGE', 'no extended usage', { extensions: inPlaceOf(4) }),
  by('TBS_LIFETIME', 'an end before the start', { notAfter: '2025-12-31T00:00:00Z' }),
  by('TBS_LIFETIME', 'an end behind the wished one', { notAfter: '2026-01-16T00:00:00Z' }),
  by('TBS_LIFETIME', 'a start before the wished one', { notBefore: '2025-12-31T11:00:00Z' }),
  by('TBS_LIFETIME', 'a start of last year', { notBefore: '2025-01-02T00:00:00Z' }),
  by('TBS_LIFETIME', 'a life of ten years', { notAfter: '2036-01-01T00:00:00Z' }),
  by('TBS_SERIAL', 'serial number one', { serialNumber: Uint8Array.of(1) }),
  by('TBS_SERIAL', 'a serial number of eight octets', { serialNumber: new Uint8Array(8).fill(7) }),
  by('TBS_SERIAL', 'a serial number of 21 octets', { serialNumber: new Uint8Array(21).fill(7) }),
  by('TBS_ISSUER', 'another issuer', { issuer: nameOf('Evil CA') }),
  by('TBS_ISSUER', 'another key of the issuer', { issuerKeyId: new Uint8Array(20) }),
  by('TBS_EXTENSIONS', 'an extension that nobody knows', { extensions: beside(extension('1.2.3.4', utf8('a'))) }),
  by('TBS_EXTENSIONS', 'rights of a service for a client', { profile: { services: ['cdrs:SENDER'] } }),
  by('TBS_EXTENSIONS', 'name constraints', {
    extensions: beside(extension('2.5.29.30', writeSequence())),
  }),
  by('TBS_EXTENSIONS', 'never to be asked about revocation', {
    extensions: beside(extension('1.3.6.1.5.5.7.48.1.5', writeNull())),
  }),
  by('TBS_ENCODING', 'an extension twice', { extensions: beside(keyUsage(0)) }),
];

export const hostileTbs: readonly HostileCase[] = [...beyond, ...meanwhile, ...forged];
