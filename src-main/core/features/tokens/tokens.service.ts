import type { SlotView } from '../../../../shared/contract/key-facts.ts';
import type { TokenFault } from '../../../../shared/contract/token-faults.ts';
import type { SlotRow } from '../../../../shared/contract/tokens.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { TokenNotFound } from '../../token-client/find-token.ts';
import { logout, type PromptActionInput } from '../../token-client/host-calls.ts';
import type { HostEvent } from '../../token-client/host-connection.ts';
import { createPrompts, type TokenContext, type WrongTry } from '../../token-client/prompts.ts';
import { createTokenHosts, type TokenHosts } from '../../token-client/token-hosts.ts';
import { createTurns } from '../../token-client/turns.ts';
import { createIdleSignOut } from './idle-sign-out.ts';
import { createModulesService, type ModuleFault, type ModulesService, SOFTWARE_MODULE } from './modules.service.ts';
import { createTokenAccess, type TokenAccess } from './token-access.ts';
import { createTokenHomes } from './token-homes.ts';
import { createTokenAudit, type TokenDeed } from './token-audit.ts';
import type { TokenHandle } from './token-places.ts';
import type { TokensDeps } from './tokens.deps.ts';
import { askVaultKey, type VaultKeyWish } from './vault-key-prompt.ts';

const PERSON_MS = 300_000;
/** A list is told without the hosts that are not up by then. */
const LIST_PATIENCE_MS = 3_000;

interface Nothing {
  readonly [name: string]: never;
}
export type TokenRefFault = TokenFault | TokenNotFound | { readonly code: 'TOKEN_LABEL_TAKEN'; readonly data: Nothing };
export type InitFault = TokenRefFault | ModuleFault | { readonly code: 'CONFIRMATION_WRONG'; readonly data: Nothing };

export interface InitWish {
  readonly moduleId: string;
  readonly slotId: string;
  readonly label: string;
  readonly confirm: string;
}

/** Whether token hosts start with core, or each with the first call that needs it. */
export type HostStart = 'at-once' | 'when-needed';

export interface TokensService {
  readonly modules: ModulesService;
  /** For later features: keys and signatures on tokens. */
  readonly access: TokenAccess;
  /** Starts all hosts and does not wait for them; `when-needed` leaves each to the first call that asks for it. */
  start(hosts?: HostStart): Promise<void>;
  /** Waits a moment while hosts are on their way up: for a caller that comes right after the start. */
  settled(): Promise<void>;
  /** Slots as last seen, of one module or of all. */
  list(moduleId?: string): { readonly slots: SlotRow[]; readonly lookedAt: string };
  init(context: TokenContext, wish: InitWish): Promise<Result<string, InitFault>>;
  signIn(context: TokenContext, tokenUri: string, reason: string): Promise<Result<undefined, TokenRefFault>>;
  signOut(caller: Caller, tokenUri: string): Promise<Result<undefined, TokenRefFault>>;
  /** Gives every prompt up and signs out everywhere. Answers how many tokens were signed in. */
  signOutAll(caller: Caller | undefined, cause: 'wish' | 'idle' | 'lock'): Promise<number>;
  changePin(context: TokenContext, tokenUri: string): Promise<Result<undefined, TokenRefFault>>;
  setPin(context: TokenContext, tokenUri: string, unblock: boolean): Promise<Result<undefined, TokenRefFault>>;
  /** The key that the passphrase of the vault gives; the passphrase itself stays in the software token's host. */
  vaultKey(context: TokenContext, wish: VaultKeyWish): Promise<Result<Uint8Array, TokenFault>>;
  answerPrompt(caller: Caller, promptId: string, sealed: Uint8Array): Promise<Result<unknown, TokenFault>>;
  cancelPrompt(caller: Caller, promptId: string): Result<undefined, TokenFault>;
  /** The owner's `pin-window-failed`. */
  pinWindowFailed(promptId: string): void;
  /** The owner's `session-locked`, sent for suspend too. */
  sessionLocked(): Promise<void>;
  /** A person did something in the window: idle time begins anew. */
  touch(): void;
  /** Closes all modules and ends their hosts. */
  stop(): Promise<void>;
}

export function createTokensService(deps: TokensDeps): TokensService {
  const { clock, timer, owner, settings } = deps;
  const audit = createTokenAudit(deps);
  const hosts: TokenHosts = createTokenHosts({ owner, clock, timer, told });
  const prompts = createPrompts({ owner, timer, personMs: () => deps.personMs ?? PERSON_MS, wrongTry });
  const idle = createIdleSignOut(
    clock,
    timer,
    async () => (await settings()).idleMinutes,
    () => signOutAll(undefined, 'idle'),
    deps.report,
  );
  const homes = createTokenHomes(deps.db);
  const access = createTokenAccess({
    hosts,
    homes,
    wake: (moduleId) => modules.wake(moduleId),
    prompts,
    turns: createTurns(),
    audit,
    inUse: () => idle.inUse(),
  });
  const modules = createModulesService(deps, hosts, audit);
  let lookedAt = clock.now().toISOString();

  function told(moduleId: string, event: HostEvent): void {
    audit.host(moduleId, event);
    if (event.kind === 'slots') lookedAt = clock.now().toISOString();
    if (event.kind !== 'slots' || !sameSlots(event.before, event.after)) deps.changed();
  }

  async function wrongTry({ caller, action, slotId, hostId, code }: WrongTry): Promise<void> {
    const seen = hosts.tokens().find(({ run, slot }) => run.hostId === hostId && slot.slotId === slotId);
    const fault = { code, data: { detail: 'wrong try' } } as TokenFault; // the prompt has checked the form of the code
    await audit.refused(caller, deedOf(action), seen?.token ?? { uri: slotId, label: '' }, fault);
  }

  function list(moduleId?: string): { readonly slots: SlotRow[]; readonly lookedAt: string } {
    const slots = hosts
      .all()
      .filter((host) => moduleId === undefined || host.moduleId === moduleId)
      .flatMap((host) =>
        host.slots().map((slot) => ({ ...slot, moduleId: host.moduleId, moduleName: modules.nameOf(host.moduleId) })),
      );
    return { slots, lookedAt };
  }

  async function init(context: TokenContext, wish: InitWish): Promise<Result<string, InitFault>> {
    const { moduleId, slotId, label, confirm } = wish;
    const subject = { uri: `${moduleId}/${slotId}`, label };
    const refused = async <F extends InitFault>(fault: F): Promise<Result<never, F>> => {
      await audit.refused(context.caller, 'init', subject, { code: fault.code, data: {} } as TokenFault); // only the code is written
      return fail(fault);
    };
    modules.wake(moduleId);
    const connection = hosts.get(moduleId);
    if (connection === undefined) return refused({ code: 'MODULE_NOT_FOUND', data: {} });
    if (confirm !== label) return refused({ code: 'CONFIRMATION_WRONG', data: {} });
    const up = await connection.ready();
    if (!up.ok) return refused(up.error);
    const run = up.value;
    const before = run.slots.find((slot) => slot.slotId === slotId);
    if (before?.token === undefined) return refused(before?.fault ?? { code: 'TOKEN_ABSENT', data: {} });
    const others = hosts.tokens().filter((seen) => seen.run !== run || seen.slot.slotId !== slotId);
    if (others.some(({ token }) => token.initialised && token.label === label)) {
      return refused({ code: 'TOKEN_LABEL_TAKEN', data: {} });
    }
    const busy = idle.inUse();
    try {
      const end = await prompts.run(context, run, slotId, { kind: 'init-token', label });
      if (!end.ok) return await refused(end.error);
      await run.look();
    } finally {
      busy();
    }
    // The slot may have another number now: SoftHSM moves a token that was initialised.
    const made = hosts
      .tokens()
      .find(({ run: its, token }) => its === run && token.initialised && token.label === label);
    // Made through this module, so known through it: no look into the others is needed to find it again.
    if (made !== undefined) homes.remember(made.token.uri, moduleId);
    await audit.done(context.caller, 'init', made === undefined ? subject : { ...made.token, moduleId }, {
      was: before.token.uri,
    });
    return made === undefined ? fail({ code: 'TOKEN_NOT_FOUND', data: {} }) : ok(made.token.uri);
  }

  async function signIn(context: TokenContext, uri: string, reason: string): Promise<Result<undefined, TokenRefFault>> {
    const token = await access.find(uri);
    return token.ok ? access.signIn(context, token.value, reason) : token;
  }

  async function signOut(caller: Caller, uri: string): Promise<Result<undefined, TokenRefFault>> {
    const token = await access.find(uri);
    if (!token.ok) return token;
    const seen = access.seen(token.value);
    if (!seen.ok) return seen;
    const { run, slot } = seen.value;
    const out = await logout(run, slot.slotId);
    await run.look();
    if (!out.ok && out.error.code !== 'NOT_SIGNED_IN') return out;
    await audit.done(caller, 'sign-out', token.value, { cause: 'wish' });
    return ok(undefined);
  }

  async function signOutAll(caller: Caller | undefined, cause: 'wish' | 'idle' | 'lock'): Promise<number> {
    prompts.cancelAll();
    const counts = await Promise.all(hosts.all().map((host) => signOutOf(host.moduleId, caller, cause)));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  async function signOutOf(moduleId: string, caller: Caller | undefined, cause: string): Promise<number> {
    const run = hosts.get(moduleId)?.current();
    // Asked in the host's own order: a login that is under way comes before this look.
    const slots = await run?.look();
    if (run === undefined || slots?.ok !== true) return 0;
    const signedIn = slots.value.filter(({ token }) => token !== undefined && token.signedIn !== 'no');
    let count = 0;
    for (const { slotId, token } of signedIn) {
      const out = await logout(run, slotId);
      // A host that does not answer is killed, and its logins end with it.
      if (token === undefined || (!out.ok && run.ended === undefined)) continue;
      count += 1;
      await audit.done(caller, 'sign-out', { ...token, moduleId }, { cause });
    }
    if (signedIn.length > 0) await run.look();
    return count;
  }

  async function withToken(
    context: TokenContext,
    uri: string,
    action: PromptActionInput,
  ): Promise<Result<undefined, TokenRefFault>> {
    const token = await access.find(uri);
    if (!token.ok) return token;
    return runAction(context, token.value, action);
  }

  async function runAction(
    context: TokenContext,
    token: TokenHandle,
    action: PromptActionInput,
  ): Promise<Result<undefined, TokenRefFault>> {
    const seen = access.seen(token);
    if (!seen.ok) return seen;
    const { run, slot } = seen.value;
    const busy = idle.inUse();
    try {
      const end = await prompts.run(context, run, slot.slotId, action);
      if (!end.ok) {
        await audit.refused(context.caller, deedOf(action), token, end.error);
        return end;
      }
      await run.look();
      await audit.done(context.caller, deedOf(action), token);
      return ok(undefined);
    } finally {
      busy();
    }
  }

  return {
    modules,
    access,
    start: async (when = 'at-once') => {
      await homes.load();
      await modules.load();
      if (when === 'at-once') modules.wake();
    },
    settled: () => hosts.settled(LIST_PATIENCE_MS),
    list,
    init,
    signIn,
    signOut,
    signOutAll,
    changePin: (context, uri) => withToken(context, uri, { kind: 'change-pin' }),
    setPin: (context, uri, unblock) => withToken(context, uri, { kind: 'set-pin', unblock }),
    vaultKey: (context, wish) => {
      modules.wake(SOFTWARE_MODULE);
      return askVaultKey(hosts, prompts, context, wish);
    },
    answerPrompt: (caller, promptId, sealed) => prompts.answer(caller, promptId, sealed),
    cancelPrompt: (caller, promptId) => prompts.cancel(caller, promptId),
    pinWindowFailed: (promptId) => prompts.windowFailed(promptId),
    sessionLocked: async () => {
      if ((await settings()).signOutOnLock) await signOutAll(undefined, 'lock');
    },
    touch: () => idle.touch(),
    stop: async () => {
      idle.stop();
      prompts.cancelAll();
      await hosts.stop();
    },
  };
}

function deedOf(action: PromptActionInput): TokenDeed {
  switch (action.kind) {
    case 'init-token':
      return 'init';
    case 'set-pin':
      return action.unblock ? 'unblock' : 'set-pin';
    case 'export-pkcs12':
      return 'export';
    case 'vault-key':
      return 'vault-key';
    case 'sign-in':
    case 'change-pin':
    case 'sign':
      return action.kind;
  }
}

/** Slots are plain data from one schema, so their texts differ when they do. */
function sameSlots(a: readonly SlotView[], b: readonly SlotView[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
