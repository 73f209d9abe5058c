import type { Settings } from '../../../shared/contract/settings.ts';

export type OidProfile = Settings['oidProfile'];
export type OidName = Exclude<keyof OidProfile, 'version'>;

/** In the order of the OCPI chapter; the last two may be absent. */
export const OID_NAMES: readonly OidName[] = [
  'keyGroupId',
  'keySerialNumber',
  'notBefore',
  'notAfter',
  'partyIds',
  'subCpoIds',
  'subEmspIds',
  'serviceRoles',
  'objectSigningUsage',
  'identityUsage',
];

export function mayBeAbsent(name: OidName): boolean {
  return name === 'objectSigningUsage' || name === 'identityUsage';
}

/** As typed: empty for none. */
export type OidTexts = Readonly<Record<OidName | 'version', string>>;

export function textsOf(profile: OidProfile): OidTexts {
  return {
    ...profile,
    objectSigningUsage: profile.objectSigningUsage ?? '',
    identityUsage: profile.identityUsage ?? '',
  };
}

export function profileOf(texts: OidTexts): OidProfile {
  const trimmed = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text.trim()])) as OidTexts; // same names
  return {
    ...trimmed,
    objectSigningUsage: trimmed.objectSigningUsage === '' ? null : trimmed.objectSigningUsage,
    identityUsage: trimmed.identityUsage === '' ? null : trimmed.identityUsage,
  };
}

/** X.660: first arc 0 to 2, below 0 and 1 the second is at most 39, no leading zeros. */
const OID = /^(?:[01]\.(?:[0-9]|[12][0-9]|3[0-9])|2\.(?:0|[1-9][0-9]*))(?:\.(?:0|[1-9][0-9]*))+$/u;
const VERSION = /^[A-Za-z0-9._/-]{1,60}$/u;

export type OidTrouble = 'form' | 'double' | 'version-form' | 'version-same';

/** What is wrong with each member while typing; core has the last word. */
export function troublesOf(texts: OidTexts, saved: OidProfile): ReadonlyMap<OidName | 'version', OidTrouble> {
  const troubles = new Map<OidName | 'version', OidTrouble>();
  const before = textsOf(saved);
  for (const name of OID_NAMES) {
    const text = texts[name].trim();
    if (text === '' && mayBeAbsent(name)) continue;
    if (text.length > 100 || !OID.test(text)) troubles.set(name, 'form');
    else if (OID_NAMES.some((other) => other !== name && texts[other].trim() === text)) troubles.set(name, 'double');
  }
  const changed = OID_NAMES.some((name) => texts[name].trim() !== before[name]);
  if (!VERSION.test(texts.version.trim())) troubles.set('version', 'version-form');
  // CSRs are stored with the version they were made under: one version must not mean two tables.
  else if (changed && texts.version.trim() === before.version) troubles.set('version', 'version-same');
  return troubles;
}
