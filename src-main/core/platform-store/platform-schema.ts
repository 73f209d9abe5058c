import { allShapes, linkExpressions, type ModuleShape, sortTable } from './module-shapes.ts';

/**
 * Steps of the file's schema, oldest first; its version is their number. Nothing in the file is lost for good: a file of
 * another build is deleted and read anew.
 */
export const platformSchema: readonly (readonly string[])[] = [
  [...sharedTables(), ...allShapes.flatMap(tablesOf)],
  [
    `create table evse_uids (
      connection integer not null, uid text not null, row integer not null,
      primary key (connection, uid, row)
    ) strict, without rowid`,
    'create index evse_uids_by_row on evse_uids (row)',
    'alter table runs add column missed integer not null default 0',
  ],
];

function sharedTables(): readonly string[] {
  return [
    `create table facets (
      facet integer primary key,
      module integer not null, connection integer not null, party text not null, state text not null,
      worst text not null, status text not null, currency text not null, country text not null, type text not null,
      signed integer not null, credit integer not null, valid integer not null,
      n integer not null default 0,
      unique (module, connection, party, state, worst, status, currency, country, type, signed, credit, valid)
    ) strict`,
    `create table persons (
      person integer primary key,
      connection integer not null,
      token_uid text not null, contract_id text not null, visual_number text not null,
      uid_folded text not null, contract_folded text not null,
      uid_mask text not null, contract_mask text not null, visual_mask text not null
    ) strict`,
    'create index persons_by_uid on persons (uid_folded, contract_folded)',
    'create index persons_by_contract on persons (contract_folded)',
    `create table places (
      place integer primary key,
      connection integer not null,
      location_id text not null, evse_uid text not null, evse_id text not null, connector_id text not null,
      meter_id text not null, name text not null,
      unique (connection, location_id, evse_uid, evse_id, connector_id, meter_id, name)
    ) strict`,
    'create index places_by_location on places (location_id)',
    'create index places_by_evse on places (evse_uid)',
    'create table tariff_sets (tariffs integer primary key, ids text not null unique) strict',
    'create table urls (url integer primary key, text text not null unique) strict',
    'create table codes (code integer primary key, text text not null unique, severity text not null) strict',
    // One line for each object and code, so that objects with a finding are a range.
    `create table finding_rows (
      module integer not null, code integer not null, row integer not null, times integer not null,
      primary key (module, code, row)
    ) strict, without rowid`,
    `create table finding_counts (
      module integer not null, connection integer not null, code integer not null,
      objects integer not null, times integer not null,
      primary key (module, connection, code)
    ) strict, without rowid`,
    `create table versions (
      version integer primary key,
      module integer not null, row integer not null, received integer not null, url integer not null,
      bytes blob not null
    ) strict`,
    'create index versions_by_object on versions (module, row)',
    `create table runs (
      run integer primary key,
      connection integer not null, module integer not null,
      kind text not null, window_from text, window_to text, cursor text,
      began integer not null, ended integer, end_reason text, complete integer not null default 0,
      pages integer not null default 0, received integer not null default 0, added integer not null default 0,
      changed integer not null default 0, same integer not null default 0, duplicates integer not null default 0,
      unlisted integer not null default 0, not_understood integer not null default 0, stated integer
    ) strict`,
    'create index runs_by_feed on runs (connection, module, run)',
    `create table run_changes (
      run integer not null, kind text not null, row integer not null,
      primary key (run, kind, row)
    ) strict, without rowid`,
    `create table run_findings (
      run integer not null, code text not null, severity text not null, path text not null,
      found text, wanted text, times integer not null,
      primary key (run, code)
    ) strict, without rowid`,
    // Rows up to here stand in the orders, the full text and the counts; the rest follows in batches.
    'create table settled (module integer primary key, row integer not null, next_row integer not null) strict',
    `create table search_pending (
      pending integer primary key, module integer not null, first integer not null, texts text not null
    ) strict`,
    'create index search_pending_by_module on search_pending (module, pending)',
  ];
}

function tablesOf(shape: ModuleShape): readonly string[] {
  const { table, columns, sorts, code } = shape;
  const own = columns.map(([name, type]) => `, ${name} ${type}`).join('');
  return [
    `create table ${table} (
      row integer primary key, key_hash integer not null unique, connection integer not null, key text not null, facet integer not null,
      id text not null, version text, updated integer, first_seen integer not null, seen_run integer not null,
      changed_at integer not null, sha text not null, findings text${own}, unlisted_at integer
    ) strict`,
    `create table ${table}_original (
      row integer primary key, received integer not null, url integer not null, bytes blob not null
    ) strict`,
    ...Object.keys(sorts).map((order) => sortTableOf(shape, order)),
    `create table ${table}_by_facet (facet integer not null, row integer not null, primary key (facet, row)) strict, without rowid`,
    ...(linkExpressions(shape).length === 0
      ? []
      : [
          `create table ${table}_links (value integer not null, row integer not null, primary key (value, row)) strict, without rowid`,
        ]),
    `create table ${table}_vocabulary (word text primary key) strict, without rowid`,
    // No text is kept in it, and neither places nor ranks: words and rows alone.
    `create virtual table ${table}_words using fts5 (words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii')`,
    `insert into settled (module, row, next_row) values (${code}, 0, 1)`,
  ];
}

function sortTableOf(shape: ModuleShape, order: string): string {
  return `create table ${sortTable(shape, order)} (value any not null, row integer not null, facet integer not null, primary key (value, row)) strict, without rowid`;
}
