import { useEffect, useMemo, useState, type ReactNode } from 'react';
import type { DataView } from '../../../shared/contract/platform-views.ts';
import { useT } from '../../locales/language.tsx';
import { copyText } from '../../platform/clipboard.ts';
import { useCommands, type Command } from '../../platform/commands.ts';
import { useCoreAction, useCoreQuery } from '../../platform/core.ts';
import { replaceParams, useRoute } from '../../platform/route.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { NoMatchState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { FaultNote } from '../faults/fault-note.tsx';
import { isFiltered, useListView, withoutLastFilter } from '../lists/list-view.ts';
import { SaveViewDialog } from '../lists/save-view-dialog.tsx';
import { usePagedRows } from '../lists/use-paged-rows.ts';
import { useTypedText } from '../lists/use-typed-text.ts';
import { without } from '../lists/without.ts';
import { ColumnsDialog } from './columns-dialog.tsx';
import { columnsOf, rowText, type PagedModule } from './data-columns.tsx';
import { rowFilterOf } from './data-filter.ts';
import { DataBulk } from './data-bulk.tsx';
import { DataBar } from './data-bar.tsx';
import { DataHead } from './data-head.tsx';
import { DataSums } from './data-sums.tsx';
import { EmptyList } from './empty-list.tsx';
import { ExportRowsDialog } from './export-rows-dialog.tsx';
import { FilterChips } from './filter-chips.tsx';
import { FilterDialog } from './filter-dialog.tsx';
import { filtersOfRoute } from './filters-of-route.ts';
import { useKeptColumns } from './kept-columns.ts';
import { firstOrder, orderOf } from './row-order.ts';
import { openObject } from './open-object.ts';
import { PersonDialog } from './person-dialog.tsx';
import { listOfView, useDataViews } from './use-data-views.ts';
import { useRowSelection } from './use-row-selection.ts';

const NONE = [] as const;
type Asking = 'nothing' | 'filters' | 'columns' | 'export' | 'person' | 'save-view';

/** What was read of one module, over all connections: millions of rows, read by position. */
export function DataList({ module }: { readonly module: PagedModule }): ReactNode {
  const t = useT();
  const { params } = useRoute();
  const [asking, setAsking] = useState<Asking>('nothing');
  const first = firstOrder(module);
  const [view, changeView] = useListView(`platform-data ${module}`, { column: first, direction: 'descending' });
  const [chosen, chooseColumns] = useKeptColumns(module);
  const known = useCoreQuery('platforms', ['platforms.list'], (core) => core.platforms.list({})).data?.connections;
  const connections = known ?? NONE;
  const text = useTypedText(view.text.trim());
  const filter = useMemo(() => rowFilterOf(text, view.filters), [text, view.filters]);
  const order = orderOf(view, module);
  const descending = view.sort[0]?.direction === 'descending';
  const shown = { module, filter, order, descending, columns: chosen };
  const { views, current } = useDataViews(shown);
  const list = usePagedRows(
    'platforms',
    ['platformData.rows', module, JSON.stringify(filter), order, descending],
    t('platformData.the_rows'),
    (core, place) => core.platformData.rows({ module, filter, order, descending, ...place }),
  );
  const selection = useRowSelection(list, (row) => String(row.rowId));
  const change: typeof changeView = (part) => {
    // Another list: what was selected in the one before is not in sight any more.
    if (part.filters !== undefined || part.text !== undefined) selection.clear();
    changeView(part);
  };
  const narrow = (filters: typeof view.filters): void => change({ filters, active: -1 });
  const chooseView = (one: DataView | undefined): void => {
    const next = listOfView(one, module, first);
    chooseColumns(next.columns);
    change(next.view);
  };
  const drop = useCoreAction((core, viewId: string) => core.platformData.dropView({ viewId }));
  const dropView = async (viewId: string): Promise<void> => {
    if ((await drop.run(viewId)) === undefined) return;
    showToast(t('ui.viewDropped'));
    chooseView(undefined);
  };
  // Whoever comes from a connection or a kind of finding sees that alone.
  const asked = filtersOfRoute(params);
  useEffect(() => {
    if (asked === undefined) return;
    changeView({ text: '', filters: asked, active: -1 });
    replaceParams({});
  });
  const columns = useMemo(() => columnsOf(t, chosen), [t, chosen]);
  const active = list.rowAt(view.active);
  const copy = async (): Promise<void> => {
    if (active !== undefined && (await copyText(rowText(t, active, chosen)))) showToast(t('dataLists.rowCopied'));
  };
  const commands = useMemo(
    (): readonly Command[] => [
      {
        id: 'dataLists.search',
        title: () => t('platformData.find'),
        icon: 'search',
        keys: '/',
        scope: 'here',
        run: () => document.querySelector<HTMLInputElement>('main input[data-search]')?.focus(),
      },
      ...(['filters', 'columns', 'export'] as const).map((what): Command => ({
        id: `dataLists.${what}`,
        title: () => t(`dataLists.${what}`),
        icon: ({ filters: 'filter', columns: 'columns-3', export: 'download' } as const)[what],
        keys: ({ filters: 'F', columns: 'C', export: 'E' } as const)[what],
        scope: 'here',
        run: () => setAsking(what),
      })),
    ],
    [t],
  );
  useCommands(commands);
  const close = (): void => setAsking('nothing');
  const title = t(`platformData.title_${module}`);
  return (
    <>
      <DataHead
        title={title}
        isPersonal={module === 'sessions' || module === 'cdrs' || module === 'tokens'}
        canExport={list.rowCount > 0}
        onAsk={setAsking}
        onDropView={current === undefined ? undefined : () => void dropView(current.viewId)}
      />
      {drop.fault === undefined ? null : <FaultNote fault={drop.fault} />}
      <DataBar
        view={view}
        views={views}
        current={current}
        onView={chooseView}
        answer={list.answer}
        onText={(next) => change({ text: next })}
        onFilter={(name, value) =>
          narrow(value === 'all' ? without(view.filters, name) : { ...without(view.filters, name), [name]: value })
        }
        onMore={() => setAsking('filters')}
      />
      <FilterChips
        filters={view.filters}
        connections={connections}
        onDrop={(name) => narrow(without(view.filters, name))}
        onDropAll={() => narrow({})}
      />
      <DataTable
        label={title}
        columns={columns}
        rowCount={list.rowCount}
        rowAt={list.rowAt}
        rowKey={(row) => String(row.rowId)}
        listKey={list.listKey}
        onRangeChange={selection.onRangeChange}
        {...(view.active < 0 ? {} : { activeIndex: view.active })}
        onActiveChange={(index) => change({ active: index })}
        onOpen={openObject}
        selection={selection.table}
        onCopy={() => void copy()}
        sort={view.sort}
        onSortChange={(next) => change({ sort: next.slice(0, 1), active: -1 })}
        isQuiet={(row) => row.state === 'unlisted'}
        state={list.state}
        empty={<EmptyList module={module} connections={known} />}
        {...(isFiltered(view)
          ? { noMatch: <NoMatchState onDropLast={() => change({ ...withoutLastFilter(view), active: -1 })} /> }
          : {})}
      />
      {module === 'sessions' || module === 'cdrs' ? (
        <DataSums module={module} filter={filter} rows={list.isStale ? undefined : list.rowCount} />
      ) : null}
      <DataBulk
        count={selection.count}
        isAll={selection.isAll}
        onExport={() => setAsking('export')}
        onClear={selection.clear}
      />
      {asking === 'filters' ? (
        <FilterDialog
          module={module}
          filters={view.filters}
          connections={connections}
          onClose={close}
          onApply={(filters) => {
            close();
            narrow(filters);
          }}
        />
      ) : null}
      {asking === 'save-view' ? (
        <SaveViewDialog
          save={(core, name) => core.platformData.saveView({ ...shown, columns: [...chosen], name })}
          onClose={close}
          onSaved={close}
        />
      ) : null}
      {asking === 'person' ? <PersonDialog onClose={close} /> : null}
      {asking === 'columns' ? (
        <ColumnsDialog module={module} columns={chosen} onClose={close} onChange={chooseColumns} />
      ) : null}
      {asking === 'export' ? (
        <ExportRowsDialog
          {...{ module, filter, order, descending }}
          rowIds={selection.isAll ? NONE : selection.rowIds}
          count={selection.count === 0 ? list.rowCount : selection.count}
          onClose={close}
        />
      ) : null}
    </>
  );
}
