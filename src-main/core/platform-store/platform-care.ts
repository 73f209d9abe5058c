import type { FeedModule } from '../../../shared/domain/ocpi-version.ts';
import type { Result } from '../../../shared/util/result.ts';
import type { StoreFault } from '../store/store-fault.ts';
import { createRowRemover } from './row-remover.ts';
import type { Interned } from './interned.ts';
import { linkKinds, moduleShapes } from './module-shapes.ts';
import type { PlatformDb } from './platform-db.ts';
import { folded } from './search-words.ts';
import type { Settling } from './settling.ts';

export interface Retention {
  readonly connection: number;
  readonly module: FeedModule;
  /** What is older goes: sessions and CDRs by their end, all else by when it left its feed. */
  readonly before: Date;
  /** `personal`: the object stays, without what names its driver; driver tokens go whole. */
  readonly what: 'rows' | 'personal';
  /** Objects in one call, which is one transaction; call again while there are `more`. */
  readonly limit?: number;
}

/** Row of an object by its module. */
export interface RowReference {
  readonly module: PersonalModule;
  readonly row: number;
}

export interface PlatformCare {
  /** Everything of a connection goes, its runs too. */
  eraseConnection(connection: number): Result<{ readonly objects: number }, StoreFault>;
  retain(rule: Retention): Result<{ readonly objects: number; readonly more: boolean }, StoreFault>;
  /** Takes one driver, by token uid or contract id, out of all that is held, older versions and originals included. */
  erasePerson(text: string): Result<readonly RowReference[], StoreFault>;
}

interface CareDeps {
  readonly settling: Settling;
  readonly interned: Interned;
  readonly blankPersonal: (module: FeedModule, bytes: Uint8Array) => Uint8Array;
  readonly work: <T>(change: () => T) => Result<T, StoreFault>;
}

export type PersonalModule = 'sessions' | 'cdrs' | 'tokens';
const personalModules: readonly PersonalModule[] = ['sessions', 'cdrs', 'tokens'];
const isPersonal = (module: FeedModule): module is PersonalModule => personalModules.some((name) => name === module);

const MOST_AT_ONCE = 20_000;

export function createPlatformCare(
  db: PlatformDb,
  { settling, interned, blankPersonal, work }: CareDeps,
): PlatformCare {
  const remover = createRowRemover(db);

  /** Takes the driver out of rows that stay. The hash stays too: the same object served again is no change. */
  function blank(module: 'sessions' | 'cdrs', rows: readonly number[]): void {
    const { table, code } = moduleShapes[module];
    const statements = settling.table(module);
    const clear = db.prepare<[number]>(`update ${table} set person = null where row = ?`);
    const setBytes = db.prepare<[Uint8Array, number]>(`update ${table}_original set bytes = ? where row = ?`);
    const versions = db.prepare<[number, number], { version: number; bytes: Uint8Array }>(
      'select version, bytes from versions where module = ? and row = ?',
    );
    const setVersion = db.prepare<[Uint8Array, number]>('update versions set bytes = ? where version = ?');
    for (const row of rows) {
      statements.leave(row);
      clear.run(row);
      statements.enter(row, row);
      const bytes = statements.original(row);
      if (bytes !== undefined) setBytes.run(blankPersonal(module, bytes), row);
      for (const old of versions.all(code, row)) setVersion.run(blankPersonal(module, old.bytes), old.version);
    }
  }

  function dropUnused(): void {
    const used = personalModules.map((module) => {
      const { table } = moduleShapes[module];
      const kind = linkKinds.person;
      return `not exists (select 1 from ${table}_links where value = persons.person * 8 + ${kind})`;
    });
    db.exec(`delete from persons where ${used.join(' and ')}`);
    interned.forget();
  }

  return {
    eraseConnection: (connection) =>
      work(() => {
        settling.settleAll();
        const objects = remover.removeConnection(connection);
        interned.forget();
        return { objects };
      }),
    retain: ({ connection, module, before, what, limit = MOST_AT_ONCE }) =>
      work(() => {
        settling.settleAll();
        const { table, window } = moduleShapes[module];
        const age = window === 'startedAt' ? 'coalesce(ended, started, updated, first_seen)' : 'unlisted_at';
        const wantsPerson = what === 'personal' ? 'and person is not null' : '';
        if (what === 'personal' && !isPersonal(module)) return { objects: 0, more: false };
        const rows = db
          .prepare<[number, number, number], number>(
            `select row from ${table} where connection = ? and ${age} < ? ${wantsPerson} order by row limit ?`,
          )
          .pluck()
          .all(connection, before.getTime(), limit);
        if (what === 'personal' && module !== 'tokens' && isPersonal(module)) blank(module, rows);
        else remover.removeRows(moduleShapes[module], rows);
        if (rows.length > 0 && isPersonal(module)) dropUnused();
        return { objects: rows.length, more: rows.length === limit };
      }),
    erasePerson: (text) =>
      work(() => {
        settling.settleAll();
        const rows = personalModules.flatMap((module) =>
          personRows(db, module, text).map((row): RowReference => ({ module, row })),
        );
        const of = (wanted: PersonalModule): readonly number[] =>
          rows.filter(({ module }) => module === wanted).map(({ row }) => row);
        blank('sessions', of('sessions'));
        blank('cdrs', of('cdrs'));
        remover.removeRows(moduleShapes.tokens, of('tokens'));
        dropUnused();
        return rows;
      }),
  };
}

/** Rows of one driver, by token uid or contract id, as they are compared without case. */
export function personRows(db: PlatformDb, module: PersonalModule, text: string): readonly number[] {
  return db
    .prepare<[string, string], number>(
      `select row from ${moduleShapes[module].table}_links where value in
         (select person * 8 + ${linkKinds.person} from persons where uid_folded = ? or contract_folded = ?) order by row`,
    )
    .pluck()
    .all(folded(text), folded(text));
}
