import type { Selectable } from 'kysely';
import type { Reader, Trx } from '../../store/tables.ts';
import type { TokensTables } from './tokens.tables.ts';

export type ModuleRecord = Selectable<TokensTables['modules']>;

export function listModules(db: Reader): Promise<ModuleRecord[]> {
  return db.selectFrom('modules').selectAll().orderBy('position').execute();
}

export function findModule(db: Reader, moduleId: string): Promise<ModuleRecord | undefined> {
  return db.selectFrom('modules').selectAll().where('module_id', '=', moduleId).executeTakeFirst();
}

export function findModuleByPath(db: Reader, path: string): Promise<ModuleRecord | undefined> {
  return db.selectFrom('modules').selectAll().where('path', '=', path).executeTakeFirst();
}

export async function insertModule(trx: Trx, module: Omit<ModuleRecord, 'position'>): Promise<void> {
  const last = await trx
    .selectFrom('modules')
    .select((eb) => eb.fn.max('position').as('position'))
    .executeTakeFirst();
  await trx
    .insertInto('modules')
    .values({ ...module, position: (last?.position ?? 0) + 1 })
    .execute();
}

export async function updateModule(
  trx: Trx,
  moduleId: string,
  change: Partial<Omit<ModuleRecord, 'module_id' | 'position'>>,
): Promise<void> {
  await trx.updateTable('modules').set(change).where('module_id', '=', moduleId).execute();
}

export async function deleteModule(trx: Trx, moduleId: string): Promise<void> {
  await trx.deleteFrom('modules').where('module_id', '=', moduleId).execute();
}
