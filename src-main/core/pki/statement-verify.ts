import { readStatement, type StatementFault, type StatementKind } from '../../../shared/domain/statement.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { readCertificate } from './certificate-read.ts';
import { jwsAlgorithmsOf, verifyJws } from './jws-verify.ts';
import type { OidProfile } from './oid-profile.ts';

export interface StatementVerifyFault {
  readonly code:
    | StatementFault['code']
    /** It names another certificate. */
    | 'STATEMENT_SIGNER'
    | 'STATEMENT_CERTIFICATE'
    | 'STATEMENT_ALGORITHM'
    /** Signed, as it says itself, outside the certificate's validity. */
    | 'STATEMENT_TIME'
    | 'STATEMENT_SIGNATURE';
}

/**
 * A statement (shared/domain/statement.ts) whose signature is right under this certificate. Whether the certificate is an
 * operator's, and whether it is young enough, is for the caller.
 */
export function verifyStatement<P extends { readonly iat: number }>(
  jws: string,
  kind: StatementKind<P>,
  certificateDer: Uint8Array,
  profile: OidProfile,
): Result<P, StatementVerifyFault> {
  const read = readStatement(jws, kind);
  if (!read.ok) return read;
  const { alg, payload, signingInput, signature } = read.value;
  const certificate = readCertificate(certificateDer, profile, 'verdicts');
  if (!certificate.ok) return fail({ code: 'STATEMENT_CERTIFICATE' });
  const { sha256, publicKey, notBefore, notAfter } = certificate.value;
  if (read.value.certificateSha256 !== sha256) return fail({ code: 'STATEMENT_SIGNER' });
  const algorithm = jwsAlgorithmsOf(publicKey).find((name) => name === alg);
  if (algorithm === undefined) return fail({ code: 'STATEMENT_ALGORITHM' });
  if (!isWithin(payload.iat * 1000, notBefore, notAfter)) return fail({ code: 'STATEMENT_TIME' });
  const spki = certificateDer.subarray(publicKey.start, publicKey.end);
  return verifyJws(algorithm, signingInput, spki, signature) ? ok(payload) : fail({ code: 'STATEMENT_SIGNATURE' });
}

/** An unreadable end is no end that could be kept to. */
function isWithin(at: number, notBefore: string | null, notAfter: string | null): boolean {
  return notBefore !== null && notAfter !== null && at >= Date.parse(notBefore) && at <= Date.parse(notAfter);
}
