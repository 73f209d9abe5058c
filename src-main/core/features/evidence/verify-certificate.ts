import type { EvidenceFile } from '../../../../shared/contract/evidence-file.ts';
import { type EvidenceLine, evidenceLine } from '../../../../shared/domain/evidence.ts';
import { fromBase64Url } from '../../../../shared/util/base64.ts';
import { equalBytes } from '../../../../shared/util/bytes.ts';
import { type CertificateView, readCertificate } from '../../pki/certificate-read.ts';
import { type CsrView, readCsr } from '../../pki/csr-read.ts';
import { verifyCsrSignature } from '../../pki/csr-verify.ts';
import { sha256Of } from '../../pki/digests.ts';
import { namesMatch } from '../../pki/name-match.ts';
import type { OidProfile } from '../../pki/oid-profile.ts';
import { verifySignedBy } from '../../pki/verify-signed.ts';

export interface ReadRequestPart {
  readonly line: EvidenceLine;
  readonly der: Uint8Array;
  readonly view: CsrView | undefined;
}

/** The request as its bytes say it, and whether its own key signed it. */
export function verifyRequest({ request }: EvidenceFile): ReadRequestPart {
  const der = fromBase64Url(request.der) ?? new Uint8Array(0);
  const read = readCsr(der, request.oidProfile, 'verdicts');
  const view = read.ok ? read.value : undefined;
  const line = (): EvidenceLine => {
    if (sha256Of(der) !== request.sha256) return evidenceLine('request', 'REQUEST_HASH', request.sha256);
    if (view === undefined) return evidenceLine('request', 'REQUEST_UNREADABLE');
    if (verifyCsrSignature(der, view).verdict !== 'valid') return evidenceLine('request', 'REQUEST_POSSESSION');
    return evidenceLine('request', 'REQUEST_AS_HASHED', request.sha256);
  };
  return { line: line(), der, view };
}

interface ReadPart {
  readonly der: Uint8Array;
  readonly view: CertificateView;
}

/** Bytes that were voted on, the certificate that says them, and those above it. */
export function verifyCertificate(
  file: EvidenceFile,
  request: ReadRequestPart,
  anchors: readonly Uint8Array[],
  profile: OidProfile,
): readonly EvidenceLine[] {
  const tbs = file.tbs === undefined ? undefined : fromBase64Url(file.tbs.der);
  if (tbs === undefined || file.tbs === undefined) return [evidenceLine('tbs', 'TBS_ABSENT')];
  const isAsHashed = sha256Of(tbs) === file.tbs.sha256;
  const first = evidenceLine('tbs', isAsHashed ? 'TBS_AS_HASHED' : 'TBS_HASH', file.tbs.sha256);
  const chain = (file.certificate?.chain ?? []).map((text) => readOne(text, profile));
  const leaf = file.certificate === undefined ? undefined : readOne(file.certificate.der, profile);
  if (file.certificate === undefined || chain.length === 0)
    return [first, evidenceLine('certificate', 'CERTIFICATE_ABSENT')];
  if (leaf === undefined) return [first, evidenceLine('certificate', 'CERTIFICATE_UNREADABLE')];
  return [first, certificateLine(leaf, chain[0], tbs, request), chainLine(chain, anchors, profile, file.decidedAt)];
}

function certificateLine(
  leaf: ReadPart,
  issuer: ReadPart | undefined,
  tbs: Uint8Array,
  request: ReadRequestPart,
): EvidenceLine {
  const said = leaf.der.subarray(leaf.view.tbs.start, leaf.view.tbs.end);
  if (!equalBytes(said, tbs)) return evidenceLine('certificate', 'CERTIFICATE_OTHER_BYTES');
  if (leaf.view.publicKey.sha256 !== request.view?.publicKey.sha256)
    return evidenceLine('certificate', 'CERTIFICATE_OTHER_KEY');
  if (issuer === undefined || !isIssuedBy(leaf, issuer)) return evidenceLine('certificate', 'CERTIFICATE_SIGNATURE');
  return evidenceLine('certificate', 'CERTIFICATE_OF_TBS', leaf.view.sha256);
}

/** Signatures, names, CA mark and validity at the time of the decision; revocation of authorities is not in the file. */
function chainLine(
  chain: readonly (ReadPart | undefined)[],
  anchors: readonly Uint8Array[],
  profile: OidProfile,
  decidedAt: string,
): EvidenceLine {
  const at = Date.parse(decidedAt);
  const holds = chain.every((one, i) => {
    if (one === undefined || !one.view.isCa || !isWithin(one.view, at)) return false;
    const above = chain[i + 1];
    return i === chain.length - 1 || (above !== undefined && isIssuedBy(one, above));
  });
  const top = chain.at(-1);
  if (!holds || top === undefined) return evidenceLine('chain', 'CHAIN_BROKEN');
  if (anchors.length === 0) return evidenceLine('chain', 'CHAIN_NO_ANCHOR', top.view.sha256);
  const isAnchored = anchors.some((der) => {
    const read = readCertificate(der, profile, 'verdicts');
    if (!read.ok) return false;
    return read.value.sha256 === top.view.sha256 || isIssuedBy(top, { der, view: read.value });
  });
  return evidenceLine('chain', isAnchored ? 'CHAIN_TO_ANCHOR' : 'CHAIN_OTHER_ANCHOR', top.view.sha256);
}

function isIssuedBy(one: ReadPart, by: ReadPart): boolean {
  const { start, end } = by.view.publicKey;
  if (!namesMatch(one.view.issuer, by.view.subject)) return false;
  return verifySignedBy(one.view, one.der, by.der.subarray(start, end)).verdict === 'valid';
}

function isWithin({ notBefore, notAfter }: CertificateView, at: number): boolean {
  return notBefore !== null && notAfter !== null && at >= Date.parse(notBefore) && at <= Date.parse(notAfter);
}

function readOne(text: string, profile: OidProfile): ReadPart | undefined {
  const der = fromBase64Url(text);
  const read = der === undefined ? undefined : readCertificate(der, profile, 'verdicts');
  return der !== undefined && read?.ok === true ? { der, view: read.value } : undefined;
}
