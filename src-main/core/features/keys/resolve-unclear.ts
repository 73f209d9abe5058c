import type { GenerationView } from '../../../../shared/contract/keys.ts';
import type { TokenKey } from '../../../../shared/contract/key-facts.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { TokenContext } from '../tokens/index.ts';
import type { KeysDeps } from './keys.deps.ts';
import type { KeyFault } from './keys.faults.ts';
import { recordKey } from './generate-key.ts';
import { resolveDestroyed } from './settle-destroyed.ts';
import { refuse } from './refuse-key.ts';
import { findGeneration, findGenerationByKey, toGeneration, updateGeneration } from './keys.store.ts';

/**
 * Looks on the token for the key of an unclear generation. A finished key becomes the generation's; an unfinished one
 * (still under its intent id, never test-signed) is destroyed; when there is none the generation is `key-missing`.
 */
export async function resolveUnclear(
  deps: KeysDeps,
  context: TokenContext,
  generationId: string,
): Promise<Result<GenerationView, KeyFault>> {
  const row = await findGeneration(deps.db, generationId);
  if (row?.destroy_asked_at != null && row.state !== 'unclear') return resolveDestroyed(deps, context, row);
  const looked = await look(deps, context, generationId);
  if (!looked.ok) return refuse(deps, context, { event: 'key.resolved', subject: generationId }, looked.error);
  return looked.value.found === undefined
    ? recordMissing(deps, context, generationId, looked.value.why)
    : recordKey(deps, context, generationId, looked.value.found, 'key.found');
}

/** An intent id has 16 random bytes. */
const INTENT_HEX_DIGITS = 32;

type Look = { readonly found: TokenKey } | { readonly found: undefined; readonly why: string };

async function look(deps: KeysDeps, context: TokenContext, generationId: string): Promise<Result<Look, KeyFault>> {
  const row = await findGeneration(deps.db, generationId);
  if (row === undefined) return fail({ code: 'GENERATION_NOT_FOUND', data: {} });
  if (row.state !== 'unclear') return fail({ code: 'GENERATION_STATE', data: { state: toGeneration(row).state } });
  const token = await deps.tokens.find(row.token_uri ?? '');
  if (!token.ok) return token;
  const signedIn = await deps.tokens.signIn(context, token.value, `look for the key ${row.key_label ?? ''}`);
  if (!signedIn.ok) return signedIn;
  // What is remembered may be from before the crash.
  const keys = await deps.tokens.listKeys(token.value, true);
  if (!keys.ok) return keys;

  const unfinished = keys.value.find((key) => key.keyId === row.intent_id);
  // A finished key has a SHA-1 as its id, a card's key a number. One of those, or one that a generation knows or that has
  // another label, was not begun here, whatever the row says: nothing is destroyed on a row's word alone.
  const isBegun =
    unfinished !== undefined &&
    unfinished.label === row.key_label &&
    unfinished.keyId.length === INTENT_HEX_DIGITS &&
    (unfinished.spkiSha256 === undefined || (await findGenerationByKey(deps.db, unfinished.spkiSha256)) === undefined);
  if (unfinished !== undefined && !isBegun) return fail({ code: 'KEY_AMBIGUOUS', data: {} });
  if (unfinished !== undefined) {
    const facts = {
      actor: deps.actorOf(context.caller),
      subject: generationId,
      data: { uri: unfinished.uri, label: unfinished.label },
    };
    await deps.unit.append({ ...facts, event: 'key.destroy-asked', outcome: 'done' });
    const gone = await deps.tokens.destroyKey(token.value, unfinished.keyId, unfinished.spkiSha256);
    return gone.ok ? ok({ found: undefined, why: 'unfinished key destroyed' }) : gone;
  }
  const candidates: TokenKey[] = [];
  for (const key of keys.value.filter((one) => one.label === row.key_label && one.madeHere !== 'no')) {
    const known = key.spkiSha256 === undefined ? undefined : await findGenerationByKey(deps.db, key.spkiSha256);
    if (known === undefined) candidates.push(key);
  }
  if (candidates.length > 1) return fail({ code: 'KEY_AMBIGUOUS', data: {} });
  const [found] = candidates;
  return ok(found === undefined ? { found, why: 'no such key on the token' } : { found });
}

async function recordMissing(
  deps: KeysDeps,
  context: TokenContext,
  generationId: string,
  why: string,
): Promise<Result<GenerationView, KeyFault>> {
  return deps.unit.run(
    { event: 'key.missing', actor: deps.actorOf(context.caller), subject: generationId, data: { why } },
    async (trx): Promise<Result<GenerationView, KeyFault>> => {
      const before = await findGeneration(trx, generationId);
      const state = before === undefined ? undefined : toGeneration(before).state;
      // Somebody else may have resolved it meanwhile.
      if (state !== undefined && state !== 'unclear') return fail({ code: 'GENERATION_STATE', data: { state } });
      await updateGeneration(trx, generationId, { state: 'key-missing' });
      const row = await findGeneration(trx, generationId);
      return row === undefined ? fail({ code: 'GENERATION_NOT_FOUND', data: {} }) : ok(toGeneration(row));
    },
  );
}
