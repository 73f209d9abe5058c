import { toBase64Url } from '../util/base64.ts';
import { encodeUtf8 } from '../util/utf8.ts';
import { canonicalJson } from './canonical-json.ts';
import type { JwsAlgorithm } from './key-algorithm.ts';

/**
 * Proof by the predecessor: the group's previous key signs the hash of the new CSR, so that the partner knows that the
 * renewal comes from whom it already trusts. A compact JWS (RFC 7515) with exactly these members.
 */
export const RENEWAL_PROOF_TYPE = 'ocpi-renewal-proof+jws';

export interface RenewalProofHeader {
  readonly alg: JwsAlgorithm;
  readonly typ: typeof RENEWAL_PROOF_TYPE;
}

export interface RenewalProofPayload {
  /** SHA-256 of the DER of the whole new CSR, lower-case hex. */
  readonly csr_sha256: string;
  /** Seconds since 1970 (RFC 7519 NumericDate), whole. */
  readonly iat: number;
  readonly key_group_id: string;
  /** SHA-256 of the SubjectPublicKeyInfo whose key signs this proof, lower-case hex. */
  readonly predecessor_spki_sha256: string;
}

export interface RenewalProofInput {
  readonly alg: JwsAlgorithm;
  readonly csrSha256: string;
  readonly keyGroupId: string;
  readonly predecessorSpkiSha256: string;
  readonly issuedAt: Date;
}

/**
 * The ASCII text that is signed: `base64url(header).base64url(payload)`, both as canonical JSON (RFC 8785), so that
 * core and token host make the same bytes. Append `.` and the base64url of the signature (r‖s for ECDSA).
 * The key group id must be well-formed Unicode.
 */
export function renewalProofSigningInput(input: RenewalProofInput): string {
  const header: RenewalProofHeader = { alg: input.alg, typ: RENEWAL_PROOF_TYPE };
  const payload: RenewalProofPayload = {
    csr_sha256: input.csrSha256,
    iat: Math.floor(input.issuedAt.getTime() / 1000),
    key_group_id: input.keyGroupId,
    predecessor_spki_sha256: input.predecessorSpkiSha256,
  };
  return `${part({ ...header })}.${part({ ...payload })}`;
}

function part(members: Readonly<Record<string, string | number>>): string {
  return toBase64Url(encodeUtf8(canonicalJson(members)));
}
