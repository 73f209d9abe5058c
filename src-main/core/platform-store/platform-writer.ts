import type { FeedModule } from '../../../shared/domain/ocpi-version.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { type StoreFault, storeFaultOf } from '../store/store-fault.ts';
import { createFindingKeeper } from './finding-keeper.ts';
import { createInterned } from './interned.ts';
import type { PlatformDb } from './platform-db.ts';
import { createPlatformCare, type PlatformCare } from './platform-care.ts';
import { moduleCode, type RunKind, runReader, type RunRecord } from './platform-runs.ts';
import { createObjectPutter, type PutObject, type PutOutcome } from './put-object.ts';
import type { StoredFinding } from './reading.ts';
import { createSharedUids } from './shared-uids.ts';
import { createSettling } from './settling.ts';
import { createUnlisting } from './unlisting.ts';

export interface PlatformWriterOptions {
  readonly now: () => Date;
  /** Pages share a transaction up to so many objects or milliseconds; a slow feed's pages have one each. 1: always. */
  readonly groupObjects?: number;
  readonly groupMs?: number;
  /** New rows that may wait for their place in the orders and the full text, and for how long. */
  readonly waitRows?: number;
  readonly waitMs?: number;
  /** Older versions kept of one object. */
  readonly versions?: number;
  /** Blanks the personal data in an original, keeping its structure. */
  readonly blankPersonal: (module: FeedModule, bytes: Uint8Array) => Uint8Array;
}

export interface RunWish {
  readonly connection: number;
  readonly module: FeedModule;
  readonly kind: RunKind;
  readonly windowFrom?: string;
  readonly windowTo?: string;
}

export interface PutPage {
  readonly objects: readonly PutObject[];
  readonly url: string;
  readonly receivedAt: Date;
  /** Where to go on after this page; undefined after the last. Stands when the page stands. */
  readonly cursor: string | undefined;
  /** Of the page, not of its objects. */
  readonly findings: readonly StoredFinding[];
  /** X-Total-Count. */
  readonly stated?: number;
  /** What was updated before it should have come with an earlier read; ms. */
  readonly knownUntil?: number | undefined;
}

export interface PageOutcome {
  readonly added: number;
  readonly changed: number;
  readonly same: number;
  readonly duplicates: number;
  /** Whether the page survives a crash; else it does with a later one, or after `commit`. Until then its cursor does not either. */
  readonly committed: boolean;
}

export interface RunEnd {
  readonly complete: boolean;
  readonly reason: string;
  /** Of the read as a whole. */
  readonly findings?: readonly StoredFinding[];
}

export interface PlatformWriter extends PlatformCare {
  /** Another run of the feed that is open ends with the reason `superseded`. */
  beginRun(wish: RunWish): Result<RunRecord, StoreFault>;
  putPage(run: number, page: PutPage): Result<PageOutcome, StoreFault>;
  /** @param complete whether all pages came; only then a full run marks what it did not see as unlisted */
  finishRun(run: number, end: RunEnd): Result<RunRecord, StoreFault>;
  /** The run of a feed that did not end, to go on from its cursor. */
  resume(connection: number, module: FeedModule): RunRecord | undefined;
  /** Makes durable what stands in the open transaction: called when no page comes for a moment. */
  commit(): Result<undefined, StoreFault>;
  /** Brings all rows into orders and full text, and commits. */
  settle(): Result<undefined, StoreFault>;
  /** Says why an open run stands still; undefined: somebody stopped it. Settles what it brought. */
  pause(run: number, why: string | undefined): Result<undefined, StoreFault>;
  /** Gives up what was not committed, as a crash would. */
  rollback(): void;
}

/** Changes of one run that are kept by name. */
const MOST_CHANGES = 10_000;

export function createPlatformWriter(db: PlatformDb, options: PlatformWriterOptions): PlatformWriter {
  const { now, groupObjects = 20_000, groupMs = 500, waitRows = 50_000, waitMs = 5_000, versions = 5 } = options;
  const interned = createInterned(db);
  const settling = createSettling(db);
  const putter = createObjectPutter(db, interned);
  const unlist = createUnlisting(db, settling);
  const uids = createSharedUids(db, settling, createFindingKeeper(db, interned));
  const care = createPlatformCare(db, { settling, interned, blankPersonal: options.blankPersonal, work });

  const findRun = runReader(db, 'run = ?');
  const openRuns = runReader(db, 'connection = ? and module = ? and ended is null order by run desc limit 1');
  const addRun = db.prepare<[number, number, string, string | null, string | null, number]>(
    'insert into runs (connection, module, kind, window_from, window_to, began) values (?, ?, ?, ?, ?, ?)',
  );
  const supersede = db.prepare<[number, number, number]>(
    "update runs set ended = ?, end_reason = 'superseded' where connection = ? and module = ? and ended is null",
  );
  const endRun = db.prepare<[number, string, number, number, number]>(
    'update runs set ended = ?, end_reason = ?, complete = ?, unlisted = ? where run = ?',
  );
  const noteEnd = db.prepare<[string | null, number]>('update runs set end_reason = ? where run = ? and ended is null');
  const advance = db.prepare<(number | string | null)[]>(
    `update runs set cursor = ?, pages = pages + 1, received = received + ?, added = added + ?, changed = changed + ?,
       same = same + ?, duplicates = duplicates + ?, not_understood = not_understood + ?, missed = missed + ?, stated = coalesce(?, stated)
     where run = ?`,
  );
  const addChange = db.prepare<[number, string, number]>(
    'insert or ignore into run_changes (run, kind, row) values (?, ?, ?)',
  );
  const addFinding = db.prepare<[number, string, string, string, string | null, string | null]>(
    `insert into run_findings (run, code, severity, path, found, wanted, times) values (?, ?, ?, ?, ?, ?, 1)
     on conflict do update set times = times + 1`,
  );

  /** Objects in the open transaction, and when it and the oldest waiting row began. */
  let grouped = 0;
  let groupBegan = 0;
  let lastPut: number | undefined;
  let waitBegan: number | undefined;
  const ms = (): number => now().getTime();

  function begin(): void {
    if (db.inTransaction) return;
    db.exec('begin immediate');
    grouped = 0;
    groupBegan = ms();
  }

  function commitNow(): void {
    if (db.inTransaction) db.exec('commit');
  }

  function rollback(): void {
    if (db.inTransaction) db.exec('rollback');
    interned.forget();
    settling.reload();
    waitBegan = undefined;
  }

  /** Work in the open transaction. What fails takes all of it back, so that rows and cursors stay in step. */
  function work<T>(change: () => T, commit = true): Result<T, StoreFault> {
    try {
      begin();
      const value = change();
      if (commit) commitNow();
      return ok(value);
    } catch (error) {
      rollback();
      const fault = storeFaultOf(error, db.name);
      if (fault === undefined) throw error;
      return fail(fault);
    }
  }

  function put(run: RunRecord, page: PutPage): PageOutcome {
    const table = settling.table(run.module);
    const counts: Record<PutOutcome, number> = { added: 0, changed: 0, same: 0, duplicate: 0 };
    const context = {
      run: run.run,
      connection: run.connection,
      received: page.receivedAt.getTime(),
      url: interned.url(page.url),
      versions,
      isDelta: run.kind === 'incremental',
    };
    let texts: string[] = [];
    let first = settling.next(run.module);
    const addTexts = (): void => {
      settling.added(run.module, first, texts);
      first += texts.length;
      texts = [];
    };
    const change = {
      settleFirst(): void {
        addTexts();
        settling.settle(run.module);
      },
      replaceWords: (row: number, text: string): void => settling.replaceWords(run.module, row, text),
    };
    let noted = run.added + run.changed;
    let misfits = 0;
    let missed = 0;
    for (const object of page.objects) {
      const { outcome, row } = putter.put(table, context, object, first + texts.length, change);
      counts[outcome]++;
      if (run.module === 'locations' && outcome !== 'duplicate')
        uids.hold(row, run.connection, object.reading, outcome === 'same');
      if (object.reading.key === undefined && outcome === 'added') misfits++;
      if ((outcome === 'added' || outcome === 'changed') && isBefore(object, page.knownUntil)) missed++;
      if (outcome === 'added') texts.push(object.reading.search);
      if ((outcome === 'added' || outcome === 'changed') && noted++ < MOST_CHANGES)
        addChange.run(run.run, outcome, row);
    }
    addTexts();
    noteAll(run.run, page.findings);
    const { added, changed, same, duplicate } = counts;
    const received = page.objects.length;
    const sums = [received, added, changed, same, duplicate, misfits, missed];
    advance.run(page.cursor ?? null, ...sums, page.stated ?? null, run.run);
    return { added, changed, same, duplicates: duplicate, committed: true };
  }

  function noteAll(run: number, findings: readonly StoredFinding[]): void {
    for (const { code, severity, path, found, wanted } of findings)
      addFinding.run(run, code, severity, path, found ?? null, wanted ?? null);
  }

  /** Whether the open transaction has had its share. */
  function groupIsFull(added: number): boolean {
    grouped += added;
    return grouped >= groupObjects || ms() - groupBegan >= groupMs;
  }

  function settleWhenDue(): void {
    const waiting = settling.waiting();
    if (waiting === 0) waitBegan = undefined;
    else if (waiting >= waitRows || ms() - (waitBegan ??= ms()) >= waitMs) {
      settling.settleAll();
      waitBegan = undefined;
    }
  }

  function runOf(run: number): RunRecord {
    const record = findRun(run)[0];
    if (record === undefined) throw new Error(`no run ${run}`);
    return record;
  }

  return {
    ...care,
    beginRun: ({ connection, module, kind, windowFrom, windowTo }) =>
      work(() => {
        supersede.run(ms(), connection, moduleCode(module));
        const added = addRun.run(connection, moduleCode(module), kind, windowFrom ?? null, windowTo ?? null, ms());
        return runOf(Number(added.lastInsertRowid));
      }),
    putPage(run, page) {
      // Where pages come slowly, each is committed: a transaction is not left open to wait for the next.
      const slow = lastPut === undefined || ms() - lastPut >= groupMs / 4;
      const done = work(() => {
        const outcome = put(runOf(run), page);
        settleWhenDue();
        const full = groupIsFull(page.objects.length) || slow;
        if (full) commitNow();
        return { ...outcome, committed: full };
      }, false);
      lastPut = ms();
      return done;
    },
    finishRun: (run, { complete, reason, findings = [] }) =>
      work(() => {
        noteAll(run, findings);
        const { connection, module, kind } = runOf(run);
        settling.settle(module);
        const gone = complete && kind === 'full' ? unlist(connection, module, run, ms()) : [];
        if (complete && module === 'locations') uids.judge(connection);
        for (const row of gone.slice(0, MOST_CHANGES)) addChange.run(run, 'unlisted', row);
        endRun.run(ms(), reason, complete ? 1 : 0, gone.length, run);
        return runOf(run);
      }),
    resume: (connection, module) => openRuns(connection, moduleCode(module))[0],
    commit: () => work(() => undefined),
    settle: () =>
      work(() => {
        settling.settleAll();
        return undefined;
      }),
    pause: (run, why) =>
      work(() => {
        settling.settleAll();
        noteEnd.run(why ?? null, run);
        return undefined;
      }),
    rollback,
  };
}

function isBefore({ reading }: PutObject, until: number | undefined): boolean {
  return until !== undefined && reading.lastUpdated !== undefined && Date.parse(reading.lastUpdated) < until;
}
