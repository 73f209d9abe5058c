import { signatureAlgorithmFor, type SignatureAlgorithm } from '../../../../shared/domain/key-algorithm.ts';
import { KeyAlgorithmName, RsaPadding } from '../../../../shared/contract/key-facts.ts';
import type { OidProfile } from '../../../../shared/contract/settings.ts';
import { fromHex } from '../../../../shared/util/hex.ts';
import { equalBytes } from '../../../../shared/util/bytes.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { keyIdentifierOf } from '../../pki/certificate-build.ts';
import { type CertificateView, readCertificate } from '../../pki/certificate-read.ts';
import { sha256Of } from '../../pki/digests.ts';
import type { ReadCertificate } from '../../pki/path/path-types.ts';
import type { Reader } from '../../store/tables.ts';
import type { AuthoritiesDeps, AuthorityFault } from './authorities.deps.ts';
import { type AuthorityRecord, chainSha256s, findAuthority } from './authorities.store.ts';
import { behind } from './catch-up.ts';

/** An authority with everything that goes into what it signs, taken from its certificate and never from its row. */
export interface Issuer {
  readonly authority: AuthorityRecord;
  /** The Name that stands as issuer, byte for byte. */
  readonly name: Uint8Array;
  readonly keyId: Uint8Array;
  readonly spki: Uint8Array;
  readonly algorithm: SignatureAlgorithm;
  /** Its own certificate first, then those above; empty for a root whose certificate is being made. */
  readonly chain: readonly ReadCertificate[];
  /** Own certificate for the token host, when its key identifier is not the one that we write. */
  readonly foreignKeyId: Uint8Array | undefined;
}

/**
 * The authority as it may issue now: active, and certificate and key exactly those that were recorded when it was made
 * or linked, with exactly those certificates above it that were there then. Whoever changes only the row, or only the
 * inventory, gets AUTHORITY_ALTERED, or AUTHORITY_CHAIN_ALTERED with what is missing; another parent never takes a place.
 * That an authority above has been retired since binds it alone: what it certified stays what it is.
 */
export async function loadIssuer(
  deps: LoadDeps,
  db: Reader,
  authorityId: string,
): Promise<Result<Issuer, AuthorityFault>> {
  return load(deps, db, authorityId, ['active']);
}

/** The same for its revocation lists: what it issued before it was retired can still be revoked. */
export async function loadCrlIssuer(
  deps: LoadDeps,
  db: Reader,
  authorityId: string,
): Promise<Result<Issuer, AuthorityFault>> {
  return load(deps, db, authorityId, ['active', 'retired']);
}

type LoadDeps = Pick<AuthoritiesDeps, 'certificates' | 'oidProfile' | 'clock'>;

async function load(
  { certificates, oidProfile, clock }: LoadDeps,
  db: Reader,
  authorityId: string,
  states: readonly string[],
): Promise<Result<Issuer, AuthorityFault>> {
  const authority = await findAuthority(db, authorityId);
  if (authority === undefined) return fail({ code: 'AUTHORITY_NOT_FOUND', data: {} });
  if (!states.includes(authority.state))
    return fail({ code: 'AUTHORITY_STATE', data: { state: shownState(authority) } });
  const lags = await behind(db, authority);
  if (lags !== undefined) return fail(lags);
  const altered = fail({ code: 'AUTHORITY_ALTERED', data: {} });
  if (authority.certificate_id === null || authority.spki === null) return altered;
  const recorded = chainSha256s(authority);
  if (recorded[0] !== authority.certificate_sha256) return altered;
  const ders = await certificates.exactly(db, recorded);
  if (ders[0] === undefined) return altered;
  const gone = recorded.find((_, i) => ders[i] === undefined);
  if (gone !== undefined) return fail({ code: 'AUTHORITY_CHAIN_ALTERED', data: { sha256: gone } });
  const chain = readAll(
    ders.flatMap((der) => der ?? []),
    oidProfile(),
  );
  const own = chain?.[0];
  if (chain === undefined || own === undefined) return altered;
  const spki = own.der.subarray(own.view.publicKey.start, own.view.publicKey.end);
  const isRecorded =
    own.view.sha256 === authority.certificate_sha256 &&
    sha256Of(own.der) === own.view.sha256 &&
    own.view.publicKey.sha256 === authority.spki_sha256 &&
    equalBytes(spki, new Uint8Array(authority.spki)) &&
    own.view.isCa;
  if (!isRecorded) return altered;
  const { notBefore, notAfter } = own.view;
  if (notBefore === null || new Date(notBefore) > clock.now())
    return fail({ code: 'AUTHORITY_NOT_YET_VALID', data: { notBefore: notBefore ?? authority.not_before ?? '' } });
  if (notAfter === null || new Date(notAfter) < clock.now())
    return fail({ code: 'AUTHORITY_EXPIRED', data: { notAfter: notAfter ?? authority.not_after ?? '' } });
  const written = keyIdentifierOf(spki);
  const keyId = keyIdOf(own.view) ?? written;
  return ok({
    authority,
    name: own.der.slice(own.view.subject.start, own.view.subject.end),
    keyId,
    spki: spki.slice(),
    algorithm: algorithmOf(authority),
    chain,
    foreignKeyId: equalBytes(keyId, written) ? undefined : own.der,
  });
}

/** The root that is about to sign itself. */
export function selfIssuer(authority: AuthorityRecord, name: Uint8Array): Issuer | undefined {
  if (authority.spki === null) return undefined;
  const spki = new Uint8Array(authority.spki);
  if (sha256Of(spki) !== authority.spki_sha256) return undefined;
  const keyId = keyIdentifierOf(spki);
  return { authority, name, keyId, spki, algorithm: algorithmOf(authority), chain: [], foreignKeyId: undefined };
}

export function algorithmOf(row: { readonly algorithm: string; readonly padding: string }): SignatureAlgorithm {
  return signatureAlgorithmFor(KeyAlgorithmName.parse(row.algorithm), RsaPadding.parse(row.padding));
}

/** `planned` is shown as the question that it is. */
export function shownState({ state }: { readonly state: string }): 'active' | 'unclear' | 'retired' {
  return state === 'active' || state === 'retired' ? state : 'unclear';
}

/** Key identifier of a certificate's own key, as it stands in it. */
function keyIdOf({ extensions }: CertificateView): Uint8Array | undefined {
  for (const { value } of extensions) if (value.kind === 'subject-key-id') return fromHex(value.keyId);
  return undefined;
}

function readAll(ders: readonly Uint8Array[], profile: OidProfile): readonly ReadCertificate[] | undefined {
  const all: ReadCertificate[] = [];
  for (const der of ders) {
    const read = readCertificate(der, profile, 'verdicts');
    if (!read.ok) return undefined;
    all.push({ der, view: read.value });
  }
  return all;
}
