import type { RsaPadding } from '../../../shared/contract/key-facts.ts';
import type { ClaimedIds, SanName, SubjectPart } from '../../../shared/contract/keys.ts';
import type { IdKind, TypedId } from '../../ui/id-chip.tsx';
import { kindOfTyped, splitTyped } from './id-typing.ts';
import { claimedIds, typedIds } from './key-words.ts';

export type SubjectType = SubjectPart['type'];
/** Parts of a subject as typed; an empty text is a part that is shown and left out. */
export type SubjectTexts = Readonly<Partial<Record<SubjectType, string>>>;

/** The order in which subjects are written (facts of OCPI 3.0 §1.4). */
export const SUBJECT_TYPES: readonly SubjectType[] = [
  'CN',
  'O',
  'OU',
  'STREET',
  'postalCode',
  'C',
  'ST',
  'L',
  'telephoneNumber',
  'emailAddress',
  'description',
];
/** Parts that nearly every subject has: shown from the start. */
export const USUAL_TYPES: readonly SubjectType[] = ['CN', 'O', 'C'];

/** What group defaults and CSRs have in common, as it stands in the fields. */
export interface ClaimsForm {
  readonly subject: SubjectTexts;
  readonly san: readonly SanName[];
  readonly ids: readonly TypedId[];
  /** The id that is being typed, not yet one of the ids. */
  readonly typing: string;
  readonly typingKind: IdKind | 'auto';
  readonly encoding: 'sequence' | 'set';
  readonly padding: RsaPadding;
}

export interface Claims {
  readonly subject: readonly SubjectPart[];
  readonly san: readonly SanName[];
  readonly ids: ClaimedIds;
  readonly encoding: 'sequence' | 'set';
  readonly padding: RsaPadding;
}

export const EMPTY_CLAIMS: ClaimsForm = {
  subject: { CN: '', O: '', C: '' },
  san: [],
  ids: [],
  typing: '',
  typingKind: 'auto',
  encoding: 'sequence',
  padding: 'pkcs1',
};

export function formOfClaims(claims: Claims): ClaimsForm {
  const given = Object.fromEntries(claims.subject.map(({ type, value }) => [type, value]));
  const usual = Object.fromEntries(USUAL_TYPES.map((type) => [type, '']));
  return {
    subject: { ...usual, ...given },
    san: claims.san,
    ids: typedIds(claims.ids),
    typing: '',
    typingKind: 'auto',
    encoding: claims.encoding,
    padding: claims.padding,
  };
}

/** What is sent: empty parts and names are left out, what is still being typed is not yet in. */
export function claimsOfForm(form: ClaimsForm): {
  subject: SubjectPart[];
  san: SanName[];
  ids: ClaimedIds;
  encoding: 'sequence' | 'set';
  padding: RsaPadding;
} {
  return {
    subject: SUBJECT_TYPES.flatMap((type) => {
      const value = form.subject[type] ?? '';
      return value === '' ? [] : [{ type, value }];
    }),
    san: form.san.filter(({ value }) => value !== ''),
    ids: claimedIds(form.ids),
    encoding: form.encoding,
    padding: form.padding,
  };
}

/** The position that core gives to the name in this row: empty rows are not sent. */
export function sanPath(san: readonly SanName[], row: number): string {
  return `san.${san.slice(0, row).filter(({ value }) => value !== '').length}`;
}

/** The kind under which the typed text would be taken. */
export function kindOfTyping(form: Pick<ClaimsForm, 'typing' | 'typingKind'>): IdKind {
  return form.typingKind === 'auto' ? kindOfTyped(form.typing) : form.typingKind;
}

/** The form with the typed ids taken over. */
export function withTyped(form: ClaimsForm, text = form.typing): ClaimsForm {
  const added = splitTyped(text).map((value): TypedId => ({
    value,
    kind: form.typingKind === 'auto' ? kindOfTyped(value) : form.typingKind,
  }));
  return { ...form, ids: [...form.ids, ...added], typing: '' };
}
