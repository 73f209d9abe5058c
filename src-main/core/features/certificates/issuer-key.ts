import type { CertificateView } from '../../pki/certificate-read.ts';
import { namesMatch } from '../../pki/name-match.ts';
import type { ReadCertificate } from '../../pki/path/path-types.ts';
import { verifySignedBy } from '../../pki/verify-signed.ts';

/**
 * The key that a certificate's signature is to be checked with: that of an authority of its issuer's name, compared as
 * verifiers do (RFC 5280 §7.1), whose signature it is. Names alone decide nothing, because anybody can take one; only
 * a namesake that the certificate itself points to by its key identifier is one whose signature is then wrong.
 * Undefined: nobody can tell.
 */
export function issuerSpki(of: ReadCertificate, among: readonly ReadCertificate[]): Uint8Array | undefined {
  const namesakes = [of, ...among].filter(({ view }) => namesMatch(view.subject, of.view.issuer));
  const signer =
    namesakes.find((one) => verifySignedBy(of.view, of.der, spkiOf(one)).verdict === 'valid') ??
    namesakes.find((one) => isNamedByKey(of, one));
  return signer && spkiOf(signer);
}

function spkiOf({ der, view }: ReadCertificate): Uint8Array {
  return der.subarray(view.publicKey.start, view.publicKey.end);
}

/** The certificate says which key signed it; one that says nothing and names itself means its own. */
function isNamedByKey(of: ReadCertificate, issuer: ReadCertificate): boolean {
  const wanted = keyIdOf(of.view, 'authority-key-id');
  return wanted === undefined
    ? of.view.sha256 === issuer.view.sha256
    : wanted === keyIdOf(issuer.view, 'subject-key-id');
}

function keyIdOf({ extensions }: CertificateView, kind: 'subject-key-id' | 'authority-key-id'): string | undefined {
  for (const { value } of extensions) {
    if (value.kind === 'subject-key-id' && kind === value.kind) return value.keyId;
    if (value.kind === 'authority-key-id' && kind === value.kind) return value.keyId ?? undefined;
  }
  return undefined;
}
