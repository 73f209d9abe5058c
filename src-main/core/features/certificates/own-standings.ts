import type { PathVerdict } from '../../../../shared/contract/pki-facts.ts';
import { checkSentence } from '../../pki/path/check-text.ts';
import type { Reader } from '../../store/tables.ts';
import type { CertificateLookups } from './certificates.deps.ts';
import { findBySha256 } from './certificates.store.ts';

/**
 * What was revoked or held here counts from that moment on, not only from the next list: a path over such a certificate is
 * invalid, with the same check that a list would have failed.
 */
export async function withOwnStandings(
  db: Reader,
  lookups: Pick<CertificateLookups, 'standings'>,
  judged: PathVerdict,
): Promise<PathVerdict> {
  const path: PathVerdict['path'] = [...judged.path];
  const checks: PathVerdict['checks'] = [...judged.checks];
  for (const [index, link] of path.entries()) {
    const record = await findBySha256(db, link.sha256);
    const standing = record && (await lookups.standings([record])).get(record.certificate_id);
    if (standing === undefined) continue;
    path[index] = { ...link, verdict: 'invalid' };
    const isTold = checks.some(({ code, certificate }) => code === 'REVOKED' && certificate === index);
    if (isTold) continue;
    const values = { at: standing.at, reason: standing.reason };
    const check = { code: 'REVOKED', verdict: 'fail', index, data: values } as const;
    const said = checkSentence(check).slice(0, 600);
    checks.push({ code: check.code, verdict: check.verdict, certificate: index, message: said, values });
  }
  const isSpoilt = path.some((link, index) => link.verdict === 'invalid' && judged.path[index]?.verdict !== 'invalid');
  return isSpoilt ? { ...judged, verdict: 'invalid', path, checks } : judged;
}
