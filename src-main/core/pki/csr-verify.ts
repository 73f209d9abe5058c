import type { CsrView } from './csr-read.ts';
import { checkSignatureOnce, type SignatureVerdict, whyNotCheckable } from './signature-check.ts';

/**
 * Proof of possession: checks the request's signature over the bytes as they came (RFC 2986 §4.2). `der` must be the
 * bytes that `csr` was read from. SHA-1 and weaker are never called valid.
 */
export function verifyCsrSignature(der: Uint8Array, csr: CsrView): SignatureVerdict {
  const { signature, publicKey, info } = csr;
  const reason = whyNotCheckable(signature, publicKey.kind);
  if (reason !== undefined) return reason;
  if (csr.findings.some(({ field, severity }) => field === 'publicKey' && severity === 'error'))
    return { verdict: 'unsupported', reason: 'key' };
  const spki = der.subarray(publicKey.start, publicKey.end);
  return checkSignatureOnce(der, info, signature, spki, publicKey);
}
