import type { PartnerFinding, PartnerRow } from '../../../shared/contract/partners.ts';
import { revealUnsafeCharacters } from '../../../shared/domain/unsafe-characters.ts';
import { formatText, isTextKey, type Translate } from '../../locales/translate.ts';
import { navigate } from '../../platform/route.ts';
import type { FieldFinding } from '../../ui/field.tsx';
import type { TypedId } from '../../ui/id-chip.tsx';
import type { Verdict } from '../../ui/tone.ts';

const CHIP_KIND = { party: 'party', 'sub-cpo': 'subCpo', 'sub-emsp': 'subEmsp' } as const;

/** An id of the registry as a chip draws it. */
export function chipOf(one: { readonly kind: keyof typeof CHIP_KIND; readonly id: string }): TypedId {
  return { kind: CHIP_KIND[one.kind], value: one.id };
}

export function openPartner({ partnerId, name }: Pick<PartnerRow, 'partnerId' | 'name'>): void {
  navigate('partners', { id: partnerId, name });
}

/** How far the ids of a partner are confirmed, as props of `StateWord`. */
export function confirmedLook(
  t: Translate,
  row: Pick<PartnerRow, 'unconfirmed' | 'partyIds' | 'subCpoIds' | 'subEmspIds'>,
): { readonly verdict: Verdict; readonly word: string } {
  const ids = row.partyIds.length + row.subCpoIds.length + row.subEmspIds.length;
  if (ids === 0) return { verdict: 'notApplicable', word: t('partners.noIds') };
  return row.unconfirmed === 0
    ? { verdict: 'pass', word: t('partners.allConfirmed') }
    : { verdict: 'unknown', word: t('partners.unconfirmedCount', { count: row.unconfirmed }) };
}

/** The sentence of a finding; what it names comes from outside, so that hidden characters are spelled out. */
export function findingText(t: Translate, finding: PartnerFinding): string {
  const key = `partners.finding_${finding.code}`;
  const shown = (text: string | undefined): string => revealUnsafeCharacters((text ?? '').slice(0, 200));
  return formatText(t.language, isTextKey(key) ? key : 'partners.findingOther', {
    code: finding.code,
    path: finding.path,
    value: shown(finding.value),
    suggestion: shown(finding.suggestion),
    other: shown(finding.other?.name),
  });
}

/** As a field tells it. */
export function toFieldFinding(t: Translate, finding: PartnerFinding): FieldFinding {
  return { verdict: finding.level, text: findingText(t, finding) };
}

/** The words of a button as the title of what it opens. */
export function plain(text: string): string {
  return text.replace(/…$/u, '');
}
