import { useCallback, useEffect, useState } from 'react';
import type { AppClient } from '../../../shared/contract/app-contract.ts';
import type { Result } from '../../../shared/util/result.ts';
import { useCoreQuery, type CoreFault, type QueryTopic } from '../../platform/core.ts';
import type { TableState } from '../../ui/table-types.ts';

/** Rows of one read; more than any screen shows, so that two pages always cover what is visible. */
export const PAGE_ROWS = 200;
const SETTLE_MS = 30;

interface Range {
  readonly first: number;
  readonly last: number;
}
const TOP: Range = { first: 0, last: 0 };

export interface RowsAnswer<Row> {
  readonly total: number;
  readonly rows: readonly Row[];
}

export interface RowPlace {
  readonly offset: number;
  readonly limit: number;
}

export interface PagedRows<Row, Answer> {
  /** The answer under the first visible row, with what it says beside the rows. */
  readonly answer: Answer | undefined;
  readonly rowCount: number;
  readonly rowAt: (index: number) => Row | undefined;
  readonly onRangeChange: (first: number, last: number) => void;
  readonly state: TableState;
  /** False while nothing was ever read: the count is not known yet. */
  readonly known: boolean;
  /** True while the rows are still those of the question before. */
  readonly isStale: boolean;
  /** Names the question that the rows answer: another list is shown from its top (`DataTable`). */
  readonly listKey: string;
}

/**
 * A list in core, read by position: only the pages under the visible rows. A jump through 100 000 rows is asked for at
 * once; moving on asks for the place where it rests, never for what lies between.
 */
export function usePagedRows<Answer extends RowsAnswer<unknown>>(
  topics: QueryTopic | readonly QueryTopic[],
  key: readonly unknown[],
  what: string,
  ask: (client: AppClient, place: RowPlace) => Promise<Result<Answer, CoreFault>>,
): PagedRows<Answer['rows'][number], Answer> {
  const listKey = JSON.stringify(key);
  const [range, setRange] = useState<Range>(TOP);
  const [rested, setRested] = useState<Range>(TOP);
  const [isMoving, setMoving] = useState(false);
  const [asked, setAsked] = useState(listKey);
  if (asked !== listKey) {
    // Another question is read from its top: where the list before was looked at says nothing about this one.
    setAsked(listKey);
    setRange(TOP);
    setRested(TOP);
    // The table still tells where it was.
    setMoving(true);
  }
  useEffect(() => {
    const timer = setTimeout(() => {
      setMoving(false);
      setRested(range);
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [range, listKey]);
  // Nobody passes through the top on the way elsewhere.
  const place = range.last < PAGE_ROWS ? TOP : rested;
  const upper = usePage(topics, key, Math.floor(place.first / PAGE_ROWS), ask);
  const lower = usePage(topics, key, Math.floor(place.last / PAGE_ROWS), ask);
  const onRangeChange = useCallback(
    (from: number, to: number) => {
      if (range.first === from && range.last === to) return;
      const next = { first: from, last: to };
      setRange(next);
      if (!isMoving) setRested(next);
      setMoving(true);
    },
    [range, isMoving],
  );

  const pages = [upper.data, lower.data].filter((page) => page !== undefined);
  const rowAt = (index: number): Answer['rows'][number] | undefined => {
    for (const page of pages) {
      const row = page.rows[index - page.offset];
      if (index >= page.offset && row !== undefined) return row;
    }
    return undefined;
  };
  const error = upper.error ?? lower.error;
  const state: TableState =
    error !== null
      ? {
          kind: 'error',
          problem: { code: error.fault.code, data: recordOf(error.fault.data) },
          onRetry: () => void Promise.all([upper.refetch(), lower.refetch()]),
        }
      : upper.data === undefined
        ? { kind: 'loading', what }
        : { kind: 'ready' };
  return {
    answer: upper.data,
    rowCount: upper.data?.total ?? 0,
    rowAt,
    onRangeChange,
    state,
    known: upper.data !== undefined,
    isStale: upper.data !== undefined && upper.data.listKey !== listKey,
    listKey: upper.data?.listKey ?? listKey,
  };
}

function usePage<Answer extends RowsAnswer<unknown>>(
  topics: QueryTopic | readonly QueryTopic[],
  key: readonly unknown[],
  page: number,
  ask: (client: AppClient, place: RowPlace) => Promise<Result<Answer, CoreFault>>,
) {
  const offset = page * PAGE_ROWS;
  const listKey = JSON.stringify(key);
  return useCoreQuery<Answer & { readonly offset: number; readonly listKey: string }>(
    topics,
    [...key, offset],
    async (client) => {
      const answer = await ask(client, { offset, limit: PAGE_ROWS });
      return answer.ok ? { ok: true, value: { ...answer.value, offset, listKey } } : answer;
    },
  );
}

function recordOf(data: unknown): Readonly<Record<string, unknown>> {
  return typeof data === 'object' && data !== null ? { ...data } : {};
}
