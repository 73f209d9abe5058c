import { createHash } from 'node:crypto';
import type {
  CertificateFacts as CertificateFactsSchema,
  CsrFacts,
  DecodedFinding,
  ExtensionFacts as ExtensionFactsSchema,
  OcpiFacts,
} from '../../../shared/contract/pki-facts.ts';
import type { z } from 'zod';
import type { ReadSignatureAlgorithm } from '../pki/algorithm-identifier.ts';
import type { CertificateView } from '../pki/certificate-read.ts';
import type { CsrView } from '../pki/csr-read.ts';
import type { PkiFinding } from '../pki/decode-log.ts';
import { extensionSummary } from '../pki/extensions/extension-summary.ts';
import type { ExtensionView } from '../pki/extensions/extension-values.ts';
import { findingText } from '../pki/finding-text.ts';
import type { IdListView } from '../pki/ocpi-claims.ts';
import { oidLabel } from '../pki/oid-names.ts';
import type { PublicKeyView } from '../pki/spki.ts';

export type CertificateFacts = z.infer<typeof CertificateFactsSchema>;
type ExtensionFacts = z.infer<typeof ExtensionFactsSchema>;

const MAX_TEXT = 4000;
const MAX_IDS = 5000;
const MAX_LIST = 1000;
const MAX_FINDINGS = 5000;

/** `EC P-256`, `RSA 3072`, `Ed25519`, or the OID. */
export function publicKeyText({ kind, curve, bits, oid }: PublicKeyView): string {
  if (kind === 'ec') return `EC ${curve ?? ''}`.trim();
  if (kind === 'rsa') return `RSA ${bits ?? ''}`.trim();
  return kind === 'ed25519' ? 'Ed25519' : oidLabel(oid).slice(0, 100);
}

/** A CSR as `csr inspect` prints it. `valid`: the verdict on its signature, null where nobody can tell. */
export function csrFacts(view: CsrView, valid: boolean | null): CsrFacts {
  const { ocpi } = view;
  return {
    subject: clip(view.subject.text),
    publicKey: keyFacts(view.publicKey),
    signature: { algorithm: algorithmText(view.signature?.algorithm), valid },
    ocpi: {
      ...idFacts(ocpi),
      keyGroupId: ocpi.keyGroupId === null ? null : clip(ocpi.keyGroupId.text),
      keySerialNumber: ocpi.keySerialNumber === null ? null : clip(ocpi.keySerialNumber.text),
      notBefore: ocpi.notBefore === null ? null : clip(ocpi.notBefore.at ?? ocpi.notBefore.text),
      notAfter: ocpi.notAfter === null ? null : clip(ocpi.notAfter.at ?? ocpi.notAfter.text),
    },
    extensions: extensionFacts(view.extensions),
    unknownAttributes: view.attributes
      .filter(({ known }) => !known)
      .slice(0, MAX_LIST)
      .map(({ oid, values }) => ({
        oid: oid.slice(0, 1000),
        hex: values
          .map(({ hex }) => hex)
          .join('')
          .slice(0, 20_000),
      })),
    findings: findingFacts(view.findings),
    sha256: view.sha256,
  };
}

/** A certificate as `certificate inspect` prints it. */
export function certificateFacts(view: CertificateView, der: Uint8Array, valid: boolean | null): CertificateFacts {
  const { ocpi } = view;
  return {
    subject: clip(view.subject.text),
    issuer: clip(view.issuer.text),
    serialNumber: view.serialNumber.slice(0, 200),
    validity: { notBefore: view.notBefore, notAfter: view.notAfter },
    isCa: view.isCa,
    publicKey: keyFacts(view.publicKey),
    signature: { algorithm: algorithmText(view.signature?.algorithm), valid },
    ocpi: {
      ...idFacts(ocpi),
      keyGroupId: ocpi.keyGroupId === null ? null : clip(ocpi.keyGroupId.text),
      keySerialNumber: null,
      notBefore: null,
      notAfter: null,
    },
    services: (ocpi.serviceRoles ?? []).slice(0, MAX_LIST).map(({ text }) => clip(text)),
    extensions: extensionFacts(view.extensions),
    findings: findingFacts(view.findings),
    sha256: view.sha256,
    sha1: createHash('sha1').update(der).digest('hex'),
  };
}

export function findingFacts(findings: readonly PkiFinding[]): DecodedFinding[] {
  return findings.slice(0, MAX_FINDINGS).map(({ code, severity, field, start, end, detail }) => ({
    code,
    severity,
    message: findingText(code, detail).slice(0, 1000),
    field: field.slice(0, 300),
    offset: start,
    end,
    ...(Object.keys(detail).length === 0 ? {} : { values: valuesOf(detail) }),
  }));
}

function valuesOf(detail: PkiFinding['detail']): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(detail).map(([name, value]) => [name, typeof value === 'string' ? value.slice(0, 600) : value]),
  );
}

function keyFacts(key: PublicKeyView) {
  return { algorithm: publicKeyText(key), parameters: key.curve ?? null, spkiSha256: key.sha256 };
}

interface IdLists {
  readonly partyIds: IdListView | null;
  readonly subCpoIds: IdListView | null;
  readonly subEmspIds: IdListView | null;
}

function idFacts({
  partyIds,
  subCpoIds,
  subEmspIds,
}: IdLists): Pick<OcpiFacts, 'partyIds' | 'subCpoIds' | 'subEmspIds' | 'encoding'> {
  const forms = new Set([partyIds, subCpoIds, subEmspIds].flatMap((list) => list?.encoding ?? []));
  const [form = null] = forms;
  return {
    partyIds: idTexts(partyIds),
    subCpoIds: idTexts(subCpoIds),
    subEmspIds: idTexts(subEmspIds),
    encoding: forms.size > 1 ? 'mixed' : form,
  };
}

function idTexts(list: IdListView | null): string[] {
  return (list?.ids ?? []).slice(0, MAX_IDS).map(({ text }) => clip(text));
}

function extensionFacts(extensions: readonly ExtensionView[]): ExtensionFacts[] {
  return extensions.slice(0, MAX_LIST).map(({ oid, name, critical, value, hex }) => {
    const known = value.kind !== 'unknown' && value.kind !== 'malformed';
    return { oid: oid.slice(0, 1000), name, critical, value: (extensionSummary(value) ?? hex).slice(0, 8000), known };
  });
}

/** `ECDSA with SHA-256`, `RSA PKCS#1 v1.5 with SHA-256`, `Ed25519`, or the OID. */
function algorithmText(algorithm: ReadSignatureAlgorithm | undefined): string {
  if (algorithm === undefined) return '';
  switch (algorithm.kind) {
    case 'ed25519':
      return 'Ed25519';
    case 'ecdsa':
      return `ECDSA with ${hashName(algorithm.hash)}`;
    case 'rsa-pkcs1':
      return `RSA PKCS#1 v1.5 with ${hashName(algorithm.hash)}`;
    case 'rsa-pss':
      return `RSA PSS with ${hashName(algorithm.hash)}`;
    case 'unknown':
      return oidLabel(algorithm.oid).slice(0, 100);
  }
}

function hashName(hash: string): string {
  return hash === 'md5' ? 'MD5' : `SHA-${hash.slice(3)}`;
}

function clip(text: string): string {
  return text.slice(0, MAX_TEXT);
}
