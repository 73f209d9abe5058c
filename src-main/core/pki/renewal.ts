import { z } from 'zod';
import { RENEWAL_PROOF_TYPE, type RenewalProofPayload } from '../../../shared/domain/renewal-proof.ts';
import { fromBase64Url, toBase64Url } from '../../../shared/util/base64.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { decodeUtf8 } from '../../../shared/util/utf8.ts';
import { createDecodeLog } from './decode-log.ts';
import { readDer } from './der/der-reader.ts';
import { sha256Of } from './digests.ts';
import { jwsAlgorithmsOf, verifyJws } from './jws-verify.ts';
import { writePem } from './pem.ts';
import { type PublicKeyView, readSpki } from './spki.ts';

/** OCPI's message for a new certificate of a known group. */
export interface RenewalRequest {
  /** PKCS#10 in PEM. */
  readonly csr: string;
  readonly callbackId: string;
}

/** What else stands in the message. Neither member is in the draft; a partner may add them, and they are passed on. */
export interface RenewalMessage {
  readonly callbackId: string;
  /** The proof by the predecessor's key, as a compact JWS. */
  readonly proof?: string;
  /** Why it wants a new certificate, in its own words. */
  readonly reason?: string;
}

export interface RenewalRequestFault {
  readonly code: 'RENEWAL_REQUEST_FORM';
}

const MAX_CSR_CHARACTERS = 100_000;
const Request = z.object({
  csr: z.string().min(1).max(MAX_CSR_CHARACTERS),
  callbackId: z.string().min(1).max(255).optional(),
  callback_id: z.string().min(1).max(255).optional(),
  // Something else under these names does not spoil the message.
  proof: z.string().min(1).max(16_384).optional().catch(undefined),
  reason: z.string().min(1).max(600).optional().catch(undefined),
});

/** `CertificateRenewalRequest` as JSON with a last line end, the field names as the draft has them. */
export function writeRenewalRequest(csrDer: Uint8Array, callbackId: string): string {
  const request: RenewalRequest = { csr: writePem('CERTIFICATE REQUEST', csrDer), callbackId };
  return `${JSON.stringify(request, undefined, 2)}\n`;
}

/** Reads parsed JSON as a renewal request; `callback_id` is taken too, since all other OCPI messages spell it so. */
export function readRenewalRequest(value: unknown): Result<RenewalRequest & RenewalMessage, RenewalRequestFault> {
  const parsed = Request.safeParse(value);
  const callbackId = parsed.data?.callbackId ?? parsed.data?.callback_id;
  if (!parsed.success || callbackId === undefined) return fail({ code: 'RENEWAL_REQUEST_FORM' });
  const { csr, proof, reason } = parsed.data;
  return ok({
    csr,
    callbackId,
    ...(proof === undefined ? {} : { proof: proof.trim() }),
    ...(reason === undefined ? {} : { reason }),
  });
}

/** Appends the signature (`r ‖ s` for ECDSA, RFC 7518 §3.4) to the signing input of shared/domain/renewal-proof.ts. */
export function assembleRenewalProof(signingInput: string, signature: Uint8Array): string {
  return `${signingInput}.${toBase64Url(signature)}`;
}

export interface RenewalProofFault {
  readonly code:
    | 'PROOF_FORM'
    | 'PROOF_TYPE'
    | 'PROOF_KEY'
    | 'PROOF_ALGORITHM'
    | 'PROOF_OTHER_CSR'
    | 'PROOF_OTHER_KEY'
    | 'PROOF_OTHER_GROUP'
    | 'PROOF_SIGNATURE';
}

export interface RenewalProofExpectation {
  readonly csrDer: Uint8Array;
  readonly keyGroupId: string;
  /** SubjectPublicKeyInfo of the key that the verifier knows as the group's previous one. */
  readonly predecessorSpki: Uint8Array;
}

/** An extension that must be understood (RFC 7515 §4.1.11) and unencoded payloads (RFC 7797) are refused. */
const Header = z.object({
  alg: z.string(),
  typ: z.string(),
  crit: z.undefined().optional(),
  b64: z.undefined().optional(),
});
const Sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);
const Payload = z.object({
  csr_sha256: Sha256Hex,
  iat: z.int().nonnegative(),
  key_group_id: z.string().min(1).max(255),
  predecessor_spki_sha256: Sha256Hex,
});

const MAX_PROOF_CHARACTERS = 16_384;

/** What a proof says, before anybody has looked at its signature; undefined for what is none. */
export function readRenewalProof(jws: string): RenewalProofPayload | undefined {
  const parts = jws.length <= MAX_PROOF_CHARACTERS ? jws.split('.') : [];
  const [header = '', payload = ''] = parts;
  const isOne = parts.length === 3 && Header.safeParse(parseJson(header)).data?.typ === RENEWAL_PROOF_TYPE;
  return isOne ? Payload.safeParse(parseJson(payload)).data : undefined;
}

/**
 * Checks a proof by the predecessor: form, algorithm of the key, what it speaks about, signature. The caller judges
 * the age (`iat`) and whether that key is indeed the group's last one.
 */
export function verifyRenewalProof(
  jws: string,
  expected: RenewalProofExpectation,
): Result<RenewalProofPayload, RenewalProofFault> {
  const parts = jws.length <= MAX_PROOF_CHARACTERS ? jws.split('.') : [];
  const [headerText = '', payloadText = '', signatureText = ''] = parts;
  const header = Header.safeParse(parseJson(headerText));
  const payload = Payload.safeParse(parseJson(payloadText));
  const signature = fromBase64Url(signatureText);
  if (parts.length !== 3 || !header.success || !payload.success || signature === undefined)
    return fail({ code: 'PROOF_FORM' });
  if (header.data.typ !== RENEWAL_PROOF_TYPE) return fail({ code: 'PROOF_TYPE' });

  const key = readKey(expected.predecessorSpki);
  if (key === undefined) return fail({ code: 'PROOF_KEY' });
  const algorithm = jwsAlgorithmsOf(key).find((name) => name === header.data.alg);
  if (algorithm === undefined) return fail({ code: 'PROOF_ALGORITHM' });
  if (payload.data.csr_sha256 !== sha256Of(expected.csrDer)) return fail({ code: 'PROOF_OTHER_CSR' });
  if (payload.data.predecessor_spki_sha256 !== key.sha256) return fail({ code: 'PROOF_OTHER_KEY' });
  if (payload.data.key_group_id !== expected.keyGroupId) return fail({ code: 'PROOF_OTHER_GROUP' });
  const isValid = verifyJws(algorithm, `${headerText}.${payloadText}`, expected.predecessorSpki, signature);
  return isValid ? ok(payload.data) : fail({ code: 'PROOF_SIGNATURE' });
}

function readKey(spki: Uint8Array): PublicKeyView | undefined {
  const read = readDer(spki);
  const log = createDecodeLog();
  const key = read.ok ? readSpki(read.value, log, 'key') : undefined;
  return log.findings.some(({ severity }) => severity === 'error') ? undefined : key;
}

function parseJson(part: string): unknown {
  const text = decodeUtf8(fromBase64Url(part) ?? new Uint8Array(0));
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}
