import type { RowFilter } from '../../../shared/contract/platform-rows.ts';
import type { ListView } from '../lists/list-view.ts';
import type { PagedModule } from './data-columns.tsx';

export const STATES = ['present', 'unlisted', 'not-understood'] as const;
const YES_NO = ['yes', 'no'] as const;

/** How a filter is asked for. */
type FilterKind = 'connection' | 'partner' | 'state' | 'yes-no' | 'day' | 'amount' | 'text';

/** Filters of the lists by name, in the order in which they are offered. */
const kinds = {
  connection: 'connection',
  partner: 'partner',
  party: 'text',
  from: 'day',
  to: 'day',
  status: 'text',
  state: 'state',
  findings: 'yes-no',
  code: 'text',
  currency: 'text',
  costFrom: 'amount',
  costTo: 'amount',
  country: 'text',
  type: 'text',
  published: 'yes-no',
  valid: 'yes-no',
  signed: 'yes-no',
  credit: 'yes-no',
  location: 'text',
  evse: 'text',
  tariff: 'text',
  session: 'text',
  object: 'text',
} as const satisfies Readonly<Record<string, FilterKind>>;
export type FilterName = keyof typeof kinds;

const always = ['connection', 'partner', 'party', 'from', 'to', 'state', 'findings', 'code', 'object'] as const;
const usage = ['status', 'currency', 'costFrom', 'costTo', 'location', 'evse', 'tariff'] as const;
const own: Readonly<Record<PagedModule, readonly FilterName[]>> = {
  sessions: usage,
  cdrs: [...usage.slice(1), 'session', 'signed', 'credit'],
  locations: ['country', 'published'],
  tariffs: ['currency', 'type'],
  tokens: ['type', 'valid'],
};

export function kindOf(name: FilterName): FilterKind {
  return kinds[name];
}

export function isFilterName(name: string): name is FilterName {
  return name in kinds;
}

/** The filters that a module's list has, in their order. */
export function filtersOf(module: PagedModule): readonly FilterName[] {
  const has = new Set<FilterName>([...always, ...own[module]]);
  return Object.keys(kinds)
    .filter(isFilterName)
    .filter((name) => has.has(name));
}

const AMOUNT = /^-?\d{1,12}(?:\.\d{1,6})?$/;

/** What was typed as an amount, as the contract has it; a comma is taken for the point. */
export function amountOf(typed: string): string | undefined {
  const text = typed.trim().replace(',', '.');
  return AMOUNT.test(text) ? text : undefined;
}

const DAY_MS = 86_400_000;

/** Midnight in UTC of a day as date fields give it, so many days later; a time, as the command line can save it, as it is. */
function dayStart(day: string, later: number): string | undefined {
  const isDay = !day.includes('T');
  const ms = Date.parse(isDay ? `${day}T00:00:00.000Z` : day);
  return Number.isNaN(ms) ? undefined : new Date(ms + (isDay ? later * DAY_MS : 0)).toISOString();
}

/** The day that `dayStart` made this of; the time itself where it is no midnight. */
function dayOf(time: string, later: number): string {
  const ms = Date.parse(time) - later * DAY_MS;
  return ms % DAY_MS === 0 ? new Date(ms).toISOString().slice(0, 10) : time;
}

const yes = (value: string | undefined): boolean | undefined =>
  YES_NO.some((one) => one === value) ? value === 'yes' : undefined;
const wordsOf = (value: string | undefined): string[] | undefined => {
  const words = value?.split(/[\s,]+/).filter((one) => one !== '');
  return words === undefined || words.length === 0 ? undefined : words;
};

/** Filters that core has under another name or the same, their value as it stands. */
const plain = {
  partner: 'partnerId',
  party: 'party',
  currency: 'currency',
  country: 'country',
  type: 'type',
  location: 'locationId',
  evse: 'evseUid',
  tariff: 'tariffId',
  session: 'sessionId',
  object: 'objectId',
} as const satisfies Partial<Record<FilterName, keyof RowFilter>>;
const yesNo = {
  findings: 'hasFindings',
  published: 'published',
  valid: 'valid',
  signed: 'signed',
  credit: 'credit',
} as const satisfies Partial<Record<FilterName, keyof RowFilter>>;

type Names<T> = readonly (readonly [keyof T & FilterName, T[keyof T]])[];
// `Object.entries` knows of no name more than that it is a text.
const plainNames = Object.entries(plain) as unknown as Names<typeof plain>;
const yesNoNames = Object.entries(yesNo) as unknown as Names<typeof yesNo>;

type Asked = { readonly [K in keyof RowFilter]: RowFilter[K] | undefined };

/** What core is asked for. Days are whole ones in UTC, the last one inclusive; what cannot be read filters nothing. */
export function rowFilterOf(text: string, filters: ListView['filters']): RowFilter {
  const states = wordsOf(filters['state']);
  const asked: Asked = {
    ...Object.fromEntries(plainNames.map(([name, field]) => [field, filters[name]])),
    ...Object.fromEntries(yesNoNames.map(([name, field]) => [field, yes(filters[name])])),
    connectionIds: wordsOf(filters['connection'])?.slice(0, 100),
    text: text === '' ? undefined : text,
    status: wordsOf(filters['status'])?.slice(0, 20),
    from: dayStart(filters['from'] ?? '', 0),
    to: dayStart(filters['to'] ?? '', 1),
    state: STATES.some((one) => states?.includes(one)) ? STATES.filter((one) => states?.includes(one)) : undefined,
    findingCode: filters['code']?.trim().toUpperCase(),
    costFrom: amountOf(filters['costFrom'] ?? ''),
    costTo: amountOf(filters['costTo'] ?? ''),
  };
  const stated: RowFilter = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  return stated;
}

/** The other way: what the list is set to so that it asks core for this. */
export function filtersOfRows(filter: RowFilter): Pick<ListView, 'text' | 'filters'> {
  const { connectionIds, text, status, from, to, state, findingCode, costFrom, costTo } = filter;
  const set: Readonly<Record<string, string | undefined>> = {
    connection: connectionIds?.join(' '),
    ...Object.fromEntries(plainNames.map(([name, field]) => [name, filter[field]])),
    ...Object.fromEntries(
      yesNoNames.map(([name, field]) => [name, filter[field] === undefined ? undefined : filter[field] ? 'yes' : 'no']),
    ),
    status: status?.join(' '),
    from: from === undefined ? undefined : dayOf(from, 0),
    to: to === undefined ? undefined : dayOf(to, 1),
    state: state?.join(' '),
    code: findingCode,
    costFrom,
    costTo,
  };
  const filters = Object.entries(set).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, value] as const],
  );
  return { text: text ?? '', filters: Object.fromEntries(filters) };
}
