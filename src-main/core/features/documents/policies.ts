import type { z } from 'zod';
import { CheckPolicy } from '../../../../shared/contract/policy.ts';
import type { CheckPolicy as Policy } from '../../../../shared/domain/checks/check-policy.ts';
import { canonicalJson, plainJson } from '../../../../shared/domain/canonical-json.ts';
import { effectivePolicy, OID_PROFILE, PARTNER_IDS, policyDocument } from '../../../../shared/domain/documents.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { sha256 } from '../../store/sha256.ts';
import type { Reader } from '../../store/tables.ts';
import type { DocumentsDeps, JudgedScope, PolicyFor, PolicyInForce } from './documents.deps.ts';
import type { OidProfileInForce } from './oid-profile-in-force.ts';
import type { PartnerIdsInForce } from './partner-ids.ts';
import { storedDocument } from './stored-documents.ts';

/** So many read policies are kept; each authority and partner may have one. */
const MOST_KEPT = 500;

export interface ReadPolicy {
  readonly kind: 'none' | 'current' | 'altered';
  /** Null: none of its own, or nothing that could be relied on. */
  readonly policy: Policy | null;
}

/** Takes the place of what is stored of one document, to see what would become of requests. */
export interface InPlaceOf {
  readonly document: string;
  readonly policy: Policy | null;
}

export type Policies = ReturnType<typeof createPolicies>;

/** The policies in force. Texts are read and hashed each time; what they say is kept under their hash. */
export function createPolicies(
  deps: Pick<DocumentsDeps, 'operators'>,
  profile: Pick<OidProfileInForce, 'isAltered'>,
  partnerIds: Pick<PartnerIdsInForce, 'isAltered'>,
) {
  const kept = new Map<string, Policy | null | undefined>();
  const joined = new Map<string, Omit<PolicyInForce, 'altered'>>();

  function parsed(hash: string, text: string): Policy | null | undefined {
    if (!kept.has(hash)) {
      if (kept.size >= MOST_KEPT) kept.clear();
      kept.set(hash, readPolicy(text));
    }
    return kept.get(hash);
  }

  async function read(db: Reader, document: string): Promise<ReadPolicy & { readonly sha256: string }> {
    const stored = await storedDocument(deps, db, document);
    if (stored.kind !== 'current') return { kind: stored.kind, policy: null, sha256: '' };
    const { sha256: hash, text } = stored.record;
    const policy = parsed(hash, text);
    return policy === undefined
      ? { kind: 'altered', policy: null, sha256: '' }
      : { kind: 'current', policy, sha256: hash };
  }

  function policyOf(parts: readonly (ReadPolicy & { readonly sha256: string })[]): Omit<PolicyInForce, 'altered'> {
    const single = isSingle();
    const key = `${single} ${parts.map((part) => part.sha256).join(' ')}`;
    const known = joined.get(key);
    if (known !== undefined) return known;
    const [workspace, ...narrower] = parts.map(({ policy }) => policy);
    const whole = effectivePolicy(workspace ?? null, narrower);
    const policy = single ? aloneOf(whole) : whole;
    const made = { policy, sha256: sha256(canonicalJson(plainJson(policy))) };
    if (joined.size >= MOST_KEPT) joined.clear();
    joined.set(key, made);
    return made;
  }

  /** While there is one operator only nobody else can confirm a key, so that operator's own word has to do. */
  function isSingle(): boolean {
    const guarded = deps.operators.roster();
    return guarded.state === 'good' && guarded.roster.singleOperator;
  }

  async function inForce(db: Reader, scope: JudgedScope, trial?: InPlaceOf): Promise<PolicyInForce> {
    const names = documentsOf(scope);
    const parts = [];
    const altered: string[] = [];
    for (const document of names) {
      if (trial?.document === document) {
        const hash = trial.policy === null ? '' : sha256(canonicalJson(plainJson(trial.policy)));
        parts.push({ kind: 'current' as const, policy: trial.policy, sha256: hash });
        continue;
      }
      const part = await read(db, document);
      if (part.kind === 'altered') altered.push(document);
      parts.push(part);
    }
    if (profile.isAltered()) altered.push(OID_PROFILE);
    if (await partnerIds.isAltered(db)) altered.push(PARTNER_IDS);
    return { ...policyOf(parts), altered };
  }

  return {
    read,
    policyFor: ((db, scope) => inForce(db, scope)) satisfies PolicyFor,
    /** The same with another policy in one place. */
    tryingWith:
      (trial: InPlaceOf): PolicyFor =>
      (db, scope) =>
        inForce(db, scope, trial),
  };
}

/** Undefined for a text that is no policy, such as one of a later form. */
export function readPolicy(text: string): Policy | null | undefined {
  try {
    return CheckPolicy.nullable().safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** A policy as somebody wrote it, or which rule of it is not in order. */
export function readPolicyText(text: string): Result<{ policy: z.output<typeof CheckPolicy> }, PolicyFault> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return unreadable('', 'no JSON');
  }
  const read = CheckPolicy.safeParse(json);
  if (read.success) return ok({ policy: read.data });
  const [issue] = read.error.issues;
  return unreadable(issue?.path.join('.') ?? '', issue?.message ?? '');
}

interface PolicyFault {
  readonly code: 'POLICY_UNREADABLE';
  readonly data: { rule: string; detail: string };
}

function unreadable(rule: string, detail: string): Result<never, PolicyFault> {
  return fail({ code: 'POLICY_UNREADABLE', data: { rule: rule.slice(0, 100), detail: detail.slice(0, 300) } });
}

function documentsOf({ authorityId, partnerId }: JudgedScope): readonly string[] {
  return [
    policyDocument({ kind: 'workspace' }),
    ...(authorityId === undefined ? [] : [policyDocument({ kind: 'authority', authorityId })]),
    ...(partnerId === undefined ? [] : [policyDocument({ kind: 'partner', partnerId })]),
  ];
}

function aloneOf(policy: Policy): Policy {
  return { ...policy, provenance: { ...policy.provenance, confirmationBySecondPerson: false } };
}
