import type { GenerationView } from '../../../../shared/contract/keys.ts';
import type { TokenKey } from '../../../../shared/contract/key-facts.ts';
import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import { mayBecome } from '../../../../shared/domain/generation-state.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { TokenContext } from '../tokens/index.ts';
import type { KeysDeps } from './keys.deps.ts';
import type { KeyFault } from './keys.faults.ts';
import { refuse } from './refuse-key.ts';
import {
  findGeneration,
  type GenerationRecord,
  openDestructions,
  toGeneration,
  updateGeneration,
} from './keys.store.ts';

/**
 * What a list of all keys of a token, signed in, tells of those whose destruction ended without an answer: the key is
 * there, so nothing has changed, or its generation is `key-missing`. A destruction that is under way is not judged.
 */
export async function settleDestroyed(
  deps: KeysDeps,
  actor: Actor,
  tokenUri: string,
  keys: readonly TokenKey[],
): Promise<void> {
  for (const row of await openDestructions(deps.db, tokenUri)) {
    if (!deps.destroying.has(row.generation_id)) await settle(deps, actor, row, keys);
  }
}

/** The same for one generation whose destruction is open, with a fresh look at its token. */
export async function resolveDestroyed(
  deps: KeysDeps,
  context: TokenContext,
  row: GenerationRecord,
): Promise<Result<GenerationView, KeyFault>> {
  const looked = await look(deps, context, row);
  if (!looked.ok) return refuse(deps, context, { event: 'key.resolved', subject: row.generation_id }, looked.error);
  await settle(deps, deps.actorOf(context.caller), row, looked.value);
  const after = await findGeneration(deps.db, row.generation_id);
  return after === undefined ? fail({ code: 'GENERATION_NOT_FOUND', data: {} }) : ok(toGeneration(after));
}

async function look(
  deps: KeysDeps,
  context: TokenContext,
  row: GenerationRecord,
): Promise<Result<readonly TokenKey[], KeyFault>> {
  if (deps.destroying.has(row.generation_id)) return fail({ code: 'TOKEN_BUSY', data: {} });
  const token = await deps.tokens.find(row.token_uri ?? '');
  if (!token.ok) return token;
  const signedIn = await deps.tokens.signIn(context, token.value, `look for the key ${row.key_label ?? ''}`);
  return signedIn.ok ? deps.tokens.listKeys(token.value, true) : signedIn;
}

async function settle(deps: KeysDeps, actor: Actor, row: GenerationRecord, keys: readonly TokenKey[]): Promise<void> {
  const isThere = keys.some((key) => key.spkiSha256 === row.spki_sha256);
  const facts = {
    event: isThere ? 'key.kept' : 'key.missing',
    actor,
    subject: row.generation_id,
    data: { why: 'its destruction had ended without an answer' },
  };
  await deps.unit.run(facts, async (trx) => {
    const now = await findGeneration(trx, row.generation_id);
    const missing = !isThere && now !== undefined && mayBecome(toGeneration(now).state, 'key-missing');
    await updateGeneration(trx, row.generation_id, {
      destroy_asked_at: null,
      ...(missing ? { state: 'key-missing' } : {}),
    });
    return ok(undefined);
  });
}
