import type { RowFilter } from '../../../shared/contract/platform-rows.ts';
import type { ConnectionRow } from '../../../shared/contract/platforms.ts';
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
} as const satisfies Readonly<Record<string, FilterKind>>;
export type FilterName = keyof typeof kinds;

const always = ['connection', 'partner', 'party', 'from', 'to', 'state', 'findings', 'code'] as const;
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

/** Midnight in UTC of a day as date fields give it, so many days later. */
function dayStart(day: string, later: number): string | undefined {
  const ms = Date.parse(`${day}T00:00:00.000Z`);
  return Number.isNaN(ms) ? undefined : new Date(ms + later * DAY_MS).toISOString();
}

const yes = (value: string | undefined): boolean | undefined =>
  YES_NO.some((one) => one === value) ? value === 'yes' : undefined;

/** What core is asked for. Days are whole ones in UTC, the last one inclusive; what cannot be read filters nothing. */
export function rowFilterOf(
  text: string,
  filters: ListView['filters'],
  connections: readonly ConnectionRow[],
): RowFilter {
  const { connection, partner, party, status, from, to, state, code, currency, country, type } = filters;
  const { costFrom, costTo, location, evse, tariff, session } = filters;
  const connectionIds =
    connection !== undefined
      ? [connection]
      : partner === undefined
        ? undefined
        : connections.filter(({ partnerId }) => partnerId === partner).map(({ connectionId }) => connectionId);
  const asked: { readonly [K in keyof RowFilter]: RowFilter[K] | undefined } = {
    connectionIds: connectionIds?.slice(0, 100),
    text: text === '' ? undefined : text,
    party,
    status: status
      ?.split(/[\s,]+/)
      .filter((one) => one !== '')
      .slice(0, 20),
    from: from === undefined ? undefined : dayStart(from, 0),
    to: to === undefined ? undefined : dayStart(to, 1),
    state: STATES.filter((one) => one === state).length === 0 ? undefined : STATES.filter((one) => one === state),
    hasFindings: yes(filters['findings']),
    findingCode: code?.trim().toUpperCase(),
    currency,
    costFrom: amountOf(costFrom ?? ''),
    costTo: amountOf(costTo ?? ''),
    country,
    type,
    published: yes(filters['published']),
    valid: yes(filters['valid']),
    signed: yes(filters['signed']),
    credit: yes(filters['credit']),
    locationId: location,
    evseUid: evse,
    tariffId: tariff,
    sessionId: session,
  };
  const stated: RowFilter = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  return stated;
}
