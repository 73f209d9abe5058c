import type { Reader, Trx } from '../../store/tables.ts';

/** Stored values by name, as JSON text. */
export async function readSettings(reader: Reader): Promise<ReadonlyMap<string, string>> {
  const rows = await reader.selectFrom('settings').selectAll().execute();
  return new Map(rows.map((row) => [row.name, row.value]));
}

export async function writeSetting(trx: Trx, name: string, value: string): Promise<void> {
  await trx
    .insertInto('settings')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

export async function deleteSetting(trx: Trx, name: string): Promise<void> {
  await trx.deleteFrom('settings').where('name', '=', name).execute();
}
