import fc from 'fast-check';
import { type CheckPolicy, type RuleVerdict, ruleVerdicts } from '../../../../../shared/domain/checks/check-policy.ts';
import { nameTypes } from '../../../../../shared/domain/distinguished-name.ts';
import { keyAlgorithms, keyPurposes } from '../../../../../shared/domain/key-algorithm.ts';
import { operatorRoles } from '../../../../../shared/domain/roles.ts';

const rule = fc.constantFrom<RuleVerdict>(...ruleVerdicts);
const some = <T>(values: readonly T[]): fc.Arbitrary<readonly T[]> => fc.subarray([...values]);
const codes = ['DEFAULT_EXPLICIT', 'SET_NOT_SORTED', 'STRING_FORM_UNUSUAL', 'KEY_RSA_SMALL', 'SUBJECT_DUPLICATE'];
const oids = ['1.2.3.4', '1.2.840.113549.1.9.7', '2.5.29.31', '1.2.3.4.5'];
const patterns = [
  'dns:cpo.example.org',
  'dns:*.cpo.example.org',
  'dns:**.cpo.example.org',
  'dns:**.example.org',
  'ip:192.0.2.0/24',
  'ip:192.0.2.128/25',
  'ip:192.0.2.10',
  'uri:https://cpo.example.org/',
  'uri:https://cpo.example.org/ocpi/',
  'mail:cpo.example.org',
  'mail:ops@cpo.example.org',
];

/** Any policy that its schema allows, with values that matter to the requests of the corpus. */
export const anyPolicy: fc.Arbitrary<CheckPolicy> = fc.record({
  v: fc.constant(1),
  purposes: some(keyPurposes),
  keys: fc.record({
    algorithms: some(keyAlgorithms),
    compromised: some(['ab'.repeat(32), 'cd'.repeat(32)]),
    certifiedBefore: rule,
    inOtherGroup: rule,
  }),
  provenance: fc.record({
    proofIsEnough: fc.boolean(),
    confirmationBySecondPerson: fc.boolean(),
    confirmationMaxAgeDays: fc.integer({ min: 1, max: 60 }),
    proofMaxAgeDays: fc.integer({ min: 1, max: 60 }),
  }),
  subject: fc.record({
    required: some(nameTypes.map(({ type }) => type)),
    allowed: some(nameTypes.map(({ type }) => type)),
    organizationOther: rule,
    hostNotAllowed: rule,
  }),
  ids: fc.record({
    none: rule,
    unregistered: rule,
    unconfirmed: rule,
    separator: rule,
    claimedByOther: rule,
    lookAlike: rule,
    inOtherPlace: rule,
  }),
  groups: fc.record({ absent: rule, unusual: rule, ofOther: rule, changed: rule, pending: rule }),
  names: fc.record({
    kinds: some(['dns', 'ip', 'uri', 'mail'] as const),
    patterns: fc.option(some(patterns)),
    notAllowed: rule,
    wildcard: rule,
  }),
  validity: fc.record({
    maxDays: fc.integer({ min: 1, max: 60 }),
    minHours: fc.integer({ min: 0, max: 48 }),
    notWished: rule,
    beyond: rule,
    maxPastHours: fc.integer({ min: 0, max: 2000 }),
    maxAheadDays: fc.integer({ min: 0, max: 100 }),
    pastOrAhead: rule,
    backdateMinutes: fc.integer({ min: 0, max: 1440 }),
    overlapMinHours: fc.integer({ min: 0, max: 200 }),
    overlapMaxDays: fc.integer({ min: 0, max: 60 }),
    overlap: rule,
    gap: rule,
  }),
  usages: fc.record({ beyondPurpose: rule }),
  encoding: fc.record({
    findings: fc.dictionary(fc.constantFrom(...codes), rule),
    attributes: some(oids),
    extensions: some(oids),
  }),
  limits: fc.record({
    octets: fc.integer({ min: 500, max: 20_000 }),
    ids: fc.integer({ min: 0, max: 300 }),
    names: fc.integer({ min: 0, max: 200 }),
    subjectCharacters: fc.integer({ min: 1, max: 3500 }),
    textCharacters: fc.integer({ min: 1, max: 500 }),
    parts: fc.integer({ min: 1, max: 1000 }),
  }),
  votes: fc.record({
    needed: fc.integer({ min: 1, max: 9 }),
    roles: some(operatorRoles),
    expireHours: fc.integer({ min: 1, max: 8760 }),
  }),
});
