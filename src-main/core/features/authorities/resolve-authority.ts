import type { TokenKey } from '../../../../shared/contract/key-facts.ts';
import { fail, type Fault, ok, type Result } from '../../../../shared/util/result.ts';
import type { TokenContext } from '../tokens/index.ts';
import type { AuthoritiesDeps, AuthorityFault } from './authorities.deps.ts';
import { type AuthorityRecord, deleteAuthority, findAuthority, findAuthorityByKey } from './authorities.store.ts';
import { certifyAuthority } from './authority-certificate.ts';
import { shownState } from './issuer.ts';
import { recordAuthorityKey } from './make-authority.ts';
import { withTokensUnlocked } from './unlock-authorities.ts';

/** An intent id has 16 random bytes. */
const INTENT_HEX_DIGITS = 32;

/**
 * Finishes or drops an authority whose making ended without an answer. Its key is looked for on the token: a finished one
 * becomes the authority's, an unfinished one is destroyed, without one the authority is dropped. With its key there, a
 * new certificate is prepared and signed; what an earlier try may have signed stays `unclear` and counts as issued.
 * Answers whether the authority is there now.
 */
export async function resolveAuthority(
  deps: AuthoritiesDeps,
  context: TokenContext,
  authorityId: string,
): Promise<Result<boolean, AuthorityFault>> {
  const refuse = async ({ code }: Fault): Promise<void> => {
    const refusal = { event: 'authority.resolved.refused', subject: authorityId, outcome: 'refused' } as const;
    await deps.unit.append({ ...refusal, actor: deps.actorOf(context.caller), code });
  };
  const row = await findAuthority(deps.db, authorityId);
  const isOpen = row !== undefined && shownState(row) === 'unclear';
  const parent = row?.parent_id == null ? undefined : await findAuthority(deps.db, row.parent_id);
  const tokens = isOpen ? [row.token_uri, ...(parent === undefined ? [] : [parent.token_uri])] : [];
  const reason = `look for the key ${row?.key_label ?? ''}`;
  const work = () => resolve(deps, context, authorityId, refuse);
  return withTokensUnlocked<boolean, AuthorityFault>(deps, context, tokens, reason, work, refuse);
}

async function resolve(
  deps: AuthoritiesDeps,
  context: TokenContext,
  authorityId: string,
  refuse: (fault: Fault) => Promise<void>,
): Promise<Result<boolean, AuthorityFault>> {
  const looked = await look(deps, authorityId);
  if (!looked.ok) {
    await refuse(looked.error);
    return looked;
  }
  if (looked.value === 'gone') return drop(deps, context, authorityId);
  if (looked.value !== 'there') {
    const recorded = await recordAuthorityKey(deps, context, authorityId, looked.value, 'authority.key-found');
    if (!recorded.ok) return recorded;
  }
  const certified = await certifyAuthority(deps, context, authorityId);
  return certified.ok ? ok(true) : certified;
}

async function look(
  deps: AuthoritiesDeps,
  authorityId: string,
): Promise<Result<TokenKey | 'there' | 'gone', AuthorityFault>> {
  const row = await findAuthority(deps.db, authorityId);
  if (row === undefined) return fail({ code: 'AUTHORITY_NOT_FOUND', data: {} });
  if (shownState(row) !== 'unclear') return fail({ code: 'AUTHORITY_STATE', data: { state: shownState(row) } });
  if (row.spki_sha256 !== null) return ok('there');
  const token = await deps.tokens.find(row.token_uri);
  if (!token.ok) return token;
  // What is remembered may be from before the crash.
  const keys = await deps.tokens.listKeys(token.value, true);
  if (!keys.ok) return keys;
  const unfinished = keys.value.find(({ keyId }) => keyId === row.intent_id);
  if (unfinished !== undefined) {
    if (!isBegunHere(unfinished, row)) return fail({ code: 'KEY_AMBIGUOUS', data: {} });
    const gone = await deps.tokens.destroyKey(token.value, unfinished.keyId, unfinished.spkiSha256);
    return gone.ok ? ok('gone') : gone;
  }
  const found: TokenKey[] = [];
  for (const key of keys.value.filter(({ label, madeHere }) => label === row.key_label && madeHere !== 'no')) {
    const known = key.spkiSha256 === undefined ? undefined : await findAuthorityByKey(deps.db, key.spkiSha256);
    if (known === undefined) found.push(key);
  }
  if (found.length > 1) return fail({ code: 'KEY_AMBIGUOUS', data: {} });
  return ok(found[0] ?? 'gone');
}

/** Nothing is destroyed on a row's word alone: id, its length and label must all be those of a key that was begun here. */
function isBegunHere({ keyId, label }: TokenKey, row: AuthorityRecord): boolean {
  return label === row.key_label && keyId.length === INTENT_HEX_DIGITS;
}

async function drop(
  deps: AuthoritiesDeps,
  context: TokenContext,
  authorityId: string,
): Promise<Result<boolean, AuthorityFault>> {
  return deps.unit.run(
    { event: 'authority.dropped', actor: deps.actorOf(context.caller), subject: authorityId },
    async (trx): Promise<Result<boolean, AuthorityFault>> => {
      const row = await findAuthority(trx, authorityId);
      // Somebody else may have resolved it meanwhile.
      if (row !== undefined && (shownState(row) !== 'unclear' || row.spki_sha256 !== null))
        return fail({ code: 'AUTHORITY_STATE', data: { state: shownState(row) } });
      await deleteAuthority(trx, authorityId);
      return ok(false);
    },
  );
}
