import type { TokenKey } from '../../../../shared/contract/key-facts.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { TokenContext, TokenHandle } from '../tokens/index.ts';
import type { KeysDeps } from './keys.deps.ts';
import type { KeyFault } from './keys.faults.ts';
import { type KeyDeed, refuse } from './refuse-key.ts';
import { findGenerationByKey, updateGeneration } from './keys.store.ts';

export interface KeyOnToken {
  readonly tokenUri: string;
  readonly keyId: string;
  /** The key's label, or its fingerprint where it has none, as a person typed it. */
  readonly confirm: string;
}

/**
 * Destroys a key on its token. The entry is written before the token is asked and again after, so that an end without
 * an answer is on record; the generation becomes `destroyed` only when the token said so.
 */
export async function destroyKey(
  deps: KeysDeps,
  context: TokenContext,
  input: KeyOnToken,
): Promise<Result<Record<string, never>, KeyFault>> {
  const found = await findConfirmed(deps, context, input, 'destroy a key');
  if (!found.ok) return refuse(deps, context, deedOn('key.destroyed', input), found.error);
  const { token, key } = found.value;
  const facts = {
    actor: deps.actorOf(context.caller),
    subject: key.spkiSha256 ?? key.keyId,
    data: { uri: key.uri, label: key.label },
  };
  await deps.unit.append({ ...facts, event: 'key.destroy-asked', outcome: 'done' });
  const gone = await deps.tokens.destroyKey(token, key.keyId, key.spkiSha256);
  return deps.unit.run(
    { ...facts, event: 'key.destroyed' },
    async (trx): Promise<Result<Record<string, never>, KeyFault>> => {
      if (!gone.ok) return gone;
      const generation = key.spkiSha256 === undefined ? undefined : await findGenerationByKey(trx, key.spkiSha256);
      if (generation !== undefined) await updateGeneration(trx, generation.generation_id, { state: 'destroyed' });
      return ok({});
    },
  );
}

/** A software key as encrypted PKCS#12; the token host asks for the passphrase of the file. */
export async function exportPkcs12(
  deps: KeysDeps,
  context: TokenContext,
  input: KeyOnToken,
): Promise<Result<{ readonly file: Uint8Array; readonly suggestedName: string }, KeyFault>> {
  const deed = deedOn('key.exported', input);
  const found = await findConfirmed(deps, context, input, 'export a key');
  if (!found.ok) return refuse(deps, context, deed, found.error);
  const { token, key } = found.value;
  if (!token.software || key.spkiSha256 === undefined) {
    return refuse(deps, context, deed, { code: 'NOT_SUPPORTED', data: {} } as const);
  }
  const file = await deps.tokens.exportPkcs12(context, token, key.keyId, key.spkiSha256);
  return deps.unit.run(
    {
      event: 'key.exported',
      actor: deps.actorOf(context.caller),
      subject: key.spkiSha256,
      data: { uri: key.uri, label: key.label },
    },
    // eslint-disable-next-line @typescript-eslint/require-await -- the unit takes asynchronous work; this one only decides
    async () =>
      file.ok
        ? ok({ file: file.value, suggestedName: `${key.label.replace(/[^A-Za-z0-9._-]+/g, '-') || 'key'}.p12` })
        : file,
  );
}

function deedOn(event: string, { tokenUri, keyId }: KeyOnToken): KeyDeed {
  return { event, subject: keyId, data: { token: tokenUri } };
}

async function findConfirmed(
  deps: KeysDeps,
  context: TokenContext,
  input: KeyOnToken,
  reason: string,
): Promise<Result<{ readonly token: TokenHandle; readonly key: TokenKey }, KeyFault>> {
  const token = await deps.tokens.find(input.tokenUri);
  if (!token.ok) return token;
  const signedIn = await deps.tokens.signIn(context, token.value, reason);
  if (!signedIn.ok) return signedIn;
  const keys = await deps.tokens.listKeys(token.value);
  if (!keys.ok) return keys;
  const matching = keys.value.filter((key) => key.keyId === input.keyId);
  if (matching.length > 1) return fail({ code: 'KEY_AMBIGUOUS', data: {} });
  const [key] = matching;
  if (key === undefined) return fail({ code: 'KEY_NOT_FOUND', data: {} });
  const name = key.label === '' ? (key.spkiSha256 ?? key.keyId) : key.label;
  return input.confirm === name ? ok({ token: token.value, key }) : fail({ code: 'CONFIRMATION_WRONG', data: {} });
}
