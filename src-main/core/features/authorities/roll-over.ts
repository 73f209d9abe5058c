import type { AuthoritySpec } from '../../../../shared/contract/authorities.ts';
import { equalBytes } from '../../../../shared/util/bytes.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { writeDistinguishedName } from '../../pki/certificate-build-names.ts';
import type { TokenContext } from '../tokens/index.ts';
import type { AuthoritiesDeps, AuthorityFault } from './authorities.deps.ts';
import { type AuthorityRecord, findAuthority, updateAuthority } from './authorities.store.ts';
import { preparedFacts, signAuthorityIssuance } from './authority-certificate.ts';
import { subtreeOf } from './check-authority.ts';
import { constraintsOf } from './constraint-text.ts';
import { type IssuanceRecord, insertIssuance } from './issuances.store.ts';
import { type Issuer, loadIssuer } from './issuer.ts';
import { judgeWish, makeAuthority } from './make-authority.ts';
import { prepareIssuance } from './prepare-issuance.ts';
import { withTokensUnlocked } from './unlock-authorities.ts';

interface RollOver {
  readonly authorityId: string;
  readonly spec: AuthoritySpec;
  readonly cross: boolean;
}

interface RolledOver {
  readonly authorityId: string;
  readonly crossCertificates: readonly string[];
}

/**
 * A new key and certificate under the same subject, and with `cross` certificates of the new key by the old one and the
 * other way round (RFC 4210 §4.4): whoever trusts only one of the two finds a path to what either issued. The old
 * authority goes on issuing until it is retired.
 */
export async function rollOverAuthority(
  deps: AuthoritiesDeps,
  context: TokenContext,
  input: RollOver,
): Promise<Result<RolledOver, AuthorityFault>> {
  const old = await loadIssuer(deps, deps.db, input.authorityId);
  if (!old.ok) return old;
  const wrong = differencesOf(input.spec, old.value, { cross: input.cross, now: deps.clock.now() });
  if (wrong.length > 0) return fail({ code: 'AUTHORITY_SPEC_REFUSED', data: { findings: wrong } });
  const judged = await judgeWish(deps, input.spec, old.value.authority);
  // Said, and put on record, by the making itself.
  if (!judged.ok || !input.cross) return succeed(deps, context, input, old.value.authority);
  const tokens = [input.spec.tokenUri, old.value.authority.token_uri];
  const reason = `roll over the authority ${old.value.authority.name}`;
  return withTokensUnlocked(deps, context, tokens, reason, () => succeed(deps, context, input, old.value.authority));
}

async function succeed(
  deps: AuthoritiesDeps,
  context: TokenContext,
  input: RollOver,
  old: AuthorityRecord,
): Promise<Result<RolledOver, AuthorityFault>> {
  const made = await makeAuthority(deps, context, input.spec, old);
  if (!made.ok) return made;
  const linked = await deps.unit.run(
    {
      event: 'authority.rolled-over',
      actor: deps.actorOf(context.caller),
      subject: input.authorityId,
      data: { successorId: made.value, cross: input.cross },
    },
    async (trx): Promise<Result<undefined, AuthorityFault>> => {
      await updateAuthority(trx, input.authorityId, { successor_id: made.value });
      return ok(undefined);
    },
  );
  if (!linked.ok) return linked;
  if (!input.cross) return ok({ authorityId: made.value, crossCertificates: [] });
  const crossCertificates: string[] = [];
  for (const [issuerId, subjectId] of [
    [input.authorityId, made.value],
    [made.value, input.authorityId],
  ] as const) {
    const crossed = await crossCertify(deps, context, issuerId, subjectId);
    if (!crossed.ok) return crossed;
    crossCertificates.push(crossed.value);
  }
  return ok({ authorityId: made.value, crossCertificates });
}

async function crossCertify(
  deps: AuthoritiesDeps,
  context: TokenContext,
  issuerId: string,
  subjectId: string,
): Promise<Result<string, AuthorityFault>> {
  const prepared = await deps.unit.run(
    { event: 'issuance.prepared', actor: deps.actorOf(context.caller), subject: subjectId },
    async (trx, entry): Promise<Result<IssuanceRecord, AuthorityFault>> => {
      const issuer = await loadIssuer(deps, trx, issuerId);
      const subject = issuer.ok ? await loadIssuer(deps, trx, subjectId) : issuer;
      if (!issuer.ok) return issuer;
      if (!subject.ok) return subject;
      const window = sharedWindow(
        [...issuer.value.chain.slice(0, 1), ...subject.value.chain.slice(0, 1)],
        deps.clock.now(),
      );
      const made = prepareIssuance(deps, {
        issuer: issuer.value,
        spec: {
          ...window,
          subject: subject.value.name,
          spki: subject.value.spki,
          crlUrl: '',
          profile: {
            kind: 'authority',
            kinds: null,
            ...limitsOf(subject.value),
          },
        },
        role: 'cross',
        subjectAuthorityId: subjectId,
        clips: [],
        by: deps.actorOf(context.caller).name,
      });
      if (!made.ok) return made;
      await insertIssuance(trx, made.value.row);
      entry.data(preparedFacts(made.value));
      return ok(made.value.row);
    },
  );
  if (!prepared.ok) return prepared;
  const authority = await findAuthority(deps.db, subjectId);
  const signed = await signAuthorityIssuance(
    deps,
    context,
    prepared.value,
    `sign the cross certificate of ${authority?.name ?? ''}`,
  );
  return signed.ok ? ok(signed.value.certificateId) : signed;
}

/** As long as both certificates are valid, from now on. */
function sharedWindow(certificates: Issuer['chain'], now: Date): { readonly notBefore: Date; readonly notAfter: Date } {
  const times = (member: 'notBefore' | 'notAfter'): number[] =>
    certificates.map(({ view }) => Date.parse(view[member] ?? ''));
  const start = Math.max(Math.floor(now.getTime() / 1000) * 1000, ...times('notBefore'));
  return { notBefore: new Date(start), notAfter: new Date(Math.min(...times('notAfter'))) };
}

/** What a cross certificate must not widen: path length and names as in the authority's own certificate. */
function limitsOf({ chain }: Issuer) {
  const { pathLength, permitted, excluded } = constraintsOf(chain[0]?.view);
  const subtrees = (list: typeof permitted) => list.flatMap((constraint) => subtreeOf(constraint) ?? []);
  return { pathLength, permitted: subtrees(permitted), excluded: subtrees(excluded) };
}

/** What must stay: the name that verifiers know, and the place in the tree. */
function differencesOf(
  spec: AuthoritySpec,
  { name, authority }: Issuer,
  { cross, now }: { readonly cross: boolean; readonly now: Date },
): { readonly code: string; readonly path: string }[] {
  return [
    ...(equalBytes(writeDistinguishedName(spec.subject), name) ? [] : [{ code: 'SUBJECT_OTHER', path: 'subject' }]),
    // Cross certificates are signed by both keys at once: a key whose certificate begins later signs nothing before.
    ...(cross && spec.notBefore !== undefined && new Date(spec.notBefore) > now
      ? [{ code: 'CROSS_NOT_YET', path: 'notBefore' }]
      : []),
    ...((spec.parentId ?? null) === authority.parent_id ? [] : [{ code: 'PARENT_OTHER', path: 'parentId' }]),
  ];
}
