import type { ObjectReportView } from '../../../shared/contract/signed-objects.ts';
import type { OidProfile } from '../../../shared/contract/settings.ts';
import type { OcpiVersion } from '../../../shared/domain/ocpi-version.ts';
import type { SignedObjectKind } from '../../../shared/domain/signed-object.ts';
import { readCertificate } from '../pki/certificate-read.ts';
import { readCrl } from '../pki/crl-read.ts';
import type { ReadCertificate, ReadCrl } from '../pki/path/path-types.ts';
import { viewObject } from '../signed-object/object-views.ts';
import { type ObjectContext, verifyObject } from '../signed-object/verify-object.ts';

/** Whom to believe: certificates and lists as bytes, read by the thread that uses them. */
export interface TrustOrder {
  readonly anchors: readonly Uint8Array[];
  readonly intermediates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly profile: OidProfile;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface ObjectOrder {
  readonly text: string;
  readonly kind: SignedObjectKind | undefined;
  readonly version: OcpiVersion | undefined;
  readonly party: string | undefined;
  /** When exactly this object was stored first, in milliseconds; only of a stored one. */
  readonly storedSince: number | undefined;
}

export function readTrust({
  anchors,
  intermediates,
  crls,
  profile,
  now,
}: TrustOrder): Omit<ObjectContext, 'knownKeys'> {
  const certificates = (ders: readonly Uint8Array[]): readonly ReadCertificate[] =>
    ders.flatMap((der) => {
      const read = readCertificate(der, profile, 'verdicts');
      return read.ok ? [{ der, view: read.value }] : [];
    });
  return {
    now: new Date(now),
    profile,
    usages: profile,
    anchors: certificates(anchors).map((certificate) => ({ certificate, purposes: 'all' as const })),
    intermediates: certificates(intermediates),
    crls: crls.flatMap((der): readonly ReadCrl[] => {
      const read = readCrl(der, profile);
      return read.ok ? [{ der, view: read.value }] : [];
    }),
  };
}

export function verifyOrder(order: ObjectOrder, trust: Omit<ObjectContext, 'knownKeys'>): ObjectReportView {
  const { text, kind, version, party, storedSince } = order;
  const context: ObjectContext = {
    ...trust,
    knownKeys: [],
    ...(party === undefined ? {} : { party }),
    ...(storedSince === undefined ? {} : { storedSince: () => new Date(storedSince) }),
  };
  return viewObject(verifyObject(text, kind ?? kindOf(text), version, context));
}

/** What an object is by the members that only its kind has. */
export function kindOf(text: string): SignedObjectKind {
  const has = (name: string): boolean => text.includes(`"${name}"`);
  if (has('charging_periods') && (has('cdr_location') || has('total_energy') || has('cdr_token'))) {
    return has('total_cost') && !has('kwh') ? 'cdr' : has('kwh') ? 'session' : 'cdr';
  }
  if (has('evses') || has('coordinates')) return 'location';
  if (has('elements')) return 'tariff';
  if (has('kwh')) return 'session';
  return has('contract_id') || has('whitelist') ? 'token' : 'tariff';
}
