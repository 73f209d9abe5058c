import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import { canonicalJson } from '../../../../shared/domain/canonical-json.ts';
import { Secret } from '../../../../shared/domain/secret.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { Timer } from '../../clock.ts';
import type { Reader, Trx } from '../../store/tables.ts';
import type { Unit } from '../../store/unit.ts';
import { open, type RandomBytes, seal, SealedBox } from './vault-envelope.ts';
import { KeyEnvelope, type Opener, type OpenFault, unwrapKey, wrapKey } from './vault-key.ts';
import {
  countSecrets,
  deleteSecret,
  readKeyEnvelope,
  readSecret,
  writeKeyEnvelope,
  writeSecret,
} from './vault.store.ts';

export interface VaultStatus {
  readonly state: 'absent' | 'locked' | 'open';
  readonly protectedBy: 'none' | Opener['kind'];
  readonly secrets: number;
}

type Plain<C extends string> = { readonly code: C; readonly data: Record<string, never> };
export type VaultFault = OpenFault | Plain<'VAULT_ABSENT'> | Plain<'VAULT_EXISTS'> | Plain<'VAULT_DAMAGED'>;
/** Of one secret, for the feature that keeps it here. */
type SecretFault = Plain<'VAULT_LOCKED'> | Plain<'VAULT_DAMAGED'> | Plain<'VAULT_SECRET_NOT_FOUND'>;

/** Partner tokens, TOTP seeds and the like: under one key, in the database, never in plain text. */
export interface Vault {
  status(): Promise<VaultStatus>;
  /** What opens the vault; undefined where there is none, or where its envelope is damaged. */
  openedBy(): Promise<Opener['kind'] | undefined>;
  /** Makes the key and leaves the vault open. */
  create(actor: Actor, opener: Opener): Promise<Result<undefined, VaultFault>>;
  unlock(actor: Actor, opener: Opener): Promise<Result<undefined, VaultFault>>;
  /** Wipes the key from memory. `why` is for the entry. */
  lock(actor: Actor, why: 'asked' | 'idle' | 'suspend'): Promise<void>;
  /** Wraps the same key for another opener; needs the present one, also while the vault is open. */
  changeOpener(actor: Actor, present: Opener, next: Opener): Promise<Result<undefined, VaultFault>>;
  /** Stores a secret within the caller's unit of work; it is sealed before it reaches the database. */
  put(trx: Trx, name: string, secret: Secret): Promise<Result<undefined, SecretFault>>;
  remove(trx: Trx, name: string): Promise<Result<undefined, SecretFault>>;
  /** The secret; the caller wipes it. */
  get(name: string): Promise<Result<Secret, SecretFault>>;
  /** Somebody is there: the idle time begins anew. */
  touch(): void;
  /** Told whenever the state changes. */
  onChange(listener: () => void): void;
}

export interface VaultDeps {
  readonly db: Reader;
  readonly unit: Unit;
  readonly workspaceId: string;
  readonly timer: Timer;
  readonly randomBytes: RandomBytes;
  /** Asked whenever the time begins anew, so that a changed setting counts from then on. */
  readonly idleMs: () => number;
  /** Names the one who locks when nobody is there. */
  readonly system: Actor;
  /** The idle lock could not be recorded (a full disk, say). Locked it is. */
  readonly report: (error: unknown) => void;
}

const SECRET_NAME = /^[a-z][a-z0-9-]*(\/[A-Za-z0-9._-]{1,80}){0,3}$/;
const KEY_BYTES = 32;

const exists = fail({ code: 'VAULT_EXISTS', data: {} } as const);

export function createVault(deps: VaultDeps): Vault {
  const { db, unit, workspaceId, randomBytes } = deps;
  const listeners = new Set<() => void>();
  let key: Uint8Array | undefined;
  let stopIdle: () => void = () => undefined;

  function setKey(next: Uint8Array | undefined): void {
    key?.fill(0);
    key = next;
    touch();
    for (const listener of listeners) listener();
  }

  function touch(): void {
    stopIdle();
    stopIdle = () => undefined;
    if (key !== undefined)
      stopIdle = deps.timer(() => void lock(deps.system, 'idle').catch(deps.report), deps.idleMs());
  }

  async function envelope(): Promise<Result<KeyEnvelope, VaultFault>> {
    const stored = await readKeyEnvelope(db);
    if (stored === undefined) return fail({ code: 'VAULT_ABSENT', data: {} });
    const read = KeyEnvelope.safeParse(parseJson(stored));
    return read.success ? ok(read.data) : fail({ code: 'VAULT_DAMAGED', data: {} });
  }

  async function status(): Promise<VaultStatus> {
    const stored = await envelope();
    if (!stored.ok && stored.error.code === 'VAULT_ABSENT') return { state: 'absent', protectedBy: 'none', secrets: 0 };
    return {
      state: key === undefined ? 'locked' : 'open',
      protectedBy: stored.ok ? stored.value.kind : 'none',
      secrets: await countSecrets(db),
    };
  }

  async function create(actor: Actor, opener: Opener): Promise<Result<undefined, VaultFault>> {
    const fresh = randomBytes(KEY_BYTES);
    const about = { event: 'vault.create', actor, data: { openedBy: opener.kind } };
    // Looked at first, so that nobody types a passphrase for nothing; and again with the writing.
    const isThere = (await readKeyEnvelope(db)) !== undefined;
    const wrapped = isThere ? exists : await wrapKey(fresh, opener, workspaceId, randomBytes);
    const done = await unit.run<undefined, VaultFault>(about, async (trx) => {
      if (!wrapped.ok) return wrapped;
      if ((await readKeyEnvelope(trx)) !== undefined) return exists;
      await writeKeyEnvelope(trx, canonicalJson(wrapped.value));
      return ok(undefined);
    });
    if (done.ok) setKey(fresh);
    else fresh.fill(0);
    return done;
  }

  async function unlock(actor: Actor, opener: Opener): Promise<Result<undefined, VaultFault>> {
    const stored = await envelope();
    const found = stored.ok ? await unwrapKey(stored.value, opener, workspaceId) : stored;
    const about = { event: 'vault.unlock', actor, data: { openedBy: opener.kind } };
    const done = await unit.run<undefined, VaultFault>(about, () => (found.ok ? ok(undefined) : found));
    if (found.ok) setKey(found.value);
    return done;
  }

  async function lock(actor: Actor, why: 'asked' | 'idle' | 'suspend'): Promise<void> {
    if (key === undefined) return;
    setKey(undefined);
    await unit.append({ event: 'vault.lock', actor, outcome: 'done', data: { why } });
  }

  async function changeOpener(actor: Actor, present: Opener, next: Opener): Promise<Result<undefined, VaultFault>> {
    const stored = await envelope();
    const found = stored.ok ? await unwrapKey(stored.value, present, workspaceId) : stored;
    const wrapped = found.ok ? await wrapKey(found.value, next, workspaceId, randomBytes) : found;
    if (found.ok) found.value.fill(0);
    const about = { event: 'vault.change-opener', actor, data: { openedBy: next.kind } };
    return unit.run<undefined, VaultFault>(about, async (trx) => {
      if (!wrapped.ok) return wrapped;
      await writeKeyEnvelope(trx, canonicalJson(wrapped.value));
      return ok(undefined);
    });
  }

  async function put(trx: Trx, name: string, secret: Secret): Promise<Result<undefined, SecretFault>> {
    if (!SECRET_NAME.test(name)) throw new RangeError(`no name for a secret: ${name}`);
    if (key === undefined) return fail({ code: 'VAULT_LOCKED', data: {} });
    const sealKey = key;
    const box = secret.use((bytes) => seal(sealKey, bytes, boundTo(name), randomBytes));
    await writeSecret(trx, name, canonicalJson(box));
    touch();
    return ok(undefined);
  }

  async function get(name: string): Promise<Result<Secret, SecretFault>> {
    const stored = await readSecret(db, name);
    if (key === undefined) return fail({ code: 'VAULT_LOCKED', data: {} });
    if (stored === undefined) return fail({ code: 'VAULT_SECRET_NOT_FOUND', data: {} });
    const box = SealedBox.safeParse(parseJson(stored));
    const bytes = box.success ? open(key, box.data, boundTo(name)) : undefined;
    touch();
    return bytes === undefined ? fail({ code: 'VAULT_DAMAGED', data: {} }) : ok(new Secret(bytes));
  }

  /** An envelope moved to another name or into another workspace does not open. */
  function boundTo(name: string) {
    return { what: 'vault secret', workspaceId, name };
  }

  return {
    status,
    openedBy: async () => {
      const stored = await envelope();
      return stored.ok ? stored.value.kind : undefined;
    },
    create,
    unlock,
    lock,
    changeOpener,
    put,
    remove: async (trx, name) =>
      (await deleteSecret(trx, name)) ? ok(undefined) : fail({ code: 'VAULT_SECRET_NOT_FOUND', data: {} }),
    get,
    touch,
    onChange: (listener) => void listeners.add(listener),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
