import { useMemo, type ReactNode } from 'react';
import type { RowFilter, RowOrder } from '../../../shared/contract/platform-rows.ts';
import { useT } from '../../locales/language.tsx';
import { SelectField } from '../../ui/choice-fields.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { EmptyState, NoMatchState } from '../../ui/states.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import { BarField, FilterBar } from '../lists/filter-bar.tsx';
import { isFiltered, useListView, withoutLastFilter } from '../lists/list-view.ts';
import { TYPING_MS, usePagedRows } from '../lists/use-paged-rows.ts';
import { without } from '../lists/without.ts';
import { navigate, replaceParams, useRoute } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { columnsOf, type PagedModule } from './data-columns.tsx';
import { openObject } from './open-object.ts';

const STATES = ['present', 'unlisted', 'not-understood'] as const;
const FINDINGS = ['yes', 'no'] as const;
const ORDERS: readonly RowOrder[] = [
  ...(['lastUpdated', 'id', 'party', 'name', 'city', 'country', 'evses', 'currency', 'type', 'issuer'] as const),
  ...(['valid', 'startedAt', 'endedAt', 'status', 'kwh', 'cost', 'hours', 'validFrom', 'validTo'] as const),
];

/** What was read of one module, over all connections: millions of rows, read by position. */
export function DataList({ module }: { readonly module: PagedModule }): ReactNode {
  const t = useT();
  const first = module === 'sessions' || module === 'cdrs' ? 'startedAt' : 'lastUpdated';
  const [view, change] = useListView(`platform-data ${module}`, { column: first, direction: 'descending' });
  const text = useSettled(view.text.trim(), TYPING_MS);
  const state = STATES.find((one) => one === view.filters['state']);
  const findings = FINDINGS.find((one) => one === view.filters['findings']);
  const [sortKey] = view.sort;
  const order = ORDERS.find((one) => one === sortKey?.column) ?? first;
  const descending = sortKey?.direction === 'descending';
  const { params } = useRoute();
  const { connection, code } = params;
  const filter: RowFilter = {
    ...(connection === undefined ? {} : { connectionIds: [connection] }),
    ...(code === undefined ? {} : { findingCode: code }),
    ...(text === '' ? {} : { text }),
    ...(state === undefined ? {} : { state: [state] }),
    ...(findings === undefined ? {} : { hasFindings: findings === 'yes' }),
  };
  const list = usePagedRows(
    'platforms',
    ['platformData.rows', module, JSON.stringify(filter), order, descending],
    t('platformData.the_rows'),
    (core, place) => core.platformData.rows({ module, filter, order, descending, ...place }),
  );
  const columns = useMemo(() => columnsOf(t, module), [t, module]);
  const setFilter = (name: string, value: string): void => {
    const others = without(view.filters, name);
    change({ filters: value === 'all' ? others : { ...others, [name]: value }, active: -1 });
  };
  const title = t(`platformData.title_${module}`);
  return (
    <>
      <PageHead title={title} />
      <FilterBar>
        <div className="search">
          <SearchField label={t('platformData.find')} value={view.text} onChange={(next) => change({ text: next })} />
        </div>
        <BarField word={t('platformData.state')}>
          <SelectField
            label={t('platformData.state')}
            value={state ?? 'all'}
            choices={[
              { value: 'all', label: t('platformData.allStates') },
              ...STATES.map((value) => ({ value, label: t(`platformData.state_${value}`) })),
            ]}
            onChange={(value) => setFilter('state', value)}
          />
        </BarField>
        <BarField word={t('platformData.withFindings')}>
          <SelectField
            label={t('platformData.withFindings')}
            value={findings ?? 'all'}
            choices={[
              { value: 'all', label: t('platformData.findings_all') },
              ...FINDINGS.map((value) => ({ value, label: t(`platformData.findings_${value}`) })),
            ]}
            onChange={(value) => setFilter('findings', value)}
          />
        </BarField>
        {connection === undefined && code === undefined ? null : (
          <Button small icon="x" onClick={() => replaceParams({})}>
            {[params['name'], code].filter((word) => word !== undefined).join(', ')}
          </Button>
        )}
        {list.known ? <span className="count">{t('platformData.count', { count: list.rowCount })}</span> : null}
      </FilterBar>
      <DataTable
        label={title}
        columns={columns}
        rowCount={list.rowCount}
        rowAt={list.rowAt}
        rowKey={(row) => String(row.rowId)}
        onRangeChange={list.onRangeChange}
        {...(view.active < 0 ? {} : { activeIndex: view.active })}
        onActiveChange={(active) => change({ active })}
        onOpen={openObject}
        sort={view.sort}
        onSortChange={(next) => change({ sort: next.slice(0, 1), active: -1 })}
        isQuiet={(row) => row.state === 'unlisted'}
        state={list.state}
        empty={
          <EmptyState
            title={t('platformData.none')}
            text={t('platformData.noneText')}
            actions={
              <Button kind="primary" icon="plug" onClick={() => navigate('platforms')}>
                {t('platforms.title')}
              </Button>
            }
          />
        }
        {...(isFiltered(view) || connection !== undefined || code !== undefined
          ? {
              noMatch: (
                <NoMatchState
                  onDropLast={() =>
                    isFiltered(view) ? change({ ...withoutLastFilter(view), active: -1 }) : replaceParams({})
                  }
                />
              ),
            }
          : {})}
      />
    </>
  );
}
