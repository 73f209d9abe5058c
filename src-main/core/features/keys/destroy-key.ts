import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import type { TokenKey } from '../../../../shared/contract/key-facts.ts';
import { fileStem } from '../../../../shared/util/file-stem.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { TokenContext, TokenHandle } from '../tokens/index.ts';
import type { KeysDeps } from './keys.deps.ts';
import type { KeyFault } from './keys.faults.ts';
import { unknownEnds } from '../tokens/index.ts';
import { type KeyDeed, keyOfAuthority, refuse } from './refuse-key.ts';
import { findGenerationByKey, updateGeneration } from './keys.store.ts';

export interface KeyOnToken {
  readonly tokenUri: string;
  readonly keyId: string;
  /** The key's label, or its fingerprint where it has none, as a person typed it. */
  readonly confirm: string;
}

/**
 * Destroys a key on its token. That it was asked for is on record before the token is asked; the generation becomes
 * `destroyed` only when the token said so. After an end without an answer, or a crash in between, the generation keeps
 * the question (`destroyAskedAt`), which the next look at the token settles: see settle-destroyed.ts.
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
  const asked = await ask(deps, facts, key);
  if (!asked.ok) return asked;
  const generationId = asked.value;
  if (generationId !== undefined) deps.destroying.add(generationId);
  try {
    const gone = await deps.tokens.destroyKey(token, key.keyId, key.spkiSha256);
    const done = await deps.unit.run(
      { ...facts, event: 'key.destroyed' },
      async (trx): Promise<Result<Record<string, never>, KeyFault>> => {
        if (!gone.ok) return gone;
        const destroyed = { state: 'destroyed', destroy_asked_at: null } as const;
        if (generationId !== undefined) await updateGeneration(trx, generationId, destroyed);
        return ok({});
      },
    );
    if (!gone.ok && !unknownEnds.has(gone.error.code)) await forgetAsking(deps, facts, generationId, gone.error.code);
    return done;
  } finally {
    if (generationId !== undefined) deps.destroying.delete(generationId);
  }
}

interface DestroyFacts {
  readonly actor: Actor;
  readonly subject: string;
  readonly data: { readonly uri: string; readonly label: string };
}

type Asked = Result<string | undefined, KeyFault>;

/** The generation of the key, if it has one, with its question. */
function ask(deps: KeysDeps, facts: DestroyFacts, key: TokenKey): Promise<Asked> {
  return deps.unit.run({ ...facts, event: 'key.destroy-asked' }, async (trx): Promise<Asked> => {
    const authority = key.spkiSha256 === undefined ? undefined : await deps.authorityOf(trx, key.spkiSha256);
    // Without its key an authority can neither issue nor say that a certificate is revoked: it is retired first.
    if (authority?.isRetired === false) return fail(keyOfAuthority(authority.name));
    const generation = key.spkiSha256 === undefined ? undefined : await findGenerationByKey(trx, key.spkiSha256);
    if (generation === undefined) return ok(undefined);
    await updateGeneration(trx, generation.generation_id, { destroy_asked_at: deps.clock.now().toISOString() });
    return ok(generation.generation_id);
  });
}

/** The token refused for certain: the key is where it was. */
async function forgetAsking(
  deps: KeysDeps,
  facts: DestroyFacts,
  generationId: string | undefined,
  code: string,
): Promise<void> {
  if (generationId === undefined) return;
  await deps.unit.run({ ...facts, event: 'key.kept', data: { ...facts.data, code } }, async (trx) => {
    await updateGeneration(trx, generationId, { destroy_asked_at: null });
    return ok(undefined);
  });
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
    async () => (file.ok ? ok({ file: file.value, suggestedName: `${fileStem(key.label, 'key')}.p12` }) : file),
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
