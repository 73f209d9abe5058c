import { facetColumns } from './module-shapes.ts';
import type { PlatformDb } from './platform-db.ts';

/** Gives the facet that differs in one column alone, and makes it where there is none. */
export function createFacetTwins(db: PlatformDb) {
  const twins = { state: twin('state'), worst: twin('worst') };

  function twin(column: 'state' | 'worst') {
    const others = facetColumns.filter((name) => name !== column).join(', ');
    const find = db
      .prepare<[string, number], number>(
        `select t.facet from facets as f join facets as t using (${others}) where t.${column} = ? and f.facet = ?`,
      )
      .pluck();
    const add = db.prepare<[string, number]>(
      `insert into facets (${others}, ${column}) select ${others}, ? from facets where facet = ?`,
    );
    return (facet: number, value: string): number =>
      find.get(value, facet) ?? Number(add.run(value, facet).lastInsertRowid);
  }

  return twins;
}
