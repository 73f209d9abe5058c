import { KeyPurpose } from '../../../../shared/contract/key-facts.ts';
import type { CheckPolicy } from '../../../../shared/domain/checks/check-policy.ts';
import type { CheckResult } from '../../../../shared/domain/checks/check-result.ts';
import type { IssuerFacts, PartnerFacts } from '../../../../shared/domain/checks/facts.ts';
import { runChecks } from '../../../../shared/domain/checks/run-checks.ts';
import type { Claims } from '../../../../shared/domain/strike.ts';
import { readTbsCertificate } from '../../pki/certificate-read.ts';
import { requestFacts, tbsFacts } from '../../pki/check-facts.ts';
import { verifyCsrSignature } from '../../pki/csr-verify.ts';
import { hexOf } from '../../pki/digests.ts';
import { certifiedUsage } from '../../pki/oid-profile.ts';
import type { Reader } from '../../store/tables.ts';
import { type IssuanceRecord, type Issuer, kindsOf, loadIssuer, profileOf } from '../authorities/index.ts';
import { ownersOfClaims, withOwners } from './claimed-ids.ts';
import { claimsOfCertificate, type RequestBytes } from './leaf-certificate.ts';
import { provenanceOf } from './provenance-facts.ts';
import { partnerOfIds, type RegistryIndex } from './registry-index.ts';
import { historyOf } from './request-history.ts';
import type { RequestsDeps } from './requests.deps.ts';
import type { RequestRecord } from './requests.store.ts';
import { claimsOfRequest } from './unsignable.ts';
import { findOwner } from './vouching.store.ts';

export interface CheckQuestion {
  readonly row: RequestRecord;
  readonly request: RequestBytes;
  /** The prepared certificate, which says authority and purpose itself. */
  readonly issuance: IssuanceRecord | undefined;
  readonly authorityId?: string | undefined;
  readonly purpose?: KeyPurpose | undefined;
}

export interface CheckedRequest {
  readonly partner: PartnerFacts | undefined;
  /** A person said so; otherwise it is the only one for whom all claimed ids are registered. */
  readonly chosen: boolean;
  /** What it was judged by, and the SHA-256 of its canonical JSON. */
  readonly policy: CheckPolicy;
  readonly policySha256: string;
  readonly results: readonly CheckResult[];
}

/**
 * Runs every check on a request as it is stored, and on the certificate that was prepared for it, against everything that
 * is known at this moment. Nothing is kept: what was right when somebody looked may be wrong when it is signed.
 */
export async function checkRequest(
  deps: Pick<RequestsDeps, 'certificates' | 'oidProfile' | 'clock' | 'policyFor'>,
  db: Reader,
  registry: RegistryIndex,
  question: CheckQuestion,
): Promise<CheckedRequest> {
  const { row, request, issuance } = question;
  const { der, view } = request;
  const facts = requestFacts(der, view, verifyCsrSignature(der, view));
  const owner = await findOwner(db, row.request_id);
  const partner = owner === undefined ? onlyPartner(registry, request) : registry.partners.get(owner.partner_id);
  const authorityId = issuance?.authority_id ?? question.authorityId;
  const issuer = authorityId === undefined ? undefined : await loadIssuer(deps, db, authorityId);
  const loaded = issuer?.ok === true ? issuer.value : undefined;
  const tbs = issuance === undefined ? undefined : readTbs(issuance);
  const oids = deps.oidProfile();
  const {
    policy,
    sha256: policySha256,
    altered,
  } = await deps.policyFor(db, { authorityId, partnerId: partner?.partnerId });
  const results = runChecks({
    request: facts,
    tbs: tbs?.facts ?? null,
    purpose: issuance === undefined ? (question.purpose ?? null) : KeyPurpose.nullable().parse(issuance.purpose),
    usageOids: {
      'tls-client': certifiedUsage('tls-client', oids),
      'tls-server': certifiedUsage('tls-server', oids),
      'object-signing': certifiedUsage('object-signing', oids),
      identity: certifiedUsage('identity', oids),
    },
    strike: tbs === undefined ? nothing : struck(claimsOfRequest(view), tbs.claims),
    partner: partner ?? null,
    ids: withOwners(registry, await ownersOfClaims(db, row.request_id, facts, registry)),
    partnerNames: registry.names,
    history: await historyOf(db, row, facts, loaded, registry),
    provenance: await provenanceOf(db, row, request),
    issuer: loaded === undefined ? null : issuerFacts(loaded),
    policy,
    alteredDocuments: altered ?? [],
    now: deps.clock.now(),
  });
  return { partner, chosen: owner !== undefined, policy, policySha256, results };
}

const nothing: Claims = { ids: { partyIds: [], subCpoIds: [], subEmspIds: [] }, names: [] };

function onlyPartner(registry: RegistryIndex, { view }: RequestBytes): PartnerFacts | undefined {
  const { ids } = claimsOfRequest(view);
  return partnerOfIds(registry, [...ids.partyIds, ...ids.subCpoIds, ...ids.subEmspIds]);
}

function readTbs(issuance: IssuanceRecord) {
  const der = new Uint8Array(issuance.tbs);
  const read = readTbsCertificate(der, profileOf(issuance));
  return read.ok ? { facts: tbsFacts(der, read.value), claims: claimsOfCertificate(read.value) } : undefined;
}

/** What the certificate does not say although the request asked for it. */
function struck(asked: Claims, given: Claims): Claims {
  const without = (from: readonly string[], kept: readonly string[]): readonly string[] =>
    from.filter((id) => !kept.includes(id));
  return {
    ids: {
      partyIds: without(asked.ids.partyIds, given.ids.partyIds),
      subCpoIds: without(asked.ids.subCpoIds, given.ids.subCpoIds),
      subEmspIds: without(asked.ids.subEmspIds, given.ids.subEmspIds),
    },
    names: asked.names.filter(
      ({ kind, value }) => !given.names.some((name) => name.kind === kind && name.value === value),
    ),
  };
}

function issuerFacts({ authority, name, keyId, chain }: Issuer): IssuerFacts {
  return {
    authorityId: authority.authority_id,
    kinds: kindsOf(authority),
    subjectHex: hexOf(name),
    keyId: hexOf(keyId),
    notBefore: chain[0]?.view.notBefore ?? '',
    notAfter: chain[0]?.view.notAfter ?? '',
  };
}
