import type { Reader, Trx } from '../../store/tables.ts';

export async function readKeyEnvelope(reader: Reader): Promise<string | undefined> {
  const row = await reader.selectFrom('vault_key').select('envelope').where('id', '=', 1).executeTakeFirst();
  return row?.envelope;
}

export async function writeKeyEnvelope(trx: Trx, envelope: string): Promise<void> {
  await trx
    .insertInto('vault_key')
    .values({ id: 1, envelope })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ envelope }))
    .execute();
}

export async function readSecret(reader: Reader, name: string): Promise<string | undefined> {
  const row = await reader.selectFrom('vault_secrets').select('envelope').where('name', '=', name).executeTakeFirst();
  return row?.envelope;
}

export async function writeSecret(trx: Trx, name: string, envelope: string): Promise<void> {
  await trx
    .insertInto('vault_secrets')
    .values({ name, envelope })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ envelope }))
    .execute();
}

export async function deleteSecret(trx: Trx, name: string): Promise<boolean> {
  const done = await trx.deleteFrom('vault_secrets').where('name', '=', name).executeTakeFirst();
  return done.numDeletedRows > 0n;
}

export async function countSecrets(reader: Reader): Promise<number> {
  const row = await reader
    .selectFrom('vault_secrets')
    .select((eb) => eb.fn.countAll<number>().as('secrets'))
    .executeTakeFirstOrThrow();
  return row.secrets;
}
