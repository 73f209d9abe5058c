import type { ConnectionSettings, platformsContract } from '../../../../shared/contract/platforms.ts';
import type { CommonFault, RaisedBy } from '../../../../shared/contract/wire/contract.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import { Secret } from '../../../../shared/domain/secret.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { Trx } from '../../store/tables.ts';
import type { ConnectionRecord, Credentials } from './connection-record.ts';
import type { PlatformsDeps } from './platforms.deps.ts';
import { deleteConnection, findConnection, takeNumber, writeConnection } from './platforms.store.ts';
import { secretNames } from './secret-names.ts';
import { urlRefusal } from './url-rules.ts';

type Contract = (typeof platformsContract)['platforms'];
export type PlatformFault = Exclude<RaisedBy<Contract['sync']>, CommonFault>;
type RemoveFault = Exclude<RaisedBy<Contract['remove']>, CommonFault>;

interface GivenSecrets {
  readonly token?: string | undefined;
  readonly totpSeed?: string | undefined;
}

/** Adds, changes and removes connections; asks nothing of any platform. */
export function createConnectionSettings(deps: PlatformsDeps) {
  const { unit, clock, vault, newId } = deps;

  /** Seals what was given within the unit of work; the plain text is wiped whatever comes of it. */
  async function seal(trx: Trx, connectionId: string, given: GivenSecrets): Promise<Result<undefined, PlatformFault>> {
    const names = secretNames(connectionId);
    for (const [name, text] of [
      [names.token, given.token],
      [names.totpSeed, given.totpSeed],
    ] as const) {
      if (text === undefined) continue;
      const secret = new Secret(new TextEncoder().encode(text));
      const put = await vault.put(trx, name, secret);
      secret.wipe();
      if (!put.ok) return put;
    }
    return ok(undefined);
  }

  async function add(caller: Caller, wish: { readonly settings: ConnectionSettings } & GivenSecrets) {
    const connectionId = newId();
    const actor = deps.actorOf(caller);
    const { settings } = wish;
    return unit.run<{ connectionId: string }, PlatformFault>(
      { event: 'platform.added', actor, subject: connectionId, data: facts(settings) },
      async (trx) => {
        const refused = refusalOf(settings);
        if (refused !== undefined) return fail(refused);
        if (settings.authorization.kind === 'token' && wish.token === undefined) {
          return fail({ code: 'TOKEN_MISSING', data: {} });
        }
        const sealed = await seal(trx, connectionId, wish);
        if (!sealed.ok) return sealed;
        const at = clock.now().toISOString();
        await writeConnection(trx, {
          connectionId,
          number: await takeNumber(trx),
          revision: 1,
          settings,
          found: undefined,
          credentials: given(settings, wish.token, at),
          createdAt: at,
          createdBy: actor.name,
        });
        return ok({ connectionId });
      },
    );
  }

  async function change(
    caller: Caller,
    wish: {
      readonly connectionId: string;
      readonly revision: number;
      readonly settings: ConnectionSettings;
    } & GivenSecrets,
  ) {
    const { connectionId, settings } = wish;
    return unit.run<{ connectionId: string }, PlatformFault>(
      { event: 'platform.changed', actor: deps.actorOf(caller), subject: connectionId, data: facts(settings) },
      async (trx, entry) => {
        const before = await findConnection(trx, connectionId);
        if (before === undefined) return fail({ code: 'CONNECTION_NOT_FOUND', data: {} });
        if (before.revision !== wish.revision) return fail({ code: 'CONNECTION_CHANGED', data: {} });
        const refused = refusalOf(settings);
        if (refused !== undefined) return fail(refused);
        const needsToken = settings.authorization.kind === 'token' && before.credentials.token === undefined;
        if (needsToken && wish.token === undefined) return fail({ code: 'TOKEN_MISSING', data: {} });
        entry.data({ token: wish.token !== undefined, totpSeed: wish.totpSeed !== undefined });
        const sealed = await seal(trx, connectionId, wish);
        if (!sealed.ok) return sealed;
        // What was found is of the old address: another platform may answer at the new one.
        const moved = before.settings.versionsUrl !== settings.versionsUrl;
        await writeConnection(trx, {
          ...before,
          revision: before.revision + 1,
          settings,
          found: moved ? undefined : before.found,
          credentials:
            wish.token === undefined && settings.authorization.kind === 'token'
              ? before.credentials
              : given(settings, wish.token, clock.now().toISOString()),
        });
        return ok({ connectionId });
      },
    );
  }

  async function remove(
    caller: Caller,
    { connectionId, name }: { readonly connectionId: string; readonly name: string },
  ): Promise<Result<ConnectionRecord, RemoveFault>> {
    return unit.run<ConnectionRecord, RemoveFault>(
      { event: 'platform.removed', actor: deps.actorOf(caller), subject: connectionId },
      async (trx, entry) => {
        const record = await findConnection(trx, connectionId);
        if (record === undefined) return fail({ code: 'CONNECTION_NOT_FOUND', data: {} });
        entry.data({ name: record.settings.name, number: record.number });
        if (name !== record.settings.name) return fail({ code: 'CONFIRMATION_WRONG', data: {} });
        for (const secret of Object.values(secretNames(connectionId))) {
          const gone = await vault.remove(trx, secret);
          // A vault that is locked keeps what nobody can name any more; it must be opened first.
          if (!gone.ok && gone.error.code !== 'VAULT_SECRET_NOT_FOUND') return gone;
        }
        await deleteConnection(trx, connectionId);
        return ok(record);
      },
    );
  }

  return { add, change, remove };
}

/** What of the settings may stand in the audit: no secret is among them. */
function facts({ name, versionsUrl, authorization, generationId, trust, allowedHosts }: ConnectionSettings) {
  return {
    name,
    versionsUrl: versionsUrl.slice(0, 300),
    authorization: authorization.kind,
    clientCertificate: generationId !== null,
    trust: trust.kind,
    allowedHosts: allowedHosts.join(' ').slice(0, 300),
  };
}

function refusalOf({ versionsUrl, overrides }: ConnectionSettings): PlatformFault | undefined {
  const urls = [
    ['versionsUrl', versionsUrl],
    ...overrides.map(({ module, url }) => [`overrides.${module}`, url] as const),
  ] as const;
  for (const [field, url] of urls) {
    const reason = urlRefusal(url);
    if (reason !== undefined) return { code: 'URL_REFUSED', data: { field, reason } };
  }
  return undefined;
}

function given({ authorization }: ConnectionSettings, token: string | undefined, at: string): Credentials {
  if (authorization.kind === 'none' || token === undefined) return { state: 'none', changedAt: at };
  return { state: 'token-given', token: { kind: 'A', tail: tailOf(token) }, changedAt: at };
}

/** Enough to tell two tokens apart; of a short one nothing. */
export function tailOf(token: string): string {
  return token.length >= 12 ? token.slice(-4) : '';
}
