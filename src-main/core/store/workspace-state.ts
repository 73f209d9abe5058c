import type { Reader, Trx } from './tables.ts';

export type StateName = 'workspaceId' | 'place' | 'provenance' | 'welcomed' | 'demo' | 'checkpointFolder';

export async function readState(reader: Reader, name: StateName): Promise<string | undefined> {
  const row = await reader.selectFrom('workspace_state').select('value').where('name', '=', name).executeTakeFirst();
  return row?.value;
}

export async function writeState(trx: Trx, name: StateName, value: string): Promise<void> {
  await trx
    .insertInto('workspace_state')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}
