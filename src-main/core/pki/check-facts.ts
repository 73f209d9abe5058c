import type {
  ExtensionFacts,
  KeyFacts,
  RequestFacts,
  SubjectFacts,
  TbsFacts,
} from '../../../shared/domain/checks/facts.ts';
import type { CertificateView } from './certificate-read.ts';
import type { CsrView } from './csr-read.ts';
import type { ExtensionView } from './extensions/extension-values.ts';
import { hexOf } from './digests.ts';
import type { NameView } from './name-read.ts';
import type { SignatureVerdict } from './signature-check.ts';
import type { PublicKeyView } from './spki.ts';

/** A request as the checks want it; `der` must be the bytes that `view` was read from. */
export function requestFacts(der: Uint8Array, view: CsrView, possession: SignatureVerdict): RequestFacts {
  return {
    octets: der.length,
    sha256: view.sha256,
    possession: possession.verdict,
    key: keyFacts(view.publicKey),
    subject: subjectFacts(der, view.subject),
    claims: view.ocpi,
    extensions: view.extensions.map(extensionFacts),
    attributes: view.attributes,
    findings: view.findings,
  };
}

/** A to-be-signed certificate as the checks want it; `der` must be the bytes that `view` was read from. */
export function tbsFacts(der: Uint8Array, view: CertificateView): TbsFacts {
  return {
    serialNumber: view.serialNumber,
    notBefore: view.notBefore,
    notAfter: view.notAfter,
    issuerHex: hexOf(der.subarray(view.issuer.start, view.issuer.end)),
    key: keyFacts(view.publicKey),
    subject: subjectFacts(der, view.subject),
    claims: view.ocpi,
    isCa: view.isCa,
    extensions: view.extensions.map(extensionFacts),
    findings: view.findings,
  };
}

function keyFacts({ algorithm, kind, oid, curve, bits, sha256, start, end }: PublicKeyView): KeyFacts {
  const label = kind === 'unknown' ? oid : [kind, curve ?? bits].filter((part) => part !== null).join(' ');
  return { algorithm, label: algorithm ?? label, sha256, start, end };
}

function subjectFacts(der: Uint8Array, name: NameView): SubjectFacts {
  return { ...name, hex: hexOf(der.subarray(name.start, name.end)) };
}

function extensionFacts({ oid, critical, value, start, end }: ExtensionView): ExtensionFacts {
  const base = { oid, critical, kind: value.kind, start, end };
  switch (value.kind) {
    case 'basic-constraints':
      return { ...base, ca: value.ca };
    case 'key-usage':
      return { ...base, usages: value.usages };
    case 'extended-key-usage':
      return { ...base, usages: value.usages.map((usage) => usage.oid) };
    case 'subject-alt-name':
      return { ...base, names: value.names };
    case 'authority-key-id':
      return { ...base, keyId: value.keyId };
    default:
      return base;
  }
}
