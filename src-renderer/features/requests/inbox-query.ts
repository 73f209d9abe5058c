import type { InboxQuery, SavedView } from '../../../shared/contract/request-desk.ts';
import { stockViewNames, stockViews } from '../../../shared/domain/inbox-views.ts';
import { requestStates } from '../../../shared/domain/request-state.ts';
import type { ListView } from '../lists/list-view.ts';

export const SORTS = [
  'receivedAt',
  'commonName',
  'keyGroupId',
  'state',
  'partner',
  'ids',
  'claimedBy',
  'verdict',
] as const;
export const VERDICTS = ['fail', 'warn', 'pass'] as const;
export const CLAIMED = ['me', 'nobody'] as const;
export const PURPOSES = ['tls-client', 'tls-server', 'object-signing', 'identity'] as const;

/** Name of the filter that stands for a whole view, and what a saved one is called there. */
export const VIEW = 'view';
const SAVED = 'saved:';

export function savedViewKey({ viewId }: Pick<SavedView, 'viewId'>): string {
  return `${SAVED}${viewId}`;
}

/** The view that is looked at: ours or a saved one. */
function baseOf(key: string | undefined, saved: readonly SavedView[]): InboxQuery {
  const stock = stockViewNames.find((name) => name === key);
  if (stock !== undefined) {
    const { states, ...more } = stockViews[stock];
    return { ...more, states: [...states] };
  }
  return saved.find((view) => savedViewKey(view) === key)?.query ?? {};
}

/** What core is asked for: the view, with every filter that is set in the bar over it. `text` has settled. */
export function inboxQueryOf(view: ListView, text: string, saved: readonly SavedView[]): InboxQuery {
  const state = requestStates.find((one) => one === view.filters['state']);
  const verdict = VERDICTS.find((one) => one === view.filters['verdict']);
  const claimed = CLAIMED.find((one) => one === view.filters['claimed']);
  const purpose = PURPOSES.find((one) => one === view.filters['purpose']);
  const partnerId = view.filters['partner'];
  const [key] = view.sort;
  return {
    ...baseOf(view.filters[VIEW], saved),
    sort: SORTS.find((one) => one === key?.column) ?? 'receivedAt',
    descending: key?.direction === 'descending',
    ...(text === '' ? {} : { filter: text }),
    ...(state === undefined ? {} : { states: [state] }),
    ...(verdict === undefined ? {} : { verdicts: [verdict] }),
    ...(claimed === undefined ? {} : { claimed }),
    ...(purpose === undefined ? {} : { purpose }),
    ...(partnerId === undefined ? {} : { partnerId }),
  };
}
