import type { AuthoritySpec } from '../../../../shared/contract/authorities.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { writeDistinguishedName } from '../../pki/certificate-build-names.ts';
import type { AuthorityProfile } from '../../pki/certificate-spec.ts';
import type { Trx } from '../../store/tables.ts';
import type { TokenContext } from '../tokens/index.ts';
import type { AuthoritiesDeps, AuthorityFault } from './authorities.deps.ts';
import {
  type AuthorityRecord,
  chainSha256s,
  findAuthority,
  policyOf,
  specOf,
  updateAuthority,
} from './authorities.store.ts';
import { subtreeOf, windowOf } from './check-authority.ts';
import { type IssuanceRecord, insertIssuance } from './issuances.store.ts';
import { type Issuer, loadIssuer, selfIssuer, shownState } from './issuer.ts';
import { type PreparedIssuance, prepareIssuance, type PrepareWish } from './prepare-issuance.ts';
import { type IssuedCertificate, signIssuances } from './sign-issuances.ts';
import { trustRoot } from './trust-root.ts';

/**
 * Gives an authority whose key is there its certificate: to-be-signed bytes stored first, then signed by itself (root) or
 * by its parent. The certificate and the state `active` are written in one transaction.
 */
export async function certifyAuthority(
  deps: AuthoritiesDeps,
  context: TokenContext,
  authorityId: string,
): Promise<Result<undefined, AuthorityFault>> {
  const prepared = await deps.unit.run(
    { event: 'issuance.prepared', actor: deps.actorOf(context.caller), subject: authorityId },
    async (trx, entry): Promise<Result<IssuanceRecord, AuthorityFault>> => {
      const authority = await findAuthority(trx, authorityId);
      if (authority === undefined) return fail({ code: 'AUTHORITY_NOT_FOUND', data: {} });
      const wish = await wishOf(deps, trx, authority, deps.actorOf(context.caller).name);
      if (!wish.ok) return wish;
      const made = prepareIssuance(deps, wish.value);
      if (!made.ok) return made;
      await insertIssuance(trx, made.value.row);
      entry.data(preparedFacts(made.value));
      return ok(made.value.row);
    },
  );
  if (!prepared.ok) return prepared;
  const signed = await signAuthorityIssuance(
    deps,
    context,
    prepared.value,
    `sign the certificate of the authority ${authorityId}`,
  );
  return signed.ok ? ok(undefined) : signed;
}

/** Signs the certificate of an authority, or a cross certificate, whose bytes are stored. */
export async function signAuthorityIssuance(
  deps: AuthoritiesDeps,
  context: TokenContext,
  issuance: IssuanceRecord,
  reason: string,
): Promise<Result<IssuedCertificate, AuthorityFault>> {
  const subjectId = issuance.subject_authority_id ?? '';
  const signed = await signIssuances(deps, context, {
    approvals: [{ issuanceId: issuance.issuance_id, tbsSha256: issuance.tbs_sha256 }],
    reason: reason.slice(0, 200),
    source: 'authority',
    issuer: async (db) => {
      if (issuance.authority_id !== subjectId) return loadIssuer(deps, db, issuance.authority_id);
      const authority = await findAuthority(db, subjectId);
      const self = authority && selfIssuer(authority, nameOf(authority));
      return self === undefined ? fail({ code: 'AUTHORITY_ALTERED', data: {} }) : ok(self);
    },
    claim: async (trx, _issuance, view) => {
      const authority = await findAuthority(trx, subjectId);
      if (authority?.spki_sha256 !== view.publicKey.sha256) return fail({ code: 'AUTHORITY_ALTERED', data: {} });
      const isOpen = issuance.role === 'cross' ? authority.state === 'active' : shownState(authority) === 'unclear';
      return isOpen && view.isCa
        ? ok(undefined)
        : fail({ code: 'AUTHORITY_STATE', data: { state: shownState(authority) } });
    },
    ended: async (trx, { role }, end) => {
      if (end.state !== 'issued' || role !== 'authority') return;
      const { view } = end.certificate;
      const parent = issuance.authority_id === subjectId ? undefined : await findAuthority(trx, issuance.authority_id);
      const above = parent === undefined ? [] : chainSha256s(parent);
      await updateAuthority(trx, subjectId, {
        state: 'active',
        certificate_id: end.certificateId,
        certificate_sha256: view.sha256,
        chain: JSON.stringify([view.sha256, ...above]),
        not_before: view.notBefore,
        not_after: view.notAfter,
      });
      const by = deps.actorOf(context.caller).name;
      await trustRoot(trx, subjectId, { certificateId: end.certificateId, at: deps.clock.now(), by });
    },
  });
  if (!signed.ok) return signed;
  const [first] = signed.value;
  return first === undefined ? fail({ code: 'ISSUANCE_NOT_FOUND', data: {} }) : ok(first);
}

/** What the audit entry of a prepared issuance says: enough to recognise the bytes. */
export function preparedFacts({ row }: PreparedIssuance): Record<string, string> {
  return {
    issuanceId: row.issuance_id,
    authorityId: row.authority_id,
    tbsSha256: row.tbs_sha256,
    serial: row.serial,
    notBefore: row.not_before,
    notAfter: row.not_after,
  };
}

/** The profile of an authority's own certificate. Roots name no usages: they bind those below by what they sign. */
export function authorityProfile(spec: AuthoritySpec): AuthorityProfile {
  const subtrees = (list: AuthoritySpec['permitted']) => list.flatMap((constraint) => subtreeOf(constraint) ?? []);
  return {
    kind: 'authority',
    pathLength: spec.pathLength,
    kinds: spec.parentId === undefined ? null : [...new Set(spec.kinds)],
    permitted: subtrees(spec.permitted),
    excluded: subtrees(spec.excluded),
  };
}

async function wishOf(
  deps: AuthoritiesDeps,
  trx: Trx,
  authority: AuthorityRecord,
  by: string,
): Promise<Result<PrepareWish, AuthorityFault>> {
  const spec = specOf(authority);
  const self = selfIssuer(authority, nameOf(authority));
  const altered = fail({ code: 'AUTHORITY_ALTERED', data: {} });
  if (spec === undefined || self === undefined) return altered;
  if (shownState(authority) !== 'unclear')
    return fail({ code: 'AUTHORITY_STATE', data: { state: shownState(authority) } });
  const issuer = await issuerOf(deps, trx, authority, self);
  if (!issuer.ok) return issuer;
  return ok({
    issuer: issuer.value,
    spec: {
      ...windowOf(spec, deps.clock.now()),
      subject: self.name,
      spki: self.spki,
      // Where the issuer's CRL lies is the issuer's to say; a root is in nobody's CRL.
      crlUrl: spec.parentId === undefined ? '' : policyOf(issuer.value.authority).crlUrl,
      profile: authorityProfile(spec),
    },
    role: 'authority',
    subjectAuthorityId: authority.authority_id,
    clips: [],
    by,
  });
}

async function issuerOf(
  deps: AuthoritiesDeps,
  trx: Trx,
  authority: AuthorityRecord,
  self: Issuer,
): Promise<Result<Issuer, AuthorityFault>> {
  return authority.parent_id === null ? ok(self) : loadIssuer(deps, trx, authority.parent_id);
}

function nameOf(authority: AuthorityRecord): Uint8Array {
  return writeDistinguishedName(specOf(authority)?.subject ?? []);
}
