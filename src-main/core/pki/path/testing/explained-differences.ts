/**
 * Where our verdict and OpenSSL's differ on the generated chains, each with its reason. A row stands for all chains
 * whose name matches; `words` are OpenSSL's, `ok` where it accepts what we do not.
 */
export interface ExplainedDifference {
  readonly chains: RegExp;
  readonly ours: 'valid' | 'invalid' | 'unknown';
  readonly words: string;
  readonly reason: string;
}

export const explainedDifferences: readonly ExplainedDifference[] = [
  {
    chains: /^validity: leaf ends this second/,
    ours: 'valid',
    words: 'certificate has expired',
    reason: 'RFC 5280 §4.1.2.5: notAfter is inclusive; OpenSSL takes the last second as past.',
  },
  {
    chains: /^authorities: basicConstraints not critical/,
    ours: 'valid',
    words: 'Basic Constraints of CA cert not marked critical',
    reason:
      'A rule for authorities (§4.2.1.9), not for who validates; refused by -x509_strict alone, for us a warning.',
  },
  {
    chains: /^authorities: no key usage/,
    ours: 'valid',
    words: 'CA cert does not include key usage extension',
    reason:
      'A rule for authorities (§4.2.1.3); §6.1.4 (n) asks for keyCertSign only if the extension is there. A warning.',
  },
  {
    chains: /^extensions: (?:leaf|authority) names no key of its issuer/,
    ours: 'valid',
    words: 'Missing Authority Key Identifier',
    reason: 'A rule for authorities (§4.2.1.1); validation does not need it. The reader remarks it.',
  },
  {
    chains: /^extensions: leaf names (?:issuer and serial)/,
    ours: 'valid',
    words: 'Missing Authority Key Identifier',
    reason: 'Issuer and serial number identify the key as well; -x509_strict wants the key id itself.',
  },
  {
    chains: /^extensions: issuer has no key id/,
    ours: 'valid',
    words: 'Missing Subject Key Identifier',
    reason: 'A rule for authorities (§4.2.1.2); validation does not need it. The reader remarks it.',
  },
  {
    chains: /^authorities: anchor of version 1/,
    ours: 'valid',
    words: 'invalid CA certificate',
    reason: 'An anchor is a name and a key that somebody chose (§6.1.1 (d)); it need not say what it is. A warning.',
  },
  {
    chains: /^foreign: (?:authority|leaf) on secp256k1/,
    ours: 'unknown',
    words: 'ok',
    reason: 'Electron cannot use the curve, so a path over it is never called valid in any of our programs.',
  },
  {
    chains: /^usage: authority \d for tls-(?:client|server), extended usage any/,
    ours: 'valid',
    words: 'unsuitable certificate purpose',
    reason: '§4.2.1.12: anyExtendedKeyUsage does not restrict; OpenSSL does not know it for TLS. We warn of it.',
  },
  {
    chains:
      /^usage: (?:leaf|authority \d) for (?:object-signing|identity), extended usage (?:another|code signing|any alone)/,
    ours: 'invalid',
    words: 'ok',
    reason: 'OpenSSL has no such purpose and is asked for any.',
  },
  {
    chains: /^usage: leaf for (?:object-signing|identity), key usage (?:keyEncipherment|dataEncipherment)/,
    ours: 'invalid',
    words: 'ok',
    reason: 'OpenSSL has no such purpose and is asked for any. keyCertSign alone it refuses by another rule.',
  },
  {
    chains: /^anchor: the leaf asked as authority/,
    ours: 'invalid',
    words: 'ok',
    reason: 'OpenSSL has no purpose that asks the last certificate to be an authority.',
  },
  {
    chains: /^constraint: uri example\.org over uri https:\/\/user@example\.org\/, permitted/,
    ours: 'valid',
    words: 'permitted subtree violation',
    reason: 'The host of RFC 3986 §3.2 stands behind the user information; OpenSSL compares both together.',
  },
  {
    chains: /^constraint: uri example\.org over uri https:\/\/user@example\.org\/, excluded/,
    ours: 'invalid',
    words: 'ok',
    reason: 'As before: with user information in front, an excluded host passes OpenSSL.',
  },
  {
    chains: /^constraint: net mask with a hole/,
    ours: 'invalid',
    words: 'ok',
    reason: '§4.2.1.10 wants CIDR masks (RFC 4632); what a mask with a hole means is not agreed on.',
  },
  {
    chains: /^constraint: names hidden behind a NUL/,
    ours: 'invalid',
    words: 'ok',
    reason: 'A name that is no host name cannot be shown to lie within the permitted ones; OpenSSL compares the ends.',
  },
  {
    chains: /^search: one of the same name with another key|^search: a forged one beside the right one/,
    ours: 'valid',
    words: 'certificate signature failure',
    reason: 'OpenSSL takes the first issuer by name and key id and does not go back; we look at the others too.',
  },
  {
    chains: /^cross: one way is for servers only/,
    ours: 'valid',
    words: 'unsuitable certificate purpose',
    reason: 'As before: OpenSSL builds one path and does not try the other when its purpose fails.',
  },
  {
    chains: /^crl: without an end/,
    ours: 'unknown',
    words: 'ok',
    reason: '§5.1.2.5: nextUpdate must be there; without it nobody can tell whether the list is current.',
  },
  {
    chains: /^crl: signed with SHA-1/,
    ours: 'unknown',
    words: 'ok',
    reason: 'OpenSSL applies its security level to certificates, not to CRLs.',
  },
  {
    chains: /^crl: reason 8/,
    ours: 'invalid',
    words: 'ok',
    reason: '§5.3.1: removeFromCRL may stand in deltas only; in a whole list the entry counts.',
  },
  {
    chains: /^crl: only that of the leaf, used where known/,
    ours: 'valid',
    words: 'unable to get certificate CRL',
    reason: 'OpenSSL has no mode that uses CRLs where they are known. We warn.',
  },
  {
    chains: /^crl: the anchor itself revoked/,
    ours: 'valid',
    words: 'certificate revoked',
    reason: 'An anchor is not judged by a list that it signs itself (§6.3 is about the other certificates).',
  },
  {
    chains: /^crl: indirect/,
    ours: 'unknown',
    words: 'ok',
    reason: 'Indirect lists are not put together here: they answer nothing, so the status stays open.',
  },
  {
    chains: /^crl: newer key of the authority, certified by the older/,
    ours: 'valid',
    words: 'CRL path validation error',
    reason:
      'The status of the newer key is told by the very list that it signs; OpenSSL stops there, we take the key as long as no list revokes it.',
  },
];
