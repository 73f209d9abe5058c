import { randomBytes, randomInt } from 'node:crypto';
import type { Handlers } from '../../../shared/contract/wire/serve.ts';
import type { FeedModule } from '../../../shared/domain/ocpi-version.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { systemClock, systemTimer } from '../clock.ts';
import { discover } from '../ocpi/client/discover.ts';
import { diagnose } from '../ocpi/client/diagnose.ts';
import { exchangeCredentials } from '../ocpi/client/credentials.ts';
import { createHttp } from '../ocpi/client/http-call.ts';
import { createPlatformClient, type PlatformClient } from '../ocpi/client/platform-client.ts';
import { personalSpots, replaceSpots } from '../ocpi/read/personal-spots.ts';
import { openPlatformWriter, type PlatformDb } from '../platform-store/platform-db.ts';
import { createPlatformReader, type PlatformReader } from '../platform-store/platform-reader.ts';
import { createPlatformWriter, type PlatformWriter } from '../platform-store/platform-writer.ts';
import { createKeptHttp } from './kept-http.ts';
import type { RemoteConnect } from './remote-connect.ts';
import { endOf, faultOf, runView } from './run-view.ts';
import { storeCode } from './store-code.ts';
import { syncFeed } from './sync-feed.ts';
import type { WriterContract } from './worker-contract.ts';
import type { PlatformSpec } from './worker-views.ts';

interface Opened {
  readonly db: PlatformDb;
  readonly writer: PlatformWriter;
  readonly reader: PlatformReader;
}

const RUNS_SHOWN = 40;

/** The thread that changes platform.db and speaks with platforms. The file is made when it is first needed. */
export function writerHandlers(file: string, connect: RemoteConnect): Handlers<WriterContract> {
  let opened: Opened | undefined;

  function open(): Result<Opened, { readonly code: 'FAILED'; readonly data: { code: string; data: object } }> {
    if (opened !== undefined) return ok(opened);
    const db = openPlatformWriter(file);
    if (!db.ok) return fail({ code: 'FAILED', data: { code: storeCode(db.error.code), data: {} } });
    const writer = createPlatformWriter(db.value, { now: () => systemClock.now(), blankPersonal });
    opened = { db: db.value, writer, reader: createPlatformReader(db.value) };
    return ok(opened);
  }

  // One at a time: each connection beside it would ask for the PIN.
  const keptHttp = createKeptHttp(() => createHttp({ clock: systemClock, timer: systemTimer, parallel: 1 }));

  /** A client for one call. */
  async function speaking<T>(spec: PlatformSpec, talk: (client: PlatformClient) => Promise<T>): Promise<T> {
    const client = createPlatformClient({
      connect: (origin, ending) => connect(spec.ticket, origin, ending),
      http: spec.keep && keptHttp(spec.keep),
      clock: systemClock,
      timer: systemTimer,
      random: () => randomInt(1_000_000) / 1_000_000,
      settings: spec.settings,
      token: spec.token,
      totpSeed: spec.totpSeed,
      encoding: spec.encoding,
      mutualTls: spec.mutualTls,
    });
    try {
      return await talk(client);
    } finally {
      client.close();
    }
  }

  return {
    ask: {
      discover: ({ spec }, { stop }) =>
        speaking(spec, async (client) => ok(await discover(client, spec.settings, stop))),
      credentials: (wish, { stop }) =>
        speaking(wish.spec, async (client) => ok(await exchangeCredentials(client, wish, stop))),
      diagnose: ({ spec, as }, { stop, emit }) =>
        speaking(spec, async (client) => {
          const unknownToken = randomBytes(24).toString('hex');
          await diagnose(client, { settings: spec.settings, unknownToken }, as, stop, emit);
          return ok({});
        }),
      sync: (wish, { stop, emit }) => {
        const store = open();
        if (!store.ok) return store;
        const { writer, reader } = store.value;
        return speaking(wish.spec, (client) =>
          syncFeed({ clock: systemClock, writer, reader, client }, wish, stop, emit),
        );
      },
    },
    keep: {
      feeds: () => {
        const store = open();
        if (!store.ok) return store;
        const { reader } = store.value;
        const feeds = reader.feeds().map(({ connection, module }) => ({
          connection,
          ...feedOf(reader, connection, module),
        }));
        return ok({ feeds });
      },
      runs: ({ connection }) => {
        const store = open();
        if (!store.ok) return store;
        const { reader } = store.value;
        const runs = reader
          .feeds()
          .filter((feed) => feed.connection === connection)
          .flatMap(({ module }) => reader.runs(connection, module, RUNS_SHOWN))
          .toSorted((a, b) => b.run - a.run)
          .slice(0, 200);
        return ok({ runs: runs.map((run) => runView(run, findingsOf(reader, run.run), endOf(run), faultOf(run))) });
      },
      erase: ({ connection }) => {
        const store = open();
        if (!store.ok) return store;
        const erased = store.value.writer.eraseConnection(connection);
        return erased.ok ? ok({ objects: erased.value.objects }) : failed(erased.error.code);
      },
      retain: ({ rules }) => {
        const store = open();
        return store.ok ? retain(store.value.writer, rules) : store;
      },
      erasePerson: ({ text }) => {
        const store = open();
        if (!store.ok) return store;
        const erased = store.value.writer.erasePerson(text);
        if (!erased.ok) return failed(erased.error.code);
        return ok({ rows: erased.value.map(({ module, row }) => ({ module, rowId: row })) });
      },
    },
  };
}

function failed(code: string) {
  return fail({ code: 'FAILED' as const, data: { code: storeCode(code), data: {} } });
}

function blankPersonal(module: FeedModule, bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString('utf8');
  return new TextEncoder().encode(replaceSpots(text, personalSpots(module, text), () => ''));
}

function findingsOf(reader: PlatformReader, run: number): number {
  return reader.runFindings(run).reduce((sum, { times }) => sum + times, 0);
}

function feedOf(reader: PlatformReader, connection: number, module: FeedModule) {
  const { present, unlisted, notUnderstood } = reader.counts(connection, module);
  const runs = reader.runs(connection, module, RUNS_SHOWN);
  const [last] = runs;
  const full = runs.find(({ kind, complete }) => kind === 'full' && complete);
  const findings = reader.findings(connection, module).reduce((sum, { times }) => sum + times, 0);
  return {
    module,
    objects: present + unlisted + notUnderstood,
    unlisted,
    notUnderstood,
    findings,
    ...(last === undefined ? {} : { lastRun: runView(last, findings, endOf(last), faultOf(last)) }),
    ...(full?.endedAt === undefined ? {} : { fullAt: new Date(full.endedAt).toISOString() }),
  };
}

type Rule = Parameters<Handlers<WriterContract>['keep']['retain']>[0]['rules'][number];
const expiring = ['sessions', 'cdrs', 'tokens', 'locations', 'tariffs', 'tariffassociations'] as const;

/** Rows that are older than their time, and personal data of those that stay. */
function retain(writer: PlatformWriter, rules: readonly Rule[]) {
  const counts = { rows: 0, personal: 0 };
  for (const { connection, rowsBefore, personalBefore } of rules) {
    for (const module of expiring) {
      for (const [what, before] of [
        ['rows', rowsBefore],
        ['personal', personalBefore],
      ] as const) {
        if (before === undefined) continue;
        for (let more = true; more;) {
          const done = writer.retain({ connection, module, before: new Date(before), what });
          if (!done.ok) return failed(done.error.code);
          counts[what] += done.value.objects;
          more = done.value.more;
        }
      }
    }
  }
  return ok(counts);
}
