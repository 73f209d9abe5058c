import type { Route } from '../../platform/route.ts';
import type { ListView } from '../lists/list-view.ts';
import { isFilterName } from './data-filter.ts';

/** Filters that a link to a list names; undefined for a route that is the list itself. */
export function filtersOfRoute(params: Route['params']): ListView['filters'] | undefined {
  const named = Object.entries(params).filter(([name]) => isFilterName(name));
  return named.length === 0 ? undefined : Object.fromEntries(named);
}
