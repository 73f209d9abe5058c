import type { FeedModule } from '../../../shared/domain/ocpi-version.ts';
import { createFacetTwins } from './facet-twins.ts';
import { moduleShapes } from './module-shapes.ts';
import type { PlatformDb } from './platform-db.ts';
import type { Settling } from './settling.ts';

/**
 * Marks what a complete full run did not bring; nothing is removed. All rows of the module must be settled.
 * @returns the rows that are newly marked
 */
export function createUnlisting(db: PlatformDb, settling: Settling) {
  const facetOf = db.prepare<[number], { state: string }>('select state from facets where facet = ?');
  const twins = createFacetTwins(db);

  return (connection: number, module: FeedModule, run: number, at: number): readonly number[] => {
    const table = settling.table(module);
    const missing = db
      .prepare<[number, number], { row: number; facet: number }>(
        `select row, facet from ${moduleShapes[module].table} where connection = ? and seen_run < ? and unlisted_at is null`,
      )
      .all(connection, run);
    for (const { row, facet } of missing) {
      // What was not understood keeps its state: it never was an object.
      const now = facetOf.get(facet)?.state === 'present' ? twins.state(facet, 'unlisted') : facet;
      table.leave(row);
      table.setFacet(row, now, at);
      table.enter(row, row);
    }
    return missing.map(({ row }) => row);
  };
}
