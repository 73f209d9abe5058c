import { create } from 'zustand';
import type { SortKey } from '../../ui/data-table.tsx';
import { without } from './without.ts';

/** How a list is looked at: kept while the window lives, so that coming back shows the same rows. */
export interface ListView {
  readonly text: string;
  /** Further filters by name; absent ones filter nothing. */
  readonly filters: Readonly<Record<string, string>>;
  readonly sort: readonly SortKey[];
  readonly active: number;
}

const useViews = create<Readonly<Record<string, ListView>>>(() => ({}));

/** The view of the list with this name, and how to change parts of it. */
export function useListView(
  name: string,
  first: SortKey,
): readonly [view: ListView, change: (part: Partial<ListView>) => void] {
  const kept = useViews((views) => views[name]);
  const view = kept ?? { text: '', filters: {}, sort: [first], active: -1 };
  const change = (part: Partial<ListView>): void => useViews.setState({ [name]: { ...view, ...part } });
  return [view, change];
}

/** For tests. */
export function forgetListViews(): void {
  useViews.setState({}, true);
}

export function isFiltered(view: ListView): boolean {
  return view.text.trim() !== '' || Object.keys(view.filters).length > 0;
}

/** The view without its last filter: first the named ones in reverse order, then the words. */
export function withoutLastFilter(view: ListView): Partial<ListView> {
  const last = Object.keys(view.filters).at(-1);
  if (last === undefined) return { text: '' };
  return { filters: without(view.filters, last) };
}
