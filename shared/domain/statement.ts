import { fromBase64Url, toBase64Url } from '../util/base64.ts';
import { toHex } from '../util/hex.ts';
import { fail, ok, type Result } from '../util/result.ts';
import { decodeUtf8, encodeUtf8 } from '../util/utf8.ts';
import { canonicalJson, type JsonObject, parseCanonicalObject } from './canonical-json.ts';
import type { JwsAlgorithm } from './key-algorithm.ts';

/** A kind of statement (shared/contract/statements.ts): its name, and what its payload must be. */
export interface StatementKind<P> {
  readonly type: string;
  readonly payload: {
    safeParse(value: unknown): { readonly success: true; readonly data: P } | { readonly success: false };
  };
}

/** A compact JWS as read, before anybody has looked at its signature. */
export interface ReadStatement<P> {
  readonly alg: string;
  /** SHA-256 of the signer's certificate, lower-case hex: names it, proves nothing. */
  readonly certificateSha256: string;
  readonly payload: P;
  /** ASCII text that was signed. */
  readonly signingInput: string;
  readonly signature: Uint8Array;
}

export interface StatementFault {
  readonly code: 'STATEMENT_FORM' | 'STATEMENT_TYPE';
}

const MAX_CHARACTERS = 64 * 1024;

/**
 * The ASCII text that is signed: `base64url(header).base64url(payload)`, both as canonical JSON (RFC 8785), so that core
 * and token host make the same bytes. `certificateSha256` is of the DER, 32 bytes.
 */
export function statementSigningInput(
  type: string,
  alg: JwsAlgorithm,
  certificateSha256: Uint8Array,
  payload: JsonObject,
): string {
  const header = { alg, typ: typeOf(type), 'x5t#S256': toBase64Url(certificateSha256) };
  return `${part(header)}.${part(payload)}`;
}

/** Appends the signature (r‖s for ECDSA, RFC 7518 §3.4): the compact JWS. */
export function assembleStatement(signingInput: string, signature: Uint8Array): string {
  return `${signingInput}.${toBase64Url(signature)}`;
}

/**
 * Reads a compact JWS strictly: exactly the members of our header (`crit`, `jwk`, `kid` and the rest are refused), the
 * wished type, canonical JSON in both parts. Whether its signature is right is not asked here.
 */
export function readStatement<P>(jws: string, kind: StatementKind<P>): Result<ReadStatement<P>, StatementFault> {
  const parts = jws.length <= MAX_CHARACTERS ? jws.split('.') : [];
  const [headerPart = '', payloadPart = '', signaturePart = ''] = parts;
  const header = members(headerPart);
  const signature = fromBase64Url(signaturePart);
  if (parts.length !== 3 || header === undefined || signature === undefined) return fail({ code: 'STATEMENT_FORM' });
  if (Object.keys(header).sort().join(' ') !== 'alg typ x5t#S256') return fail({ code: 'STATEMENT_FORM' });
  const { alg, typ, 'x5t#S256': thumbprint } = header;
  if (typ !== typeOf(kind.type)) return fail({ code: 'STATEMENT_TYPE' });
  const digest = typeof thumbprint === 'string' ? fromBase64Url(thumbprint) : undefined;
  const payload = kind.payload.safeParse(members(payloadPart));
  if (typeof alg !== 'string' || digest?.length !== 32 || !payload.success) return fail({ code: 'STATEMENT_FORM' });
  return ok({
    alg,
    certificateSha256: toHex(digest),
    payload: payload.data,
    signingInput: `${headerPart}.${payloadPart}`,
    signature,
  });
}

function typeOf(type: string): string {
  return `ocpi-console-${type}+jws`;
}

function part(value: JsonObject): string {
  return toBase64Url(encodeUtf8(canonicalJson(value)));
}

function members(encoded: string): JsonObject | undefined {
  const bytes = fromBase64Url(encoded);
  const text = bytes === undefined ? undefined : decodeUtf8(bytes);
  return text === undefined ? undefined : parseCanonicalObject(text);
}
