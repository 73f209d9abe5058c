import type { ListedModule, RowFilter } from '../../../shared/contract/platform-rows.ts';
import { keptUntilChange } from './kept-until-change.ts';
import { allShapes, moduleShapes } from './module-shapes.ts';
import type { PlatformDb } from './platform-db.ts';

/** As the contract's filter, with connections by number. */
export type StoreFilter = Omit<RowFilter, 'connectionIds'> & { readonly connections?: readonly number[] | undefined };

export interface Facet {
  readonly facet: number;
  readonly connection: number;
  readonly party: string;
  readonly state: string;
  readonly worst: string;
  readonly status: string;
  readonly currency: string;
  readonly country: string;
  readonly type: string;
  readonly signed: number;
  readonly credit: number;
  readonly valid: number;
  readonly n: number;
}

/** Facets of a module that have rows; read anew when anything in the file has changed. */
export function createFacetReader(db: PlatformDb): (module: ListedModule) => readonly Facet[] {
  const read = db.prepare<[number], Facet>('select * from facets where module = ? and n > 0');
  const kept = keptUntilChange<readonly Facet[]>(db, allShapes.length);
  return (module) => kept(module, () => read.all(moduleShapes[module].code));
}

/** Whether rows of a facet pass what a filter says about facets. */
export function facetPasses(facet: Facet, filter: StoreFilter): boolean {
  return (
    (filter.connections === undefined || filter.connections.includes(facet.connection)) &&
    isOf(filter.party, facet.party) &&
    (filter.status === undefined || filter.status.some((status) => isOf(status, facet.status))) &&
    isOf(filter.currency, facet.currency) &&
    isOf(filter.country, facet.country) &&
    isOf(filter.type, facet.type) &&
    (filter.state === undefined || filter.state.some((state) => state === facet.state)) &&
    (filter.hasFindings === undefined || filter.hasFindings === (facet.worst !== '')) &&
    isFlag(filter.published, facet.valid) &&
    isFlag(filter.valid, facet.valid) &&
    isFlag(filter.signed, facet.signed) &&
    isFlag(filter.credit, facet.credit)
  );
}

const isOf = (wanted: string | undefined, value: string): boolean =>
  wanted === undefined || wanted.toUpperCase() === value.toUpperCase();

/** What says nothing counts as no. */
const isFlag = (wanted: boolean | undefined, value: number): boolean =>
  wanted === undefined || wanted === (value === 1);
