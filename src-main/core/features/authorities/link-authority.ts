import type { authoritiesContract } from '../../../../shared/contract/authorities.ts';
import type { TokenKey } from '../../../../shared/contract/key-facts.ts';
import type { InputOf } from '../../../../shared/contract/wire/contract.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { ReadCertificate } from '../../pki/path/path-types.ts';
import { openCertificates } from '../certificates/index.ts';
import { findGenerationByKey } from '../keys/index.ts';
import type { TokenContext, TokenHandle } from '../tokens/index.ts';
import type { AuthoritiesDeps, AuthorityFault } from './authorities.deps.ts';
import {
  type AuthorityRecord,
  findAuthorityByKey,
  findAuthorityByName,
  insertAuthority,
  nameKey,
} from './authorities.store.ts';
import { checkPolicy } from './check-authority.ts';
import { judgeLink, type LinkReason } from './judge-link.ts';
import { trustRoot } from './trust-root.ts';

export type LinkInput = InputOf<(typeof authoritiesContract)['authorities']['link']>;

interface Found {
  readonly token: TokenHandle;
  readonly key: TokenKey;
  readonly certificate: ReadCertificate;
  /** Other certificates that came along: those above it. */
  readonly others: readonly ReadCertificate[];
  /** Itself and those above it: what it will be judged by whenever it signs. */
  readonly chain: readonly ReadCertificate[];
  readonly parentId: string | null;
  readonly isRoot: boolean;
}

/** An authority and what is above it. More came by accident and is not kept. */
const MOST_CERTIFICATES = 20;

/** Takes an existing CA certificate and its key on a token as an authority. The key is found by the certificate's own. */
export async function linkAuthority(
  deps: AuthoritiesDeps,
  context: TokenContext,
  input: LinkInput,
): Promise<Result<string, AuthorityFault>> {
  const found = await find(deps, context, input);
  const authorityId = deps.newId();
  return deps.unit.run(
    {
      event: 'authority.linked',
      actor: deps.actorOf(context.caller),
      subject: found.ok ? authorityId : input.name,
      data: { name: input.name, kinds: input.kinds },
    },
    async (trx, entry): Promise<Result<string, AuthorityFault>> => {
      if (!found.ok) return found;
      const { certificate, others, token, key } = found.value;
      entry.data({ sha256: certificate.view.sha256, spkiSha256: certificate.view.publicKey.sha256, token: token.uri });
      if ((await findAuthorityByName(trx, input.name)) !== undefined)
        return fail({ code: 'AUTHORITY_EXISTS', data: { name: input.name } });
      if ((await findAuthorityByKey(trx, certificate.view.publicKey.sha256)) !== undefined)
        return refused('key-in-use');
      const profile = deps.oidProfile();
      for (const { der, view } of others)
        await deps.certificates.add(
          trx,
          { der, view, profile, source: 'imported', links: {} },
          deps.actorOf(context.caller).name,
        );
      const links = { authorityId, issuedBy: found.value.parentId ?? undefined };
      const { der, view } = certificate;
      const own = { der, view, profile, source: 'authority', links } as const;
      const certificateId = await deps.certificates.add(trx, own, deps.actorOf(context.caller).name);
      const chain = found.value.chain.map((one) => one.view.sha256);
      entry.data({ chain });
      // One from the inventory may have been removed while the token was asked.
      if ((await deps.certificates.exactly(trx, chain)).includes(undefined)) return refused('no-issuer');
      await insertAuthority(trx, rowOf(deps, context, input, found.value, { authorityId, certificateId, key }));
      await trustRoot(trx, authorityId, { certificateId, at: deps.clock.now(), by: deps.actorOf(context.caller).name });
      return ok(authorityId);
    },
  );
}

async function find(
  deps: AuthoritiesDeps,
  context: TokenContext,
  input: LinkInput,
): Promise<Result<Found, AuthorityFault>> {
  const bad = checkPolicy(input.policy, input.kinds).filter(({ level }) => level === 'fail');
  if (bad.length > 0) {
    const findings = bad.map(({ code, path, value }) => ({ code, path, ...(value === undefined ? {} : { value }) }));
    return fail({ code: 'AUTHORITY_SPEC_REFUSED', data: { findings } });
  }
  const { name, content } = input.certificate;
  const opened = await openCertificates(deps.pool, [{ name, content }], deps.oidProfile(), context.stop);
  if (!opened.ok) return refused('unreadable');
  const certificates = opened.value.slice(0, MOST_CERTIFICATES);
  const token = await deps.tokens.find(input.tokenUri);
  if (!token.ok) return token;
  const reason = `link the authority ${input.name}`.slice(0, 200);
  const keys = await deps.tokens.withUnlocked(context, token.value, reason, () => deps.tokens.listKeys(token.value));
  if (!keys.ok) return keys;
  const certificate = certificates.find(({ view }) =>
    keys.value.some(({ spkiSha256 }) => spkiSha256 === view.publicKey.sha256),
  );
  const key = keys.value.find(({ spkiSha256 }) => spkiSha256 === certificate?.view.publicKey.sha256);
  if (certificate === undefined || key === undefined) return refused('no-such-key');
  if (key.algorithm === undefined)
    return fail({ code: 'KEY_ALGORITHM_UNSUPPORTED', data: { text: key.algorithmText } });
  if (await isInUse(deps, certificate.view.publicKey.sha256)) return refused('key-in-use');
  if (key.canSign === 'no') return refused('no-such-key');
  const judged = judgeLink({
    certificate,
    candidates: [...certificates, ...(await deps.certificates.above(deps.db, certificates))],
    kinds: input.kinds,
    at: deps.clock.now(),
    profile: deps.oidProfile(),
  });
  if (!judged.ok) return judged;
  const chain = judged.value;
  // What has no validity that could be listed is left out; only the authority's own must be whole.
  const others = certificates.filter(
    (one) => one !== certificate && one.view.notBefore !== null && one.view.notAfter !== null,
  );
  const parentId = await parentOf(deps, chain);
  return ok({ token: token.value, key, certificate, others, chain, parentId, isRoot: chain.length === 1 });
}

/** One key, one purpose: what a key group's key vouches for must not be mistaken for what an authority says. */
async function isInUse({ db }: AuthoritiesDeps, spkiSha256: string): Promise<boolean> {
  return (
    (await findAuthorityByKey(db, spkiSha256)) !== undefined ||
    (await findGenerationByKey(db, spkiSha256)) !== undefined
  );
}

/** The authority of ours whose key signed it; none for a root, and none for a foreign parent. */
async function parentOf(deps: AuthoritiesDeps, [, parent]: readonly ReadCertificate[]): Promise<string | null> {
  if (parent === undefined) return null;
  return (await findAuthorityByKey(deps.db, parent.view.publicKey.sha256))?.authority_id ?? null;
}

function rowOf(
  deps: AuthoritiesDeps,
  context: TokenContext,
  input: LinkInput,
  { token, certificate: { der, view }, chain, parentId, isRoot }: Found,
  {
    authorityId,
    certificateId,
    key,
  }: { readonly authorityId: string; readonly certificateId: string; readonly key: TokenKey },
): AuthorityRecord {
  return {
    authority_id: authorityId,
    name: input.name.trim(),
    name_key: nameKey(input.name),
    kinds: JSON.stringify([...new Set(input.kinds)]),
    parent_id: parentId,
    state: 'active',
    algorithm: key.algorithm ?? '',
    padding: input.padding,
    token_uri: token.uri,
    token_label: token.label,
    software: token.software ? 1 : 0,
    key_label: key.label,
    intent_id: null,
    key_id: key.keyId,
    key_uri: key.uri,
    spki: der.slice(view.publicKey.start, view.publicKey.end),
    spki_sha256: view.publicKey.sha256,
    spec: null,
    policy: JSON.stringify(input.policy),
    is_root: isRoot ? 1 : 0,
    foreign_parent: !isRoot && parentId === null ? 1 : 0,
    certificate_id: certificateId,
    certificate_sha256: view.sha256,
    chain: JSON.stringify(chain.map((one) => one.view.sha256)),
    subject: view.subject.text.slice(0, 4000),
    not_before: view.notBefore,
    not_after: view.notAfter,
    predecessor_id: null,
    successor_id: null,
    created_at: deps.clock.now().toISOString(),
    created_by: deps.actorOf(context.caller).name,
  };
}

function refused(reason: LinkReason): Result<never, AuthorityFault> {
  return fail({ code: 'LINK_REFUSED', data: { reason } });
}
