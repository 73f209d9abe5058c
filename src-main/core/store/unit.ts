import type { ControlledTransaction } from 'kysely';
import type { JsonObject } from '../../../shared/domain/canonical-json.ts';
import type { Fault, Result } from '../../../shared/util/result.ts';
import type { Clock, Timer } from '../clock.ts';
import { appendEntry, type AuditEntry, type EventFacts } from './append-entry.ts';
import type { Database } from './database.ts';
import { createRefusalLimit } from './refusal-limit.ts';
import { StoreError, storeFaultOf } from './store-fault.ts';
import type { Tables, Trx } from './tables.ts';

/** What a unit of work is about. A refusal is recorded as `event` + `.refused` with the fault's code. */
export type UnitEvent = Omit<EventFacts, 'outcome' | 'code'>;

/** Adds to the entry what only the work finds out. */
export interface EntryNotes {
  subject(id: string): void;
  data(more: JsonObject): void;
}

export interface Unit {
  /**
   * One change with its audit entry in one transaction. Units run one after the other.
   *
   * - ok: what the work wrote and the entry are committed together;
   * - a fault: what the work wrote is undone, the refusal is recorded (see refusal-limit.ts), the fault returned;
   * - a throw: nothing is kept; it is thrown on, trouble with the disk as StoreError.
   *
   * Inside, only queries of `trx` may be awaited: everything else is done before or after. (A token's answer awaited
   * here would hold all writers; the other database handle, or another unit, would wait for ever.)
   */
  run<T, F extends Fault>(
    what: UnitEvent,
    work: (trx: Trx, entry: EntryNotes) => Promise<Result<T, F>> | Result<T, F>,
  ): Promise<Result<T, F>>;
  /** An entry without a change: the end of a bulk run, a refusal at the wire. */
  append(facts: EventFacts): Promise<void>;
  /** Waits for the units begun and refuses further ones. */
  close(): Promise<void>;
}

export interface UnitDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly workspaceId: string;
  /** With it, many refusals of one kind within a minute are one entry with their count. */
  readonly timer?: Timer;
  /** Told after each commit, for live events. Must not throw. */
  readonly committed?: (entry: AuditEntry) => void;
}

/** Refusals of one kind, by one person, that have an entry each within a minute: more than anybody causes by hand. */
const MOST_REFUSALS = 30;

export function createUnit({ database, clock, workspaceId, timer, committed }: UnitDeps): Unit {
  const limit =
    timer === undefined ? undefined : createRefusalLimit({ clock, timer, most: MOST_REFUSALS, write: writeLater });
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;

  function inTurn<T>(job: () => Promise<T>): Promise<T> {
    if (closed) return Promise.reject(new Error('the workspace is closed'));
    const run = last.then(job);
    last = run.catch(() => undefined);
    return run;
  }

  async function run<T, F extends Fault>(
    what: UnitEvent,
    work: (trx: Trx, entry: EntryNotes) => Promise<Result<T, F>> | Result<T, F>,
  ): Promise<Result<T, F>> {
    return inTurn(async () => {
      const { result, entry } = await transaction(database, async (trx) => {
        let facts: UnitEvent = what;
        const notes: EntryNotes = {
          subject: (id) => (facts = { ...facts, subject: id }),
          data: (more) => (facts = { ...facts, data: { ...facts.data, ...more } }),
        };
        const inner = await trx.savepoint('work').execute();
        const result = await work(inner, notes);
        if (!result.ok) await inner.rollbackToSavepoint('work').execute();
        await inner.releaseSavepoint('work').execute();
        const end: EventFacts = result.ok
          ? { ...facts, outcome: 'done' }
          : { ...facts, event: `${facts.event}.refused`, outcome: 'refused', code: result.error.code };
        const entry = isTold(end) ? await appendEntry(trx, workspaceId, clock.now(), end) : undefined;
        return { result, entry };
      });
      if (entry !== undefined) committed?.(entry);
      return result;
    });
  }

  /** Refusals of calls have a count of their own: see core/refusals.ts. */
  function isTold(facts: EventFacts): boolean {
    if (facts.outcome !== 'refused' || facts.event === 'call.refused') return true;
    return limit?.admit(JSON.stringify([facts.actor.name, facts.event, facts.code]), facts) ?? true;
  }

  async function append(facts: EventFacts): Promise<void> {
    if (isTold(facts)) await write(facts);
  }

  function write(facts: EventFacts): Promise<void> {
    return inTurn(async () => {
      committed?.(await transaction(database, (trx) => appendEntry(trx, workspaceId, clock.now(), facts)));
    });
  }

  function writeLater(facts: EventFacts): void {
    // Nobody waits for it; a disk that takes no entry is told by whatever comes next.
    write(facts).catch(() => undefined);
  }

  async function close(): Promise<void> {
    limit?.flush();
    closed = true;
    await last;
  }

  return { run, append, close };
}

async function transaction<T>(
  { db, path }: Database,
  work: (trx: ControlledTransaction<Tables>) => Promise<T>,
): Promise<T> {
  const watch = watchForStrays();
  try {
    const trx = await db.startTransaction().execute();
    watch.begin();
    try {
      const value = await Promise.race([work(trx), watch.strayed]);
      await trx.commit().execute();
      return value;
    } catch (error) {
      await trx.rollback().execute();
      throw error;
    }
  } catch (error) {
    const fault = storeFaultOf(error, path);
    throw fault === undefined ? error : new StoreError(fault, error);
  } finally {
    watch.end();
  }
}

/** One turn would do, since queries settle within the turn they began in; a second one costs nothing. */
const TURNS_ALLOWED = 2;

/**
 * Notices work that awaits something other than a query: the transaction then outlasts the turn of the event loop it
 * began in. Without this, such work would hold the only connection, or wait for it for ever.
 */
function watchForStrays(): { begin(): void; end(): void; readonly strayed: Promise<never> } {
  let stray: (reason: Error) => void = () => undefined;
  const strayed = new Promise<never>((_resolve, reject) => {
    stray = reject;
  });
  let pending: NodeJS.Immediate | undefined;
  let turns = 0;
  const turn = (): void => {
    turns++;
    if (turns > TURNS_ALLOWED) stray(new Error('a unit of work awaited something other than its own queries'));
    else pending = setImmediate(turn);
  };
  return {
    strayed,
    begin: () => {
      pending = setImmediate(turn);
    },
    end: () => {
      if (pending !== undefined) clearImmediate(pending);
    },
  };
}
