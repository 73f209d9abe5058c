import type { GenerationView } from '../../../../shared/contract/keys.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { TokenContext } from '../tokens/index.ts';
import type { KeysDeps } from './keys.deps.ts';
import type { KeyFault } from './keys.faults.ts';
import { keyOfAuthority, refuse } from './refuse-key.ts';
import {
  findGenerationByKey,
  findGroup,
  type GenerationRecord,
  insertGeneration,
  nextNumber,
  toGeneration,
} from './keys.store.ts';

interface AdoptInput {
  readonly groupRef: string;
  readonly tokenUri: string;
  readonly keyId: string;
}

/** Takes a key that is on the token already (PIV slots, vendor tools) as the group's next generation. */
export async function adoptKey(
  deps: KeysDeps,
  context: TokenContext,
  input: AdoptInput,
): Promise<Result<GenerationView, KeyFault>> {
  const found = await findKey(deps, context, input);
  if (!found.ok) {
    const { groupRef: subject, tokenUri, keyId } = input;
    return refuse(deps, context, { event: 'key.adopted', subject, data: { token: tokenUri, keyId } }, found.error);
  }
  const { group, token, key, algorithm, spki, spkiSha256 } = found.value;
  const generationId = deps.newId();
  return deps.unit.run(
    {
      event: 'key.adopted',
      actor: deps.actorOf(context.caller),
      subject: generationId,
      data: { group: group.id, spkiSha256, uri: key.uri },
    },
    async (trx, entry): Promise<Result<GenerationView, KeyFault>> => {
      const owner = await findGenerationByKey(trx, spkiSha256);
      if (owner !== undefined) {
        const other = await findGroup(trx, owner.group_ref);
        return fail({ code: 'KEY_IN_GROUP', data: { id: other?.id ?? '', number: owner.number } });
      }
      // One key, one purpose: what an authority says must not be mistaken for what a key group's key vouches for.
      const authority = await deps.authorityOf(trx, spkiSha256);
      if (authority !== undefined) return fail(keyOfAuthority(authority.name));
      const now = deps.clock.now().toISOString();
      const number = await nextNumber(trx, group.group_ref);
      const row: GenerationRecord = {
        generation_id: generationId,
        group_ref: group.group_ref,
        number,
        state: 'key-made',
        algorithm,
        token_uri: token.uri,
        token_label: token.label,
        software: token.software ? 1 : 0,
        key_uri: key.uri,
        key_id: key.keyId,
        intent_id: null,
        key_label: key.label,
        spki,
        spki_sha256: spkiSha256,
        adopted: 1,
        planned_at: now,
        key_made_at: now,
        not_before: null,
        not_after: null,
        csr_count: 0,
        destroy_asked_at: null,
      };
      await insertGeneration(trx, row);
      entry.data({ number });
      return ok(toGeneration(row));
    },
  );
}

/** The key on its token, signed in, of a kind that we can use. */
async function findKey(deps: KeysDeps, context: TokenContext, input: AdoptInput) {
  const group = await findGroup(deps.db, input.groupRef);
  if (group === undefined) return fail({ code: 'GROUP_NOT_FOUND', data: {} });
  const token = await deps.tokens.find(input.tokenUri);
  if (!token.ok) return token;
  const signedIn = await deps.tokens.signIn(context, token.value, `adopt a key for ${group.id}`);
  if (!signedIn.ok) return signedIn;
  const keys = await deps.tokens.listKeys(token.value);
  if (!keys.ok) return keys;
  const matching = keys.value.filter((key) => key.keyId === input.keyId);
  if (matching.length > 1) return fail({ code: 'KEY_AMBIGUOUS', data: {} });
  const [key] = matching;
  if (key === undefined) return fail({ code: 'KEY_NOT_FOUND', data: {} });
  const { algorithm, spki, spkiSha256 } = key;
  if (algorithm === undefined || spki === undefined || spkiSha256 === undefined) {
    return fail({ code: 'KEY_ALGORITHM_UNSUPPORTED', data: { text: key.algorithmText } });
  }
  return ok({ group, token: token.value, key, algorithm, spki, spkiSha256 });
}
