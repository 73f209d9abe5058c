import type { ObjectReportView, ObjectSignatureView } from '../../../shared/contract/signed-objects.ts';
import type { PriceReport, PriceTotalView } from '../../../shared/contract/pricing.ts';
import type { Verdict } from '../../ui/tone.ts';

/** Unsigned is neither good nor bad: no law asks a party to sign. */
export const toneOfObject: Readonly<Record<ObjectReportView['verdict'], Verdict>> = {
  UNSIGNED: 'notApplicable',
  SIGNED_BY_OWNER: 'pass',
  NOT_SIGNED_BY_OWNER: 'warn',
  BROKEN: 'fail',
  UNDECIDED: 'unknown',
};

export const toneOfObjectSignature: Readonly<Record<ObjectSignatureView['verdict'], Verdict>> = {
  MALFORMED: 'fail',
  UNSUPPORTED_ALG: 'unknown',
  UNSUPPORTED_CRIT: 'unknown',
  OBJECT_MISMATCH: 'fail',
  KEY_NOT_FOUND: 'unknown',
  KEY_MISMATCH: 'fail',
  INVALID_SIGNATURE: 'fail',
  WRONG_PARTY: 'fail',
  CERT_NOT_VALID_AT_SIGNING: 'fail',
  REVOKED: 'fail',
  UNTRUSTED: 'unknown',
  FUTURE: 'warn',
  EXPIRED: 'warn',
  VALID: 'pass',
};

export const toneOfPrice: Readonly<Record<PriceReport['verdict'], Verdict>> = {
  MATCH: 'pass',
  MISMATCH: 'fail',
  NOT_COMPUTABLE: 'unknown',
};

export const toneOfTotal: Readonly<Record<PriceTotalView['verdict'], Verdict>> = {
  MATCH: 'pass',
  MISMATCH: 'fail',
  NOT_STATED: 'notApplicable',
  NOT_COMPUTABLE: 'unknown',
};
