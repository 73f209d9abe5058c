import type { platformDataContract } from '../../../../shared/contract/platform-data.ts';
import type { ObjectRow } from '../../../../shared/contract/platform-rows.ts';
import type { InputOf } from '../../../../shared/contract/wire/contract.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import { partyClaim } from '../../../../shared/domain/party-claim.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { StoreQuery, StoreRow } from '../../platform-worker/reader-contract.ts';
import type { ConnectionRecord } from './connection-record.ts';
import type { PlatformsDeps } from './platforms.deps.ts';
import { listConnections, noteRetention } from './platforms.store.ts';
import { type DataFault, dataFault } from './worker-fault.ts';

type Contract = (typeof platformDataContract)['platformData'];
export type Wish = Pick<InputOf<Contract['rows']>, 'module' | 'filter' | 'order' | 'descending' | 'person'>;

/** Which connections there are, by their number in platform.db. */
type Names = ReadonlyMap<number, Name>;

interface Name {
  readonly connectionId: string;
  readonly connection: string;
  readonly partnerId: string | null;
  /** For whom the platform says that it speaks. */
  readonly parties: readonly string[];
}

export async function connectionNames(db: PlatformsDeps['db']): Promise<Names> {
  const records = await listConnections(db);
  return new Map(records.map((record) => [record.number, nameOf(record)]));
}

const nameOf = ({ connectionId, settings, found }: ConnectionRecord): Name => ({
  connectionId,
  partnerId: settings.partnerId ?? null,
  connection: settings.name.slice(0, 200),
  parties: (found?.parties ?? []).map(({ party }) => party).filter((party) => party !== ''),
});

/** A row as the application knows it: of a connection by its id and name. */
export function namedRow({ connection, ...row }: StoreRow, names: Names): ObjectRow {
  const { connectionId, connection: name } = names.get(connection) ?? { connectionId: '', connection: '' };
  // The union of rows loses which columns belong together when one is replaced; they are those of `row`.
  return { ...row, connectionId, connection: name };
}

export function storeQuery({ module, filter, order, descending, person }: Wish, names: Names): StoreQuery {
  const { connectionIds, partnerId: partner, ...rest } = filter;
  const isWanted = ({ connectionId, partnerId }: Name): boolean =>
    connectionIds?.includes(connectionId) !== false && (partner === undefined || partnerId === partner);
  const connections =
    connectionIds === undefined && partner === undefined
      ? undefined
      : [...names].flatMap(([number, name]) => (isWanted(name) ? [number] : []));
  return { module, filter: rest, connections, order, descending, person: person?.text };
}

/** Most ids of objects that stand in one entry; their number always does. */
const MOST_NAMED = 200;

/** What was synced, as lists and objects. Personal data is asked for with a reason, and every such look is on record. */
export function createPlatformDataService(deps: PlatformsDeps) {
  const { db, unit, clock, threads } = deps;

  /** Who saw whose data and why: ids of objects alone, never what was seen or searched for. */
  function noteReveal(
    caller: Caller,
    how: 'shown' | 'searched' | 'exported' | 'erased',
    what: {
      readonly module: string;
      readonly rows: number;
      readonly reason: string;
      readonly rowIds: readonly number[];
    },
  ): Promise<void> {
    const { module, rows, reason, rowIds } = what;
    return unit.append({
      event: `platform-data.${how}`,
      actor: deps.actorOf(caller),
      outcome: 'done',
      data: { module, rows, reason, rowIds: rowIds.slice(0, MOST_NAMED).join(' ') },
    });
  }

  async function rows(caller: Caller, wish: InputOf<Contract['rows']>) {
    const began = clock.monotonicMs();
    const names = await connectionNames(db);
    const found = await threads
      .reader()
      .read.rows({ ...storeQuery(wish, names), offset: wish.offset, limit: wish.limit });
    if (!found.ok) return dataFault(found.error);
    const { total, all } = found.value;
    if (wish.person !== undefined) {
      const rowIds = found.value.rows.map(({ rowId }) => rowId);
      await noteReveal(caller, 'searched', { module: wish.module, rows: total, reason: wish.person.reason, rowIds });
    }
    return ok({
      rows: found.value.rows.map((row) => namedRow(row, names)),
      total,
      all,
      milliseconds: Math.round(clock.monotonicMs() - began),
    });
  }

  async function sums(wish: InputOf<Contract['sums']>) {
    const names = await connectionNames(db);
    const query = storeQuery({ ...wish, order: 'lastUpdated', descending: true }, names);
    const found = await threads.reader().read.sums(query);
    if (!found.ok) return dataFault(found.error);
    return ok({ ...found.value, costs: [...found.value.costs] });
  }

  async function object(wish: InputOf<Contract['object']>) {
    const names = await connectionNames(db);
    const found = await threads.reader().read.object(wish);
    if (!found.ok) return dataFault(found.error);
    const { row, object: one, namesParty, findings, links, versions, statusHistory, ...rest } = found.value;
    const roles = names.get(row.connection)?.parties ?? [];
    const claim = row.party && partyClaim(row.party, namesParty ? 'object' : 'connection', roles);
    return ok({
      ...rest,
      row: namedRow(row, names),
      ...(claim ? { party: claim } : {}),
      ...(one === undefined ? {} : { object: one }),
      findings: [...findings],
      links: [...links],
      versions: [...versions],
      statusHistory: [...statusHistory],
    });
  }

  async function original(wish: InputOf<Contract['original']>) {
    const found = await threads.reader().read.original({ ...wish, open: false });
    return found.ok ? ok(found.value) : dataFault(found.error);
  }

  async function difference(wish: InputOf<Contract['difference']>) {
    const found = await threads.reader().read.difference(wish);
    return found.ok ? ok({ ...found.value, changes: [...found.value.changes] }) : dataFault(found.error);
  }

  async function reveal(caller: Caller, { module, rowIds, reason }: InputOf<Contract['reveal']>) {
    const found = await threads.reader().read.reveal({ module, rowIds });
    if (!found.ok) return dataFault(found.error);
    // On record before it is seen: a look that cannot be recorded does not happen.
    await noteReveal(caller, 'shown', { module, rows: rowIds.length, reason, rowIds });
    return ok({ objects: found.value.objects.map(({ rowId, fields }) => ({ rowId, fields: [...fields] })) });
  }

  async function findings({ connectionId, module }: InputOf<Contract['findings']>) {
    const number = await numberOf(connectionId);
    if (number === undefined) return fail({ code: 'OBJECT_NOT_FOUND', data: {} } as const);
    const found = await threads.reader().read.findings({ connection: number, ...(module && { module }) });
    return found.ok ? ok({ groups: [...found.value.groups] }) : dataFault(found.error);
  }

  async function numberOf(connectionId: string): Promise<number | undefined> {
    const records = await listConnections(db);
    return records.find((record) => record.connectionId === connectionId)?.number;
  }

  /** The rules of all connections at once, and one entry for the run. */
  async function retain(actor: Caller | undefined): Promise<Result<{ rows: number; personal: number }, DataFault>> {
    const now = clock.now().getTime();
    const before = (days: number | null): string | undefined =>
      days === null ? undefined : new Date(now - days * DAY_MS).toISOString();
    const rules = (await listConnections(db)).map(({ number, settings }) => ({
      connection: number,
      rowsBefore: before(settings.retention.rowsDays),
      personalBefore: before(settings.retention.personalDays),
    }));
    if (rules.length === 0) return ok({ rows: 0, personal: 0 });
    const done = await threads.writer().keep.retain({ rules });
    if (!done.ok) return dataFault(done.error);
    return unit.run(
      {
        event: 'platform-data.retained',
        actor: actor === undefined ? deps.system : deps.actorOf(actor),
        data: { rows: done.value.rows, personal: done.value.personal, connections: rules.length },
      },
      async (trx) => {
        await noteRetention(trx, new Date(now));
        return ok(done.value);
      },
    );
  }

  return { rows, sums, object, original, difference, reveal, findings, retain, noteReveal, numberOf };
}

export type PlatformDataService = ReturnType<typeof createPlatformDataService>;

const DAY_MS = 86_400_000;
