import type { ListedModule, ObjectRow } from '../../../shared/contract/platform-rows.ts';
import type { Translate } from '../../locales/translate.ts';
import type { Column } from '../../ui/data-table.tsx';
import { RelativeDate, UtcDate } from '../../ui/dates.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { Link } from '../lists/filter-bar.tsx';
import { openObject } from './open-object.ts';
import { decimalWords } from './decimal-words.ts';

/** Modules that have a page of their own. */
export type PagedModule = Exclude<ListedModule, 'tariffassociations'>;

interface Shown {
  readonly width: string;
  readonly kind?: 'text' | 'number' | 'date' | 'mono';
  readonly sortable?: boolean;
}

/** Every column that a list can have, called as its value in the row; core sorts by those that are sortable. */
const columns = {
  id: { width: 'minmax(9rem, 1.2fr)', kind: 'mono', sortable: true },
  party: { width: '6rem', kind: 'mono', sortable: true },
  connection: { width: 'minmax(8rem, 0.9fr)' },
  startedAt: { width: 'minmax(10rem, 0.8fr)', kind: 'date', sortable: true },
  endedAt: { width: 'minmax(10rem, 0.8fr)', kind: 'date', sortable: true },
  status: { width: '8rem', sortable: true },
  hours: { width: '5rem', kind: 'number', sortable: true },
  kwh: { width: '6rem', kind: 'number', sortable: true },
  cost: { width: '8rem', kind: 'number', sortable: true },
  locationId: { width: 'minmax(7rem, 1fr)', kind: 'mono' },
  locationName: { width: 'minmax(9rem, 1.2fr)' },
  evseUid: { width: 'minmax(7rem, 1fr)', kind: 'mono' },
  evseId: { width: 'minmax(9rem, 1fr)', kind: 'mono' },
  connectorId: { width: '6rem', kind: 'mono' },
  meterId: { width: 'minmax(7rem, 1fr)', kind: 'mono' },
  tariffIds: { width: 'minmax(7rem, 1fr)', kind: 'mono' },
  tokenUid: { width: '7.5rem', kind: 'mono' },
  contractId: { width: 'minmax(8rem, 1fr)', kind: 'mono' },
  authMethod: { width: '8rem' },
  authReference: { width: 'minmax(8rem, 1fr)', kind: 'mono' },
  sessionId: { width: 'minmax(8rem, 1fr)', kind: 'mono' },
  invoiceReference: { width: 'minmax(8rem, 1fr)', kind: 'mono' },
  signed: { width: '6rem' },
  credit: { width: '6rem' },
  name: { width: 'minmax(9rem, 1.4fr)', sortable: true },
  address: { width: 'minmax(9rem, 1.2fr)' },
  postalCode: { width: '6rem' },
  city: { width: 'minmax(6rem, 1fr)', sortable: true },
  country: { width: '5.5rem', sortable: true },
  operator: { width: 'minmax(8rem, 1fr)' },
  evses: { width: '5rem', kind: 'number', sortable: true },
  connectors: { width: '6.5rem', kind: 'number' },
  published: { width: '6.5rem' },
  latitude: { width: '7rem', kind: 'number' },
  longitude: { width: '7rem', kind: 'number' },
  currency: { width: '6rem', sortable: true },
  type: { width: 'minmax(7rem, 0.7fr)', sortable: true },
  summary: { width: 'minmax(10rem, 1.6fr)' },
  elements: { width: '6.5rem', kind: 'number' },
  validFrom: { width: 'minmax(10rem, 0.8fr)', kind: 'date', sortable: true },
  validTo: { width: 'minmax(10rem, 0.8fr)', kind: 'date', sortable: true },
  uid: { width: 'minmax(8rem, 1fr)', kind: 'mono' },
  visualNumber: { width: 'minmax(8rem, 1fr)', kind: 'mono' },
  issuer: { width: 'minmax(8rem, 1fr)', sortable: true },
  valid: { width: '5rem', sortable: true },
  whitelist: { width: '9rem' },
  lastUpdated: { width: '9rem', kind: 'date', sortable: true },
  findings: { width: '6rem' },
} as const satisfies Readonly<Record<string, Shown>>;
export type ColumnId = keyof typeof columns;

const usage = ['kwh', 'cost', 'locationId', 'tokenUid'] as const;
const furtherUsage = [
  ...(['endedAt', 'currency', 'evseUid', 'connectorId', 'meterId', 'tariffIds', 'contractId'] as const),
  ...(['authMethod', 'authReference'] as const),
];

/** Columns of a list from the start, and those that can be added. */
const lists: Readonly<Record<PagedModule, readonly [usual: readonly ColumnId[], more: readonly ColumnId[]]>> = {
  sessions: [['id', 'party', 'status', 'startedAt', ...usage, 'findings'], furtherUsage],
  cdrs: [
    ['id', 'party', 'startedAt', 'hours', ...usage, 'findings'],
    [...furtherUsage, 'locationName', 'evseId', 'sessionId', 'invoiceReference', 'signed', 'credit'],
  ],
  locations: [
    ['id', 'party', 'name', 'city', 'country', 'evses', 'lastUpdated', 'findings'],
    ['address', 'postalCode', 'operator', 'connectors', 'published', 'latitude', 'longitude'],
  ],
  tariffs: [
    ['id', 'party', 'currency', 'type', 'summary', 'lastUpdated', 'findings'],
    ['elements', 'validFrom', 'validTo'],
  ],
  tokens: [
    ['uid', 'party', 'type', 'contractId', 'issuer', 'valid', 'lastUpdated', 'findings'],
    ['visualNumber', 'whitelist'],
  ],
};

export function usualColumns(module: PagedModule): readonly ColumnId[] {
  return lists[module][0];
}

/** Every column of a module's list, in the order in which they stand. */
export function allColumns(module: PagedModule): readonly ColumnId[] {
  const [usual, more] = lists[module];
  const has = new Set<string>([...usual, ...more, 'connection', 'lastUpdated']);
  const [first] = usual;
  const others = Object.keys(columns)
    .filter(isColumnId)
    .filter((id) => has.has(id) && id !== first);
  return first === undefined ? others : [first, ...others];
}

export function isColumnId(id: string): id is ColumnId {
  return id in columns;
}

/** The columns of a module's list; the first leads to the object. */
export function columnsOf(t: Translate, chosen: readonly ColumnId[]): readonly Column<ObjectRow>[] {
  return chosen.map((name, at) => ({
    id: name,
    header: t(`platformData.col_${name}`),
    ...columns[name],
    render: (row) =>
      at === 0 ? (
        <Link inRow onFollow={() => openObject(row)}>
          {cell(t, row, name)}
        </Link>
      ) : (
        cell(t, row, name)
      ),
  }));
}

/** A row as text, for the clipboard: the columns in their order, parted by tabs. */
export function rowText(t: Translate, row: ObjectRow, chosen: readonly ColumnId[]): string {
  const values: Readonly<Record<string, unknown>> = row;
  return chosen.map((name) => cellText(t, name, values[name]).replace(/[\t\r\n]+/g, ' ')).join('\t');
}

const DECIMALS: ReadonlySet<string> = new Set<ColumnId>(['kwh', 'cost', 'hours']);

function cellText(t: Translate, name: ColumnId, value: unknown): string {
  if (typeof value === 'string' && DECIMALS.has(name)) return decimalWords(t.locale, value);
  if (value === undefined || value === null) return '';
  if (typeof value === 'boolean') return t(value ? 'platformData.yes' : 'platformData.no');
  if (Array.isArray(value)) return value.join(' ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** One value of a row; what was not stated is a dash, what could not be read has its own words. */
function cell(t: Translate, row: ObjectRow, name: ColumnId) {
  const values: Readonly<Record<string, unknown>> = row;
  const value = values[name];
  switch (name) {
    case 'findings':
      return <Trouble row={row} t={t} />;
    case 'lastUpdated':
      return typeof value === 'string' ? <RelativeDate date={new Date(value)} /> : '–';
    case 'startedAt':
    case 'endedAt':
    case 'validFrom':
    case 'validTo':
      return typeof value === 'string' ? <UtcDate date={new Date(value)} relative={false} /> : '–';
    case 'cost': {
      const { currency } = values;
      return typeof value === 'string' ? (
        <SafeText text={`${decimalWords(t.locale, value)} ${typeof currency === 'string' ? currency : ''}`} />
      ) : (
        '–'
      );
    }
    default: {
      const text = cellText(t, name, value);
      return text === '' ? '–' : <SafeText text={text} />;
    }
  }
}

function Trouble({ row, t }: { readonly row: ObjectRow; readonly t: Translate }) {
  if (row.state === 'not-understood') return <StateWord verdict="fail" word={t('platformData.state_not-understood')} />;
  if (row.state === 'unlisted') return <StateWord verdict="unknown" word={t('platformData.state_unlisted')} />;
  if (row.worst === undefined) return null;
  const verdict = row.worst === 'note' ? 'info' : row.worst;
  return <StateWord verdict={verdict} word={String(row.findings)} />;
}
