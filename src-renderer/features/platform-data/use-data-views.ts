import type { RowFilter, RowOrder } from '../../../shared/contract/platform-rows.ts';
import type { DataView } from '../../../shared/contract/platform-views.ts';
import { useCoreQuery } from '../../platform/core.ts';
import type { ListView } from '../lists/list-view.ts';
import { usualColumns, type ColumnId, type PagedModule } from './data-columns.tsx';
import { filtersOfRows, rowFilterOf } from './data-filter.ts';
import { knownColumns } from './kept-columns.ts';

/** What a list shows, as a view saves it. */
export interface Shown {
  readonly module: PagedModule;
  readonly filter: RowFilter;
  readonly order: RowOrder;
  readonly descending: boolean;
  readonly columns: readonly ColumnId[];
}

const NONE = [] as const;

/** Views that were saved of this list, and the one that the list is at now, whoever set it so. */
export function useDataViews(shown: Shown): {
  readonly views: readonly DataView[];
  readonly current: DataView | undefined;
} {
  const { module } = shown;
  const query = useCoreQuery('platforms', ['platformData.views', module], (core) =>
    core.platformData.views({ module }),
  );
  const views = query.data?.views ?? NONE;
  return { views, current: views.find((view) => isAt(view, shown)) };
}

/** How the list looks when this view is chosen; without one, as it looks at first. */
export function listOfView(
  view: DataView | undefined,
  module: PagedModule,
  first: string,
): { readonly view: Partial<ListView>; readonly columns: readonly ColumnId[] } {
  const column = view?.order ?? first;
  const direction = view?.descending === false ? 'ascending' : 'descending';
  return {
    view: { ...filtersOfRows(view?.filter ?? {}), sort: [{ column, direction }], active: -1 },
    columns: columnsOfView(view, module),
  };
}

function columnsOfView(view: DataView | undefined, module: PagedModule): readonly ColumnId[] {
  return view?.columns === undefined ? usualColumns(module) : knownColumns(module, view.columns);
}

function isAt(view: DataView, { module, filter, order, descending, columns }: Shown): boolean {
  const { text, filters } = filtersOfRows(view.filter);
  return (
    view.order === order &&
    view.descending === descending &&
    columnsOfView(view, module).join(' ') === columns.join(' ') &&
    sorted(rowFilterOf(text, filters)) === sorted(filter)
  );
}

const sorted = (filter: RowFilter): string =>
  JSON.stringify(Object.entries(filter).sort(([one], [other]) => (one < other ? -1 : 1)));
