import type { RevocationRow, RevocationTarget } from '../../../../shared/contract/revocations.ts';
import { RevocationState } from '../../../../shared/contract/revocations.ts';
import { serialKey } from '../../../../shared/domain/revocation.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { Reader } from '../../store/tables.ts';
import { type AuthorityRecord, findAuthority, findAuthorityByKey } from '../authorities/index.ts';
import { type CertificateRecord, chainOf, findCertificate } from '../certificates/index.ts';
import { certificateWithSerial } from './revoked-certificates.store.ts';
import type { RevocationFault } from './revocations.deps.ts';
import { findRevocation, type RevocationRecord } from './revocations.store.ts';

/** One certificate of one authority of ours, seen or not, with its standing so far. */
export interface Target {
  readonly authority: AuthorityRecord;
  readonly serial: string;
  readonly certificate: CertificateRecord | undefined;
  readonly standing: RevocationRecord | undefined;
}

type Reason = 'no-certificate' | 'no-authority' | 'not-ours' | 'root' | 'serial' | 'twice';

/** A target that cannot be meant, by its place in the wish. */
interface UnfitTarget {
  readonly index: number;
  readonly reason: Reason;
}

/** Finds what is meant; the first target that cannot be is told. */
export async function resolveTargets(
  db: Reader,
  targets: readonly RevocationTarget[],
): Promise<Result<readonly Target[], RevocationFault>> {
  const { found, unfit } = await sortTargets(db, targets);
  const [first] = unfit;
  return first === undefined ? ok(found) : fail({ code: 'REVOCATION_TARGET', data: first });
}

/** The same of a choice of many: what cannot be meant stands beside what can. */
export async function sortTargets(
  db: Reader,
  targets: readonly RevocationTarget[],
): Promise<{ readonly found: readonly Target[]; readonly unfit: readonly UnfitTarget[] }> {
  const found: Target[] = [];
  const unfit: UnfitTarget[] = [];
  const seen = new Set<string>();
  for (const [index, target] of targets.entries()) {
    const one = 'certificateId' in target ? await ofCertificate(db, target.certificateId) : await ofSerial(db, target);
    const key = typeof one === 'string' ? '' : `${one.authority.authority_id} ${one.serial}`;
    if (typeof one === 'string') unfit.push({ index, reason: one });
    else if (seen.has(key)) unfit.push({ index, reason: 'twice' });
    else found.push(one);
    seen.add(key);
  }
  return { found, unfit };
}

/** What a person has to type: the one name, the serial number of a certificate without one, or how many there are. */
export function confirmationOf(targets: readonly Target[]): string {
  const [first] = targets;
  if (first === undefined || targets.length > 1) return `${targets.length}`;
  const name = first.certificate?.common_name ?? '';
  return name === '' ? first.serial : name;
}

/** A target as the contract tells it. */
export function namedTarget({ authority, serial, certificate, standing }: Target): Named {
  return {
    authorityId: authority.authority_id,
    authorityName: authority.name,
    serialNumber: serial,
    ...(certificate === undefined
      ? {}
      : { certificateId: certificate.certificate_id, commonName: certificate.common_name }),
    ...(standing === undefined ? {} : { state: RevocationState.parse(standing.state) }),
  };
}

type Named = Pick<RevocationRow, 'authorityId' | 'authorityName' | 'serialNumber' | 'certificateId' | 'commonName'> & {
  readonly state?: RevocationRow['state'];
};

async function ofCertificate(db: Reader, certificateId: string): Promise<Target | Reason> {
  const certificate = await findCertificate(db, certificateId);
  if (certificate === undefined) return 'no-certificate';
  const authority = await issuerOf(db, certificate);
  if (authority === undefined) return 'not-ours';
  // Nobody asks a root's own list about the root: whoever trusts it has to be told otherwise.
  const isRoot =
    certificate.spki_sha256 === authority.spki_sha256 && certificate.subject_sha256 === certificate.issuer_sha256;
  if (isRoot) return 'root';
  const serial = serialKey(certificate.serial);
  return serial === undefined ? 'serial' : withStanding(db, authority, serial, certificate);
}

async function issuerOf(db: Reader, certificate: CertificateRecord): Promise<AuthorityRecord | undefined> {
  if (certificate.issued_by !== null) return findAuthority(db, certificate.issued_by);
  // Imported: the signature tells whose it is.
  const [own, above] = await chainOf(db, certificate.certificate_id);
  const issuer = above ?? own;
  return issuer === undefined ? undefined : findAuthorityByKey(db, issuer.record.spki_sha256);
}

async function ofSerial(
  db: Reader,
  { authorityId, serialNumber }: { readonly authorityId: string; readonly serialNumber: string },
): Promise<Target | Reason> {
  const authority = await findAuthority(db, authorityId);
  if (authority === undefined || (authority.state !== 'active' && authority.state !== 'retired')) return 'no-authority';
  const serial = serialKey(serialNumber);
  if (serial === undefined) return 'serial';
  const certificate = await certificateWithSerial(db, authority, serial);
  if (certificate !== undefined && certificate.certificate_id === authority.certificate_id && authority.is_root === 1)
    return 'root';
  return withStanding(db, authority, serial, certificate);
}

async function withStanding(
  db: Reader,
  authority: AuthorityRecord,
  serial: string,
  certificate: CertificateRecord | undefined,
): Promise<Target> {
  return { authority, serial, certificate, standing: await findRevocation(db, authority.authority_id, serial) };
}
