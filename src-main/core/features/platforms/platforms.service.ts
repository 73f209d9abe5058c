import type {
  Connection,
  ConnectionSettings,
  platformsContract,
  SyncNews,
  SyncRun,
  UnreadFeed,
} from '../../../../shared/contract/platforms.ts';
import type { InputSource } from '../../../../shared/contract/inspection.ts';
import type { CommonFault, InputOf } from '../../../../shared/contract/wire/contract.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import { type FeedModule, feedModules } from '../../../../shared/domain/ocpi-version.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { withOverrides } from '../../ocpi/client/with-overrides.ts';
import { openCertificates } from '../certificates/index.ts';
import type { TokenContext } from '../tokens/index.ts';
import type { ConnectionRecord } from './connection-record.ts';
import { createConnectionSettings, type PlatformFault } from './connection-settings.service.ts';
import { connectionRow, connectionView } from './connection-views.ts';
import { nextRead } from './next-read.ts';
import { noteHandshakes } from './note-handshakes.ts';
import { openPlatform } from './open-platform.ts';
import type { PlatformsDeps } from './platforms.deps.ts';
import { findConnection, listConnections, writeConnection } from './platforms.store.ts';
import { signalOf } from './stop-signal.ts';
import { asTold, type DataFault, dataFault, platformFault, toldFault } from './worker-fault.ts';

type Contract = (typeof platformsContract)['platforms'];
type Told = PlatformFault | CommonFault;
type ById = InputOf<Contract['get']>;
type Feed = Connection['feeds'][number];
interface SyncContext extends Omit<TokenContext, 'emit'> {
  readonly emit: (item: Parameters<TokenContext['emit']>[0] | SyncNews) => Promise<boolean>;
}

export type PlatformsService = ReturnType<typeof createPlatformsService>;

const notFound = fail({ code: 'CONNECTION_NOT_FOUND', data: {} } as const);

/** Connections and what is asked of platforms over them. What came of it is kept by the threads of the platform worker. */
export function createPlatformsService(deps: PlatformsDeps, exchanging: ReadonlySet<string>) {
  const { db, unit, clock, threads } = deps;
  const settings = createConnectionSettings(deps);
  /** Connections whose feeds are being read. */
  const busy = new Set<string>();

  async function feedsByNumber(): Promise<Result<ReadonlyMap<number, readonly Feed[]>, DataFault>> {
    const told = await threads.writer().keep.feeds({});
    if (!told.ok) return dataFault(told.error);
    const feeds = new Map<number, Feed[]>();
    for (const { connection, ...feed } of told.value.feeds) {
      const of = feeds.get(connection);
      if (of === undefined) feeds.set(connection, [feed]);
      else of.push(feed);
    }
    return ok(feeds);
  }

  async function list() {
    const records = await listConnections(db);
    // Nothing to ask the thread for: it is not started for an empty list.
    if (records.length === 0) return ok({ connections: [] });
    const feeds = await feedsByNumber();
    if (!feeds.ok) return feeds;
    const connections = await Promise.all(
      records.map((record) =>
        connectionRow(db, record, {
          feeds: feeds.value.get(record.number) ?? [],
          running: busy.has(record.connectionId),
          exchanging: exchanging.has(record.connectionId),
        }),
      ),
    );
    return ok({ connections });
  }

  /** Connections that read by themselves, with when; not those that are being read. */
  async function scheduled(): Promise<readonly { readonly record: ConnectionRecord; readonly plannedAt: Date }[]> {
    const records = (await listConnections(db)).filter(
      ({ connectionId, settings: wanted }) => wanted.schedule.everyMinutes > 0 && !busy.has(connectionId),
    );
    // The thread is not woken every minute where nothing is scheduled.
    if (records.length === 0) return [];
    const feeds = await feedsByNumber();
    if (!feeds.ok) return [];
    return records.flatMap((record) => {
      const plannedAt = nextRead(record, feeds.value.get(record.number) ?? []);
      return plannedAt === undefined ? [] : [{ record, plannedAt }];
    });
  }

  async function view(record: ConnectionRecord): Promise<Connection> {
    const feeds = await feedsByNumber();
    return connectionView(deps, record, {
      feeds: feeds.ok ? (feeds.value.get(record.number) ?? []) : [],
      running: busy.has(record.connectionId),
      exchanging: exchanging.has(record.connectionId),
    });
  }

  async function get({ connectionId }: ById) {
    const record = await findConnection(db, connectionId);
    if (record === undefined) return notFound;
    const feeds = await feedsByNumber();
    return feeds.ok ? ok(await view(record)) : feeds;
  }

  /** Takes the certificates out of files that are to be trusted; a CA connection without any trusts nobody. */
  async function withTrust(
    given: ConnectionSettings,
    files: readonly InputSource[] | undefined,
    stop: TokenContext['stop'],
  ): Promise<Result<ConnectionSettings, Told>> {
    if (files === undefined) {
      const { trust } = given;
      return trust.kind === 'ca' && trust.certificates.length === 0
        ? fail({ code: 'TRUST_EMPTY', data: {} })
        : ok(given);
    }
    const opened = await openCertificates(deps.pool, files, deps.oidProfile(), stop);
    if (!opened.ok) return opened;
    if (opened.value.length === 0) return fail({ code: 'TRUST_EMPTY', data: {} });
    return ok({ ...given, trust: { kind: 'ca', certificates: opened.value.map(({ der }) => der).slice(0, 20) } });
  }

  async function add(context: Pick<TokenContext, 'caller' | 'stop'>, wish: InputOf<Contract['add']>) {
    const trusted = await withTrust(wish.settings, wish.trustFiles, context.stop);
    if (!trusted.ok) return trusted;
    const added = await settings.add(context.caller, { ...wish, settings: trusted.value });
    deps.changed();
    return added;
  }

  async function change(context: Pick<TokenContext, 'caller' | 'stop'>, wish: InputOf<Contract['change']>) {
    // A token that is entered now would be mixed up with the one that is just being agreed on.
    if (exchanging.has(wish.connectionId)) return fail({ code: 'SYNC_RUNNING', data: {} } as const);
    const trusted = await withTrust(wish.settings, wish.trustFiles, context.stop);
    if (!trusted.ok) return trusted;
    const changed = await settings.change(context.caller, { ...wish, settings: trusted.value });
    if (changed.ok) threads.kept.drop(wish.connectionId);
    deps.changed();
    return changed;
  }

  async function remove(caller: Caller, wish: InputOf<Contract['remove']>) {
    if (busy.has(wish.connectionId) || exchanging.has(wish.connectionId))
      return fail({ code: 'SYNC_RUNNING', data: {} } as const);
    const removed = await settings.remove(caller, wish);
    if (!removed.ok) return removed;
    threads.kept.drop(wish.connectionId);
    deps.changed();
    const erased = await threads.writer().keep.erase({ connection: removed.value.number });
    // What is left is of a number that is never given again; nobody sees it, and the next retention run takes it.
    return ok({ objects: erased.ok ? erased.value.objects : 0 });
  }

  async function discover(context: TokenContext, { connectionId }: ById) {
    const record = await findConnection(db, connectionId);
    if (record === undefined) return notFound;
    const opened = await openPlatform(deps, record, context);
    if (!opened.ok) return opened;
    const { spec, seen, close } = opened.value;
    const found = await threads
      .writer()
      .ask.discover({ spec }, { signal: signalOf(context.stop) })
      .finally(close);
    await noteHandshakes(deps, seen, record.settings.name);
    if (!found.ok) return platformFault(found.error);
    const { version, offered, endpoints, parties, encoding, exchanges, fault } = found.value;
    const stored = await unit.run<ConnectionRecord, Told>(
      {
        event: 'platform.discovered',
        actor: deps.actorOf(context.caller),
        subject: connectionId,
        data: { version: version ?? 'none', offered: offered.join(' ').slice(0, 300), endpoints: endpoints.length },
      },
      async (trx) => {
        const before = await findConnection(trx, connectionId);
        if (before === undefined) return notFound;
        if (fault !== undefined && endpoints.length === 0) return fail(asTold(fault));
        const next: ConnectionRecord = {
          ...before,
          found: {
            ...(version === undefined ? {} : { version }),
            offered: offered.slice(0, 50),
            endpoints: endpoints.slice(0, 200),
            // 2.x tells its parties with the credentials alone; what is known from there stays.
            parties: (parties.length > 0 ? parties : (before.found?.parties ?? [])).slice(0, 1000),
            at: clock.now().toISOString(),
          },
          credentials: { ...before.credentials, ...(encoding === undefined ? {} : { encoding }) },
        };
        await writeConnection(trx, next);
        return fault === undefined ? ok(next) : fail(asTold(fault));
      },
    );
    deps.changed();
    if (!stored.ok) return stored;
    return ok({ connection: await view(stored.value), exchanges: [...exchanges] });
  }

  async function sync(context: SyncContext, { connectionId, modules, kind }: InputOf<Contract['sync']>) {
    const record = await findConnection(db, connectionId);
    if (record === undefined) return notFound;
    if (busy.has(connectionId)) return fail({ code: 'SYNC_RUNNING', data: {} } as const);
    busy.add(connectionId);
    deps.changed();
    try {
      return await syncFeeds(context, record, modules, kind);
    } finally {
      busy.delete(connectionId);
      deps.changed();
    }
  }

  async function syncFeeds(
    context: SyncContext,
    before: ConnectionRecord,
    modules: readonly FeedModule[] | undefined,
    kind: 'auto' | 'full' | 'incremental',
  ): Promise<Result<{ runs: SyncRun[]; unread: UnreadFeed[] }, Told>> {
    let record = before;
    if (record.found?.version === undefined) {
      const found = await discover(context, record);
      if (!found.ok) return found;
      record = (await findConnection(db, record.connectionId)) ?? record;
    }
    const { settings: wanted, found } = record;
    const version = found?.version;
    if (version === undefined) return fail({ code: 'NO_COMMON_VERSION', data: { offered: found?.offered ?? [] } });
    const feeds = feedsOf(withOverrides(found?.endpoints ?? [], wanted.overrides));
    const asked = modules ?? (wanted.schedule.modules.length > 0 ? wanted.schedule.modules : [...feeds.keys()]);
    const opened = await openPlatform(deps, record, context);
    if (!opened.ok) return opened;
    const { spec, seen, close } = opened.value;
    const runs: SyncRun[] = [];
    const unread: UnreadFeed[] = [];
    let fault: Told | undefined;
    for (const module of asked) {
      const url = feeds.get(module);
      if (url === undefined) {
        fault = { code: 'PLATFORM_ANSWER', data: { reason: 'MODULE_NOT_OFFERED', message: module } };
        unread.push({ module, code: 'MODULE_NOT_OFFERED' });
        continue;
      }
      const { fullEveryDays } = wanted.schedule;
      const party = found?.parties[0]?.party;
      const ran = await threads.writer().ask.sync(
        { spec, connection: record.number, module, url, version, kind, fullEveryDays, party },
        {
          signal: signalOf(context.stop),
          onItem: async (news) => {
            await context.emit(news);
          },
        },
      );
      if (ran.ok) runs.push(ran.value);
      else {
        fault = toldFault(ran.error);
        unread.push({ module, code: fault.code });
      }
      if (context.stop.reason !== undefined) break;
    }
    close();
    await noteHandshakes(deps, seen, wanted.name);
    return unit.run<{ runs: SyncRun[]; unread: UnreadFeed[] }, Told>(
      {
        event: 'platform.synced',
        actor: deps.actorOf(context.caller),
        subject: record.connectionId,
        data: {
          runs: JSON.stringify(runs.map(summary)),
          ...(unread.length === 0 ? {} : { unread: unread.map(({ module, code }) => `${module} ${code}`).join(', ') }),
        },
      },
      () => (runs.length === 0 && fault !== undefined ? fail(fault) : ok({ runs, unread })),
    );
  }

  async function runs({ connectionId }: ById) {
    const record = await findConnection(db, connectionId);
    if (record === undefined) return notFound;
    const found = await threads.writer().keep.runs({ connection: record.number });
    return found.ok ? ok({ runs: [...found.value.runs] }) : dataFault(found.error);
  }

  return { list, get, view, scheduled, add, change, remove, discover, sync, runs };
}

/** Which URL gives each module's objects: the sender's, or the only one where no role is said (2.1.1). */
function feedsOf(endpoints: Connection['endpoints']): ReadonlyMap<FeedModule, string> {
  const feeds = new Map<FeedModule, string>();
  for (const { identifier, role, url } of endpoints) {
    const module = feedModules.find((one) => one === identifier);
    if (role === 'RECEIVER' || module === undefined) continue;
    if (!feeds.has(module)) feeds.set(module, url);
  }
  return feeds;
}

function summary({ module, kind, end, counts }: SyncRun) {
  const { objects, added, changed, unlisted, notUnderstood } = counts;
  return { module, kind, end, objects, added, changed, unlisted, notUnderstood };
}
