import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';

/** Where Linux distributions keep the roots that they and their administrators trust. */
const BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];
const CERTIFICATE = /-----BEGIN CERTIFICATE-----\s*([A-Za-z0-9+/=\s]+?)\s*-----END CERTIFICATE-----/g;

/** The certificates that the system trusts, DER: its own bundle where there is one, else what the runtime brings along. */
export function readSystemRoots(): readonly Uint8Array[] {
  for (const path of BUNDLES) {
    const found = certificatesIn(textOf(path));
    if (found.length > 0) return found;
  }
  return rootCertificates.flatMap(certificatesIn);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

function certificatesIn(pem: string): Uint8Array[] {
  return [...pem.matchAll(CERTIFICATE)].map(([, base64 = '']) => new Uint8Array(Buffer.from(base64, 'base64')));
}
