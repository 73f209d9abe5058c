import type { Partner, PartnerSpec } from '../../../shared/contract/partners.ts';
import type { IdConfirmation, PartnerContact, RegisteredId } from '../../../shared/contract/partner-file.ts';
import { registeredIdKey } from '../../../shared/domain/partners.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { allRows } from '../all-rows.ts';
import type { CommandContext, CommandFault, CommandOption, Options } from '../command.ts';
import { KeyAlgorithmName } from '../../../shared/contract/key-facts.ts';
import { findAuthority } from './find-pki.ts';

const MAX_FILTER = 200;

export const partnerOption = {
  kind: 'text',
  required: true,
  value: 'NAME|ID',
  about: 'name, id or one of the party ids of the partner',
} as const;

const clearable = [
  'platform',
  'party',
  'sub-cpo',
  'sub-emsp',
  'contact',
  'algorithm',
  'max-days',
  'allow',
  'authority',
  'notes',
] as const;
type Clearable = (typeof clearable)[number];

/** What can be stated of a partner: the same for a new one and a change. */
export const statedOptions: Readonly<Record<string, CommandOption>> = {
  platform: { kind: 'text', value: 'TEXT', about: 'what it runs or is connected by' },
  party: { kind: 'texts', value: 'ID', about: 'party id, such as DEGEF; may be repeated; all of them' },
  'sub-cpo': { kind: 'texts', value: 'ID', about: 'sub-CPO id, such as DE*GEF; may be repeated; all of them' },
  'sub-emsp': { kind: 'texts', value: 'ID', about: 'sub-EMSP id, such as DE-GDF; may be repeated; all of them' },
  contact: { kind: 'texts', value: 'NAME|ROLE|PHONE|MAIL', about: 'may be repeated; all of them' },
  algorithm: {
    kind: 'texts',
    value: KeyAlgorithmName.options.join('|'),
    about: 'allowed for its keys; may be repeated',
  },
  'max-days': { kind: 'number', value: 'DAYS', about: 'longest life of its certificates' },
  allow: {
    kind: 'texts',
    value: 'PATTERN',
    about:
      'names it may ask for: dns:host, dns:*.host (one label), dns:**.host, ip:address[/bits], uri:prefix, mail:[local@]domain; may be repeated; all of them',
  },
  authority: { kind: 'texts', value: 'NAME|ID', about: 'that serves it; may be repeated; all of them' },
  notes: { kind: 'text', value: 'TEXT', about: 'for people' },
};

export const clearOption: CommandOption = {
  kind: 'texts',
  value: clearable.join('|'),
  about: 'take away what is stated; may be repeated',
};

/** By id, by name or by a party id, each without case. */
export async function findPartner({ client }: CommandContext, named: string): Promise<Result<Partner, CommandFault>> {
  if (/^[A-Za-z0-9_-]{1,64}$/.test(named)) {
    const shown = await client.partners.show({ partnerId: named });
    if (shown.ok) return ok(shown.value.partner);
    if (shown.error.code !== 'PARTNER_NOT_FOUND') return shown;
  }
  const listed = await allRows((place) =>
    client.partners.list({ ...place, filter: named.slice(0, MAX_FILTER), archived: 'all' }),
  );
  if (!listed.ok) return listed;
  const folded = named.toLowerCase();
  const byName = listed.value.filter(({ name }) => name.toLowerCase() === folded);
  const ofId = listed.value.filter(
    ({ archived, partyIds, subCpoIds, subEmspIds }) =>
      !archived && [...partyIds, ...subCpoIds, ...subEmspIds].some((id) => id.toLowerCase() === folded),
  );
  const [first, another] = byName.length > 0 ? byName : ofId;
  if (first === undefined) return fail({ code: 'PARTNER_NOT_FOUND', data: { detail: named } });
  if (another !== undefined) return fail({ code: 'PARTNER_AMBIGUOUS', data: { detail: named } });
  const shown = await client.partners.show({ partnerId: first.partnerId });
  return shown.ok ? ok(shown.value.partner) : shown;
}

/** The spec that the options make of what is there; what is not given stays. */
export async function readPartnerSpec(
  context: CommandContext,
  before: PartnerSpec,
): Promise<Result<PartnerSpec, CommandFault>> {
  const { options } = context;
  const cleared = new Set<Clearable>();
  for (const word of options.texts('clear')) {
    const field = clearable.find((one) => one === word);
    if (field === undefined) return usage(`--clear is one of ${clearable.join(', ')}`);
    cleared.add(field);
  }
  const algorithms: PartnerSpec['allowedAlgorithms'] = [];
  for (const word of options.texts('algorithm')) {
    const algorithm = KeyAlgorithmName.safeParse(word);
    if (!algorithm.success) return usage(`--algorithm is one of ${KeyAlgorithmName.options.join(', ')}`);
    algorithms.push(algorithm.data);
  }
  const authorityIds: string[] = [];
  for (const named of options.texts('authority')) {
    const found = await findAuthority(context, named);
    if (!found.ok) return found;
    authorityIds.push(found.value.authorityId);
  }
  const contacts: PartnerContact[] = [];
  for (const text of options.texts('contact')) {
    const [name = '', role = '', phone = '', mail = '', ...more] = text.split('|').map((part) => part.trim());
    if (more.length > 0) return usage('--contact is NAME|ROLE|PHONE|MAIL');
    contacts.push({ name, role, phone, mail });
  }
  const days = cleared.has('max-days') ? undefined : (options.number('max-days') ?? before.maxLifetimeDays);
  const list = <T>(field: Clearable, given: readonly T[], old: readonly T[]): T[] =>
    given.length > 0 ? [...given] : cleared.has(field) ? [] : [...old];
  return ok({
    name: options.text('name') ?? before.name,
    platform: options.text('platform') ?? (cleared.has('platform') ? '' : before.platform),
    ids: (['party', 'sub-cpo', 'sub-emsp'] as const).flatMap((kind) => {
      const old = before.ids.filter((one) => one.kind === kind);
      return list(kind, readIds(options, kind, old), old);
    }),
    contacts: list('contact', contacts, before.contacts),
    allowedAlgorithms: list('algorithm', algorithms, before.allowedAlgorithms),
    ...(days === undefined ? {} : { maxLifetimeDays: days }),
    allowedNames: list('allow', options.texts('allow'), before.allowedNames),
    authorityIds: list('authority', authorityIds, before.authorityIds),
    notes: options.text('notes') ?? (cleared.has('notes') ? '' : before.notes),
  });
}

/** Ids that stay keep their confirmation. */
function readIds(options: Options, kind: RegisteredId['kind'], old: readonly RegisteredId[]): readonly RegisteredId[] {
  const confirmed = new Map(old.map((one) => [registeredIdKey(one), one.confirmed]));
  return options.texts(kind).map((id) => {
    const kept = confirmed.get(registeredIdKey({ kind, id }));
    return kept === undefined ? { kind, id } : { kind, id, confirmed: kept };
  });
}

/** The same partner with one of its ids confirmed, or not any more. */
export function confirmId(
  { ids, ...spec }: PartnerSpec,
  id: string,
  confirmed: IdConfirmation | undefined,
): Result<PartnerSpec, CommandFault> {
  const same = (one: RegisteredId): boolean => one.id.toUpperCase() === id.toUpperCase();
  if (!ids.some(same)) return fail({ code: 'PARTNER_ID_UNKNOWN', data: { detail: id } });
  const changed = ids.map((one): RegisteredId => {
    if (!same(one)) return one;
    return confirmed === undefined ? { kind: one.kind, id: one.id } : { kind: one.kind, id: one.id, confirmed };
  });
  return ok({ ...spec, ids: changed });
}

export function usage(detail: string): Result<never, CommandFault> {
  return fail({ code: 'USAGE', data: { detail } });
}
