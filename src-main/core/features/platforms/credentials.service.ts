import { randomBytes } from 'node:crypto';
import type { Connection, platformsContract } from '../../../../shared/contract/platforms.ts';
import type { HttpExchange } from '../../../../shared/contract/platform-diagnosis.ts';
import type { CommonFault, InputOf } from '../../../../shared/contract/wire/contract.ts';
import {
  type Handshake,
  handshakeAfter,
  handshakeSteps,
  type HeldToken,
  settledState,
} from '../../../../shared/domain/ocpi-handshake.ts';
import { Secret } from '../../../../shared/domain/secret.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { Trx } from '../../store/tables.ts';
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

/** The exchange of tokens with a platform: what was begun is on record before it is asked, and no token is lost over it. */
export function createCredentialsService(
  deps: PlatformsDeps,
  exchanging: Set<string>,
  view: (record: ConnectionRecord) => Promise<Connection>,
) {
  const { db, unit, clock, vault, threads } = deps;

  /** One at a time for each connection: two that cross would each take the other's token away. */
  async function step(context: TokenContext, wish: Wish): Promise<Result<Done, Told>> {
    const { connectionId } = wish;
    if (exchanging.has(connectionId)) return fail({ code: 'SYNC_RUNNING', data: {} });
    exchanging.add(connectionId);
    try {
      return await exchange(context, wish);
    } finally {
      exchanging.delete(connectionId);
      deps.changed();
    }
  }

  async function exchange(context: TokenContext, wish: Wish): Promise<Result<Done, Told>> {
    const record = await findConnection(db, wish.connectionId);
    if (record === undefined) return fail({ code: 'CONNECTION_NOT_FOUND', data: {} });
    const state = settledState(record.credentials.state);
    const url = record.found?.endpoints.find(({ identifier }) => identifier === 'credentials')?.url;
    const version = record.found?.version;
    if (!handshakeSteps(state).includes(wish.step)) return fail({ code: 'CREDENTIALS_STATE', data: { state } });
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
      .ask.credentials(
        { spec, step: wish.step, url, version, handshake: handshakeOf(record.credentials, spec), own },
        { signal: signalOf(context.stop) },
      )
      .finally(close);
    await noteHandshakes(deps, seen, record.settings.name);
    if (!asked.ok) return fail(toldFault(asked.error));
    const { handshake, ownTaken, parties, exchanges, fault } = asked.value;
    const stored = await unit.run<ConnectionRecord, Told>(
      {
        event: `platform.credentials-${wish.step}`,
        actor: deps.actorOf(context.caller),
        subject: wish.connectionId,
        data: { before: state, after: handshake.state, newToken: handshake.current?.text !== spec.token },
      },
      async (trx) => {
        const before = await findConnection(trx, wish.connectionId);
        if (before === undefined) return fail({ code: 'CONNECTION_NOT_FOUND', data: {} });
        const kept = await keepTokens(trx, wish.connectionId, { spec, handshake });
        if (!kept.ok) return kept;
        const own = changes ? await settleOwn(trx, wish.connectionId, ownToken, ownTaken) : ok(undefined);
        if (!own.ok) return own;
        const credentials = nextCredentials(before.credentials, handshake);
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
    if (!stored.ok) return stored;
    if (fault !== undefined) return fail(asTold(fault));
    return ok({ connection: await view(stored.value), exchanges: [...exchanges] });
  }

  /** What is about to be asked, before it is: after a crash it shows that the outcome is not known. */
  async function begin(context: TokenContext, record: ConnectionRecord, wish: Wish, ownToken: string | undefined) {
    if (wish.step === 'check') return ok(undefined);
    const { state } = handshakeAfter({ state: record.credentials.state }, { kind: 'begun', step: wish.step });
    return unit.run<undefined, Told>(
      {
        event: `platform.credentials-begun`,
        actor: deps.actorOf(context.caller),
        subject: record.connectionId,
        data: { step: wish.step },
      },
      async (trx) => {
        if (ownToken !== undefined) {
          const put = await keep(trx, secretNames(record.connectionId).ownTokenNext, ownToken);
          if (!put.ok) return put;
        }
        const credentials = { ...record.credentials, state };
        await writeConnection(trx, { ...record, credentials });
        return ok(undefined);
      },
    );
  }

  async function keep(trx: Trx, name: string, token: string) {
    const secret = new Secret(new TextEncoder().encode(token));
    const put = await vault.put(trx, name, secret);
    secret.wipe();
    return put;
  }

  /** The vault holds exactly the tokens of the exchange: the one that is sent, and the one before while it may be needed. */
  async function keepTokens(
    trx: Trx,
    connectionId: string,
    { spec, handshake }: Exchanged,
  ): Promise<Result<undefined, Told>> {
    const names = secretNames(connectionId);
    const { current, previous } = handshake;
    // The older one first: were this cut, no token would be missing.
    if (previous !== undefined && previous.text !== spec.previousToken) {
      const put = await keep(trx, names.previousToken, previous.text);
      if (!put.ok) return put;
    }
    if (current !== undefined && current.text !== spec.token) {
      const put = await keep(trx, names.token, current.text);
      if (!put.ok) return put;
    }
    if (previous === undefined && spec.previousToken !== undefined) {
      const gone = await vault.remove(trx, names.previousToken);
      if (!gone.ok) return gone;
    }
    return ok(undefined);
  }

  /** Our token for the partner: the one before stays valid until the new one has been taken. */
  async function settleOwn(trx: Trx, connectionId: string, token: string, taken: boolean | undefined) {
    const names = secretNames(connectionId);
    if (taken === undefined) return ok(undefined);
    if (taken) {
      const put = await keep(trx, names.ownToken, token);
      if (!put.ok) return put;
    }
    return vault.remove(trx, names.ownTokenNext);
  }

  return { step };
}

interface Exchanged {
  readonly spec: { readonly token: string | undefined; readonly previousToken: string | undefined };
  readonly handshake: Handshake;
}

function handshakeOf(credentials: Credentials, { token, previousToken }: Exchanged['spec']): Handshake {
  const held = (text: string | undefined, facts: Credentials['token']): HeldToken | undefined =>
    text === undefined ? undefined : { text, exchanged: facts?.kind === 'C' };
  const current = held(token, credentials.token);
  const previous = held(previousToken, credentials.previous);
  return {
    state: credentials.state,
    ...(current === undefined ? {} : { current }),
    ...(previous === undefined ? {} : { previous }),
  };
}

function nextCredentials(before: Credentials, { state, current, previous }: Handshake): Credentials {
  const { encoding } = before;
  const shown = (held: HeldToken): Credentials['token'] => ({
    kind: held.exchanged ? 'C' : 'A',
    tail: tailOf(held.text),
  });
  return {
    ...(encoding === undefined ? {} : { encoding }),
    state,
    ...(current === undefined ? {} : { token: shown(current) }),
    ...(previous === undefined ? {} : { previous: shown(previous) }),
  };
}
