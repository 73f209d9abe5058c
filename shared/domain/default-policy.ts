import type { CheckPolicy, RuleVerdict } from './checks/check-policy.ts';
import { nameTypes } from './distinguished-name.ts';
import { keyAlgorithms, keyPurposes } from './key-algorithm.ts';

/**
 * What deviations of the decoder's list make of a request. Only what is known and harmless is listed as pass or warn:
 * unlisted codes fail, or warn where the decoder itself calls them mere information.
 */
const findings: Readonly<Record<string, RuleVerdict>> = {
  // As the reference implementation writes requests.
  ID_LIST_SET_FORM: 'pass',
  SAN_DOUBLE_WRAPPED: 'warn',
  SIGNATURE_HASH_UNFIT: 'warn',
  // As widespread tool kits write them; what is meant is beyond doubt.
  CSR_ATTRIBUTES_ABSENT: 'warn',
  DEFAULT_EXPLICIT: 'warn',
  EXTENSION_CRITICAL: 'warn',
  EXTENSIONS_EMPTY: 'warn',
  ID_LIST_EMPTY: 'warn',
  NAMED_BITS_TRAILING_ZEROS: 'warn',
  NAME_STRING_TYPE: 'warn',
  STRING_FORM_UNUSUAL: 'warn',
  TIME_FORM: 'warn',
};

/** The strictest policy under which honest requests, the reference's among them, are still served. */
export const defaultCheckPolicy: CheckPolicy = {
  v: 1,
  purposes: keyPurposes,
  keys: { algorithms: keyAlgorithms, compromised: [], certifiedBefore: 'fail', inOtherGroup: 'fail' },
  provenance: {
    proofIsEnough: true,
    confirmationBySecondPerson: true,
    confirmationMaxAgeDays: 30,
    proofMaxAgeDays: 30,
  },
  subject: {
    required: ['CN'],
    allowed: nameTypes.map(({ type }) => type),
    organizationOther: 'warn',
    hostNotAllowed: 'fail',
  },
  ids: {
    none: 'warn',
    unregistered: 'fail',
    unconfirmed: 'warn',
    separator: 'warn',
    // A stranger's word alone must not keep the owner of an id from being served.
    claimedByOther: 'warn',
    lookAlike: 'fail',
    inOtherPlace: 'warn',
  },
  groups: { absent: 'warn', unusual: 'warn', ofOther: 'fail', changed: 'warn', pending: 'warn' },
  names: { kinds: ['dns', 'ip', 'uri', 'mail'], patterns: null, notAllowed: 'fail', wildcard: 'fail' },
  validity: {
    maxDays: 30,
    minHours: 1,
    notWished: 'pass',
    beyond: 'fail',
    maxPastHours: 30 * 24,
    maxAheadDays: 60,
    pastOrAhead: 'fail',
    backdateMinutes: 5,
    overlapMinHours: 0,
    overlapMaxDays: 14,
    overlap: 'warn',
    gap: 'warn',
  },
  usages: { beyondPurpose: 'fail' },
  encoding: { findings, attributes: [], extensions: [] },
  limits: {
    octets: 16_384,
    ids: 200,
    names: 100,
    subjectCharacters: 1000,
    textCharacters: 500,
    parts: 40,
  },
  votes: { needed: 2, roles: ['approver'], expireHours: 7 * 24 },
};
