/**
 * Whether the other side's alert is about a certificate (RFC 8446 §6.2): from a server that is about ours. It comes within
 * the handshake in TLS 1.2, and with the first read in 1.3.
 */
export function isCertificateAlert(reason: string): boolean {
  return /alert: (?:(?:bad |unsupported |unknown )?(?:certificate|ca\b)|access denied)|certificate required/i.test(
    reason,
  );
}
