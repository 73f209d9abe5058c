import { addFinding } from '../decode-log.ts';
import { isUniversal, TAG } from '../der/der-node.ts';
import { readSmallInteger, readTime } from '../der/read-values.ts';
import { readGeneralNames } from '../general-names.ts';
import { serialText } from '../serial-number.ts';
import type { ExtensionReader } from './extension-values.ts';

/** CRLReason by number (RFC 5280 §5.3.1); 7 is not used. */
const REASONS = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  undefined,
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
];

/** cRLNumber and deltaCRLIndicator (RFC 5280 §5.2.3, §5.2.4): not negative, at most 20 octets. */
export const readCrlNumber =
  (kind: 'crl-number' | 'delta-crl-indicator'): ExtensionReader =>
  (node, { log, field }) => {
    if (!isUniversal(node, TAG.integer)) return undefined;
    const isNegative = (node.source[node.contentStart] ?? 0) >= 0x80;
    if (isNegative || node.end - node.contentStart > 20) addFinding(log, 'error', 'CRL_NUMBER_RANGE', field, node);
    return { kind, number: serialText(node) };
  };

/** RFC 5280 §5.3.1: `unspecified` should be left out. */
export const readCrlReason: ExtensionReader = (node, { log, field }) => {
  if (!isUniversal(node, TAG.enumerated)) return undefined;
  const number = readSmallInteger(node) ?? -1;
  const reason = REASONS[number];
  if (reason === undefined) addFinding(log, 'error', 'CRL_REASON_UNKNOWN', field, node, { number });
  return { kind: 'crl-reason', reason: reason ?? `reason ${number}` };
};

/** RFC 5280 §5.3.2: GeneralizedTime always. */
export const readInvalidityDate: ExtensionReader = (node, { log, field }) => {
  if (!isUniversal(node, TAG.generalizedTime)) return undefined;
  const read = readTime(node);
  if (read === undefined) addFinding(log, 'error', 'TIME_INVALID', field, node);
  return { kind: 'invalidity-date', at: read?.at.toISOString() ?? null };
};

/** RFC 5280 §5.3.3. */
export const readCertificateIssuer: ExtensionReader = (node, { log, field, depth }) => {
  const names = readGeneralNames(node, log, field, depth + 1);
  if (names?.length === 0) addFinding(log, 'error', 'CERTIFICATE_ISSUER_EMPTY', field, node);
  return names && { kind: 'certificate-issuer', names };
};
