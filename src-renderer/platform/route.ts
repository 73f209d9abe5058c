import { create } from 'zustand';

/** Where the window is: a page and what it shows. View state only; no address bar, no URL. */
export interface Route {
  readonly page: string;
  readonly params: Readonly<Record<string, string>>;
}

interface RouteState {
  readonly route: Route;
  readonly past: readonly Route[];
  readonly future: readonly Route[];
}

const LONGEST_PAST = 100;

export const useRouteStore = create<RouteState>(() => ({
  route: { page: 'tokens', params: {} },
  past: [],
  future: [],
}));

export function useRoute(): Route {
  return useRouteStore((state) => state.route);
}

export function sameRoute(a: Route, b: Route): boolean {
  const names = Object.keys(a.params);
  return (
    a.page === b.page &&
    names.length === Object.keys(b.params).length &&
    names.every((name) => a.params[name] === b.params[name])
  );
}

/** Goes to a page; the way back is kept. Going where one is does nothing. */
export function navigate(page: string, params: Readonly<Record<string, string>> = {}): void {
  const next = { page, params };
  useRouteStore.setState((state) =>
    sameRoute(state.route, next)
      ? state
      : { route: next, past: [...state.past, state.route].slice(-LONGEST_PAST), future: [] },
  );
}

/** Changes the parameters in place (the selected row): no new step in the history. */
export function replaceParams(params: Readonly<Record<string, string>>): void {
  useRouteStore.setState((state) => ({ route: { page: state.route.page, params } }));
}

export function goBack(): void {
  useRouteStore.setState((state) => {
    const route = state.past.at(-1);
    return route === undefined
      ? state
      : { route, past: state.past.slice(0, -1), future: [state.route, ...state.future] };
  });
}

export function goForward(): void {
  useRouteStore.setState((state) => {
    const [route, ...future] = state.future;
    return route === undefined ? state : { route, past: [...state.past, state.route], future };
  });
}
