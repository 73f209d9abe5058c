import type { TokenFault } from '../../shared/contract/token-faults.ts';
import { equalBytes } from '../../shared/util/bytes.ts';
import { fail, type Result } from '../../shared/util/result.ts';
import type { CertificateWish, CertificateWritten, KeyHandle, TokenBackend } from './backend.ts';
import { readCertificateParts } from './certificate-parts.ts';

/**
 * Has a token keep the certificate of one of its keys, so that other programs find the pair. The host looks for itself that
 * it is a certificate and whose public key it has; who issued it is core's to judge. Faults: CERTIFICATE_REFUSED,
 * CERTIFICATE_CLASH with the SHA-256 of the other certificate (which `replaces` may name), NOT_SUPPORTED.
 */
export async function writeCertificate(
  backend: TokenBackend,
  key: KeyHandle,
  { certificate, chain, replaces }: Omit<CertificateWish, 'parts'>,
): Promise<Result<CertificateWritten, TokenFault>> {
  if (backend.writeCertificate === undefined) return fail({ code: 'NOT_SUPPORTED', data: {} });
  const parts = readCertificateParts(certificate);
  if (parts === undefined || chain.some((one) => readCertificateParts(one) === undefined)) {
    return fail({ code: 'CERTIFICATE_REFUSED', data: { detail: 'not a certificate in DER' } });
  }
  const found = await backend.find(key);
  if (!found.ok) return found;
  if (found.value.spki === undefined || !equalBytes(parts.spki, found.value.spki)) {
    return fail({ code: 'CERTIFICATE_REFUSED', data: { detail: 'its public key is another one' } });
  }
  return backend.writeCertificate(key, { certificate, parts, chain, replaces });
}
