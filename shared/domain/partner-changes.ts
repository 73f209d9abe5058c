import { blankPartner, type PartnerSpec, type RegisteredId, registeredIdKey } from './partners.ts';

/** A partner as a version of it is kept. */
export interface PartnerFacts extends PartnerSpec {
  readonly archived: boolean;
}

export type PartnerField =
  | 'name'
  | 'platform'
  | 'id'
  | 'confirmation'
  | 'contact'
  | 'algorithm'
  | 'maxLifetimeDays'
  | 'allowedName'
  | 'authority'
  | 'notes'
  | 'archived';

/** One difference. A list changes entry by entry; what is absent on a side is null there. */
export interface PartnerChange {
  readonly field: PartnerField;
  /** Which entry of a list, such as `sub-cpo DE*GEF`. */
  readonly entry?: string;
  readonly before: string | null;
  readonly after: string | null;
}

const nobody: PartnerFacts = { ...blankPartner(), archived: false };

/**
 * Field by field what differs between two versions; without the older one, all that the newer one says. Empty when and
 * only when they say the same: the order of a list says nothing.
 */
export function partnerChanges(before: PartnerFacts | undefined, after: PartnerFacts): readonly PartnerChange[] {
  const old = before ?? nobody;
  const lifetime = (facts: PartnerFacts): string => String(facts.maxLifetimeDays ?? '');
  return [
    ...textChange('name', old.name, after.name),
    ...textChange('platform', old.platform, after.platform),
    ...idChanges(old.ids, after.ids),
    ...listChanges('contact', old.contacts.map(contactText), after.contacts.map(contactText)),
    ...listChanges('algorithm', old.allowedAlgorithms, after.allowedAlgorithms),
    ...textChange('maxLifetimeDays', lifetime(old), lifetime(after)),
    ...listChanges('allowedName', old.allowedNames, after.allowedNames),
    ...listChanges('authority', old.authorityIds, after.authorityIds),
    ...textChange('notes', old.notes, after.notes),
    ...textChange('archived', old.archived ? 'yes' : '', after.archived ? 'yes' : ''),
  ];
}

/** `phone, 2026-03-01T12:00:00.000Z, ada: asked for Mr Example`. */
export function confirmationText({ confirmed }: RegisteredId): string | null {
  if (confirmed === undefined) return null;
  const { how, at, by, note } = confirmed;
  return `${how}, ${at}, ${by}${note === '' ? '' : `: ${note}`}`;
}

/** `name | role | phone | mail`; `\|` and `\\` within a part stand for themselves. */
export function contactText({ name, role, phone, mail }: PartnerFacts['contacts'][number]): string {
  return [name, role, phone, mail].map((part) => part.replaceAll(/[\\|]/g, String.raw`\$&`)).join(' | ');
}

function textChange(field: PartnerField, before: string, after: string): readonly PartnerChange[] {
  return before === after ? [] : [{ field, before: before === '' ? null : before, after: after === '' ? null : after }];
}

function listChanges(
  field: PartnerField,
  before: readonly string[],
  after: readonly string[],
): readonly PartnerChange[] {
  return [
    ...without(before, after).map((entry) => ({ field, entry, before: entry, after: null })),
    ...without(after, before).map((entry) => ({ field, entry, before: null, after: entry })),
  ];
}

/** Entries of the one list that the other lacks, an entry that is there twice counted twice. */
function without(list: readonly string[], other: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const entry of other) left.set(entry, (left.get(entry) ?? 0) + 1);
  return list.filter((entry) => {
    const count = left.get(entry) ?? 0;
    if (count > 0) left.set(entry, count - 1);
    return count === 0;
  });
}

/** A new spelling of an id is a change of it; its confirmation is told beside it. */
function idChanges(before: readonly RegisteredId[], after: readonly RegisteredId[]): readonly PartnerChange[] {
  const old = new Map(before.map((one) => [registeredIdKey(one), one]));
  const now = new Map(after.map((one) => [registeredIdKey(one), one]));
  const changes: PartnerChange[] = [];
  for (const [key, one] of old) if (!now.has(key)) changes.push(...idChange(one, undefined));
  for (const [key, one] of now) changes.push(...idChange(old.get(key), one));
  return changes;
}

function idChange(before: RegisteredId | undefined, after: RegisteredId | undefined): readonly PartnerChange[] {
  const one = after ?? before;
  if (one === undefined) return [];
  const entry = `${one.kind} ${one.id}`;
  const [was, is] = [before?.id ?? null, after?.id ?? null];
  const confirmed = before === undefined ? null : confirmationText(before);
  const nowConfirmed = after === undefined ? null : confirmationText(after);
  return [
    ...(was === is ? [] : [{ field: 'id', entry, before: was, after: is } as const]),
    ...(confirmed === nowConfirmed
      ? []
      : [{ field: 'confirmation', entry, before: confirmed, after: nowConfirmed } as const]),
  ];
}
