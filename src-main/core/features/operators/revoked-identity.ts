import { fromBase64Url } from '../../../../shared/util/base64.ts';
import { sha256Of } from '../../pki/digests.ts';
import type { Reader } from '../../store/tables.ts';
import { findCertificateByHash } from '../certificates/index.ts';
import { standingsOf } from '../revocations/index.ts';

/** Whether an operator's certificate (DER, base64url) was revoked or is on hold here. */
export async function isRevokedIdentity(db: Reader, certificate: string): Promise<boolean> {
  const der = fromBase64Url(certificate);
  const record = der === undefined ? undefined : await findCertificateByHash(db, sha256Of(der));
  return record !== undefined && (await standingsOf(db, [record])).size > 0;
}
