import type { InputSource } from '../../../../shared/contract/inspection.ts';
import type { OidProfile } from '../../../../shared/contract/settings.ts';
import type { Stop } from '../../../../shared/contract/wire/serve.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { type CertificateView, readCertificate } from '../../pki/certificate-read.ts';
import { type CrlView, readCrl } from '../../pki/crl-read.ts';
import { namesMatch } from '../../pki/name-match.ts';
import type { DecodedInput } from '../../workers/decode-messages.ts';
import type { DecodePool } from '../../workers/decode-pool.ts';

export interface UnreadableCertificate {
  readonly code: 'CERTIFICATE_UNREADABLE';
  readonly data: { readonly message: string; readonly offset: number | null };
}

export interface ForeignCertificate {
  readonly der: Uint8Array;
  readonly view: CertificateView;
}

export interface OpenedInput {
  readonly certificates: readonly ForeignCertificate[];
  readonly crls: readonly { readonly der: Uint8Array; readonly view: CrlView }[];
  /** Everything else that was found: what is unreadable, and documents of other kinds. */
  readonly others: readonly DecodedInput[];
}

const MOST = 10_000;
/** More than that is no chain. */
const MOST_ORDERED = 100;

/** Decodes foreign input in a worker; what came out readable is read again here, for views that cannot travel. */
export async function openInput(
  pool: DecodePool,
  sources: readonly InputSource[],
  profile: OidProfile,
  stop?: Stop,
): Promise<OpenedInput> {
  const decoded = await pool.decode(sources, { profile, most: MOST, ...(stop === undefined ? {} : { stop }) });
  const certificates: ForeignCertificate[] = [];
  const crls: { der: Uint8Array; view: CrlView }[] = [];
  const others: DecodedInput[] = [];
  const seen = new Set<string>();
  for (const item of decoded?.items ?? []) {
    if (item.kind !== 'certificate' && item.kind !== 'crl') {
      others.push(item);
      continue;
    }
    if (seen.has(item.sha256)) continue;
    seen.add(item.sha256);
    if (item.kind === 'certificate') {
      const read = readCertificate(item.der, profile, 'verdicts');
      if (read.ok) certificates.push({ der: item.der, view: read.value });
    } else {
      const read = readCrl(item.der, profile);
      if (read.ok) crls.push({ der: item.der, view: read.value });
    }
  }
  return { certificates, crls, others };
}

/** At least one certificate, or why there is none. */
export async function openCertificates(
  pool: DecodePool,
  sources: readonly InputSource[],
  profile: OidProfile,
  stop?: Stop,
): Promise<Result<readonly ForeignCertificate[], UnreadableCertificate>> {
  const { certificates, others } = await openInput(pool, sources, profile, stop);
  return certificates.length > 0 ? ok(leafFirst(certificates)) : fail(unreadable(others));
}

/** Why nothing of this is a certificate, in a sentence. */
export function unreadable(others: readonly DecodedInput[]): UnreadableCertificate {
  const broken = others.find(({ kind }) => kind === 'unreadable');
  const finding = broken?.findings.find(({ severity }) => severity === 'error');
  const other = others[0];
  const message =
    finding?.message ??
    (other === undefined ? 'There is nothing in it.' : `It holds a ${nameOf(other.kind)}, and no certificate.`);
  return { code: 'CERTIFICATE_UNREADABLE', data: { message: message.slice(0, 1000), offset: finding?.offset ?? null } };
}

export function nameOf(kind: DecodedInput['kind']): string {
  switch (kind) {
    case 'csr':
      return 'certificate signing request';
    case 'crl':
      return 'revocation list';
    case 'public-key':
      return 'public key';
    case 'certificate':
      return 'certificate';
    case 'unreadable':
      return 'text or file that cannot be read';
  }
}

/**
 * The one that issued none of the others first, then whoever issued it, and so on; what belongs to no chain stays
 * behind in its order. Of several such the first that is no authority.
 */
function leafFirst(certificates: readonly ForeignCertificate[]): readonly ForeignCertificate[] {
  if (certificates.length > MOST_ORDERED) return certificates;
  const isIssuerOfAnother = (one: ForeignCertificate): boolean =>
    certificates.some((other) => other !== one && namesMatch(other.view.issuer, one.view.subject));
  const leaves = certificates.filter((one) => !isIssuerOfAnother(one));
  const leaf = leaves.find(({ view }) => !view.isCa) ?? leaves[0] ?? certificates[0];
  const ordered: ForeignCertificate[] = [];
  let next: ForeignCertificate | undefined = leaf;
  while (next !== undefined) {
    ordered.push(next);
    const { issuer }: ForeignCertificate['view'] = next.view;
    next = certificates.find((one) => !ordered.includes(one) && namesMatch(one.view.subject, issuer));
  }
  return [...ordered, ...certificates.filter((one) => !ordered.includes(one))];
}
