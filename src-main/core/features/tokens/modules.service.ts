import type { Place } from '../../../../shared/contract/place.ts';
import type { TokenFault } from '../../../../shared/contract/token-faults.ts';
import type { FoundLibrary, ModuleView } from '../../../../shared/contract/tokens.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { PlaceFault } from '../../store/place.ts';
import { tokenFault } from '../../token-client/host-fault.ts';
import type { OpenWish } from '../../token-client/host-connection.ts';
import type { TokenHosts } from '../../token-client/token-hosts.ts';
import { createLibraryChoice } from './library-choice.ts';
import { type LibraryLook, lookAtLibrary, withRememberedHashes } from './library-file.ts';
import { knownPlaces, profileById, profileOf } from './module-profiles.ts';
import { isAsConfirmed, isWholePath, trustOf } from './module-trust.ts';
import {
  deleteModule,
  findModule,
  findModuleByPath,
  insertModule,
  listModules,
  type ModuleRecord,
  updateModule,
} from './modules.store.ts';
import type { TokenAudit } from './token-audit.ts';
import type { TokensDeps } from './tokens.deps.ts';

/** The module id of the software token, which is part of the product. */
export const SOFTWARE_MODULE = 'software';

interface Nothing {
  readonly [name: string]: never;
}
export type ModuleFault =
  | { readonly code: 'MODULE_NOT_FOUND'; readonly data: Nothing }
  | { readonly code: 'MODULE_FILE_CHANGED'; readonly data: { readonly expected: string; readonly actual: string } }
  | { readonly code: 'MODULE_FILE_WRITABLE'; readonly data: Nothing }
  | { readonly code: 'MODULE_FILE_UNREADABLE'; readonly data: Nothing };

export interface AddModuleWish {
  readonly place: Place;
  readonly sha256: string;
  readonly parameters?: string | undefined;
}

export interface ModulesService {
  /**
   * Makes the hosts of the software token and, where the workspace is accepted as the one to work with, of every module
   * known; each checks before its start that its library is what a person confirmed here. None is started yet.
   */
  load(): Promise<void>;
  /** Starts the host of this module, unless it was already; of all modules where it is none of ours or not said. */
  wake(moduleId?: string): void;
  discover(): Promise<readonly FoundLibrary[]>;
  list(): Promise<readonly ModuleView[]>;
  inspect(caller: Caller, place: Place): Promise<Result<FoundLibrary, ModuleFault | PlaceFault>>;
  /** Confirms a library whose SHA-256 the operator has seen, or a changed one again, and loads it. */
  add(caller: Caller, wish: AddModuleWish): Promise<Result<ModuleView, ModuleFault | PlaceFault | TokenFault>>;
  remove(caller: Caller, moduleId: string): Promise<Result<undefined, ModuleFault>>;
  restart(caller: Caller, moduleId: string): Promise<Result<undefined, ModuleFault | TokenFault>>;
  nameOf(moduleId: string): string;
}

export function createModulesService(deps: TokensDeps, hosts: TokenHosts, audit: TokenAudit): ModulesService {
  const { db, unit, clock, owner, files, newId, actorOf } = deps;
  const shown = withRememberedHashes(files);
  const choice = createLibraryChoice(files, clock, owner);
  const names = new Map<string, string>([[SOFTWARE_MODULE, 'Software token']]);
  /** Modules whose host nobody has needed yet, in their order. */
  const asleep = new Map<string, () => unknown>();

  /** Looks at the bytes themselves, at every start of a host. */
  async function prepare(moduleId: string): Promise<Result<OpenWish, TokenFault>> {
    const row = await findModule(db, moduleId);
    if (row === undefined) return fail(tokenFault('MODULE_NOT_CONFIRMED', 'removed'));
    const look = isWholePath(row.path, files.system) ? await lookAtLibrary(files, row.path) : unreadable;
    const trust = trustOf(row, look, deps.acknowledged() && (await isAsConfirmed(db, row, deps.machine)));
    if (trust !== 'confirmed' || !look.ok) {
      await audit.moduleRefused(undefined, row.path, 'MODULE_NOT_CONFIRMED', { trust }).catch(deps.report);
      return fail(tokenFault('MODULE_NOT_CONFIRMED', trust));
    }
    return ok({ path: look.value.realPath, parameters: row.parameters ?? undefined });
  }

  function startHost(row: ModuleRecord): void {
    names.set(row.module_id, row.name);
    asleep.delete(row.module_id);
    hosts.add(row.module_id, 'pkcs11', () => prepare(row.module_id));
  }

  async function load(): Promise<void> {
    const software = { path: deps.softwareFolder, parameters: deps.workspaceId };
    asleep.set(SOFTWARE_MODULE, () => hosts.add(SOFTWARE_MODULE, 'software', () => Promise.resolve(ok(software))));
    for (const row of await listModules(db)) {
      names.set(row.module_id, row.name);
      if (deps.acknowledged()) asleep.set(row.module_id, () => startHost(row));
    }
  }

  function wake(moduleId?: string): void {
    if (moduleId !== undefined && hosts.get(moduleId) !== undefined) return;
    const wanted = moduleId !== undefined && asleep.has(moduleId) ? [moduleId] : [...asleep.keys()];
    for (const id of wanted) {
      const begin = asleep.get(id);
      asleep.delete(id);
      begin?.();
    }
  }

  async function discover(): Promise<readonly FoundLibrary[]> {
    const rows = await listModules(db);
    const found: FoundLibrary[] = [];
    const seen = new Set<string>();
    for (const { profile, path } of knownPlaces(files.system)) {
      // Several places often are one file through links; the first one in order stands for it.
      const real = await files.realPath(path).catch(() => undefined);
      if (real === undefined || seen.has(real)) continue;
      seen.add(real);
      found.push(await view(path, profile.id, profile.name, rows));
    }
    return found;
  }

  async function view(
    path: string,
    profile: string,
    name: string,
    rows: readonly ModuleRecord[],
  ): Promise<FoundLibrary> {
    const look = await lookAtLibrary(shown, path);
    if (!look.ok) return { path, profile, name, state: 'unreadable' };
    const row = await rowOf(rows, path, look.value.realPath);
    const { sha256, writableByOthers } = look.value;
    const known = row === undefined ? 'new' : (await isTrusted(row, sha256)) ? 'added' : 'changed';
    return { path, profile, name, sha256, state: writableByOthers ? 'writable-by-others' : known };
  }

  async function isTrusted(row: ModuleRecord, sha256: string): Promise<boolean> {
    return row.sha256 === sha256 && (await isAsConfirmed(db, row, deps.machine));
  }

  async function rowOf(rows: readonly ModuleRecord[], path: string, real: string): Promise<ModuleRecord | undefined> {
    for (const row of rows) {
      if (row.path === path || (await files.realPath(row.path).catch(() => undefined)) === real) return row;
    }
    return undefined;
  }

  async function inspect(caller: Caller, place: Place): Promise<Result<FoundLibrary, ModuleFault | PlaceFault>> {
    const chosen = await choice.toInspect(caller, place);
    if (!chosen.ok) return chosen;
    const { path, byPerson } = chosen.value;
    const { id, name } = profileOf(path);
    const seen = await view(path, id, name, await listModules(db));
    return seen.state === 'changed' && !byPerson ? notGranted : ok(seen);
  }

  async function add(
    caller: Caller,
    wish: AddModuleWish,
  ): Promise<Result<ModuleView, ModuleFault | PlaceFault | TokenFault>> {
    // A parameter text can name further files to load, so it is for the person at the command line.
    const mayChoose = caller.origin !== 'window' || wish.parameters === undefined;
    const chosen = mayChoose ? await choice.toConfirm(caller, wish.place) : notGranted;
    if (!chosen.ok) {
      await audit.moduleRefused(caller, 'path' in wish.place ? wish.place.path : '', chosen.error.code);
      return chosen;
    }
    const { path, byPerson } = chosen.value;
    const look = path.length > LONGEST_PATH ? unreadable : await lookAtLibrary(files, path);
    const refusal = refusalOf(look, wish.sha256) ?? (byPerson ? undefined : await newHash(path, look));
    if (refusal !== undefined) {
      await audit.moduleRefused(caller, path, refusal.code, { sha256: wish.sha256, ...refusal.data });
      return fail(refusal);
    }
    const row = await confirm(caller, path, wish);
    names.set(row.module_id, row.name);
    const connection = hosts.get(row.module_id);
    if (connection === undefined) startHost(row);
    const up = connection === undefined ? await hosts.get(row.module_id)?.ready() : await connection.restart();
    deps.changed();
    if (up?.ok === false) return up;
    return ok(await moduleView(row));
  }

  /** What is in the list and no longer as it was confirmed is confirmed by a person's own choice only. */
  async function newHash(path: string, look: Look): Promise<PlaceFault | undefined> {
    const row = look.ok ? await rowOf(await listModules(db), path, look.value.realPath) : undefined;
    if (row === undefined || !look.ok || (await isTrusted(row, look.value.sha256))) return undefined;
    return notGranted.error;
  }

  /** A path that is known keeps its module: its keys' module stays the same after an update of the library. */
  async function confirm(caller: Caller, path: string, { sha256, parameters }: AddModuleWish): Promise<ModuleRecord> {
    const moduleId = newId();
    const actor = actorOf(caller);
    const confirmed = { sha256, confirmed_at: clock.now().toISOString(), confirmed_by: actor.name };
    const data = { path, sha256, machine: deps.machine };
    const { id: profile, name } = profileOf(path);
    const done = await unit.run({ event: 'module.confirmed', actor, data }, async (trx, entry) => {
      const before = await findModuleByPath(trx, path);
      if (before === undefined) {
        const row = { module_id: moduleId, path, name, profile, parameters: parameters ?? null, ...confirmed };
        await insertModule(trx, row);
      } else {
        // Parameters that nobody confirmed here came with the database, from wherever that came.
        const kept = (await isAsConfirmed(trx, before, deps.machine)) ? before.parameters : null;
        await updateModule(trx, before.module_id, { ...confirmed, parameters: parameters ?? kept });
        entry.data({ before: before.sha256 });
      }
      entry.subject(before?.module_id ?? moduleId);
      const row = await findModuleByPath(trx, path);
      if (row?.parameters != null) entry.data({ parameters: row.parameters });
      return row === undefined ? fail({ code: 'MODULE_NOT_FOUND' }) : ok(row);
    });
    if (!done.ok) throw new Error('a module that was just written is not there');
    return done.value;
  }

  async function remove(caller: Caller, moduleId: string): Promise<Result<undefined, ModuleFault>> {
    const gone = await unit.run(
      { event: 'module.removed', actor: actorOf(caller), subject: moduleId },
      async (trx, entry): Promise<Result<undefined, ModuleFault>> => {
        const row = await findModule(trx, moduleId);
        if (row === undefined) return fail({ code: 'MODULE_NOT_FOUND', data: {} });
        await deleteModule(trx, moduleId);
        entry.data({ path: row.path.slice(0, 1000), sha256: row.sha256 });
        return ok(undefined);
      },
    );
    if (!gone.ok) return gone;
    asleep.delete(moduleId);
    await hosts.remove(moduleId);
    deps.changed();
    return gone;
  }

  async function restart(caller: Caller, moduleId: string): Promise<Result<undefined, ModuleFault | TokenFault>> {
    if (asleep.has(moduleId)) wake(moduleId);
    const connection = hosts.get(moduleId);
    if (connection === undefined) {
      const known = (await findModule(db, moduleId)) !== undefined;
      return fail(known ? tokenFault('MODULE_NOT_CONFIRMED', 'changed') : { code: 'MODULE_NOT_FOUND', data: {} });
    }
    const facts = { event: 'host.restart-wished', actor: actorOf(caller), subject: moduleId };
    await unit.append({ ...facts, outcome: 'done' });
    const up = await connection.restart();
    return up.ok ? ok(undefined) : up;
  }

  async function moduleView(row: ModuleRecord): Promise<ModuleView> {
    const connection = hosts.get(row.module_id);
    const library = connection?.info();
    return {
      moduleId: row.module_id,
      name: row.name,
      profile: row.profile,
      path: row.path,
      sha256: row.sha256,
      confirmedAt: row.confirmed_at,
      trust: trustOf(
        row,
        isWholePath(row.path, files.system) ? await lookAtLibrary(shown, row.path) : unreadable,
        await isAsConfirmed(db, row, deps.machine),
      ),
      ...(library === undefined ? {} : { library }),
      limits: [...profileById(row.profile).limits],
      host: connection?.state() ?? { state: 'stopped', restarts: 0 },
    };
  }

  function softwareView(): ModuleView {
    const connection = hosts.get(SOFTWARE_MODULE);
    const library = connection?.info();
    return {
      moduleId: SOFTWARE_MODULE,
      name: 'Software token',
      profile: SOFTWARE_MODULE,
      path: deps.softwareFolder,
      trust: 'built-in',
      ...(library === undefined ? {} : { library }),
      limits: [],
      host: connection?.state() ?? { state: 'stopped', restarts: 0 },
    };
  }

  return {
    load,
    wake,
    discover,
    list: async () => [softwareView(), ...(await Promise.all((await listModules(db)).map(moduleView)))],
    inspect,
    add,
    remove,
    restart,
    nameOf: (moduleId) => names.get(moduleId) ?? moduleId,
  };
}

type Look = Result<LibraryLook, ModuleFault>;

/** The audit keeps the whole path of what was confirmed. */
const LONGEST_PATH = 1000;
const unreadable = fail({ code: 'MODULE_FILE_UNREADABLE', data: {} } as const);
const notGranted = fail({ code: 'PLACE_REFUSED', data: { reason: 'not-granted' } } as const);

function refusalOf(look: Look, sha256: string): ModuleFault | undefined {
  if (!look.ok) return look.error;
  if (look.value.writableByOthers) return { code: 'MODULE_FILE_WRITABLE', data: {} };
  if (look.value.sha256 === sha256) return undefined;
  return { code: 'MODULE_FILE_CHANGED', data: { expected: sha256, actual: look.value.sha256 } };
}
