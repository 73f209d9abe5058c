import type { FeedModule } from '../../../shared/domain/ocpi-version.ts';
import { allShapes } from './module-shapes.ts';
import { createModuleTable, type ModuleTable } from './module-table.ts';
import type { PlatformDb } from './platform-db.ts';
import { createWordKeeper } from './word-keeper.ts';

/**
 * New rows come into orders, links, counts and full text in sorted batches, behind the rows themselves: one by one each
 * of them would touch a random page of every order. Readers show what is settled.
 */
export interface Settling {
  table(module: FeedModule): ModuleTable;
  /** Number for the next new row of a module. */
  next(module: FeedModule): number;
  /** Tells that rows from `first` on were added, with their search texts in order. */
  added(module: FeedModule, first: number, texts: readonly string[]): void;
  /** Rows that wait, of all modules. */
  waiting(): number;
  settle(module: FeedModule): void;
  /** Puts other words in place of those of a settled row. */
  replaceWords(module: FeedModule, row: number, text: string): void;
  settleAll(): void;
  /** Reads the places anew, after a rollback. */
  reload(): void;
}

interface Place {
  settled: number;
  next: number;
}

/** A few of them bound what one transaction does at once. */
const BATCH = 50_000;

export function createSettling(db: PlatformDb): Settling {
  // Every module of the union has a shape.
  const tables = new Map<FeedModule, ModuleTable>(
    allShapes.map((shape) => [shape.module, createModuleTable(db, shape)]),
  );
  const read = db.prepare<[], { module: number; row: number; next_row: number }>(
    'select module, row, next_row from settled',
  );
  const save = db.prepare<[number, number, number]>('update settled set row = ?, next_row = ? where module = ?');
  const addPending = db.prepare<[number, number, string]>(
    'insert into search_pending (module, first, texts) values (?, ?, ?)',
  );
  const pending = db.prepare<[number], { pending: number; first: number; texts: string }>(
    'select pending, first, texts from search_pending where module = ? order by pending limit 1',
  );
  const dropPending = db.prepare<[number]>('delete from search_pending where pending = ?');
  const words = new Map(allShapes.map((shape) => [shape.module, createWordKeeper(db, shape)]));
  const places = new Map<FeedModule, Place>();

  function reload(): void {
    const rows = new Map(read.all().map((row) => [row.module, row]));
    for (const { module, code } of allShapes) {
      const row = rows.get(code);
      places.set(module, { settled: row?.row ?? 0, next: row?.next_row ?? 1 });
      words.get(module)?.forget();
    }
  }
  reload();

  function placeOf(module: FeedModule): Place {
    const place = places.get(module);
    if (place === undefined) throw new Error(`no place of ${module}`);
    return place;
  }

  function tableOf(module: FeedModule): ModuleTable {
    const table = tables.get(module);
    if (table === undefined) throw new Error(`no table of ${module}`);
    return table;
  }

  function settle(module: FeedModule): void {
    const place = placeOf(module);
    const table = tableOf(module);
    const { code } = table.shape;
    while (place.settled < place.next - 1) {
      const last = Math.min(place.next - 1, place.settled + BATCH);
      table.enter(place.settled + 1, last);
      place.settled = last;
    }
    for (let page = pending.get(code); page !== undefined; page = pending.get(code)) {
      // Written by this program alone.
      words.get(module)?.add(page.first, JSON.parse(page.texts) as readonly string[]);
      dropPending.run(page.pending);
    }
    save.run(place.settled, place.next, code);
  }

  return {
    table: tableOf,
    next: (module) => placeOf(module).next,
    added(module, first, texts) {
      if (texts.length === 0) return;
      const place = placeOf(module);
      place.next = first + texts.length;
      const { code } = tableOf(module).shape;
      addPending.run(code, first, JSON.stringify(texts));
      save.run(place.settled, place.next, code);
    },
    waiting: () => [...places.values()].reduce((sum, { settled, next }) => sum + next - 1 - settled, 0),
    settle,
    replaceWords: (module, row, text) => words.get(module)?.replace(row, text),
    settleAll() {
      for (const { module } of allShapes) if (placeOf(module).settled < placeOf(module).next - 1) settle(module);
    },
    reload,
  };
}
