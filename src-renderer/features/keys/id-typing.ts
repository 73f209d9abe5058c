import type { SpecFinding } from '../../../shared/contract/csrs.ts';
import { asciiLookAlike } from '../../../shared/domain/look-alikes.ts';
import { checkPartyIds, classifyPartyId, type PartyIdKind } from '../../../shared/domain/party-ids.ts';
import type { IdKind, TypedId } from '../../ui/id-chip.tsx';

const DOMAIN_KIND: Readonly<Record<IdKind, PartyIdKind>> = { party: 'party', subCpo: 'sub-cpo', subEmsp: 'sub-emsp' };
const UI_KIND: Readonly<Record<PartyIdKind, IdKind>> = { party: 'party', 'sub-cpo': 'subCpo', 'sub-emsp': 'subEmsp' };
const LIST: Readonly<Record<IdKind, string>> = { party: 'partyIds', subCpo: 'subCpoIds', subEmsp: 'subEmspIds' };
const LEVEL = { error: 'fail', warning: 'warn', info: 'note' } as const;

/** Which list a typed id belongs to: by its form, else by the separator it seems to have. */
export function kindOfTyped(text: string): IdKind {
  const byForm = classifyPartyId(text);
  if (byForm !== undefined) return UI_KIND[byForm];
  const plain = asciiLookAlike(text);
  return plain.includes('*') ? 'subCpo' : plain.includes('-') ? 'subEmsp' : 'party';
}

/** Ids out of typed or pasted text: separated by blanks, commas, semicolons, lines. */
export function splitTyped(text: string): readonly string[] {
  return text.split(/[\s,;]+/u).filter((part) => part !== '');
}

/** The path that core uses for the id at this position among all ids. */
export function idPath(ids: readonly TypedId[], at: number): string {
  const id = ids[at];
  if (id === undefined) return '';
  const index = ids.slice(0, at).filter((other) => other.kind === id.kind).length;
  return `ids.${LIST[id.kind]}.${index}`;
}

/** What can be said of ids while they are typed, by the rules that core applies again; paths as core names them. */
export function findingsOfIds(ids: readonly TypedId[]): readonly SpecFinding[] {
  return (['party', 'subCpo', 'subEmsp'] as const).flatMap((kind) => {
    const values = ids.filter((id) => id.kind === kind).map(({ value }) => value);
    return checkPartyIds(DOMAIN_KIND[kind], values).map(
      ({ code, severity, value, index, suggestion, otherIndex }): SpecFinding => ({
        level: code === 'PARTY_ID_DUPLICATE' ? 'fail' : LEVEL[severity],
        code,
        path: `ids.${LIST[kind]}.${index}`,
        value,
        ...(suggestion === undefined ? {} : { suggestion }),
        ...(otherIndex === undefined ? {} : { values: { other: values[otherIndex] ?? '' } }),
      }),
    );
  });
}

/** What is to be said of the id that stands in the field, not yet taken: its form, and a likeness to another list's id. */
export function findingsOfTyping(ids: readonly TypedId[], text: string, kind: IdKind): readonly SpecFinding[] {
  if (text === '') return [];
  const all = [...ids, { kind, value: text }];
  const path = idPath(all, all.length - 1);
  const own = findingsOfIds(all).filter((finding) => finding.path === path);
  const letters = (value: string): string => value.replace(/[^a-z0-9]/giu, '').toUpperCase();
  const alike = ids.find(
    (id) => id.kind !== kind && id.kind !== 'party' && kind !== 'party' && letters(id.value) === letters(text),
  );
  if (own.length > 0 || alike === undefined) return own;
  return [
    {
      level: 'warn',
      code: 'PARTY_ID_OTHER_LIST',
      path,
      value: text,
      suggestion: alike.value,
      values: { other: alike.value },
    },
  ];
}
