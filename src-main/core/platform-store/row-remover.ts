import { allShapes, linkExpressions, type ModuleShape, sortTable } from './module-shapes.ts';
import type { PlatformDb } from './platform-db.ts';

/** Removes settled rows with all that hangs on them, many at once. */
export function createRowRemover(db: PlatformDb) {
  db.exec('create temp table if not exists doomed (row integer primary key)');
  const clear = db.prepare('delete from temp.doomed');
  const doom = db.prepare<[string]>('insert into temp.doomed (row) select value from json_each(?)');

  function removeDoomed(shape: ModuleShape): void {
    const { table, code } = shape;
    const rows = 'row in (select row from temp.doomed)';
    db.exec(
      `update facets set n = facets.n - gone.n from (select facet, count(*) as n from ${table} where ${rows} group by facet) as gone where facets.facet = gone.facet`,
    );
    db.exec(
      `update finding_counts set objects = finding_counts.objects - gone.objects, times = finding_counts.times - gone.times
       from (select o.connection, f.code, count(*) as objects, sum(f.times) as times
             from ${table} as o join finding_rows as f on f.module = ${code} and f.row = o.row where o.${rows} group by 1, 2) as gone
       where finding_counts.module = ${code} and finding_counts.connection = gone.connection and finding_counts.code = gone.code`,
    );
    const kept = [
      ...Object.keys(shape.sorts).map((order) => sortTable(shape, order)),
      `${table}_by_facet`,
      ...(linkExpressions(shape).length === 0 ? [] : [`${table}_links`]),
      `${table}_original`,
    ];
    for (const name of kept) db.exec(`delete from ${name} where ${rows}`);
    db.exec(`delete from ${table}_words where rowid in (select row from temp.doomed)`);
    db.exec(`delete from versions where module = ${code} and ${rows}`);
    db.exec(`delete from finding_rows where module = ${code} and ${rows}`);
    db.exec(`delete from run_changes where ${rows} and run in (select run from runs where module = ${code})`);
    if (shape.module === 'locations') db.exec(`delete from evse_uids where ${rows}`);
    db.exec(`delete from ${table} where ${rows}`);
    clear.run();
  }

  return {
    removeRows(shape: ModuleShape, rows: readonly number[]): void {
      if (rows.length === 0) return;
      doom.run(JSON.stringify(rows));
      removeDoomed(shape);
    },
    /** Everything of one connection, its runs and names included; gives the number of objects. */
    removeConnection(connection: number): number {
      let objects = 0;
      for (const shape of allShapes) {
        objects += db
          .prepare<[number]>(`insert into temp.doomed (row) select row from ${shape.table} where connection = ?`)
          .run(connection).changes;
        removeDoomed(shape);
      }
      for (const name of ['run_changes', 'run_findings'])
        db.prepare<[number]>(`delete from ${name} where run in (select run from runs where connection = ?)`).run(
          connection,
        );
      for (const name of ['runs', 'finding_counts', 'facets', 'persons', 'places'])
        db.prepare<[number]>(`delete from ${name} where connection = ?`).run(connection);
      return objects;
    },
  };
}
