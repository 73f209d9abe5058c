import { StoredOidProfile } from '../../../../shared/contract/settings.ts';
import type { PathPurpose } from '../../../../shared/contract/pki-facts.ts';
import type { OidProfile } from '../../../../shared/contract/settings.ts';
import { readCertificate } from '../../pki/certificate-read.ts';
import type { ReadCertificate } from '../../pki/path/path-types.ts';
import { verifySignedBy } from '../../pki/verify-signed.ts';
import type { Reader } from '../../store/tables.ts';
import { type IssuerNames, issuerNames } from './certificate-record.ts';
import {
  type CertificateRecord,
  findAuthorities,
  findById,
  findIssuers,
  findProfile,
  readDer,
} from './certificates.store.ts';
import type { NotedAnchor } from './path-verdict.ts';
import { listAnchors } from './trust-anchors.ts';

const MAX_CHAIN = 20;
const MAX_CANDIDATES = 8;
const MAX_INTERMEDIATES = 60;

/** A stored certificate with its bytes, read again under the profile it came with. */
export interface StoredCertificate extends ReadCertificate {
  readonly record: CertificateRecord;
  readonly profile: OidProfile;
}

/** Undefined when the stored bytes are not what the row says: the database was changed by other means. */
export async function loadCertificate(db: Reader, record: CertificateRecord): Promise<StoredCertificate | undefined> {
  const der = await readDer(db, record.row);
  const stored = await findProfile(db, record.profile);
  const profile = StoredOidProfile.safeParse(JSON.parse(stored ?? 'null')).data;
  const read = profile === undefined ? undefined : readCertificate(der, profile, 'verdicts');
  if (profile === undefined || read?.ok !== true || read.value.sha256 !== record.sha256) return undefined;
  return { der, view: read.value, record, profile };
}

/**
 * The chain of a stored certificate through the inventory: itself, whoever signed it, and so on up to a self-signed
 * one, each signature verified. It ends where nothing fits; whether it may be relied on is for path validation to say.
 */
export async function chainOf(db: Reader, certificateId: string): Promise<readonly StoredCertificate[]> {
  const first = await findById(db, certificateId);
  const chain: StoredCertificate[] = [];
  let next = first === undefined ? undefined : await loadCertificate(db, first);
  while (next !== undefined && chain.length < MAX_CHAIN) {
    chain.push(next);
    if (next.view.selfIssued && isSignedBy(next, next)) break;
    next = await issuerOf(
      db,
      next,
      chain.map(({ record }) => record.sha256),
    );
  }
  return chain;
}

/** Whether a certificate stands in the chain of an authority of ours. */
export async function isAboveAuthority(db: Reader, certificateId: string): Promise<boolean> {
  for (const authority of await findAuthorities(db)) {
    const chain = await chainOf(db, authority);
    if (chain.some(({ record }) => record.certificate_id === certificateId)) return true;
  }
  return false;
}

async function issuerOf(
  db: Reader,
  of: StoredCertificate,
  seen: readonly string[],
): Promise<StoredCertificate | undefined> {
  for (const candidate of await findIssuers(db, of.record, MAX_CANDIDATES)) {
    if (seen.includes(candidate.sha256)) continue;
    const loaded = await loadCertificate(db, candidate);
    if (loaded !== undefined && isSignedBy(of, loaded)) return loaded;
  }
  return undefined;
}

function isSignedBy(of: ReadCertificate, by: ReadCertificate): boolean {
  const { start, end } = by.view.publicKey;
  return verifySignedBy(of.view, of.der, by.der.subarray(start, end)).verdict === 'valid';
}

/** All stored authorities that may stand above these certificates, breadth first. */
export async function possibleIssuersOf(
  db: Reader,
  of: readonly ReadCertificate[],
): Promise<readonly StoredCertificate[]> {
  const found = new Map<string, StoredCertificate>();
  let round: readonly IssuerNames[] = of.map(({ der, view }) => issuerNames(der, view));
  while (round.length > 0 && found.size < MAX_INTERMEDIATES) {
    const higher: IssuerNames[] = [];
    for (const one of round) {
      for (const candidate of await findIssuers(db, one, MAX_CANDIDATES)) {
        if (found.has(candidate.sha256) || found.size >= MAX_INTERMEDIATES) continue;
        const loaded = await loadCertificate(db, candidate);
        if (loaded === undefined) continue;
        found.set(candidate.sha256, loaded);
        higher.push(candidate);
      }
    }
    round = higher;
  }
  return [...found.values()];
}

/** Trust anchors for a purpose, as the path validator takes them. */
export async function anchorsFor(db: Reader, purpose: PathPurpose): Promise<readonly NotedAnchor[]> {
  const anchors: NotedAnchor[] = [];
  for (const { certificateId, purposes, note } of await listAnchors(db, purpose)) {
    const record = await findById(db, certificateId);
    const certificate = record === undefined ? undefined : await loadCertificate(db, record);
    if (certificate === undefined) continue;
    const isForAll = purposes.includes('any');
    anchors.push({
      certificate,
      purposes: isForAll ? 'all' : purposes.filter((one) => one !== 'any'),
      note,
    });
  }
  return anchors;
}
