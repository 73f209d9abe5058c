import type { ListedModule, ObjectRow, RowOrder } from '../../../shared/contract/platform-rows.ts';
import type { Translate } from '../../locales/translate.ts';
import type { Column } from '../../ui/data-table.tsx';
import { RelativeDate, UtcDate } from '../../ui/dates.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { Link } from '../lists/filter-bar.tsx';
import { openObject } from './open-object.ts';

/** Modules that have a page of their own. */
export type PagedModule = Exclude<ListedModule, 'tariffassociations'>;

/** What lists can be sorted by in the window; their columns are called the same. */
type ColumnId = RowOrder | 'connection' | 'findings' | 'locationId' | 'tokenUid' | 'contractId' | 'summary' | 'uid';

interface Shown {
  readonly id: ColumnId;
  readonly width: string;
  readonly kind?: 'text' | 'number' | 'date' | 'mono';
  readonly sortable?: boolean;
}

const id: Shown = { id: 'id', width: 'minmax(9rem, 1.2fr)', kind: 'mono', sortable: true };
const party: Shown = { id: 'party', width: '6rem', kind: 'mono', sortable: true };
const started: Shown = { id: 'startedAt', width: 'minmax(10rem, 0.8fr)', kind: 'date', sortable: true };
const usage: readonly Shown[] = [
  { id: 'kwh', width: '6.5rem', kind: 'number', sortable: true },
  { id: 'cost', width: '8rem', kind: 'number', sortable: true },
  { id: 'locationId', width: 'minmax(7rem, 1fr)', kind: 'mono' },
  { id: 'tokenUid', width: '8rem', kind: 'mono' },
];
const updated: Shown = { id: 'lastUpdated', width: '9rem', kind: 'date', sortable: true };
const findings: Shown = { id: 'findings', width: '7rem' };

const shown: Readonly<Record<PagedModule, readonly Shown[]>> = {
  sessions: [id, party, { id: 'status', width: '8rem', sortable: true }, started, ...usage, findings],
  cdrs: [id, party, started, { id: 'hours', width: '5.5rem', kind: 'number', sortable: true }, ...usage, findings],
  locations: [
    id,
    party,
    { id: 'name', width: 'minmax(9rem, 1.4fr)', sortable: true },
    { id: 'city', width: 'minmax(6rem, 1fr)', sortable: true },
    { id: 'country', width: '5.5rem', sortable: true },
    { id: 'evses', width: '5rem', kind: 'number', sortable: true },
    updated,
    findings,
  ],
  tariffs: [
    id,
    party,
    { id: 'currency', width: '6rem', sortable: true },
    { id: 'type', width: 'minmax(7rem, 0.7fr)', sortable: true },
    { id: 'summary', width: 'minmax(10rem, 1.6fr)' },
    updated,
    findings,
  ],
  tokens: [
    { id: 'uid', width: 'minmax(8rem, 1fr)', kind: 'mono' },
    party,
    { id: 'type', width: '8rem', sortable: true },
    { id: 'contractId', width: 'minmax(8rem, 1fr)', kind: 'mono' },
    { id: 'issuer', width: 'minmax(8rem, 1fr)', sortable: true },
    { id: 'valid', width: '5rem', sortable: true },
    updated,
    findings,
  ],
};

/** The columns of a module's list; the first leads to the object. */
export function columnsOf(t: Translate, module: PagedModule): readonly Column<ObjectRow>[] {
  return shown[module].map(({ id: name, width, kind, sortable }, at) => ({
    id: name,
    header: t(`platformData.col_${name}`),
    width,
    ...(kind === undefined ? {} : { kind }),
    ...(sortable === undefined ? {} : { sortable }),
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
      return typeof value === 'string' ? <UtcDate date={new Date(value)} relative={false} /> : '–';
    case 'cost': {
      const { currency } = values;
      return typeof value === 'string' ? (
        <SafeText text={`${value} ${typeof currency === 'string' ? currency : ''}`} />
      ) : (
        '–'
      );
    }
    case 'valid':
      return value === undefined ? '–' : t(value === true ? 'platformData.yes' : 'platformData.no');
    default:
      if (value === undefined || value === null || value === '') return '–';
      return <SafeText text={typeof value === 'string' ? value : JSON.stringify(value)} />;
  }
}

function Trouble({ row, t }: { readonly row: ObjectRow; readonly t: Translate }) {
  if (row.state === 'not-understood') return <StateWord verdict="fail" word={t('platformData.state_not-understood')} />;
  if (row.state === 'unlisted') return <StateWord verdict="unknown" word={t('platformData.state_unlisted')} />;
  if (row.worst === undefined) return null;
  const verdict = row.worst === 'note' ? 'info' : row.worst;
  return <StateWord verdict={verdict} word={String(row.findings)} />;
}
