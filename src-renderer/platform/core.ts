import {
  keepPreviousData,
  QueryClient,
  useQuery,
  useQueryClient,
  type Query,
  type UseQueryResult,
} from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { AppClient } from '../../shared/contract/app-contract.ts';
import type { Topic } from '../../shared/contract/workspace.ts';
import type { StopSignal } from '../../shared/contract/wire/client.ts';
import type { Result } from '../../shared/util/result.ts';
import { connectToCore, type CoreConnection, type CoreState } from './port.ts';

/** The same names as the contract's `Topic`: what a query is about, so that live events find it. */
export type QueryTopic = Topic;

/** A fault as the contract tells it. `data` is typed where the call is made; here it is only handed on. */
export interface CoreFault {
  readonly code: string;
  readonly data?: unknown;
}

/** Thrown by queries, because TanStack Query knows errors only as throws. */
export class CoreError extends Error {
  readonly fault: CoreFault;

  constructor(fault: CoreFault) {
    super(fault.code);
    this.name = 'CoreError';
    this.fault = fault;
  }
}

let connection: CoreConnection | undefined;

/** The one connection of this window; tests give their own before anything is shown. */
export function coreConnection(): CoreConnection {
  connection ??= connectToCore(window, () => window.shell?.wantPort());
  return connection;
}

export function setCoreConnection(next: CoreConnection): void {
  connection = next;
}

export const queryClient = new QueryClient({
  defaultOptions: {
    // There is no network: core is there or the port is closed, and a fault does not mend itself by asking again.
    queries: { networkMode: 'always', retry: false, staleTime: Infinity, refetchOnWindowFocus: false },
    mutations: { networkMode: 'always', retry: false },
  },
});

export function useCoreState(): CoreState {
  const core = coreConnection();
  return useSyncExternalStore(core.subscribe, core.current);
}

/** The client while core is connected. */
export function useCoreClient(): AppClient | undefined {
  const state = useCoreState();
  return state.kind === 'connected' ? state.client : undefined;
}

/**
 * Reads from core and reads again when one of the topics changes there. `key` names the question; the previous answer
 * stays on screen while the next one is read.
 */
export function useCoreQuery<T>(
  topics: QueryTopic | readonly QueryTopic[],
  key: readonly unknown[],
  ask: (client: AppClient) => Promise<Result<T, CoreFault>>,
  options: { readonly enabled?: boolean; readonly keepPrevious?: boolean } = {},
): UseQueryResult<NoInfer<T>, CoreError> {
  const client = useCoreClient();
  const list = typeof topics === 'string' ? [topics] : topics;
  return useQuery({
    queryKey: [{ topics: list }, ...key],
    enabled: client !== undefined && options.enabled !== false,
    ...(options.keepPrevious === false ? {} : { placeholderData: keepPreviousData }),
    queryFn: async (): Promise<T> => {
      if (client === undefined) throw new CoreError({ code: 'CLOSED' });
      const answer = await ask(client);
      if (!answer.ok) throw new CoreError(answer.error);
      return answer.value;
    },
  });
}

/** Marks everything about these topics as out of date. */
export function useRefresh(): (topics: readonly QueryTopic[]) => void {
  const queries = useQueryClient();
  return useCallback(
    (topics) => {
      const predicate = ({ queryKey }: Query): boolean => {
        // As `useCoreQuery` makes them.
        const [head] = queryKey as readonly [{ readonly topics?: readonly QueryTopic[] } | undefined];
        return head?.topics?.some((topic) => topics.includes(topic)) === true;
      };
      // Nobody looks at these, so they are not asked again; an answer under way is older than the change and would
      // count as fresh when it comes.
      const stopped = queries.cancelQueries({ predicate, type: 'inactive' });
      void stopped.then(() => queries.invalidateQueries({ predicate }));
    },
    [queries],
  );
}

export interface CoreAction<I, T> {
  readonly busy: boolean;
  readonly fault: CoreFault | undefined;
  readonly clear: () => void;
  readonly cancel: () => void;
  /** Undefined after a fault, which then stands in `fault` where the action was. */
  readonly run: (input: I) => Promise<T | undefined>;
}

/** One thing that the user does through core: busy, its fault, cancel. Leaving the page cancels it. */
export function useCoreAction<I, T>(
  act: (client: AppClient, input: I, signal: StopSignal) => Promise<Result<T, CoreFault>>,
): CoreAction<I, T> {
  const client = useCoreClient();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<CoreFault>();
  const stop = useRef<AbortController>(undefined);
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => () => stop.current?.abort(), []);

  const run = useCallback(
    async (input: I): Promise<T | undefined> => {
      if (client === undefined) {
        setFault({ code: 'CLOSED' });
        return undefined;
      }
      const controller = new AbortController();
      stop.current = controller;
      setBusy(true);
      setFault(undefined);
      const answer = await latest.current(client, input, controller.signal);
      if (controller.signal.aborted) return undefined;
      setBusy(false);
      if (answer.ok) return answer.value;
      // Somebody who cancelled knows that it was cancelled.
      if (answer.error.code !== 'CANCELLED' && answer.error.code !== 'PIN_CANCELLED') setFault(answer.error);
      return undefined;
    },
    [client],
  );
  const cancel = useCallback(() => {
    stop.current?.abort();
    setBusy(false);
  }, []);
  const clear = useCallback(() => setFault(undefined), []);
  return { busy, fault, run, cancel, clear };
}
