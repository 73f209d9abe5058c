import type { CommonFault } from '../../../../shared/contract/wire/contract.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { PlatformSpec } from '../../platform-worker/worker-views.ts';
import { ownParty } from '../tls/index.ts';
import type { TokenFault } from '../../../../shared/contract/token-faults.ts';
import { sha256 } from '../../store/sha256.ts';
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
  let keep: PlatformSpec['keep'];
  if (settings.generationId !== null && as === 'ourselves') {
    const why = (group: string, generation: number): string =>
      `TLS to ${settings.name} as ${group} ${generation}`.slice(0, 200);
    const found = await ownParty(deps, settings.generationId, 'tls-client', why, 'any');
    if (!found.ok) return fail(asTold(found.error));
    party = found.value;
    const pin = await pinAtEach(deps, context, party);
    if (!pin.ok) return fail(asTold(pin.error));
    const terms = [record.revision, settings.generationId, ...party.chain.map(sha256)].join(' ');
    if (pin.value) keep = { connectionId, terms };
  }
  const ticket = createConnectTicket(deps, { record, party, context, keep: keep?.connectionId });
  const admitted = deps.threads.admit(ticket);
  const spec: PlatformSpec = {
    ticket: admitted.id,
    settings: keep === undefined ? settings : { ...settings, limits: { ...settings.limits, parallel: 1 } },
    token: secrets.token,
    previousToken: secrets.previousToken,
    totpSeed: secrets.totpSeed,
    encoding: credentials.encoding,
    mutualTls: party !== undefined,
    keep,
  };
  return ok({ spec, seen: ticket.seen, party, close: admitted.revoke });
}

/**
 * Whether each handshake would ask for the PIN (CKA_ALWAYS_AUTHENTICATE, PKCS#11 v2.40 §4.9): then connections are kept and
 * none is made beside another. Only a token that is signed in shows it, so whoever has the PIN is asked before anything is dialled.
 */
async function pinAtEach(
  { tokens }: Pick<PlatformsDeps, 'tokens'>,
  context: TokenContext,
  { token, key, reason }: TlsParty,
): Promise<Result<boolean, TokenFault>> {
  if (token.software) return ok(false);
  const signedIn = await tokens.signIn(context, token, reason);
  return signedIn.ok ? ok((await tokens.wantsPinEach(token, key.keyId)) === true) : signedIn;
}
