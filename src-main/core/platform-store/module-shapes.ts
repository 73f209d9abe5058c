import type { RowOrder } from '../../../shared/contract/platform-rows.ts';
import type { FeedModule } from '../../../shared/domain/ocpi-version.ts';

/** Where the rows of a module are kept, by what they can be sorted, and what a time window goes by. */
export interface ModuleShape {
  readonly module: FeedModule;
  /** Stands for the module in tables of all modules; never changed once shipped. */
  readonly code: number;
  readonly table: string;
  /** Columns beside those that all modules have, with their types. */
  readonly columns: readonly (readonly [name: string, type: 'text' | 'integer'])[];
  /** Orders with a table of their own, each with the SQL expression of its value; nulls come first. */
  readonly sorts: Readonly<Partial<Record<RowOrder, string>>>;
  readonly window: RowOrder;
}

/** Below any time, energy or price, so that what is unknown sorts first. */
const LOWEST = '-1000000000000000';
const number = (column: string): string => `coalesce(${column}, ${LOWEST})`;
const decimal = (column: string): string => `coalesce(cast(${column} as real), ${LOWEST}.0)`;
/** Long enough to tell ids apart; what is equal so far keeps the order of arrival. */
const text = (column: string): string => `coalesce(substr(lower(${column}), 1, 40), '')`;

const lastUpdated = number('updated');
const usageColumns = [
  ['started', 'integer'],
  ['ended', 'integer'],
  ['kwh', 'text'],
  ['cost', 'text'],
  ['place', 'integer'],
  ['tariffs', 'integer'],
  ['person', 'integer'],
  ['auth_method', 'text'],
  ['auth_reference', 'text'],
] as const;
const usageSorts = {
  lastUpdated,
  id: text('id'),
  startedAt: number('started'),
  endedAt: number('ended'),
  kwh: decimal('kwh'),
  cost: decimal('cost'),
};

export const moduleShapes: Readonly<Record<FeedModule, ModuleShape>> = {
  locations: {
    module: 'locations',
    code: 1,
    table: 'locations',
    columns: [
      ['name', 'text'],
      ['address', 'text'],
      ['city', 'text'],
      ['postal_code', 'text'],
      ['evses', 'integer'],
      ['connectors', 'integer'],
      ['statuses', 'text'],
      ['latitude', 'text'],
      ['longitude', 'text'],
      ['operator', 'text'],
    ],
    sorts: { lastUpdated, id: text('id'), name: text('name'), city: text('city'), evses: number('evses') },
    window: 'lastUpdated',
  },
  tariffs: {
    module: 'tariffs',
    code: 2,
    table: 'tariffs',
    columns: [
      ['elements', 'integer'],
      ['summary', 'text'],
      ['valid_from', 'integer'],
      ['valid_to', 'integer'],
    ],
    sorts: { lastUpdated, id: text('id'), validFrom: number('valid_from'), validTo: number('valid_to') },
    window: 'lastUpdated',
  },
  sessions: {
    module: 'sessions',
    code: 3,
    table: 'sessions',
    columns: usageColumns,
    sorts: usageSorts,
    window: 'startedAt',
  },
  cdrs: {
    module: 'cdrs',
    code: 4,
    table: 'cdrs',
    columns: [
      ...usageColumns,
      ['session', 'text'],
      ['session_hash', 'integer'],
      ['hours', 'text'],
      ['invoice', 'text'],
    ],
    sorts: { ...usageSorts, hours: decimal('hours') },
    window: 'startedAt',
  },
  tokens: {
    module: 'tokens',
    code: 5,
    table: 'tokens',
    columns: [
      ['person', 'integer'],
      ['issuer', 'text'],
      ['whitelist', 'text'],
    ],
    sorts: { lastUpdated, issuer: text('issuer') },
    window: 'lastUpdated',
  },
  tariffassociations: {
    module: 'tariffassociations',
    code: 6,
    table: 'tariff_associations',
    columns: [
      ['tariffs', 'integer'],
      ['tariff', 'text'],
      ['audience', 'text'],
      ['starts', 'integer'],
      ['connectors', 'integer'],
    ],
    sorts: { lastUpdated, id: text('id') },
    window: 'lastUpdated',
  },
  evsestatuses: {
    module: 'evsestatuses',
    code: 7,
    table: 'evse_statuses',
    columns: [],
    sorts: { lastUpdated, id: text('id') },
    window: 'lastUpdated',
  },
};

export const allShapes: readonly ModuleShape[] = Object.values(moduleShapes);

/** Columns that all modules have, in the order in which they are bound. */
export const commonColumns = [
  'row',
  'key_hash',
  'connection',
  'key',
  'facet',
  'id',
  'version',
  'updated',
  'first_seen',
  'seen_run',
  'changed_at',
  'sha',
  'findings',
] as const;

/** What rows share with many others: kept once, with the number of rows, so that filters count without reading rows. */
export const facetColumns = [
  'module',
  'connection',
  'party',
  'state',
  'worst',
  'status',
  'currency',
  'country',
  'type',
  'signed',
  'credit',
  'valid',
] as const;
export type FacetColumn = (typeof facetColumns)[number];

/** Orders that go by a facet. */
export const facetOrders: Readonly<Partial<Record<RowOrder, Exclude<FacetColumn, 'module'>>>> = {
  party: 'party',
  status: 'status',
  currency: 'currency',
  country: 'country',
  type: 'type',
  valid: 'valid',
};

/** Kinds of links from a row to what it names; the link's number is that of the named thing × 8 + kind. */
export const linkKinds = { person: 1, place: 2, tariffs: 3, session: 4 } as const;

/** SQL of the link numbers of a row, each with its column; null where the row names nothing. */
export function linkExpressions(shape: ModuleShape): readonly string[] {
  const has = (name: string): boolean => shape.columns.some(([column]) => column === name);
  const links = (['person', 'place', 'tariffs'] as const).filter(has).map((name) => `${name} * 8 + ${linkKinds[name]}`);
  return has('session_hash') ? [...links, `session_hash * 8 + ${linkKinds.session}`] : links;
}

export const sortTable = (shape: ModuleShape, order: string): string =>
  `${shape.table}_by_${order.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
