import type { DiagnosisStep } from '../../../../shared/contract/platform-diagnosis.ts';

/** Who speaks, as each of those who can say it says it; empty where one says nothing. */
export interface PartyClaims {
  /** In the certificate that the server shows. */
  readonly certificate: readonly string[];
  /** Its roles, or its parties in 3.0. */
  readonly platform: readonly string[];
  /** In the record of the partner to whom the connection belongs. */
  readonly partner: readonly string[];
  /** Of the objects that were read. */
  readonly objects: readonly string[];
  readonly ownCertificate: readonly string[];
  /** As whom this connection speaks. */
  readonly own: readonly string[];
}

const words: Readonly<Record<keyof PartyClaims, string>> = {
  certificate: "the server's certificate",
  platform: 'the platform',
  partner: "the partner's record",
  objects: 'its objects',
  ownCertificate: 'our certificate',
  own: 'this connection',
};

/** Who must know every party of the other. */
const pairs: readonly (readonly [keyof PartyClaims, keyof PartyClaims])[] = [
  ['certificate', 'platform'],
  ['certificate', 'objects'],
  ['partner', 'certificate'],
  ['partner', 'platform'],
  ['partner', 'objects'],
  ['platform', 'objects'],
  ['ownCertificate', 'own'],
];

const SHOWN = 5;

/**
 * Whether all name the same parties; each mismatch names both sides. Compared without case. Undefined where no two say
 * anything that could be compared.
 */
export function judgeParties(claims: PartyClaims): Omit<DiagnosisStep, 'milliseconds' | 'exchanges'> | undefined {
  const compared = pairs.filter(([who, whom]) => claims[who].length > 0 && claims[whom].length > 0);
  if (compared.length === 0) return undefined;
  const mismatches = compared.flatMap(([who, whom]) => {
    const known = new Set(claims[who].map((id) => id.toUpperCase()));
    const strange = claims[whom].filter((id) => !known.has(id.toUpperCase()));
    if (strange.length === 0) return [];
    return [`${words[who]} names ${listed(claims[who])}, ${words[whom]} ${listed(strange)}`];
  });
  const values = Object.fromEntries(
    Object.entries(claims).flatMap(([name, ids]: [string, readonly string[]]) =>
      ids.length === 0 ? [] : [[name, ids.join(' ').slice(0, 600)]],
    ),
  );
  if (mismatches.length === 0) {
    const message = 'Certificates, platform, partner and objects name the same parties.';
    return { step: 'parties', verdict: 'pass', code: 'PARTIES_FIT', message, values };
  }
  const message = `${mismatches.join('; ')}.`;
  return {
    step: 'parties',
    verdict: 'warn',
    code: 'PARTIES_DIFFER',
    message: `${message.charAt(0).toUpperCase()}${message.slice(1)}`.slice(0, 4000),
    values,
    tellPartner: `For which parties does your platform speak? Seen from here, ${message}`.slice(0, 4000),
  };
}

function listed(ids: readonly string[]): string {
  const more = ids.length - SHOWN;
  return `${ids.slice(0, SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
