import type { PartnerFinding, PartnerSpec } from '../../../shared/contract/partners.ts';
import { blankPartner, registeredIdKey } from '../../../shared/domain/partners.ts';
import type { SpecFinding } from '../../../shared/contract/csrs.ts';
import { type ClaimsForm, formOfClaims } from '../keys/index.ts';

export interface ContactForm {
  readonly name: string;
  readonly role: string;
  readonly phone: string;
  readonly mail: string;
}

/** A partner as it stands in the fields. */
export interface PartnerForm {
  readonly name: string;
  readonly platform: string;
  /** Only its ids are used. */
  readonly claims: ClaimsForm;
  readonly contacts: readonly ContactForm[];
  readonly algorithms: PartnerSpec['allowedAlgorithms'];
  readonly maxLifetimeDays: string;
  /** One a line. */
  readonly names: string;
  readonly authorityIds: readonly string[];
  readonly notes: string;
}

export const EMPTY_CONTACT: ContactForm = { name: '', role: '', phone: '', mail: '' };

export function formOfPartner(partner: PartnerSpec = blankPartner()): PartnerForm {
  const idsOf = (kind: string): string[] => partner.ids.flatMap((one) => (one.kind === kind ? [one.id] : []));
  const ids = { partyIds: idsOf('party'), subCpoIds: idsOf('sub-cpo'), subEmspIds: idsOf('sub-emsp') };
  return {
    name: partner.name,
    platform: partner.platform,
    claims: formOfClaims({ subject: [], san: [], ids, encoding: 'sequence', padding: 'pkcs1' }),
    contacts: partner.contacts,
    algorithms: partner.allowedAlgorithms,
    maxLifetimeDays: partner.maxLifetimeDays === undefined ? '' : String(partner.maxLifetimeDays),
    names: partner.allowedNames.join('\n'),
    authorityIds: partner.authorityIds,
    notes: partner.notes,
  };
}

const KINDS = { party: 'party', subCpo: 'sub-cpo', subEmsp: 'sub-emsp' } as const;

/** What is sent; undefined while the days are no number. Ids that stay keep their confirmation. */
export function specOfForm(form: PartnerForm, before: PartnerSpec = blankPartner()): PartnerSpec | undefined {
  const days = form.maxLifetimeDays.trim();
  if (days !== '' && !(/^\d{1,4}$/u.test(days) && Number(days) >= 1 && Number(days) <= 3650)) return undefined;
  const confirmed = new Map(before.ids.map((one) => [registeredIdKey(one), one.confirmed]));
  return {
    name: form.name,
    platform: form.platform,
    ids: form.claims.ids.map(({ kind, value }) => {
      const one = { kind: KINDS[kind], id: value };
      const kept = confirmed.get(registeredIdKey(one));
      return kept === undefined ? one : { ...one, confirmed: kept };
    }),
    contacts: [...form.contacts],
    allowedAlgorithms: form.algorithms,
    ...(days === '' ? {} : { maxLifetimeDays: Number(days) }),
    allowedNames: form.names.split('\n').filter((line) => line.trim() !== ''),
    authorityIds: [...form.authorityIds],
    notes: form.notes,
  };
}

const LISTS = { party: 'partyIds', subCpo: 'subCpoIds', subEmsp: 'subEmspIds' } as const;

/** Findings on the form of ids, at the chips that they are about: other findings of ids speak of other partners. */
export function chipFindings(form: PartnerForm, findings: readonly PartnerFinding[]): readonly SpecFinding[] {
  return findings.flatMap((finding): readonly SpecFinding[] => {
    const place = /^ids\.(\d+)$/u.exec(finding.path)?.[1];
    const at = place === undefined ? undefined : Number(place);
    const id = at === undefined ? undefined : form.claims.ids[at];
    if (at === undefined || id === undefined || !finding.code.startsWith('PARTY_ID_')) return [];
    const index = form.claims.ids.slice(0, at).filter(({ kind }) => kind === id.kind).length;
    return [
      {
        level: finding.level,
        code: finding.code,
        path: `ids.${LISTS[id.kind]}.${index}`,
        ...(finding.value === undefined ? {} : { value: finding.value }),
        ...(finding.suggestion === undefined ? {} : { suggestion: finding.suggestion }),
      },
    ];
  });
}
