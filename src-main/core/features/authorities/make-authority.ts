import type { AuthoritySpec } from '../../../../shared/contract/authorities.ts';
import type { TokenKey } from '../../../../shared/contract/key-facts.ts';
import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import { formatDistinguishedName } from '../../../../shared/domain/distinguished-name.ts';
import { toHex } from '../../../../shared/util/hex.ts';
import { fail, type Fault, ok, type Result } from '../../../../shared/util/result.ts';
import { type TokenContext, type TokenHandle, unknownEnds } from '../tokens/index.ts';
import type { AuthoritiesDeps, AuthorityFault } from './authorities.deps.ts';
import {
  type AuthorityRecord,
  deleteAuthority,
  findAuthority,
  findAuthorityByKey,
  findAuthorityByName,
  insertAuthority,
  listAuthorities,
  nameKey,
  updateAuthority,
} from './authorities.store.ts';
import { certifyAuthority } from './authority-certificate.ts';
import { checkAuthoritySpec, type SpecFinding } from './check-authority.ts';
import { loadIssuer } from './issuer.ts';
import { withTokensUnlocked } from './unlock-authorities.ts';

/** Everything that can be said of a spec now. */
export async function judgeSpec(
  deps: AuthoritiesDeps,
  spec: AuthoritySpec,
  replaces?: AuthorityRecord,
): Promise<Result<readonly SpecFinding[], AuthorityFault>> {
  const parent = spec.parentId === undefined ? undefined : await loadIssuer(deps, deps.db, spec.parentId);
  if (parent?.ok === false) return parent;
  const others = await listAuthorities(deps.db);
  const findings = checkAuthoritySpec(spec, { now: deps.clock.now(), parent: parent?.value, others, replaces });
  const isTaken = others.some(({ name_key }) => name_key === nameKey(spec.name));
  return ok(isTaken ? [...findings, { level: 'fail', code: 'NAME_TAKEN', path: 'name', value: spec.name }] : findings);
}

/**
 * Makes an authority: its row, its key inside the token, its certificate. The row is there before the token is asked,
 * and each step is written before the next, so that a crash leaves a question (`unclear`) and never an unknown key.
 */
export async function makeAuthority(
  deps: AuthoritiesDeps,
  context: TokenContext,
  spec: AuthoritySpec,
  replaces?: AuthorityRecord,
): Promise<Result<string, AuthorityFault>> {
  const refuse = async ({ code }: Fault): Promise<void> => {
    const refusal = { event: 'authority.planned.refused', subject: spec.name, outcome: 'refused' } as const;
    await deps.unit.append({ ...refusal, actor: deps.actorOf(context.caller), code });
  };
  const judged = await judgeWish(deps, spec, replaces);
  if (!judged.ok) {
    await refuse(judged.error);
    return judged;
  }
  const parent = spec.parentId === undefined ? undefined : await findAuthority(deps.db, spec.parentId);
  const tokens = [spec.tokenUri, ...(parent === undefined ? [] : [parent.token_uri])];
  const reason = `make the key of the authority ${spec.name}`;
  return withTokensUnlocked<string, AuthorityFault>(
    deps,
    context,
    tokens,
    reason,
    () => make(deps, context, spec, replaces, refuse),
    refuse,
  );
}

async function make(
  deps: AuthoritiesDeps,
  context: TokenContext,
  spec: AuthoritySpec,
  replaces: AuthorityRecord | undefined,
  refuse: (fault: Fault) => Promise<void>,
): Promise<Result<string, AuthorityFault>> {
  const ready = await prepare(deps, spec);
  if (!ready.ok) {
    await refuse(ready.error);
    return ready;
  }
  const planned = await plan(deps, context, spec, ready.value, replaces);
  if (!planned.ok) return planned;
  const { authority_id: authorityId, key_label: label, intent_id: intentId } = planned.value;
  const made = await deps.tokens.generateKey(ready.value, {
    algorithm: spec.algorithm,
    purpose: 'authority',
    label,
    intentId: intentId ?? '',
  });
  if (!made.ok) {
    if (unknownEnds.has(made.error.code))
      await recordUnclear(deps, deps.actorOf(context.caller), authorityId, made.error.code);
    else await forget(deps, context, authorityId, made.error.code);
    return made;
  }
  const recorded = await recordAuthorityKey(deps, context, authorityId, made.value, 'authority.key-made');
  if (!recorded.ok) return recorded;
  const certified = await certifyAuthority(deps, context, authorityId);
  if (certified.ok) return ok(authorityId);
  await recordUnclear(deps, deps.actorOf(context.caller), authorityId, certified.error.code);
  return certified;
}

/** What is said of a wish before anybody is asked for a PIN. */
export async function judgeWish(
  deps: AuthoritiesDeps,
  spec: AuthoritySpec,
  replaces: AuthorityRecord | undefined,
): Promise<Result<undefined, AuthorityFault>> {
  if ((await findAuthorityByName(deps.db, spec.name)) !== undefined)
    return fail({ code: 'AUTHORITY_EXISTS', data: { name: spec.name } });
  const judged = await judgeSpec(deps, spec, replaces);
  if (!judged.ok) return judged;
  const failed = judged.value.filter(({ level }) => level === 'fail');
  if (failed.length > 0) {
    const findings = failed
      .slice(0, 200)
      .map(({ code, path, value }) => ({ code, path, ...(value === undefined ? {} : { value }) }));
    return fail({ code: 'AUTHORITY_SPEC_REFUSED', data: { findings } });
  }
  return ok(undefined);
}

/** Its token, which can make such a key. */
async function prepare(deps: AuthoritiesDeps, spec: AuthoritySpec): Promise<Result<TokenHandle, AuthorityFault>> {
  const token = await deps.tokens.find(spec.tokenUri);
  if (!token.ok) return token;
  const offers = await deps.tokens.offers(token.value);
  if (!offers.ok) return offers;
  return offers.value.some((offer) => offer.algorithm === spec.algorithm && offer.canGenerate && offer.canSign)
    ? token
    : fail({ code: 'MECHANISM_MISSING', data: { detail: spec.algorithm } });
}

async function plan(
  deps: AuthoritiesDeps,
  context: TokenContext,
  spec: AuthoritySpec,
  token: TokenHandle,
  replaces: AuthorityRecord | undefined,
): Promise<Result<AuthorityRecord, AuthorityFault>> {
  const authorityId = deps.newId();
  const intentId = toHex(deps.random(16));
  return deps.unit.run(
    {
      event: 'authority.planned',
      actor: deps.actorOf(context.caller),
      subject: authorityId,
      data: {
        name: spec.name,
        parentId: spec.parentId ?? null,
        algorithm: spec.algorithm,
        token: token.uri,
        kinds: spec.kinds,
      },
    },
    async (trx): Promise<Result<AuthorityRecord, AuthorityFault>> => {
      if ((await findAuthorityByName(trx, spec.name)) !== undefined)
        return fail({ code: 'AUTHORITY_EXISTS', data: { name: spec.name } });
      const row: AuthorityRecord = {
        authority_id: authorityId,
        name: spec.name.trim(),
        name_key: nameKey(spec.name),
        kinds: JSON.stringify([...new Set(spec.kinds)]),
        parent_id: spec.parentId ?? null,
        state: 'planned',
        algorithm: spec.algorithm,
        padding: spec.padding,
        token_uri: token.uri,
        token_label: token.label,
        software: token.software ? 1 : 0,
        // A label on the token is taken once; the authority's name may be long or foreign to the module.
        key_label: `CA ${spec.name.trim().slice(0, 40)} ${intentId.slice(0, 8)}`,
        intent_id: intentId,
        key_id: null,
        key_uri: null,
        spki: null,
        spki_sha256: null,
        spec: JSON.stringify(spec),
        policy: JSON.stringify(spec.policy),
        is_root: spec.parentId === undefined ? 1 : 0,
        foreign_parent: 0,
        certificate_id: null,
        certificate_sha256: null,
        chain: null,
        subject: formatDistinguishedName(spec.subject).slice(0, 4000),
        not_before: null,
        not_after: null,
        predecessor_id: replaces?.authority_id ?? null,
        successor_id: null,
        created_at: deps.clock.now().toISOString(),
        created_by: deps.actorOf(context.caller).name,
      };
      await insertAuthority(trx, row);
      return ok(row);
    },
  );
}

/** The authority has its key: made now, or found again after a crash. */
export async function recordAuthorityKey(
  deps: AuthoritiesDeps,
  context: TokenContext,
  authorityId: string,
  key: TokenKey,
  event: 'authority.key-made' | 'authority.key-found',
): Promise<Result<undefined, AuthorityFault>> {
  return deps.unit.run(
    {
      event,
      actor: deps.actorOf(context.caller),
      subject: authorityId,
      data: { spkiSha256: key.spkiSha256 ?? '', uri: key.uri },
    },
    async (trx): Promise<Result<undefined, AuthorityFault>> => {
      if (key.spki === undefined || key.spkiSha256 === undefined) return fail({ code: 'KEY_UNUSABLE', data: {} });
      if ((await findAuthorityByKey(trx, key.spkiSha256)) !== undefined)
        return fail({ code: 'LINK_REFUSED', data: { reason: 'key-in-use' } });
      await updateAuthority(trx, authorityId, {
        key_uri: key.uri,
        key_id: key.keyId,
        spki: key.spki,
        spki_sha256: key.spkiSha256,
      });
      return ok(undefined);
    },
  );
}

/** Nobody knows how far it came; resolveUnclear looks. */
export async function recordUnclear(
  deps: AuthoritiesDeps,
  actor: Actor,
  authorityId: string,
  code: string,
): Promise<void> {
  await deps.unit.run({ event: 'authority.unclear', actor, subject: authorityId, data: { code } }, async (trx) => {
    await updateAuthority(trx, authorityId, { state: 'unclear' });
    return ok(undefined);
  });
}

/** The token refused for certain: the plan goes, its entries in the audit log stay. */
async function forget(deps: AuthoritiesDeps, context: TokenContext, authorityId: string, code: string): Promise<void> {
  const what = {
    event: 'authority.not-made',
    actor: deps.actorOf(context.caller),
    subject: authorityId,
    data: { code },
  };
  await deps.unit.run(what, async (trx) => {
    await deleteAuthority(trx, authorityId);
    return ok(undefined);
  });
}
