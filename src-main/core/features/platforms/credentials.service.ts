import { randomBytes } from 'node:crypto';
import type { Connection, platformsContract } from '../../../../shared/contract/platforms.ts';
import type { HttpExchange } from '../../../../shared/contract/platform-diagnosis.ts';
import { CredentialsState } from '../../../../shared/contract/platforms.ts';
import type { CommonFault, InputOf } from '../../../../shared/contract/wire/contract.ts';
import { Secret } from '../../../../shared/domain/secret.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { TokenContext } from '../tokens/index.ts';
import type { ConnectionRecord, Credentials } from './connection-record.ts';
import { type PlatformFault, tailOf } from './connection-settings.service.ts';
import { noteHandshakes } from './note-handshakes.ts';
import { openPlatform } from './open-platform.ts';
import type { PlatformsDeps } from './platforms.deps.ts';
import { findConnection, writeConnection } from './platforms.store.ts';
import { secretNames } from './secret-names.ts';
import { signalOf } from './stop-signal.ts';
import { asTold, toldFault } from './worker-fault.ts';

type Wish = InputOf<(typeof platformsContract)['platforms']['credentials']>;
type Told = PlatformFault | CommonFault;
type Done = { connection: Connection; exchanges: HttpExchange[] };

/** Which steps make sense from where the exchange stands. */
const possible: Readonly<Record<Wish['step'], readonly CredentialsState[]>> = {
  check: ['token-given', 'registering', 'registered', 'rotating', 'unclear', 'unregistering', 'refused'],
  register: ['token-given', 'unregistered', 'refused', 'unclear', 'registering', 'unregistering'],
  rotate: ['registered', 'unclear', 'rotating'],
  unregister: ['registered', 'unclear', 'token-given', 'registering', 'rotating', 'unregistering'],
};

/** The exchange of tokens with a platform: what was begun is on record before it is asked, and no token is lost over it. */
export function createCredentialsService(deps: PlatformsDeps, view: (record: ConnectionRecord) => Promise<Connection>) {
  const { db, unit, clock, vault, threads } = deps;

  async function step(context: TokenContext, wish: Wish): Promise<Result<Done, Told>> {
    const record = await findConnection(db, wish.connectionId);
    if (record === undefined) return fail({ code: 'CONNECTION_NOT_FOUND', data: {} });
    const { state } = record.credentials;
    const url = record.found?.endpoints.find(({ identifier }) => identifier === 'credentials')?.url;
    const version = record.found?.version;
    if (!possible[wish.step].includes(state)) return fail({ code: 'CREDENTIALS_STATE', data: { state } });
    if (url === undefined || version === undefined) {
      const message = 'The platform advertises no credentials module.';
      return fail({ code: 'PLATFORM_ANSWER', data: { reason: 'MODULE_NOT_OFFERED', message } });
    }
    const changes = wish.step === 'register' || wish.step === 'rotate';
    if (changes && wish.own === undefined) return fail({ code: 'BAD_INPUT', data: { path: 'own' } });
    // Token B: what the partner shall use at our side. 256 bits, letters that every platform takes.
    const ownToken = randomBytes(32).toString('base64url');
    const opened = await openPlatform(deps, record, context);
    if (!opened.ok) return opened;
    const { spec, seen, close } = opened.value;
    const begun = await begin(context, record, wish, changes ? ownToken : undefined);
    if (!begun.ok) {
      close();
      return begun;
    }
    const own = wish.own === undefined ? undefined : { ...wish.own, token: ownToken };
    const asked = await threads
      .writer()
      .ask.credentials({ spec, step: wish.step, url, version, state, own }, { signal: signalOf(context.stop) })
      .finally(close);
    await noteHandshakes(deps, seen, record.settings.name);
    if (!asked.ok) return fail(toldFault(asked.error));
    const { state: next, token, dropPrevious, parties, exchanges, fault } = asked.value;
    const kept = token === undefined ? undefined : await vault.get(secretNames(wish.connectionId).token);
    const stored = await unit.run<ConnectionRecord, Told>(
      {
        event: `platform.credentials-${wish.step}`,
        actor: deps.actorOf(context.caller),
        subject: wish.connectionId,
        data: { before: state, after: next, newToken: token !== undefined },
      },
      async (trx) => {
        const before = await findConnection(trx, wish.connectionId);
        if (before === undefined) return fail({ code: 'CONNECTION_NOT_FOUND', data: {} });
        const names = secretNames(wish.connectionId);
        if (token !== undefined) {
          if (kept?.ok === true) await vault.put(trx, names.previousToken, kept.value);
          const secret = new Secret(new TextEncoder().encode(token));
          const put = await vault.put(trx, names.token, secret);
          secret.wipe();
          if (!put.ok) return put;
        }
        if (dropPrevious && before.credentials.previous !== undefined) await vault.remove(trx, names.previousToken);
        const credentials = nextCredentials(before.credentials, { state: next, token, dropPrevious });
        const after: ConnectionRecord = {
          ...before,
          credentials: { ...credentials, changedAt: clock.now().toISOString() },
          ...(parties.length === 0 || before.found === undefined
            ? {}
            : { found: { ...before.found, parties: parties.slice(0, 1000) } }),
        };
        await writeConnection(trx, after);
        return ok(after);
      },
    );
    if (kept?.ok === true) kept.value.wipe();
    deps.changed();
    if (!stored.ok) return stored;
    if (fault !== undefined) return fail(asTold(fault));
    return ok({ connection: await view(stored.value), exchanges: [...exchanges] });
  }

  /** What is about to be asked, before it is: after a crash it shows that the outcome is not known. */
  async function begin(context: TokenContext, record: ConnectionRecord, wish: Wish, ownToken: string | undefined) {
    if (wish.step === 'check') return ok(undefined);
    const state = { register: 'registering', rotate: 'rotating', unregister: 'unregistering' }[wish.step];
    return unit.run<undefined, Told>(
      {
        event: `platform.credentials-begun`,
        actor: deps.actorOf(context.caller),
        subject: record.connectionId,
        data: { step: wish.step },
      },
      async (trx) => {
        if (ownToken !== undefined) {
          const secret = new Secret(new TextEncoder().encode(ownToken));
          const put = await vault.put(trx, secretNames(record.connectionId).ownToken, secret);
          secret.wipe();
          if (!put.ok) return put;
        }
        const credentials = { ...record.credentials, state: CredentialsState.parse(state) };
        await writeConnection(trx, { ...record, credentials });
        return ok(undefined);
      },
    );
  }

  return { step };
}

function nextCredentials(
  before: Credentials,
  {
    state,
    token,
    dropPrevious,
  }: { readonly state: string; readonly token: string | undefined; readonly dropPrevious: boolean },
): Credentials {
  const { previous, ...rest } = before;
  const current = token === undefined ? before.token : { kind: 'C' as const, tail: tailOf(token) };
  const older = dropPrevious ? undefined : token === undefined ? previous : before.token;
  return {
    ...rest,
    state: CredentialsState.parse(state),
    ...(current === undefined ? {} : { token: current }),
    ...(older === undefined ? {} : { previous: older }),
  };
}
