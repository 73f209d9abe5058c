import { z } from 'zod';
import { type CheckPolicy as Policy, ruleVerdicts } from '../domain/checks/check-policy.ts';
import { nameTypes } from '../domain/distinguished-name.ts';
import { parseNamePattern } from '../domain/name-pattern.ts';
import { operatorRoles } from '../domain/roles.ts';
import { MOST_VOTES } from '../domain/roster.ts';
import { Sha256Hex } from './common.ts';
import { KeyAlgorithmName, KeyPurpose } from './key-facts.ts';

/** `pass`: say nothing. `warn`: tell the voters. `fail`: not to be signed. */
const Rule = z.enum(ruleVerdicts);
const NameTypeName = z.enum(nameTypes.map(({ type }) => type));
const Days = z.int().min(1).max(3650);
const Hours = z.int().min(0).max(87_600);
const Oid = z
  .string()
  .max(100)
  .regex(/^[0-2](?:\.(?:0|[1-9]\d*))+$/);
const Pattern = z
  .string()
  .max(600)
  .refine((text) => parseNamePattern(text).ok, 'name pattern');

const Keys = z.strictObject({
  algorithms: z.array(KeyAlgorithmName).max(20).describe('Kinds and sizes of keys that may be certified.'),
  compromised: z
    .array(Sha256Hex)
    .max(10_000)
    .describe('SHA-256 of public keys (SubjectPublicKeyInfo) whose private keys are known to others.'),
  certifiedBefore: Rule.describe('The key was certified before: a renewal should bring a new key.'),
  inOtherGroup: Rule.describe('The key is known from another key group.'),
});

const Provenance = z.strictObject({
  proofIsEnough: z
    .boolean()
    .describe('A renewal may be vouched for by the predecessor’s key alone, without a confirmation by a person.'),
  confirmationBySecondPerson: z
    .boolean()
    .describe('Whoever confirmed the key over a known contact must be another than who entered the request.'),
  confirmationMaxAgeDays: Days.describe('So many days a confirmation counts.'),
  proofMaxAgeDays: Days.describe('So many days a proof by the predecessor’s key counts.'),
});

const Subject = z.strictObject({
  required: z.array(NameTypeName).max(20).describe('Parts that a subject must have.'),
  allowed: z.array(NameTypeName).max(20).describe('Parts that a subject may have; every other part fails.'),
  organizationOther: Rule.describe('The organisation in the subject is not called like the partner.'),
  hostNotAllowed: Rule.describe(
    'The common name is a host, or there is a mail address, that the partner may not have.',
  ),
});

const Ids = z.strictObject({
  none: Rule.describe('The request claims no id at all.'),
  unregistered: Rule.describe('An id is not registered for the partner.'),
  unconfirmed: Rule.describe('An id is registered, but nobody has recorded who confirmed it.'),
  separator: Rule.describe('A sub-id has the separator of the other kind, as DE*GDF for an EMSP.'),
  claimedByOther: Rule.describe(
    'Somebody else claims the id too, in a certificate or request; registered for others fails.',
  ),
  lookAlike: Rule.describe('An id that is not registered can be taken for that of another partner.'),
  inOtherPlace: Rule.describe('One of the partner’s own ids stands in a name or in the subject; those of others fail.'),
});

const Groups = z.strictObject({
  absent: Rule.describe('The request names no key group, so it can never replace a certificate.'),
  unusual: Rule.describe('The key group id is longer, or has other characters, than the console would give.'),
  ofOther: Rule.describe('The key group id, or one that looks like it, is in use by another partner.'),
  changed: Rule.describe(
    'Against the certificate that it replaces the request adds ids or names, or changes subject or algorithm.',
  ),
  pending: Rule.describe('Another request of the same key group is not decided yet.'),
});

const Names = z.strictObject({
  kinds: z
    .array(z.enum(['dns', 'ip', 'uri', 'mail']))
    .max(4)
    .describe('Kinds of alternative names.'),
  patterns: z
    .array(Pattern)
    .max(1000)
    .nullable()
    .describe('Names that are allowed at all, beside what the partner may have; null leaves it to the partner’s own.'),
  notAllowed: Rule.describe('A name fits no pattern.'),
  wildcard: Rule.describe('A name stands for many hosts (*.example.org).'),
});

const Validity = z.strictObject({
  maxDays: Days.describe('Longest life of a certificate in days; a partner may have less.'),
  minHours: Hours.describe('Shortest life that may be asked for, in hours.'),
  notWished: Rule.describe('The request wishes neither a start nor an end.'),
  beyond: Rule.describe('The wish reaches beyond the longest life or beyond the issuer: it is cut unless this fails.'),
  maxPastHours: Hours.describe('So many hours the wished start may lie back.'),
  maxAheadDays: z.int().min(0).max(3650).describe('So many days the wished start may lie ahead.'),
  pastOrAhead: Rule.describe('The wished start lies further back or ahead than that.'),
  backdateMinutes: z
    .int()
    .min(0)
    .max(1440)
    .describe('So many minutes a certificate may start before now, against clocks that run late.'),
  overlapMinHours: Hours.describe('Least overlap with the certificate that is replaced, in hours.'),
  overlapMaxDays: z.int().min(0).max(3650).describe('Longest overlap with the certificate that is replaced, in days.'),
  overlap: Rule.describe('The overlap is shorter or longer than that.'),
  gap: Rule.describe('The new certificate would start after the old one has ended.'),
});

const Encoding = z.strictObject({
  findings: z
    .record(z.string().regex(/^[A-Z][A-Z0-9_]{1,59}$/), Rule)
    .describe(
      'What a deviation of this code makes of a request; a code that is not listed fails, or warns if it is mere information.',
    ),
  attributes: z
    .array(Oid)
    .max(200)
    .describe('OIDs of attributes that nobody here understands and that may be there all the same.'),
  extensions: z
    .array(Oid)
    .max(200)
    .describe('OIDs of requested extensions that may be there without being understood; they are never certified.'),
});

const Limits = z.strictObject({
  octets: z.int().min(500).max(1_000_000).describe('Size of a request in octets.'),
  ids: z.int().min(0).max(5000).describe('Number of ids.'),
  names: z.int().min(0).max(1000).describe('Number of alternative names.'),
  subjectCharacters: z.int().min(1).max(3500).describe('Length of the subject.'),
  textCharacters: z.int().min(1).max(500).describe('Length of any single text.'),
  parts: z.int().min(1).max(1000).describe('Number of attributes and requested extensions together.'),
});

const Votes = z.strictObject({
  needed: z.int().min(1).max(MOST_VOTES).describe('So many operators must agree; never who entered the request.'),
  roles: z.array(z.enum(operatorRoles)).max(operatorRoles.length).describe('Roles whose votes count.'),
  expireHours: z.int().min(1).max(8760).describe('So many hours a vote counts.'),
});

/** What may be issued (shared/domain/checks/check-policy.ts); each rule explains itself for editor and manual. */
export const CheckPolicy = z.strictObject({
  v: z.literal(1).describe('Version of this form.'),
  purposes: z.array(KeyPurpose).max(4).describe('Purposes that certificates may have.'),
  keys: Keys.describe('Keys.'),
  provenance: Provenance.describe('Who vouches for a request.'),
  subject: Subject.describe('The subject of a request.'),
  ids: Ids.describe('Party, sub-CPO and sub-EMSP ids.'),
  groups: Groups.describe('Key groups and renewals.'),
  names: Names.describe('Alternative names (subjectAltName).'),
  validity: Validity.describe('Times.'),
  usages: z
    .strictObject({ beyondPurpose: Rule.describe('Usages are asked for that the purpose does not need.') })
    .describe('Key usages; certificates get those of their purpose, whatever is asked for.'),
  encoding: Encoding.describe('How requests are written.'),
  limits: Limits.describe('Sizes.'),
  votes: Votes.describe('Who decides.'),
}) satisfies z.ZodType<Policy>;
