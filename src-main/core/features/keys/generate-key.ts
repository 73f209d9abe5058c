import type { GenerationView } from '../../../../shared/contract/keys.ts';
import { type KeyAlgorithmName, KeyPurpose, type TokenKey } from '../../../../shared/contract/key-facts.ts';
import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import type { TokenFault } from '../../../../shared/contract/token-faults.ts';
import { mayBecome } from '../../../../shared/domain/generation-state.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { TokenContext, TokenHandle } from '../tokens/index.ts';
import type { KeysDeps } from './keys.deps.ts';
import type { KeyFault } from './keys.faults.ts';
import { unknownEnds } from '../tokens/index.ts';
import { refuse } from './refuse-key.ts';
import {
  deleteGeneration,
  findGeneration,
  findGroup,
  findGroupsById,
  type GenerationRecord,
  insertGeneration,
  nextNumber,
  readDefaults,
  toGeneration,
  updateGeneration,
} from './keys.store.ts';

export interface GenerateInput {
  readonly groupRef: string;
  readonly tokenUri: string;
  readonly algorithm?: KeyAlgorithmName | undefined;
}

/**
 * Makes the key of a group's next generation inside a token. The generation is recorded before the token is asked, so
 * that a crash in between leaves a question (`unclear`), never a key that nobody knows of.
 */
export async function generateKey(
  deps: KeysDeps,
  context: TokenContext,
  input: GenerateInput,
): Promise<Result<GenerationView, KeyFault>> {
  const ready = await prepare(deps, context, input);
  if (!ready.ok) {
    const { groupRef: subject, tokenUri } = input;
    return refuse(deps, context, { event: 'key.planned', subject, data: { token: tokenUri } }, ready.error);
  }
  const { group, token, algorithm } = ready.value;
  const planned = await plan(deps, context, group, token, algorithm);
  if (!planned.ok) return planned;
  const generation = planned.value;
  const made = await deps.tokens.generateKey(token, {
    algorithm,
    purpose: KeyPurpose.parse(group.purpose),
    label: generation.key_label ?? '',
    intentId: generation.intent_id ?? '',
  });
  if (made.ok) return recordKey(deps, context, generation.generation_id, made.value, 'key.made');
  if (unknownEnds.has(made.error.code))
    await recordUnclear(deps, deps.actorOf(context.caller), generation.generation_id, made.error.code);
  else await forget(deps, context, generation.generation_id, made.error);
  return made;
}

interface Ready {
  readonly group: NonNullable<Awaited<ReturnType<typeof findGroup>>>;
  readonly token: TokenHandle;
  readonly algorithm: KeyAlgorithmName;
}

/** Group, token signed in, and an algorithm that the token offers. */
async function prepare(deps: KeysDeps, context: TokenContext, input: GenerateInput): Promise<Result<Ready, KeyFault>> {
  const group = await findGroup(deps.db, input.groupRef);
  if (group === undefined) return fail({ code: 'GROUP_NOT_FOUND', data: {} });
  const token = await deps.tokens.find(input.tokenUri);
  if (!token.ok) return token;
  const algorithm = input.algorithm ?? readDefaults(group).algorithm;
  const signedIn = await deps.tokens.signIn(context, token.value, `generate the key of ${group.id}`);
  if (!signedIn.ok) return signedIn;
  const offers = await deps.tokens.offers(token.value);
  if (!offers.ok) return offers;
  return offers.value.some((offer) => offer.algorithm === algorithm && offer.canGenerate)
    ? ok({ group, token: token.value, algorithm })
    : fail({ code: 'MECHANISM_MISSING', data: { detail: algorithm } });
}

async function plan(
  deps: KeysDeps,
  context: TokenContext,
  group: { readonly group_ref: string; readonly id: string },
  token: TokenHandle,
  algorithm: KeyAlgorithmName,
): Promise<Result<GenerationRecord, KeyFault>> {
  const generationId = deps.newId();
  return deps.unit.run(
    {
      event: 'key.planned',
      actor: deps.actorOf(context.caller),
      subject: generationId,
      data: { group: group.id, algorithm, token: token.uri },
    },
    async (trx, entry) => {
      const number = await nextNumber(trx, group.group_ref);
      const intentId = deps.randomHex(16);
      // Groups of one id for several counterparts may lie on one token, where a label is taken once.
      const alone = (await findGroupsById(trx, group.id)).length === 1;
      const row: GenerationRecord = {
        generation_id: generationId,
        group_ref: group.group_ref,
        number,
        state: 'planned',
        algorithm,
        token_uri: token.uri,
        token_label: token.label,
        software: token.software ? 1 : 0,
        key_uri: null,
        key_id: null,
        intent_id: intentId,
        key_label: alone ? `${group.id} g${number}` : `${group.id} g${number} ${intentId.slice(0, 8)}`,
        spki: null,
        spki_sha256: null,
        adopted: 0,
        planned_at: deps.clock.now().toISOString(),
        key_made_at: null,
        not_before: null,
        not_after: null,
        csr_count: 0,
        destroy_asked_at: null,
      };
      await insertGeneration(trx, row);
      entry.data({ number });
      return ok(row);
    },
  );
}

/** The generation has its key: made now, found again after a crash, or adopted. */
export async function recordKey(
  deps: KeysDeps,
  context: TokenContext,
  generationId: string,
  key: TokenKey,
  event: 'key.made' | 'key.found',
): Promise<Result<GenerationView, KeyFault>> {
  return deps.unit.run(
    {
      event,
      actor: deps.actorOf(context.caller),
      subject: generationId,
      data: { spkiSha256: key.spkiSha256 ?? '', uri: key.uri },
    },
    async (trx): Promise<Result<GenerationView, KeyFault>> => {
      const before = await findGeneration(trx, generationId);
      if (before === undefined) return fail({ code: 'GENERATION_NOT_FOUND', data: {} });
      const { state } = toGeneration(before);
      if (!mayBecome(state, 'key-made')) return fail({ code: 'GENERATION_STATE', data: { state } });
      await updateGeneration(trx, generationId, {
        state: 'key-made',
        key_uri: key.uri,
        key_id: key.keyId,
        spki: key.spki ?? null,
        spki_sha256: key.spkiSha256 ?? null,
        key_made_at: deps.clock.now().toISOString(),
      });
      const row = await findGeneration(trx, generationId);
      return row === undefined ? fail({ code: 'GENERATION_NOT_FOUND', data: {} }) : ok(toGeneration(row));
    },
  );
}

/** Nobody knows whether the key was made; the next look at the token will tell. */
export async function recordUnclear(deps: KeysDeps, actor: Actor, generationId: string, code: string): Promise<void> {
  await deps.unit.run({ event: 'key.unclear', actor, subject: generationId, data: { code } }, async (trx) => {
    await updateGeneration(trx, generationId, { state: 'unclear' });
    return ok(undefined);
  });
}

/** The token refused for certain: the plan goes, its entries in the audit log stay. */
async function forget(deps: KeysDeps, context: TokenContext, generationId: string, fault: TokenFault): Promise<void> {
  await deps.unit.run(
    {
      event: 'key.not-made',
      actor: deps.actorOf(context.caller),
      subject: generationId,
      data: { code: fault.code, cryptoki: fault.data.cryptoki ?? null },
    },
    async (trx) => {
      await deleteGeneration(trx, generationId);
      return ok(undefined);
    },
  );
}
