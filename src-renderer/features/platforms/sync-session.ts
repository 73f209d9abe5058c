import { create } from 'zustand';
import type { AppContract } from '../../../shared/contract/app-contract.ts';
import type { SyncNews, SyncRun, UnreadFeed } from '../../../shared/contract/platforms.ts';
import type { InputOf } from '../../../shared/contract/wire/contract.ts';
import { tellWork } from '../../platform/app-status.ts';
import { coreConnection, type CoreFault } from '../../platform/core.ts';

/** A read of a connection's feeds that this window began. */
export interface Reading {
  readonly running: boolean;
  /** The newest news of each feed, in the order in which they are read. */
  readonly feeds: readonly SyncNews[];
  readonly pinWindow: boolean;
  readonly wrong: string | undefined;
  readonly fault: CoreFault | undefined;
  /** Feeds of which no read came about, while others did. */
  readonly unread: readonly UnreadFeed[];
}

/** By connection. Outlives the page: a read goes on while others are looked at. */
export const useReadings = create<Readonly<Record<string, Reading>>>(() => ({}));

const START: Reading = { running: true, feeds: [], pinWindow: false, wrong: undefined, fault: undefined, unread: [] };
const stops = new Map<string, AbortController>();

const change = (id: string, part: Partial<Reading>): void =>
  useReadings.setState((all) => ({ [id]: { ...(all[id] ?? START), ...part } }));

/** Reads feeds of a connection, and how each read ended; what came by then stays when it is cancelled. */
export async function readFeeds(
  wish: InputOf<AppContract['platforms']['sync']>,
  name: string,
): Promise<readonly SyncRun[]> {
  const { connectionId } = wish;
  const core = coreConnection().current();
  if (core.kind !== 'connected') {
    change(connectionId, { running: false, fault: { code: 'CLOSED' } });
    return [];
  }
  const mine = new AbortController();
  stops.set(connectionId, mine);
  useReadings.setState({ [connectionId]: START });
  const tell = (done: number, total?: number): void =>
    tellWork(`platforms.sync ${connectionId}`, {
      what: (t) => t('platforms.readingFrom', { name }),
      done,
      ...(total === undefined ? {} : { total }),
      onCancel: () => cancelReading(connectionId),
    });
  tell(0);
  const answer = await core.client.platforms.sync(wish, {
    signal: mine.signal,
    onItem: (item) => {
      switch (item.kind) {
        case 'sync':
          tell(item.counts.objects, item.counts.total);
          return change(connectionId, {
            pinWindow: false,
            wrong: undefined,
            feeds: [...(useReadings.getState()[connectionId]?.feeds ?? []).filter(other(item)), item],
          });
        case 'pin-window-open':
          return change(connectionId, { pinWindow: true });
        case 'wrong':
          return change(connectionId, { wrong: item.code });
        case 'prompt':
        case 'progress':
          return undefined;
      }
    },
  });
  const runs = answer.ok ? answer.value.runs : [];
  if (stops.get(connectionId) !== mine) return runs;
  stops.delete(connectionId);
  tellWork(`platforms.sync ${connectionId}`, undefined);
  const isCancelled = !answer.ok && (answer.error.code === 'CANCELLED' || answer.error.code === 'PIN_CANCELLED');
  change(connectionId, {
    running: false,
    pinWindow: false,
    fault: answer.ok || isCancelled ? undefined : answer.error,
    unread: answer.ok ? answer.value.unread : [],
  });
  return runs;
}

export function cancelReading(connectionId: string): void {
  stops.get(connectionId)?.abort();
}

/** For tests: as at the start of the window. */
export function forgetReadings(): void {
  for (const id of stops.keys()) cancelReading(id);
  stops.clear();
  useReadings.setState({}, true);
}

const other =
  ({ module }: SyncNews) =>
  (one: SyncNews): boolean =>
    one.module !== module;
