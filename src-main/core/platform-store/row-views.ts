import type { ListedModule, ObjectRow } from '../../../shared/contract/platform-rows.ts';
import { findingsOf } from './finding-keeper.ts';
import { moduleShapes } from './module-shapes.ts';
import type { PlatformDb, SqlRow } from './platform-db.ts';

type Stored<R> = R extends ObjectRow ? Omit<R, 'connectionId' | 'connection'> & { readonly connection: number } : never;
/** A row of a list, as the contract has it, with the connection's number. */
export type StoredRow = Stored<ObjectRow>;

/** Reads rows by number, in the order asked for; those that are gone are left out. */
export function createRowViews(db: PlatformDb) {
  const statements = new Map<ListedModule, ReturnType<typeof prepare>>();

  function prepare(module: ListedModule) {
    const { table, columns } = moduleShapes[module];
    const has = (name: string): boolean => columns.some(([column]) => column === name);
    const joins = [
      has('person') ? 'left join persons as p on p.person = o.person' : '',
      has('place') ? 'left join places as l on l.place = o.place' : '',
      has('tariffs') ? 'left join tariff_sets as t on t.tariffs = o.tariffs' : '',
    ];
    const more = [
      has('person') ? ', p.uid_mask, p.contract_mask, p.visual_mask' : '',
      has('place') ? ', l.location_id, l.evse_uid, l.evse_id, l.connector_id, l.meter_id, l.name as location_name' : '',
      has('tariffs') ? ', t.ids as tariff_ids' : '',
    ];
    return db.prepare<[string], SqlRow>(
      `select o.*, f.party, f.state, f.worst, f.status, f.currency, f.country, f.type, f.signed, f.credit, f.valid${more.join('')}
       from ${table} as o join facets as f on f.facet = o.facet ${joins.join(' ')}
       where o.row in (select value from json_each(?))`,
    );
  }

  return (module: ListedModule, rows: readonly number[]): readonly StoredRow[] => {
    const statement = statements.get(module) ?? prepare(module);
    statements.set(module, statement);
    const found = new Map(statement.all(JSON.stringify(rows)).map((row) => [Number(row['row']), row]));
    return rows.flatMap((row) => {
      const sql = found.get(row);
      return sql === undefined ? [] : [viewOf(module, sql)];
    });
  };
}

function viewOf(module: ListedModule, row: SqlRow): StoredRow {
  const base = baseOf(row);
  switch (module) {
    case 'locations':
      return {
        ...base,
        module,
        ...texts(row, {
          name: 'name',
          address: 'address',
          city: 'city',
          postalCode: 'postal_code',
          country: 'country',
        }),
        evses: count(row['evses']),
        connectors: count(row['connectors']),
        // Written by this program alone.
        statuses: (row['statuses'] === null ? {} : JSON.parse(String(row['statuses']))) as Record<string, number>,
        ...flagged('published', row['valid']),
        ...texts(row, { latitude: 'latitude', longitude: 'longitude', operator: 'operator' }),
      };
    case 'tariffs':
      return {
        ...base,
        module,
        ...texts(row, { currency: 'currency', type: 'type' }),
        elements: count(row['elements']),
        summary: text(row['summary']) ?? '',
        validFrom: iso(row['valid_from']),
        validTo: iso(row['valid_to']),
      };
    case 'sessions':
      return { ...base, module, ...usageOf(row), status: text(row['status']) ?? '' };
    case 'cdrs':
      return {
        ...base,
        module,
        ...usageOf(row),
        ...texts(row, { sessionId: 'session', locationName: 'location_name', evseId: 'evse_id', hours: 'hours' }),
        signed: row['signed'] === 1,
        credit: row['credit'] === 1,
        ...texts(row, { invoiceReference: 'invoice' }),
      };
    case 'tokens':
      return {
        ...base,
        module,
        id: text(row['uid_mask']) ?? '',
        uid: text(row['uid_mask']) ?? '',
        ...texts(row, { type: 'type', contractId: 'contract_mask', visualNumber: 'visual_mask', issuer: 'issuer' }),
        ...flagged('valid', row['valid']),
        ...texts(row, { whitelist: 'whitelist' }),
      };
    case 'tariffassociations':
      return {
        ...base,
        module,
        ...texts(row, { tariffId: 'tariff', audience: 'audience' }),
        startsAt: iso(row['starts']),
        connectors: count(row['connectors']),
      };
  }
}

function baseOf(row: SqlRow) {
  const findings = findingsOf(text(row['findings']) ?? null);
  const state = stateOf(row['state']);
  return {
    rowId: count(row['row']),
    connection: count(row['connection']),
    ...texts(row, { party: 'party' }),
    id: text(row['id']) ?? '',
    lastUpdated: iso(row['updated']),
    state,
    ...(row['unlisted_at'] === null ? {} : { unlistedSince: new Date(count(row['unlisted_at'])).toISOString() }),
    findings: findings.reduce((sum, { times }) => sum + times, 0),
    ...worstOf(row['worst']),
  };
}

function worstOf(value: SqlRow[string] | undefined): Pick<StoredRow, 'worst'> {
  return value === 'note' || value === 'warn' || value === 'fail' ? { worst: value } : {};
}

function stateOf(value: SqlRow[string] | undefined): 'present' | 'unlisted' | 'not-understood' {
  return value === 'unlisted' || value === 'not-understood' ? value : 'present';
}

function usageOf(row: SqlRow) {
  return {
    startedAt: iso(row['started']),
    endedAt: iso(row['ended']),
    ...texts(row, {
      ...{ kwh: 'kwh', cost: 'cost', currency: 'currency', locationId: 'location_id', evseUid: 'evse_uid' },
      ...{ connectorId: 'connector_id', meterId: 'meter_id', authMethod: 'auth_method' },
      ...{ authReference: 'auth_reference', tokenUid: 'uid_mask', contractId: 'contract_mask' },
    }),
    // Written by this program alone.
    tariffIds: row['tariff_ids'] === null ? [] : (JSON.parse(String(row['tariff_ids'])) as string[]),
  };
}

/** Those members that have a text, each from its column. */
function texts<K extends string>(row: SqlRow, members: Readonly<Record<K, string>>): { [N in K]?: string } {
  const found: { [N in K]?: string } = {};
  for (const member in members) {
    const value = text(row[members[member]]);
    if (value !== undefined) found[member] = value;
  }
  return found;
}

const text = (value: SqlRow[string] | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
const count = (value: SqlRow[string] | undefined): number => (typeof value === 'number' ? value : 0);
const iso = (value: SqlRow[string] | undefined): string | null =>
  typeof value === 'number' ? new Date(value).toISOString() : null;

function flagged<K extends string>(name: K, value: SqlRow[string] | undefined): { [N in K]?: boolean } {
  const found: { [N in K]?: boolean } = {};
  if (value === 0 || value === 1) found[name] = value === 1;
  return found;
}
