import type { Place } from '../../../../shared/contract/place.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { Clock } from '../../clock.ts';
import type { CoreOwner } from '../../owner.ts';
import type { PlaceFault } from '../../store/place.ts';
import type { LibraryFiles } from './library-file.ts';
import { isWholePath } from './module-trust.ts';
import { knownPlaces } from './module-profiles.ts';

/**
 * Which file a caller means. The window never names one: it hands over what a person chose in a dialog of the shell, or a
 * path at which discovery looks. The command line is the person.
 */
export interface LibraryChoice {
  /** For a look. A choice made in a dialog stays for the confirmation that follows. */
  toInspect(caller: Caller, place: Place): Promise<Result<ChosenLibrary, PlaceFault>>;
  /** For the confirmation: the choice is used up by it, whatever comes of it. */
  toConfirm(caller: Caller, place: Place): Promise<Result<ChosenLibrary, PlaceFault>>;
}

export interface ChosenLibrary {
  readonly path: string;
  /** Chosen by a person and not by what runs in the window. */
  readonly byPerson: boolean;
}

interface Pending {
  readonly grant: string;
  readonly path: string;
  readonly real: string | undefined;
  readonly until: number;
}

/** How long a person may look at the hash of a library before choosing it again. */
const CHOICE_MS = 300_000;

const notGranted = fail({ code: 'PLACE_REFUSED', data: { reason: 'not-granted' } } as const);

export function createLibraryChoice(
  files: LibraryFiles,
  clock: Clock,
  owner: Pick<CoreOwner, 'takeGrant'>,
): LibraryChoice {
  /** One for each wire, which its caller stands for. */
  const pending = new WeakMap<Caller, Pending>();
  const realPath = (path: string): Promise<string | undefined> => files.realPath(path).catch(() => undefined);

  function named(caller: Caller, path: string): Result<ChosenLibrary, PlaceFault> {
    if (!isWholePath(path, files.system)) return notGranted;
    if (caller.origin !== 'window') return ok({ path, byPerson: true });
    return knownPlaces(files.system).some((known) => known.path === path) ? ok({ path, byPerson: false }) : notGranted;
  }

  async function waiting(caller: Caller, grant: string): Promise<Pending | undefined> {
    const choice = pending.get(caller);
    if (choice?.grant !== grant || choice.until <= clock.monotonicMs()) return undefined;
    return choice.real === (await realPath(choice.path)) ? choice : undefined;
  }

  function fresh(grant: string): Result<ChosenLibrary, PlaceFault> {
    const path = owner.takeGrant(grant, 'module');
    return path !== undefined && isWholePath(path, files.system) ? ok({ path, byPerson: true }) : notGranted;
  }

  return {
    toInspect: async (caller, place) => {
      if ('path' in place) return named(caller, place.path);
      const before = await waiting(caller, place.grant);
      if (before !== undefined) return ok({ path: before.path, byPerson: true });
      const chosen = fresh(place.grant);
      if (!chosen.ok) return chosen;
      const { path } = chosen.value;
      const until = clock.monotonicMs() + CHOICE_MS;
      pending.set(caller, { grant: place.grant, path, real: await realPath(path), until });
      return chosen;
    },
    toConfirm: async (caller, place) => {
      if ('path' in place) return named(caller, place.path);
      const before = await waiting(caller, place.grant);
      pending.delete(caller);
      return before === undefined ? fresh(place.grant) : ok({ path: before.path, byPerson: true });
    },
  };
}
