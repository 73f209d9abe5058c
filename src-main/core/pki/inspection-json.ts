import type { CertificateView } from './certificate-read.ts';
import type { CsrView } from './csr-read.ts';
import type { PkiFinding } from './decode-log.ts';
import { extensionSummary } from './extensions/extension-summary.ts';
import type { ExtensionView } from './extensions/extension-values.ts';
import { findingText } from './finding-text.ts';
import type { IdListView } from './ocpi-claims.ts';
import { oidName } from './oid-names.ts';
import type { SignatureVerdict } from './signature-check.ts';
import type { SignatureView } from './signature-rules.ts';
import type { PublicKeyView } from './spki.ts';

export interface ExtensionJson {
  readonly oid: string;
  readonly name: string | null;
  readonly critical: boolean;
  /** What it says in one line; null when only its bytes can be shown. */
  readonly value: string | null;
  readonly hex: string;
}

export interface FindingJson {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  /** First byte it is about. */
  readonly offset: number;
}

interface CommonJson {
  /** RFC 4514 escapes, in the order of the bytes. */
  readonly subject: string;
  readonly publicKey: {
    readonly algorithm: string;
    /** Curve, or bits of an RSA modulus; null for the rest. */
    readonly parameters: string | null;
    readonly spkiSha256: string;
  };
  /** `valid` is null when nobody can say: no key, or an unknown or unsafe algorithm. */
  readonly signature: { readonly algorithm: string; readonly valid: boolean | null } | null;
  readonly extensions: readonly ExtensionJson[];
  readonly findings: readonly FindingJson[];
  readonly sha256: string;
}

export interface CsrJson extends CommonJson {
  readonly ocpi: {
    readonly keyGroupId: string | null;
    readonly keySerialNumber: string | null;
    /** ISO 8601 UTC. */
    readonly notBefore: string | null;
    readonly notAfter: string | null;
    readonly partyIds: readonly string[];
    readonly subCpoIds: readonly string[];
    readonly subEmspIds: readonly string[];
    /** How the lists are written; `mixed` also when they differ, null without lists. */
    readonly encoding: string | null;
  };
  readonly unknownAttributes: readonly {
    readonly oid: string;
    readonly name: string | null;
    readonly values: readonly string[];
  }[];
}

export interface CertificateJson extends CommonJson {
  readonly serialNumber: string;
  readonly issuer: string;
  readonly validity: { readonly notBefore: string | null; readonly notAfter: string | null };
  readonly isCa: boolean;
  readonly ocpi: {
    readonly keyGroupId: string | null;
    readonly partyIds: readonly string[];
    readonly subCpoIds: readonly string[];
    readonly subEmspIds: readonly string[];
    readonly encoding: string | null;
    readonly serviceRoles: readonly string[];
  };
}

/** A request as `csr inspect` prints it; absent members are null or empty lists, never left out. */
export function csrJson(csr: CsrView, proof: SignatureVerdict): CsrJson {
  const { ocpi } = csr;
  return {
    ...commonJson(csr, proof),
    ocpi: {
      keyGroupId: ocpi.keyGroupId?.text ?? null,
      keySerialNumber: ocpi.keySerialNumber?.text ?? null,
      notBefore: ocpi.notBefore?.at ?? null,
      notAfter: ocpi.notAfter?.at ?? null,
      ...idsJson(ocpi),
    },
    unknownAttributes: csr.attributes
      .filter(({ known }) => !known)
      .map(({ oid, name, values }) => ({ oid, name, values: values.map(({ hex }) => hex) })),
  };
}

/** A certificate as `certificate inspect` prints it. `verdict`: by its issuer's key, null while that is not known. */
export function certificateJson(certificate: CertificateView, verdict: SignatureVerdict | null): CertificateJson {
  const { serialNumber, issuer, notBefore, notAfter, isCa, ocpi } = certificate;
  return {
    ...commonJson(certificate, verdict),
    serialNumber,
    issuer: issuer.text,
    validity: { notBefore, notAfter },
    isCa,
    ocpi: {
      keyGroupId: ocpi.keyGroupId?.text ?? null,
      ...idsJson(ocpi),
      serviceRoles: ocpi.serviceRoles?.map(({ text }) => text) ?? [],
    },
  };
}

function commonJson(view: CsrView | CertificateView, verdict: SignatureVerdict | null): CommonJson {
  return {
    subject: view.subject.text,
    publicKey: keyJson(view.publicKey),
    signature: view.signature && signatureJson(view.signature, verdict),
    extensions: view.extensions.map(extensionJson),
    findings: view.findings.map(findingJson),
    sha256: view.sha256,
  };
}

function keyJson({ kind, oid, curve, bits, sha256 }: PublicKeyView): CommonJson['publicKey'] {
  const names = { ec: 'EC', rsa: 'RSA', ed25519: 'Ed25519', unknown: oidName(oid) ?? oid };
  const size = kind === 'rsa' && bits !== null ? `${bits}` : null;
  return { algorithm: names[kind], parameters: curve ?? size, spkiSha256: sha256 };
}

function signatureJson({ algorithm }: SignatureView, verdict: SignatureVerdict | null): CommonJson['signature'] {
  const isKnown = verdict !== null && verdict.verdict !== 'unsupported';
  return { algorithm: oidName(algorithm.oid) ?? algorithm.oid, valid: isKnown ? verdict.verdict === 'valid' : null };
}

function extensionJson({ oid, name, critical, value, hex }: ExtensionView): ExtensionJson {
  return { oid, name, critical, value: extensionSummary(value) ?? null, hex };
}

function findingJson({ code, severity, detail, start }: PkiFinding): FindingJson {
  return { code, severity, message: findingText(code, detail), offset: start };
}

type IdLists = Readonly<Record<'partyIds' | 'subCpoIds' | 'subEmspIds', IdListView | null>>;

function idsJson({ partyIds, subCpoIds, subEmspIds }: IdLists) {
  const textsOf = (list: IdListView | null): readonly string[] => list?.ids.map(({ text }) => text) ?? [];
  const forms = new Set([partyIds, subCpoIds, subEmspIds].flatMap((list) => (list === null ? [] : [list.encoding])));
  const [form = null] = forms;
  return {
    partyIds: textsOf(partyIds),
    subCpoIds: textsOf(subCpoIds),
    subEmspIds: textsOf(subEmspIds),
    encoding: forms.size > 1 ? 'mixed' : form,
  };
}
