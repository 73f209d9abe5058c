import type { Reader, Trx } from '../../store/tables.ts';
import { type ConnectionRecord, Credentials, Found, settingsOf, settingsText } from './connection-record.ts';

interface Row {
  readonly connection_id: string;
  readonly number: number;
  readonly revision: number;
  readonly settings: string;
  readonly found: string | null;
  readonly credentials: string;
  readonly created_at: string;
  readonly created_by: string;
}

const columns = [
  'connection_id',
  'number',
  'revision',
  'settings',
  'found',
  'credentials',
  'created_at',
  'created_by',
] as const;

export async function listConnections(db: Reader): Promise<readonly ConnectionRecord[]> {
  const rows = await db.selectFrom('platform_connections').select(columns).orderBy('name').orderBy('number').execute();
  return rows.map(recordOf);
}

export async function findConnection(db: Reader, connectionId: string): Promise<ConnectionRecord | undefined> {
  const row = await db
    .selectFrom('platform_connections')
    .select(columns)
    .where('connection_id', '=', connectionId)
    .executeTakeFirst();
  return row === undefined ? undefined : recordOf(row);
}

/** A number that no connection ever had: platform.db may still hold rows of one that is gone. */
export async function takeNumber(trx: Trx): Promise<number> {
  const { last } = await trx.selectFrom('platform_numbers').select('last').executeTakeFirstOrThrow();
  await trx
    .updateTable('platform_numbers')
    .set({ last: last + 1 })
    .execute();
  return last + 1;
}

/** When the retention rules were carried out last. */
export async function lastRetention(db: Reader): Promise<Date | undefined> {
  const { retained_at } = await db.selectFrom('platform_numbers').select('retained_at').executeTakeFirstOrThrow();
  return retained_at === null ? undefined : new Date(retained_at);
}

export async function noteRetention(trx: Trx, at: Date): Promise<void> {
  await trx.updateTable('platform_numbers').set({ retained_at: at.toISOString() }).execute();
}

export async function writeConnection(trx: Trx, record: ConnectionRecord): Promise<void> {
  await trx
    .replaceInto('platform_connections')
    .values({
      connection_id: record.connectionId,
      number: record.number,
      revision: record.revision,
      name: record.settings.name,
      partner_id: record.settings.partnerId,
      settings: settingsText(record.settings),
      found: record.found === undefined ? null : JSON.stringify(record.found),
      credentials: JSON.stringify(record.credentials),
      created_at: record.createdAt,
      created_by: record.createdBy,
    })
    .execute();
}

export async function deleteConnection(trx: Trx, connectionId: string): Promise<void> {
  await trx.deleteFrom('platform_connections').where('connection_id', '=', connectionId).execute();
}

function recordOf(row: Row): ConnectionRecord {
  return {
    connectionId: row.connection_id,
    number: row.number,
    revision: row.revision,
    settings: settingsOf(row.settings),
    found: row.found === null ? undefined : Found.parse(JSON.parse(row.found)),
    credentials: Credentials.parse(JSON.parse(row.credentials)),
    createdAt: row.created_at,
    createdBy: row.created_by,
  };
}
