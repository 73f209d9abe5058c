import { defaultCheckPolicy } from '../../../../../shared/domain/default-policy.ts';
import type { CheckCode } from '../../../../../shared/domain/checks/check-codes.ts';
import type { CheckInput, GroupFacts, PartnerFacts, RequestFacts } from '../../../../../shared/domain/checks/facts.ts';
import { type IdOwner, indexIds } from '../../../../../shared/domain/checks/id-index.ts';
import { applyStrike } from '../../../../../shared/domain/strike.ts';
import { partnerFacts } from '../../../../../shared/domain/checks/partner-facts.ts';
import { indexPartnerNames } from '../../../../../shared/domain/checks/partner-names.ts';
import { claimsOfIds } from './claims-of.ts';
import { requestFacts, tbsFacts } from '../../check-facts.ts';
import { writeCertificateExtensions } from '../../certificate-build-extensions.ts';
import { keyIdentifierOf } from '../../certificate-build.ts';
import { readTbsCertificate } from '../../certificate-read.ts';
import type { LeafProfile } from '../../certificate-spec.ts';
import { type CsrView, readCsr } from '../../csr-read.ts';
import { verifyCsrSignature } from '../../csr-verify.ts';
import { writeExplicit, writeSequence, writeTime, writeUnsigned } from '../../der/der-writer.ts';
import { writeSignatureAlgorithm } from '../../algorithm-identifier.ts';
import { hexOf } from '../../digests.ts';
import { nameOf } from '../make-certificate.ts';
import { certifiedUsage } from '../../oid-profile.ts';
import { oids } from './craft.ts';

/** The world of the corpus: one partner who asks, another who must not be harmed, an authority, and a time. */

export const now = new Date('2025-12-31T12:00:00Z');

const confirmed = { by: 'op-2', how: 'registry', at: '2025-11-01T00:00:00Z', note: '' } as const;

export const partner: PartnerFacts = partnerFacts({
  partnerId: 'p-own',
  name: 'Example CPO',
  platform: 'Beispiel Ladenetz GmbH & Co. KG, Jena',
  archived: false,
  ids: [
    { kind: 'party', id: 'DEGEF', confirmed },
    { kind: 'party', id: 'DEGE2', confirmed },
    { kind: 'sub-cpo', id: 'DE*GEF', confirmed },
    { kind: 'sub-cpo', id: 'DE*GE2', confirmed },
    { kind: 'sub-emsp', id: 'DE-GDF', confirmed },
  ],
  allowedAlgorithms: [],
  allowedNames: [
    'dns:cpo.example.org',
    'dns:**.cpo.example.org',
    'ip:192.0.2.0/24',
    'ip:2001:db8::/32',
    'uri:https://cpo.example.org/ocpi/',
    'mail:cpo.example.org',
    // What the reference implementation writes into every request.
    'ip:192.168.10.10',
    'mail:example.com',
    'uri:https://example.com/api/',
    'uri:urn:acme:device:1234',
  ],
  authorityIds: ['a-clients'],
});

const neighbour = { partnerId: 'p-other', owner: 'Neighbour Charging', source: 'partner' } as const;

export const owners: readonly IdOwner[] = [
  ...partner.ids.map(
    ({ kind, id }) => ({ kind, id, partnerId: 'p-own', owner: 'Example CPO', source: 'partner' }) as const,
  ),
  { ...neighbour, kind: 'party', id: 'DEABC' },
  { ...neighbour, kind: 'party', id: 'NLOI0' },
  { ...neighbour, kind: 'sub-cpo', id: 'DE*ABC' },
  { ...neighbour, kind: 'sub-cpo', id: 'DE*OIL' },
  { ...neighbour, kind: 'sub-emsp', id: 'DE-ABC' },
];

const partnerNames = indexPartnerNames([
  ...partner.names.map((name) => ({ partnerId: 'p-own', name })),
  { partnerId: 'p-other', name: 'Neighbour Charging' },
  { partnerId: 'p-third', name: 'Nachbar Strom AG' },
]);

const usageOids = {
  'tls-client': certifiedUsage('tls-client', oids),
  'tls-server': certifiedUsage('tls-server', oids),
  'object-signing': certifiedUsage('object-signing', oids),
  identity: certifiedUsage('identity', oids),
} as const;

const issuerName = nameOf('Example Client CA');
const issuerKeyId = Uint8Array.from({ length: 20 }, (_, i) => i);

/** Everything in order around a request: registered, confirmed by a second person, nothing known against it. */
export function honestInput(request: RequestFacts): CheckInput {
  return {
    request,
    tbs: null,
    purpose: 'tls-client',
    usageOids,
    strike: { ids: { partyIds: [], subCpoIds: [], subEmspIds: [] }, names: [] },
    partner,
    ids: indexIds(owners),
    partnerNames,
    history: {
      keyUses: [],
      keyIsAuthority: false,
      subjectIsAuthority: false,
      groups: [],
      pending: 0,
      serialUsed: false,
    },
    provenance: {
      enteredBy: 'op-1',
      confirmation: {
        spkiSha256: request.key.sha256,
        partnerId: partner.partnerId,
        by: 'op-2',
        contact: '+49 1234 567890',
        at: '2025-12-30T09:00:00Z',
      },
      proof: null,
    },
    issuer: {
      authorityId: 'a-clients',
      kinds: ['tls-client'],
      subjectHex: hexOf(issuerName),
      keyId: hexOf(issuerKeyId),
      notBefore: '2025-01-01T00:00:00Z',
      notAfter: '2027-01-01T00:00:00Z',
    },
    policy: defaultCheckPolicy,
    now,
  };
}

/** The certificate that a renewal of the usual key group would replace. */
export function predecessorOf(request: RequestFacts, change: Partial<GroupFacts> = {}): GroupFacts {
  return {
    keyGroupId: 'cpo1-emsp1-key',
    partnerId: partner.partnerId,
    owner: 'Example CPO',
    purpose: 'tls-client',
    newest: {
      spkiSha256: 'ab'.repeat(32),
      notBefore: '2025-12-10T00:00:00Z',
      notAfter: '2026-01-05T00:00:00Z',
      revoked: null,
      algorithm: request.key.algorithm ?? '',
      subjectHex: request.subject.hex,
      claims: claimsOfIds(request),
    },
    ...change,
  };
}

/** A request as read; undefined when it cannot be. */
export function readRequest(der: Uint8Array): { readonly view: CsrView; readonly facts: RequestFacts } | undefined {
  const read = readCsr(der, oids);
  return read.ok
    ? { view: read.value, facts: requestFacts(der, read.value, verifyCsrSignature(der, read.value)) }
    : undefined;
}

/** A trick: what it does, which check must refuse it, and how it is done. */
export interface HostileCase {
  readonly trick: string;
  /** `unreadable`: it does not even get as far as the checks. */
  readonly refusedBy: CheckCode | 'unreadable';
  readonly der: () => Uint8Array;
  /** What else is as the trick wants it. */
  readonly around?: ((input: CheckInput, bytes: RequestBytes) => CheckInput) | undefined;
}

/** A request that somebody sends in good faith: no check may fail it. */
export interface HonestCase {
  readonly story: string;
  readonly der: () => Uint8Array;
  readonly around?: ((input: CheckInput) => CheckInput) | undefined;
}

export interface RequestBytes {
  readonly der: Uint8Array;
  readonly view: CsrView;
}

export interface TbsParts {
  readonly serialNumber: Uint8Array;
  readonly issuer: Uint8Array;
  readonly issuerKeyId: Uint8Array;
  readonly notBefore: string;
  readonly notAfter: string;
  readonly subject: Uint8Array;
  readonly spki: Uint8Array;
  readonly profile: Partial<LeafProfile>;
  /** The whole list, in the place of what the profile gives. */
  readonly extensions: (usual: readonly Uint8Array[]) => readonly Uint8Array[];
}

/** The input with the certificate that would be made of the request, changed where a trick wants it. */
export function withTbs(input: CheckInput, { der, view }: RequestBytes, change: Partial<TbsParts> = {}): CheckInput {
  const kept = applyStrike(claimsOfIds(input.request), input.strike);
  if (!kept.ok) throw new Error(JSON.stringify(kept.error));
  const claims = kept.value;
  const spki = change.spki ?? der.slice(view.publicKey.start, view.publicKey.end);
  const profile: LeafProfile = {
    kind: 'leaf',
    purpose: input.purpose ?? 'tls-client',
    san: claims.names,
    keyGroupId: view.ocpi.keyGroupId?.text ?? '',
    ids: claims.ids,
    services: [],
    ...change.profile,
  };
  const algorithm = { kind: 'ecdsa', hash: 'sha256' } as const;
  const wished = view.ocpi.notBefore?.at ?? '';
  const notBefore = new Date(change.notBefore ?? (wished > now.toISOString() ? wished : now));
  const inTwoWeeks = new Date(notBefore.getTime() + 14 * 86_400_000);
  const times = { notBefore, notAfter: new Date(change.notAfter ?? view.ocpi.notAfter?.at ?? inTwoWeeks) };
  const spec = {
    ...times,
    serialNumber: change.serialNumber ?? Uint8Array.from({ length: 17 }, (_, i) => i + 1),
    signatureAlgorithm: algorithm,
    issuer: change.issuer ?? issuerName,
    issuerKeyId: change.issuerKeyId ?? issuerKeyId,
    subject: change.subject ?? der.slice(view.subject.start, view.subject.end),
    spki,
    crlUrl: 'http://crl.example.org/clients.crl',
    profile,
  };
  const usual = writeCertificateExtensions({
    spec,
    keyId: keyIdentifierOf(spki),
    isRsa: view.publicKey.kind === 'rsa',
    oids,
  });
  const tbs = writeSequence(
    writeExplicit(0, writeUnsigned(Uint8Array.of(2))),
    writeUnsigned(spec.serialNumber),
    writeSignatureAlgorithm(algorithm),
    spec.issuer,
    writeSequence(writeTime(times.notBefore), writeTime(times.notAfter)),
    spec.subject,
    spki,
    writeExplicit(3, writeSequence(...(change.extensions?.(usual) ?? usual))),
  );
  const read = readTbsCertificate(tbs, oids);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return { ...input, tbs: tbsFacts(tbs, read.value) };
}
