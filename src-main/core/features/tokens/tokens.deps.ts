import type { Settings } from '../../../../shared/contract/settings.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import type { Clock, Timer } from '../../clock.ts';
import type { CoreOwner } from '../../owner.ts';
import type { Reader } from '../../store/tables.ts';
import type { Unit } from '../../store/unit.ts';
import type { LibraryFiles } from './library-file.ts';

type TokenSettings = Pick<Settings, 'idleMinutes' | 'signOutOnLock'>;

/** What the tokens feature takes; core.ts builds it. */
export interface TokensDeps {
  readonly db: Reader;
  readonly unit: Unit;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly owner: CoreOwner;
  readonly files: LibraryFiles;
  /** Folder of the software token; its host makes it when it is needed. */
  readonly softwareFolder: string;
  readonly workspaceId: string;
  /** This machine's name in confirmations of modules: one that was made on another machine does not count here. */
  readonly machine: string;
  /** False for a restored or copied workspace that nobody has accepted: it starts no library that its database names. */
  readonly acknowledged: () => boolean;
  readonly settings: () => TokenSettings | Promise<TokenSettings>;
  /** Text for `IdText`, unique and not to be guessed. */
  readonly newId: () => string;
  readonly actorOf: (caller: Caller) => Actor;
  /** For entries without a caller: a host that was killed, a sign-out because nobody is there. */
  readonly system: Actor;
  /** Something of tokens or modules is different now: live event `tokens`. */
  readonly changed: () => void;
  /** An entry that could not be written: full disk. Told to the log. */
  readonly report: (error: unknown) => void;
  /** How long a person may look for the PIN; five minutes when silent. */
  readonly personMs?: number;
}
