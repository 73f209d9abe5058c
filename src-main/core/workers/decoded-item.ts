import type { DecodedFinding, DecodedItem } from '../../../shared/contract/pki-facts.ts';
import type { ItemKind } from '../../../shared/contract/inspection.ts';
import type { OidProfile } from '../../../shared/contract/settings.ts';
import { type CertificateView, readCertificate } from '../pki/certificate-read.ts';
import { readCrl } from '../pki/crl-read.ts';
import { readCsr } from '../pki/csr-read.ts';
import { verifyCsrSignature } from '../pki/csr-verify.ts';
import type { FieldView } from '../pki/decode-log.ts';
import type { SignatureVerdict } from '../pki/signature-check.ts';
import { keyIdContradicts } from '../pki/path/path-certificate.ts';
import { verifySignedBy } from '../pki/verify-signed.ts';
import { certificateFacts, csrFacts, findingFacts } from './document-facts.ts';

const MAX_FIELDS = 20_000;
const MAX_DEPTH = 40;

/** True and false as a signature was found; null where nobody can tell. */
export function verdictFact({ verdict }: SignatureVerdict): boolean | null {
  return verdict === 'unsupported' ? null : verdict === 'valid';
}

/**
 * One document with everything a page shows of it. `wrapping`: what was to be said of the file it came in. What the
 * strict reader does not take any more is unreadable, with the bytes.
 */
export function decodeItem(
  kind: ItemKind,
  der: Uint8Array,
  profile: OidProfile,
  wrapping: readonly DecodedFinding[] = [],
): DecodedItem {
  switch (kind) {
    case 'csr': {
      const read = readCsr(der, profile);
      if (!read.ok) return unreadable(der, wrapping, read.error.code, read.error.offset);
      const csr = csrFacts(read.value, verdictFact(verifyCsrSignature(der, read.value)));
      return { kind, der, fields: fieldsOf(read.value.fields), csr, findings: [...wrapping, ...csr.findings] };
    }
    case 'certificate':
      return decodeCertificate(der, profile, undefined, wrapping);
    case 'crl': {
      const read = readCrl(der, profile);
      if (!read.ok) return unreadable(der, wrapping, read.error.code, read.error.offset);
      return {
        kind,
        der,
        fields: fieldsOf(read.value.fields),
        findings: [...wrapping, ...findingFacts(read.value.findings)],
      };
    }
    case 'public-key':
    case 'unreadable':
      return { kind, der, fields: [], findings: [...wrapping] };
  }
}

/** `issuerSpki`: the key its signature is checked with; without one a certificate that issued itself is checked with its own. */
export function decodeCertificate(
  der: Uint8Array,
  profile: OidProfile,
  issuerSpki: Uint8Array | undefined,
  wrapping: readonly DecodedFinding[] = [],
): DecodedItem {
  const read = readCertificate(der, profile);
  if (!read.ok) return unreadable(der, wrapping, read.error.code, read.error.offset);
  const view = read.value;
  const certificate = certificateFacts(view, der, signatureFact(view, der, issuerSpki));
  return {
    kind: 'certificate',
    der,
    fields: fieldsOf(view.fields),
    certificate,
    findings: [...wrapping, ...certificate.findings],
  };
}

/**
 * The signature of a certificate by this key, or by its own when it issued itself; null when nobody can tell. One that has
 * its issuer's name and another key (a cross certificate of a rollover) was not signed by its own.
 */
export function signatureFact(view: CertificateView, der: Uint8Array, issuerSpki?: Uint8Array): boolean | null {
  const { start, end } = view.publicKey;
  const isOwn = view.selfIssued && !keyIdContradicts({ der, view }, { der, view });
  const spki = issuerSpki ?? (isOwn ? der.subarray(start, end) : undefined);
  return spki === undefined ? null : verdictFact(verifySignedBy(view, der, spki));
}

export function fieldsOf(fields: readonly FieldView[]): DecodedItem['fields'] {
  return fields.slice(0, MAX_FIELDS).map((field) => ({
    ...field,
    depth: Math.min(field.depth, MAX_DEPTH),
    value: field.value.slice(0, 4000),
  }));
}

function unreadable(der: Uint8Array, wrapping: readonly DecodedFinding[], code: string, offset: number): DecodedItem {
  const finding: DecodedFinding = {
    code,
    severity: 'error',
    message: `This cannot be read: ${code} at ${offset}.`,
    field: '',
    offset,
    end: null,
  };
  return { kind: 'unreadable', der, fields: [], findings: [...wrapping, finding] };
}
