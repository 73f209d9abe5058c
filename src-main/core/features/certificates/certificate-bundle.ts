import { classifyPartyId } from '../../../../shared/domain/party-ids.ts';
import type { Reader } from '../../store/tables.ts';
import { loadCertificate } from './certificate-chain.ts';
import { chainPem, type ExportedFile, textFile } from './certificate-export.ts';
import { type CertificateRecord, claimsOf } from './certificates.store.ts';

export type BundleFormat = 'ca-bundle' | 'party-map-json' | 'party-map-nginx';

const MOST = 100_000;
const CHUNK = 1000;

/** For the side that verifies: which authorities it accepts, and whom a certificate speaks for. */
export async function bundle(
  db: Reader,
  wish: { readonly format: BundleFormat; readonly authorityId?: string | undefined },
  now: Date,
  pause: () => Promise<void>,
): Promise<ExportedFile> {
  if (wish.format === 'ca-bundle') return caBundle(db, wish.authorityId);
  const certificates: CertificateRecord[] = [];
  for (let last = 0; certificates.length < MOST;) {
    const some = await issued(db, wish.authorityId, now, last);
    certificates.push(...some);
    last = some.at(-1)?.row ?? last;
    if (some.length < CHUNK) break;
    await pause();
  }
  return wish.format === 'party-map-json' ? jsonMap(certificates) : nginxMap(certificates);
}

/** Certificates of our authorities (or of one), and of the anchors when all are asked for. */
async function caBundle(db: Reader, authorityId: string | undefined): Promise<ExportedFile> {
  const from = db.selectFrom('certificates').selectAll().where('is_ca', '=', 1).orderBy('row').limit(1000);
  const records = await (
    authorityId === undefined
      ? from.where('source', 'in', ['authority', 'anchor'])
      : from.where('authority_id', '=', authorityId)
  ).execute();
  const ders: Uint8Array[] = [];
  for (const record of records) {
    const loaded = await loadCertificate(db, record);
    if (loaded !== undefined) ders.push(loaded.der);
  }
  return textFile(chainPem(ders), 'ocpi-ca-bundle.pem', 'application/x-pem-file');
}

/** Issued here, no authority, not expired: those whose holders may come. */
function issued(
  db: Reader,
  authorityId: string | undefined,
  now: Date,
  after: number,
): Promise<readonly CertificateRecord[]> {
  const from = db
    .selectFrom('certificates')
    .selectAll()
    .where('source', '=', 'issued')
    .where('is_ca', '=', 0)
    .where('not_after', '>=', now.toISOString())
    .where('row', '>', after)
    .orderBy('row')
    .limit(CHUNK);
  return (authorityId === undefined ? from : from.where('issued_by', '=', authorityId)).execute();
}

function jsonMap(certificates: readonly CertificateRecord[]): ExportedFile {
  const map: Record<string, object> = {};
  for (const record of certificates) {
    const { partyIds, subCpoIds, subEmspIds, services } = claimsOf(record);
    map[record.sha256] = {
      partyIds,
      subCpoIds,
      subEmspIds,
      ...(services.length === 0 ? {} : { services }),
      keyGroupId: record.key_group_id,
      subject: record.subject,
      notBefore: record.not_before,
      notAfter: record.not_after,
    };
  }
  return textFile(`${JSON.stringify({ sha256: map }, undefined, 2)}\n`, 'ocpi-party-map.json', 'application/json');
}

const GROUP = /^[A-Za-z0-9._:-]{1,64}$/;

/**
 * `map` of nginx from `$ssl_client_fingerprint`, which is the SHA-1 of the certificate there, in lower case. Only ids
 * and group ids of plain form are written: nginx has no way to quote a `$` in a value.
 */
function nginxMap(certificates: readonly CertificateRecord[]): ExportedFile {
  let left = 0;
  const ids: string[] = [];
  const groups: string[] = [];
  for (const record of certificates) {
    const { partyIds, subCpoIds, subEmspIds } = claimsOf(record);
    const all = [...partyIds, ...subCpoIds, ...subEmspIds];
    const plain = all.filter((id) => classifyPartyId(id) !== undefined);
    left += all.length - plain.length;
    ids.push(`    ${record.sha1} "${plain.join(',')}";`);
    if (record.key_group_id === null) continue;
    if (GROUP.test(record.key_group_id)) groups.push(`    ${record.sha1} "${record.key_group_id}";`);
    else left += 1;
  }
  const text = [
    '# Which party, sub-CPO and sub-EMSP ids a client certificate speaks for. Only with ssl_verify_client on;',
    '# nginx names certificates by their SHA-1, so the chain must have been verified before this is believed.',
    ...(left === 0 ? [] : [`# ${left} values of unusual form are left out; the JSON map has them.`]),
    'map $ssl_client_fingerprint $ocpi_ids {',
    '    default "";',
    ...ids,
    '}',
    '',
    'map $ssl_client_fingerprint $ocpi_key_group {',
    '    default "";',
    ...groups,
    '}',
    '',
  ].join('\n');
  return textFile(text, 'ocpi-party-map.conf', 'text/plain');
}
