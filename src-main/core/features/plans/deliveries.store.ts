import type { Selectable } from 'kysely';
import { DeliveryEntry } from '../../../../shared/contract/plans.ts';
import type { Reader, Trx } from '../../store/tables.ts';
import type { PlansTables } from './plans.tables.ts';

export async function insertDelivery(trx: Trx, entry: Selectable<PlansTables['deliveries']>): Promise<void> {
  await trx.insertInto('deliveries').values(entry).execute();
}

/** The oldest first. */
export async function deliveriesOf(db: Reader, requestId: string): Promise<DeliveryEntry[]> {
  const rows = await db
    .selectFrom('deliveries')
    .selectAll()
    .where('request_id', '=', requestId)
    .orderBy('noted_at')
    .orderBy('delivery_id')
    .limit(500)
    .execute();
  return rows.map(({ delivery_id, kind, at, how, note, noted_at, noted_by }) =>
    DeliveryEntry.parse({ deliveryId: delivery_id, kind, at, how, note, notedAt: noted_at, notedBy: noted_by }),
  );
}
