import { type ByteRange, createDecodeLog } from './decode-log.ts';
import { readDer } from './der/der-reader.ts';
import { checkSignature, importVerifyingKey, type SignatureVerdict, type VerifyingKey } from './signature-check.ts';
import type { SignatureView } from './signature-rules.ts';
import { readSpki } from './spki.ts';

/** A certificate or CRL as read: which bytes are signed, and by what signature. */
export interface SignedView {
  readonly tbs: ByteRange;
  readonly signature: SignatureView | null;
}

/** Checks one signature; `der` must be the bytes that the view was read from. */
export type SignatureChecker = (view: SignedView, der: Uint8Array) => SignatureVerdict;

/**
 * Prepares the check of many signatures by one issuer key (SubjectPublicKeyInfo). ECDSA on P-256, P-384 and P-521, RSA
 * with PKCS#1 v1.5 and PSS, Ed25519. A key with errors, SHA-1 and weaker hashes never make a signature valid.
 */
export function signatureCheckerOf(issuerSpki: Uint8Array): SignatureChecker {
  const key = soundKey(issuerSpki);
  return (view, der) => {
    if (view.signature === null) return { verdict: 'unsupported', reason: 'no-signature' };
    return key === undefined
      ? { verdict: 'unsupported', reason: 'key' }
      : checkSignature(der, view.tbs, view.signature, key);
  };
}

/** Checks the signature of a certificate or CRL by an issuer's key (RFC 5280 §4.1.1.3, §5.1.1.3). */
export function verifySignedBy(view: SignedView, der: Uint8Array, issuerSpki: Uint8Array): SignatureVerdict {
  return signatureCheckerOf(issuerSpki)(view, der);
}

function soundKey(spki: Uint8Array): VerifyingKey | undefined {
  const node = readDer(spki);
  const log = createDecodeLog('verdicts');
  const key = node.ok ? readSpki(node.value, log, 'key') : undefined;
  const isSound = key !== undefined && !log.findings.some(({ severity }) => severity === 'error');
  return isSound ? importVerifyingKey(spki, key.kind) : undefined;
}
