import { toBase64Url } from '../../../../shared/util/base64.ts';
import type { RosterOperator } from '../../../../shared/domain/roster.ts';
import { ok, type Result } from '../../../../shared/util/result.ts';
import type { TokenContext } from '../tokens/index.ts';
import type { OperatorFault, OperatorsDeps } from './operators.deps.ts';
import type { OperatorSession, SignedCall } from './operator-sessions.ts';
import { findIdentityKey, signStatement } from './sign-statement.ts';

const CHALLENGE_BYTES = 32;
const NONCE_BYTES = 16;

/** Has the operator's identity key sign a fresh challenge; the PIN is asked unless its token is signed in. */
export async function signInAs(
  deps: OperatorsDeps,
  context: TokenContext,
  { operatorId, name, certificate }: RosterOperator,
): Promise<Result<OperatorSession, OperatorFault>> {
  const key = await findIdentityKey(deps, certificate);
  if (!key.ok) return key;
  const since = deps.clock.now();
  const challenge = toBase64Url(deps.random(CHALLENGE_BYTES));
  const payload = { v: 1, workspace: deps.workspaceId, iat: seconds(since), challenge } as const;
  const signed = await signStatement(deps, context, key.value, { type: 'sign-in', payload }, name);
  if (!signed.ok) return signed;
  return ok({ operatorId, certificate, tokenUri: key.value.tokenUri, since: since.toISOString() });
}

/** Has the operator's identity key sign one call of the command line: its name and the SHA-256 of its input. */
export async function signCall(
  deps: OperatorsDeps,
  context: TokenContext,
  { operatorId, name, certificate }: RosterOperator,
  { call, input }: { readonly call: string; readonly input: string },
): Promise<Result<SignedCall, OperatorFault>> {
  const key = await findIdentityKey(deps, certificate);
  if (!key.ok) return key;
  const nonce = toBase64Url(deps.random(NONCE_BYTES));
  const iat = seconds(deps.clock.now());
  const payload = { v: 1, workspace: deps.workspaceId, iat, call, input, nonce } as const;
  const signed = await signStatement(deps, context, key.value, { type: 'command', payload }, `${name}: ${call}`);
  return signed.ok ? ok({ operatorId, certificate, call, input }) : signed;
}

function seconds(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}
