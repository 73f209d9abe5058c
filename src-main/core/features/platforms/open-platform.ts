import type { CommonFault } from '../../../../shared/contract/wire/contract.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { PlatformSpec } from '../../platform-worker/worker-views.ts';
import { ownParty } from '../tls/index.ts';
import type { TokenContext, TlsParty } from '../tokens/index.ts';
import type { ConnectionRecord } from './connection-record.ts';
import type { PlatformFault } from './connection-settings.service.ts';
import { createConnectTicket, type SeenHandshake } from './connect-ticket.ts';
import type { PlatformsDeps } from './platforms.deps.ts';
import { secretNames } from './secret-names.ts';
import { asTold } from './worker-fault.ts';

export interface OpenPlatform {
  readonly spec: PlatformSpec;
  readonly seen: readonly SeenHandshake[];
  /** The key and chain that are shown. */
  readonly party: TlsParty | undefined;
  /** Cuts every connection that was made on its behalf. */
  readonly close: () => void;
}

type Told = PlatformFault | CommonFault;

/** Everything that one call needs to speak with a platform: its secrets out of the vault, its key, its right to connections. */
export async function openPlatform(
  deps: PlatformsDeps,
  record: ConnectionRecord,
  context: TokenContext,
  as: 'ourselves' | 'stranger' = 'ourselves',
): Promise<Result<OpenPlatform, Told>> {
  const { settings, connectionId, credentials } = record;
  const names = secretNames(connectionId);
  const secrets: { token?: string; previousToken?: string; totpSeed?: string } = {};
  const wanted = [
    ['token', names.token, settings.authorization.kind === 'token'],
    ['previousToken', names.previousToken, credentials.previous !== undefined],
    ['totpSeed', names.totpSeed, settings.authorization.totp !== undefined],
  ] as const;
  for (const [field, name, isWanted] of wanted) {
    if (!isWanted || as === 'stranger') continue;
    const secret = await deps.vault.get(name);
    if (!secret.ok) return secret;
    secrets[field] = secret.value.use((bytes) => new TextDecoder().decode(bytes));
    secret.value.wipe();
  }
  let party: TlsParty | undefined;
  if (settings.generationId !== null && as === 'ourselves') {
    const why = (group: string, generation: number): string =>
      `TLS to ${settings.name} as ${group} ${generation}`.slice(0, 200);
    const found = await ownParty(deps, settings.generationId, 'tls-client', why, 'any');
    if (!found.ok) return fail(asTold(found.error));
    party = found.value;
  }
  const ticket = createConnectTicket(deps, { record, party, context });
  const admitted = deps.threads.admit(ticket);
  const spec: PlatformSpec = {
    ticket: admitted.id,
    settings,
    token: secrets.token,
    previousToken: secrets.previousToken,
    totpSeed: secrets.totpSeed,
    encoding: credentials.encoding,
    mutualTls: party !== undefined,
  };
  return ok({ spec, seen: ticket.seen, party, close: admitted.revoke });
}
