/**
 * Whether the other side's alert is about a certificate (RFC 8446 §6.2): from a server that is about ours. It comes within
 * the handshake in TLS 1.2, and with the first read in 1.3.
 */
export function isCertificateAlert(reason: string): boolean {
  return /alert: (?:(?:bad |unsupported |unknown )?(?:certificate|ca\b)|access denied)|certificate required/i.test(
    reason,
  );
}

/** Some servers hang up without an alert when they do not take a certificate; nothing says so, but it is worth a look. */
export function afterOurCertificate(message: string): string {
  return `${message}. Our certificate was shown just before: the platform may not take it.`.slice(0, 1000);
}
