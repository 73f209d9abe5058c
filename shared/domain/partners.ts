import { type KeyAlgorithm, keyAlgorithms } from './key-algorithm.ts';
import { shapeOf } from './look-alikes.ts';
import { formatNamePattern, parseNamePattern } from './name-pattern.ts';
import { checkPartyIds, parsePartyId, partyIdKey, type PartyIdKind } from './party-ids.ts';
import { checkSubjectAltName } from './san.ts';
import { findUnsafeCharacters } from './unsafe-characters.ts';

/** How it was made sure that a partner may speak for an id. */
export const confirmationWays = ['registry', 'contract', 'phone', 'letter', 'other'] as const;
export type ConfirmationWay = (typeof confirmationWays)[number];

export interface IdConfirmation {
  /** Who made sure: a person on our side. */
  readonly by: string;
  readonly how: ConfirmationWay;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly note: string;
}

/** An id that a partner may speak for; its spelling is kept. */
export interface RegisteredId {
  readonly kind: PartyIdKind;
  readonly id: string;
  readonly confirmed?: IdConfirmation | undefined;
}

export interface PartnerContact {
  readonly name: string;
  readonly role: string;
  readonly phone: string;
  readonly mail: string;
}

/** Everything that an operator states of a partner. */
export interface PartnerSpec {
  readonly name: string;
  readonly platform: string;
  readonly ids: readonly RegisteredId[];
  readonly contacts: readonly PartnerContact[];
  /** Empty: what the authority's policy allows. */
  readonly allowedAlgorithms: readonly KeyAlgorithm[];
  readonly maxLifetimeDays?: number | undefined;
  /** See name-pattern.ts. What fits none is not allowed. */
  readonly allowedNames: readonly string[];
  /** Those that may sign for it. Empty: none does. */
  readonly authorityIds: readonly string[];
  readonly notes: string;
}

export interface PartnerFinding {
  /** `fail` cannot be stored, `warn` can. */
  readonly level: 'fail' | 'warn';
  readonly code: string;
  /** Where in the spec, such as `ids.2`. */
  readonly path: string;
  readonly value?: string;
  readonly suggestion?: string;
  /** The partner that stands in the way. */
  readonly other?: { readonly partnerId: string; readonly name: string };
}

/** Most ids of one partner: a hub may speak for hundreds. */
export const MAX_PARTNER_IDS = 2000;

/** Names are unique without case; blanks at the edges and runs of blanks count for nothing. */
export function partnerNameKey(name: string): string {
  return usualText(name).toLowerCase();
}

/** Equal for equal ids: same kind, same spelling but for case. Any text has one, so that claims can be looked up. */
export function registeredIdKey({ kind, id }: Pick<RegisteredId, 'kind' | 'id'>): string {
  const parsed = parsePartyId(kind, id);
  return parsed.ok ? partyIdKey(parsed.value) : `${kind}:${id.toUpperCase()}`;
}

/** Equal for ids that can be taken for each other: case, separator and kind ignored, O like 0, l like 1. */
export function registeredIdShape(id: string): string {
  return shapeOf(id).replaceAll(/[*-]/g, '');
}

/** The spec as it is stored: texts trimmed, patterns in their usual spelling, nothing twice that can be there once only. */
export function usualPartner(spec: PartnerSpec): PartnerSpec {
  const contacts = spec.contacts.map(({ name, role, phone, mail }) => ({
    name: usualText(name),
    role: usualText(role),
    phone: usualText(phone),
    mail: mail.trim(),
  }));
  return {
    name: usualText(spec.name),
    platform: usualText(spec.platform),
    ids: spec.ids.map(({ kind, id, confirmed }) => ({
      kind,
      id: id.trim(),
      ...(confirmed === undefined
        ? {}
        : { confirmed: { ...confirmed, by: usualText(confirmed.by), note: usualText(confirmed.note) } }),
    })),
    contacts: contacts.filter(({ name, role, phone, mail }) => `${name}${role}${phone}${mail}` !== ''),
    allowedAlgorithms: keyAlgorithms.filter((algorithm) => spec.allowedAlgorithms.includes(algorithm)),
    ...(spec.maxLifetimeDays === undefined ? {} : { maxLifetimeDays: spec.maxLifetimeDays }),
    allowedNames: [...new Set(spec.allowedNames.map(usualPattern).filter((text) => text !== ''))],
    authorityIds: [...new Set(spec.authorityIds)],
    notes: spec.notes.replaceAll('\r\n', '\n').trim(),
  };
}

/** What keeps a spec from being stored, and what is odd about it. It is judged as {@link usualPartner} gives it. */
export function checkPartner(spec: PartnerSpec, now: Date): readonly PartnerFinding[] {
  return [
    ...checkTexts(spec),
    ...checkIds(spec.ids),
    ...checkConfirmations(spec.ids, now),
    ...spec.contacts.flatMap(checkContact),
    ...spec.allowedNames.flatMap(checkPattern),
  ];
}

function usualText(text: string): string {
  return text.replaceAll(/[\t\r\n ]+/g, ' ').trim();
}

function usualPattern(text: string): string {
  const pattern = parseNamePattern(text.trim());
  return pattern.ok ? formatNamePattern(pattern.value) : text.trim();
}

function checkTexts({ name, platform, notes }: PartnerSpec): readonly PartnerFinding[] {
  const empty: readonly PartnerFinding[] =
    name === '' ? [{ level: 'fail', code: 'PARTNER_NAME_EMPTY', path: 'name' }] : [];
  return [
    ...empty,
    ...unsafe('name', name),
    ...unsafe('platform', platform),
    // Lines of a note are its own.
    ...unsafe('notes', notes.replaceAll(/[\n\t]/g, ' ')),
  ];
}

/** A name that hides or turns characters could be taken for another partner's. */
function unsafe(path: string, value: string): readonly PartnerFinding[] {
  return findUnsafeCharacters(value, 1).length === 0
    ? []
    : [{ level: 'fail', code: 'PARTNER_TEXT_UNSAFE', path, value }];
}

function checkIds(ids: readonly RegisteredId[]): readonly PartnerFinding[] {
  if (ids.length === 0) return [{ level: 'warn', code: 'PARTNER_WITHOUT_IDS', path: 'ids' }];
  if (ids.length > MAX_PARTNER_IDS)
    return [{ level: 'fail', code: 'PARTNER_TOO_MANY_IDS', path: 'ids', value: String(ids.length) }];
  const findings: PartnerFinding[] = [];
  for (const kind of ['party', 'sub-cpo', 'sub-emsp'] as const) {
    const places = ids.flatMap((one, place) => (one.kind === kind ? [place] : []));
    const values = places.map((place) => ids[place]?.id ?? '');
    for (const { code, severity, value, index, suggestion } of checkPartyIds(kind, values)) {
      // Twice is a slip of the hand that would leave one confirmation unseen.
      const level = severity === 'error' || code === 'PARTY_ID_DUPLICATE' ? 'fail' : 'warn';
      const path = `ids.${places[index] ?? 0}`;
      findings.push({ level, code, path, value, ...(suggestion === undefined ? {} : { suggestion }) });
    }
  }
  return findings;
}

/** Clocks of two machines differ by less. */
const CLOCK_MS = 10 * 60_000;

function checkConfirmations(ids: readonly RegisteredId[], now: Date): readonly PartnerFinding[] {
  return ids.flatMap(({ id, confirmed }, place): readonly PartnerFinding[] => {
    if (confirmed === undefined) return [];
    const path = `ids.${place}.confirmed`;
    const isLater = Date.parse(confirmed.at) > now.getTime() + CLOCK_MS;
    return [
      ...(isLater ? [{ level: 'fail', code: 'CONFIRMATION_FUTURE', path, value: id } as const] : []),
      ...(confirmed.by === '' ? [{ level: 'fail', code: 'CONFIRMATION_NOBODY', path, value: id } as const] : []),
      ...unsafe(path, `${confirmed.by} ${confirmed.note}`),
    ];
  });
}

function checkContact({ name, role, phone, mail }: PartnerContact, place: number): readonly PartnerFinding[] {
  const path = `contacts.${place}`;
  const isMail = mail === '' || checkSubjectAltName({ kind: 'mail', value: mail }).ok;
  const isPhone = phone === '' || /^\+?[0-9()/.\- ]{2,40}(?: ?(?:ext\.?|x) ?\d{1,8})?$/.test(phone);
  return [
    ...unsafe(path, `${name} ${role}`),
    ...(name === '' ? [{ level: 'warn', code: 'CONTACT_NAMELESS', path } as const] : []),
    ...(isMail ? [] : [{ level: 'fail', code: 'CONTACT_MAIL', path, value: mail } as const]),
    ...(isPhone ? [] : [{ level: 'fail', code: 'CONTACT_PHONE', path, value: phone } as const]),
  ];
}

function checkPattern(text: string, place: number): readonly PartnerFinding[] {
  const pattern = parseNamePattern(text);
  return pattern.ok ? [] : [{ level: 'fail', path: `allowedNames.${place}`, ...pattern.error }];
}

/** A partner of whom nothing is stated yet; a new one each time, so that everybody may fill it. */
export function blankPartner() {
  return {
    name: '',
    platform: '',
    ids: [],
    contacts: [],
    allowedAlgorithms: [],
    allowedNames: [],
    authorityIds: [],
    notes: '',
  };
}

/** What can be stated again of a partner as it is registered; ids, contacts and lists stay what they are. */
export function specOfPartner<I, C, A, L>(partner: {
  readonly name: string;
  readonly platform: string;
  readonly ids: I;
  readonly contacts: C;
  readonly allowedAlgorithms: A;
  readonly maxLifetimeDays?: number | undefined;
  readonly allowedNames: L;
  readonly authorityIds: L;
  readonly notes: string;
}) {
  const { name, platform, ids, contacts, allowedAlgorithms, allowedNames, authorityIds, notes } = partner;
  const { maxLifetimeDays } = partner;
  return {
    name,
    platform,
    ids,
    contacts,
    allowedAlgorithms,
    ...(maxLifetimeDays === undefined ? {} : { maxLifetimeDays }),
    allowedNames,
    authorityIds,
    notes,
  };
}
