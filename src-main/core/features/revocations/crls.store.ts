import type { Selectable } from 'kysely';
import { CrlRow } from '../../../../shared/contract/revocations.ts';
import type { Reader, Trx } from '../../store/tables.ts';
import type { RevocationsTables } from './revocations.tables.ts';

export type CrlRecord = Selectable<RevocationsTables['crls']>;
/** Without the bytes: lists walk small rows. */
export type CrlFacts = Omit<CrlRecord, 'tbs' | 'der'>;

const facts = [
  'crl_id',
  'authority_id',
  'number',
  'state',
  'tbs_sha256',
  'sha256',
  'this_update',
  'next_update',
  'entries',
  'created_at',
  'created_by',
  'ended_at',
] as const;

/** Lists that certainly exist. */
const THERE = ['issued', 'read'] as const;

export async function currentCrl(db: Reader, authorityId: string): Promise<CrlFacts | undefined> {
  return db
    .selectFrom('crls')
    .select([...facts])
    .where('authority_id', '=', authorityId)
    .where('state', 'in', [...THERE])
    .orderBy('number', 'desc')
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export async function findCrl(db: Reader, crlId: string): Promise<CrlFacts | undefined> {
  return db
    .selectFrom('crls')
    .select([...facts])
    .where('crl_id', '=', crlId)
    .executeTakeFirst();
}

export async function crlDer(db: Reader, crlId: string): Promise<Uint8Array | undefined> {
  const row = await db.selectFrom('crls').select('der').where('crl_id', '=', crlId).executeTakeFirst();
  return row?.der == null ? undefined : new Uint8Array(row.der);
}

export async function listCrls(
  db: Reader,
  { authorityId, offset, limit }: { readonly authorityId: string; readonly offset: number; readonly limit: number },
): Promise<{ readonly total: number; readonly records: readonly CrlFacts[] }> {
  const from = db.selectFrom('crls').where('authority_id', '=', authorityId);
  const { total } = await from.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const records = await from
    .select([...facts])
    .orderBy('number', 'desc')
    .orderBy('created_at', 'desc')
    .offset(offset)
    .limit(limit)
    .execute();
  return { total, records };
}

/** The largest number that was ever given to a list, whatever became of it. */
export async function largestNumber(db: Reader, authorityId: string): Promise<bigint> {
  const row = await db
    .selectFrom('crls')
    .select('number')
    .where('authority_id', '=', authorityId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? 0n : numberOf(row);
}

export async function crlsInSigning(db: Reader): Promise<readonly CrlFacts[]> {
  return db
    .selectFrom('crls')
    .select([...facts])
    .where('state', '=', 'signing')
    .execute();
}

export async function insertCrl(trx: Trx, record: CrlRecord): Promise<void> {
  await trx.insertInto('crls').values(record).execute();
}

export async function updateCrl(
  trx: Trx,
  crlId: string,
  change: Partial<Pick<CrlRecord, 'state' | 'tbs' | 'der' | 'sha256' | 'ended_at'>>,
): Promise<void> {
  await trx.updateTable('crls').set(change).where('crl_id', '=', crlId).execute();
}

export function numberText(number: bigint): string {
  return number.toString(16).padStart(40, '0');
}

export function numberOf({ number }: { readonly number: string }): bigint {
  return BigInt(`0x${number}`);
}

/** A record as the contract tells it. */
export function toCrlRow(record: CrlFacts): CrlRow {
  return CrlRow.parse({
    crlId: record.crl_id,
    authorityId: record.authority_id,
    number: numberOf(record).toString(),
    state: record.state,
    thisUpdate: record.this_update,
    nextUpdate: record.next_update,
    entries: record.entries,
    sha256: record.sha256 ?? undefined,
    createdAt: record.created_at,
    createdBy: record.created_by,
  });
}
