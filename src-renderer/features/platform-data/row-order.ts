import type { RowOrder } from '../../../shared/contract/platform-rows.ts';
import type { ListView } from '../lists/list-view.ts';
import type { PagedModule } from './data-columns.tsx';

const ORDERS: readonly RowOrder[] = [
  ...(['lastUpdated', 'id', 'party', 'name', 'city', 'country', 'evses', 'currency', 'type', 'issuer'] as const),
  ...(['valid', 'startedAt', 'endedAt', 'status', 'kwh', 'cost', 'hours', 'validFrom', 'validTo'] as const),
];

export function firstOrder(module: PagedModule): RowOrder {
  return module === 'sessions' || module === 'cdrs' ? 'startedAt' : 'lastUpdated';
}

/** What core sorts by. */
export function orderOf({ sort: [key] }: Pick<ListView, 'sort'>, module: PagedModule): RowOrder {
  return ORDERS.find((one) => one === key?.column) ?? firstOrder(module);
}
