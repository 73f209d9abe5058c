import type { NameType } from '../distinguished-name.ts';
import type { KeyAlgorithm, KeyPurpose } from '../key-algorithm.ts';
import type { OperatorRole } from '../roles.ts';
import type { SubjectAltName } from '../san.ts';

/** What a rule makes of something that is not as it should be. */
export type RuleVerdict = 'pass' | 'warn' | 'fail';
export const ruleVerdicts = ['pass', 'warn', 'fail'] as const satisfies readonly RuleVerdict[];

/**
 * What may be issued, as data: shared/contract/policy.ts has its schema and explains each rule, default-policy.ts the
 * strictest sensible one. Not everything is a choice: a wrong signature, a broken key or a request for an authority's
 * certificate fails under every policy.
 */
export interface CheckPolicy {
  readonly v: 1;
  readonly purposes: readonly KeyPurpose[];
  readonly keys: {
    readonly algorithms: readonly KeyAlgorithm[];
    /** SHA-256 of SubjectPublicKeyInfos, lower-case hex. */
    readonly compromised: readonly string[];
    readonly certifiedBefore: RuleVerdict;
    readonly inOtherGroup: RuleVerdict;
  };
  readonly provenance: {
    /** A renewal may be proven by the predecessor's key alone. */
    readonly proofIsEnough: boolean;
    readonly confirmationBySecondPerson: boolean;
    readonly confirmationMaxAgeDays: number;
    readonly proofMaxAgeDays: number;
  };
  readonly subject: {
    readonly required: readonly NameType[];
    readonly allowed: readonly NameType[];
    readonly organizationOther: RuleVerdict;
    readonly hostNotAllowed: RuleVerdict;
  };
  readonly ids: {
    readonly none: RuleVerdict;
    readonly unregistered: RuleVerdict;
    readonly unconfirmed: RuleVerdict;
    readonly separator: RuleVerdict;
    readonly claimedByOther: RuleVerdict;
    readonly lookAlike: RuleVerdict;
    /** The partner's own id where none belongs: in a name or in the subject. */
    readonly inOtherPlace: RuleVerdict;
  };
  readonly groups: {
    readonly absent: RuleVerdict;
    readonly unusual: RuleVerdict;
    readonly ofOther: RuleVerdict;
    readonly changed: RuleVerdict;
    readonly pending: RuleVerdict;
  };
  readonly names: {
    readonly kinds: readonly SubjectAltName['kind'][];
    /** Patterns that hold beside the partner's own; null: the partner's alone. */
    readonly patterns: readonly string[] | null;
    readonly notAllowed: RuleVerdict;
    readonly wildcard: RuleVerdict;
  };
  readonly validity: {
    readonly maxDays: number;
    readonly minHours: number;
    readonly notWished: RuleVerdict;
    /** A wish beyond the policy or the issuer, which is cut unless it fails. */
    readonly beyond: RuleVerdict;
    readonly maxPastHours: number;
    readonly maxAheadDays: number;
    readonly pastOrAhead: RuleVerdict;
    readonly backdateMinutes: number;
    readonly overlapMinHours: number;
    readonly overlapMaxDays: number;
    readonly overlap: RuleVerdict;
    readonly gap: RuleVerdict;
  };
  readonly usages: { readonly beyondPurpose: RuleVerdict };
  readonly encoding: {
    /** What a deviation of this code makes of a request; unlisted ones fail, or warn when they are mere information. */
    readonly findings: Readonly<Record<string, RuleVerdict>>;
    readonly attributes: readonly string[];
    readonly extensions: readonly string[];
  };
  readonly limits: {
    readonly octets: number;
    readonly ids: number;
    readonly names: number;
    readonly subjectCharacters: number;
    readonly textCharacters: number;
    /** Attributes and requested extensions together. */
    readonly parts: number;
  };
  readonly votes: {
    readonly needed: number;
    readonly roles: readonly OperatorRole[];
    readonly expireHours: number;
  };
}
