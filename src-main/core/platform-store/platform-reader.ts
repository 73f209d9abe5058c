import type { ListedModule } from '../../../shared/contract/platform-rows.ts';
import type { FeedModule } from '../../../shared/domain/ocpi-version.ts';
import { createCrossLinks, type StoredLink } from './cross-links.ts';
import { createFacetReader } from './facet-filter.ts';
import { findingsOf, type KeptFinding } from './finding-keeper.ts';
import { keptUntilChange } from './kept-until-change.ts';
import { type ListLimits, type ListQuery, type RowList, rowList, type RowQuery } from './list-query.ts';
import { allShapes, moduleShapes } from './module-shapes.ts';
import { personRows } from './platform-care.ts';
import type { PlatformDb } from './platform-db.ts';
import { moduleCode, runReader, type RunRecord } from './platform-runs.ts';
import { createRowViews, type StoredRow } from './row-views.ts';
import { createSums, type Sums } from './sums.ts';

export interface ListPage {
  readonly rows: readonly StoredRow[];
  readonly total: number;
  /** Rows of the module without a filter. */
  readonly all: number;
}

export interface StoredOriginal {
  readonly bytes: Uint8Array;
  readonly receivedAt: Date;
  readonly url: string;
}

export interface StoredVersion extends StoredOriginal {
  readonly version: number;
}

export interface StoredObject {
  readonly row: StoredRow;
  readonly key: string;
  readonly version: string | undefined;
  readonly original: StoredOriginal;
  readonly findings: readonly KeptFinding[];
  /** Older ones, newest first. */
  readonly versions: readonly StoredVersion[];
  readonly links: readonly StoredLink[];
}

export interface FindingGroup {
  readonly module: FeedModule;
  readonly code: string;
  readonly severity: string;
  readonly objects: number;
  readonly times: number;
  readonly example: { readonly row: number; readonly id: string; readonly finding: KeptFinding } | undefined;
  /** Of the last read, not of an object. */
  readonly ofRead: Pick<PageFinding, 'found' | 'wanted'> | undefined;
}

export interface FindingObject {
  readonly row: number;
  readonly id: string;
  readonly findings: readonly KeptFinding[];
}

export interface RunChange {
  readonly kind: 'added' | 'changed' | 'unlisted';
  readonly row: number;
}

export interface PageFinding {
  readonly code: string;
  readonly severity: string;
  readonly times: number;
  readonly found: string | null;
  readonly wanted: string | null;
}

export interface PlatformReader {
  list(query: ListQuery, offset: number, limit: number): ListPage;
  /** Numbers of all rows of a query in their order, for exports: 8 bytes each. */
  rowNumbers(query: ListQuery): readonly number[];
  rows(module: ListedModule, rows: readonly number[]): readonly StoredRow[];
  get(module: ListedModule, row: number): StoredObject | undefined;
  original(module: FeedModule, row: number): StoredOriginal | undefined;
  /** Personal data of rows, in the open: the caller has asked for the reason and writes the audit. */
  reveal(
    module: 'sessions' | 'cdrs' | 'tokens',
    row: number,
  ): { readonly tokenUid: string; readonly contractId: string; readonly visualNumber: string } | undefined;
  /** Rows of one driver by token uid or contract id. */
  personRows(module: 'sessions' | 'cdrs' | 'tokens', text: string): readonly number[];
  findings(connection: number, module?: FeedModule): readonly FindingGroup[];
  /** Of the pages of the last read alone. */
  pageFindings(connection: number, module: FeedModule): readonly PageFinding[];
  /** Objects of a feed that have findings, by row from `after` on: for reports to the partner. */
  findingObjects(connection: number, module: FeedModule, after: number, limit: number): readonly FindingObject[];
  /** Reads each row: each step some thousands. */
  sums(query: RowQuery): Generator<void, Sums>;
  /** Feeds that were ever read. */
  feeds(): readonly { readonly connection: number; readonly module: FeedModule }[];
  /** Newest first. */
  runs(connection: number, module: FeedModule, limit: number): readonly RunRecord[];
  changes(run: number): readonly RunChange[];
  runFindings(
    run: number,
  ): readonly { readonly code: string; readonly severity: string; readonly path: string; readonly times: number }[];
  /** Objects held of a feed, and how many of them are unlisted or were not understood. */
  counts(
    connection: number,
    module: FeedModule,
  ): { readonly present: number; readonly unlisted: number; readonly notUnderstood: number };
}

/** How many rows a list has is counted once for all its pages; so many lists at a time. */
const MOST_LISTS = 20;

export function createPlatformReader(db: PlatformDb, limits?: ListLimits): PlatformReader {
  const facetsOf = createFacetReader(db);
  const views = createRowViews(db);
  const links = createCrossLinks(db);
  const sums = createSums(db);
  const runs = runReader(db, 'connection = ? and module = ? order by run desc limit ?');
  const lists = keptUntilChange<RowList>(db, MOST_LISTS);
  const listOf = (query: ListQuery) =>
    lists(JSON.stringify(query), () => rowList(db, query, facetsOf(query.module), limits));

  function originalOf(module: FeedModule, row: number): StoredOriginal | undefined {
    const found = db
      .prepare<[number], OriginalRow>(
        `select bytes, received, text from ${moduleShapes[module].table}_original as o join urls as u on u.url = o.url where row = ?`,
      )
      .get(row);
    return found === undefined ? undefined : storedOriginal(found);
  }

  function versionsOf(module: FeedModule, row: number): readonly StoredVersion[] {
    return db
      .prepare<[number, number], OriginalRow & { readonly version: number }>(
        'select version, bytes, received, text from versions as v join urls as u on u.url = v.url where module = ? and row = ? order by version desc',
      )
      .all(moduleCode(module), row)
      .map((found) => ({ ...storedOriginal(found), version: found.version }));
  }

  return {
    list(query, offset, limit) {
      const found = listOf(query);
      const all = facetsOf(query.module).reduce((sum, { n }) => sum + n, 0);
      return { rows: views(query.module, found.page(offset, limit)), total: found.total, all };
    },
    rowNumbers: (query) => {
      const found = listOf(query);
      return found.page(0, found.total);
    },
    rows: views,
    get(module, row) {
      const [view] = views(module, [row]);
      const original = originalOf(module, row);
      if (view === undefined || original === undefined) return undefined;
      const more = db
        .prepare<[number], { key: string; version: string | null; findings: string | null }>(
          `select key, version, findings from ${moduleShapes[module].table} where row = ?`,
        )
        .get(row);
      return {
        row: view,
        key: more?.key ?? '',
        version: more?.version ?? undefined,
        original,
        findings: findingsOf(more?.findings ?? null),
        versions: versionsOf(module, row),
        links: links(view),
      };
    },
    original: originalOf,
    reveal: (module, row) =>
      db
        .prepare<[number], { tokenUid: string; contractId: string; visualNumber: string }>(
          `select token_uid as tokenUid, contract_id as contractId, visual_number as visualNumber
           from persons where person = (select person from ${moduleShapes[module].table} where row = ?)`,
        )
        .get(row),
    personRows: (module, text) => personRows(db, module, text),
    findings: (connection, module) => findingGroups(db, connection, module),
    pageFindings: (connection, module) => pageFindings(db, connection, module),
    findingObjects: (connection, module, after, limit) =>
      db
        .prepare<[number, number, number], { row: number; id: string; findings: string | null }>(
          `select row, id, findings from ${moduleShapes[module].table}
           where row > ? and connection = ? and findings is not null order by row limit ?`,
        )
        .all(after, connection, limit)
        .map(({ row, id, findings }) => ({ row, id, findings: findingsOf(findings) })),
    feeds: () =>
      db
        .prepare<[], { connection: number; module: number }>(
          'select distinct connection, module from runs order by connection, module',
        )
        .all()
        .flatMap(({ connection, module: code }) =>
          allShapes.filter((shape) => shape.code === code).map(({ module }) => ({ connection, module })),
        ),
    sums: (query) => sums(query, facetsOf(query.module)),
    runs: (connection, module, limit) => runs(connection, moduleCode(module), limit),
    changes: (run) =>
      db.prepare<[number], RunChange>('select kind, row from run_changes where run = ? order by kind, row').all(run),
    runFindings: (run) =>
      db
        .prepare<[number], { code: string; severity: string; path: string; times: number }>(
          'select code, severity, path, times from run_findings where run = ? order by code',
        )
        .all(run),
    counts(connection, module) {
      const count = db
        .prepare<[number, number, string], number>(
          'select coalesce(sum(n), 0) from facets where module = ? and connection = ? and state = ?',
        )
        .pluck();
      const of = (state: string): number => count.get(moduleCode(module), connection, state) ?? 0;
      return { present: of('present'), unlisted: of('unlisted'), notUnderstood: of('not-understood') };
    },
  };
}

interface OriginalRow {
  readonly bytes: Uint8Array;
  readonly received: number;
  readonly text: string;
}

function storedOriginal({ bytes, received, text }: OriginalRow): StoredOriginal {
  return { bytes, receivedAt: new Date(received), url: text };
}

function findingGroups(db: PlatformDb, connection: number, only: FeedModule | undefined): readonly FindingGroup[] {
  const counts = db.prepare<
    [number, number],
    { code: number; text: string; severity: string; objects: number; times: number }
  >(
    `select n.code, text, severity, objects, times from finding_counts as n join codes as c on c.code = n.code
     where connection = ? and module = ? and objects > 0 order by objects desc, text`,
  );
  return Object.values(moduleShapes)
    .filter(({ module }) => only === undefined || module === only)
    .flatMap(({ module, table, code: number }) => {
      const example = db.prepare<[number, number, number], { row: number; id: string; findings: string | null }>(
        `select o.row, o.id, o.findings from finding_rows as f join ${table} as o on o.row = f.row
         where f.module = ? and f.code = ? and o.connection = ? order by f.row limit 1`,
      );
      const ofObjects = counts.all(connection, number).map(({ code, text, severity, objects, times }): FindingGroup => {
        const found = example.get(number, code, connection);
        const finding = findingsOf(found?.findings ?? null).find((each) => each.code === text);
        const shown =
          found === undefined || finding === undefined ? undefined : { row: found.row, id: found.id, finding };
        return { module, code: text, severity, objects, times, example: shown, ofRead: undefined };
      });
      const ofPages = pageFindings(db, connection, module).map(
        ({ code, severity, times, ...ofRead }): FindingGroup => ({
          ...{ module, code, severity, times, ofRead },
          ...{ objects: 0, example: undefined },
        }),
      );
      return [...ofObjects, ...ofPages];
    });
}

/** What was odd about the pages of the last read, whose objects may be all right. */
function pageFindings(db: PlatformDb, connection: number, module: FeedModule): readonly PageFinding[] {
  return db
    .prepare<[number, number], PageFinding>(
      `select code, severity, times, found, wanted from run_findings
       where run = (select max(run) from runs where connection = ? and module = ?)
       order by code`,
    )
    .all(connection, moduleShapes[module].code);
}
