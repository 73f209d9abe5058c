import { canonicalJson, plainJson } from './canonical-json.ts';
import type { CheckPolicy } from './checks/check-policy.ts';
import { narrowPolicy } from './checks/narrow-policy.ts';
import { defaultCheckPolicy } from './default-policy.ts';

/**
 * Documents are texts in canonical JSON whose SHA-256 the roster fixes: `policy`, `policy/authority/<id>`,
 * `policy/partner/<id>`, `partner-ids`, `oid-profile`.
 */
export const PARTNER_IDS = 'partner-ids';
export const OID_PROFILE = 'oid-profile';

/** For whom a policy holds. */
export type PolicyScope =
  | { readonly kind: 'workspace' }
  | { readonly kind: 'authority'; readonly authorityId: string }
  | { readonly kind: 'partner'; readonly partnerId: string };

const policyName = /^policy(?:\/(authority|partner)\/([A-Za-z0-9_-]{1,64}))?$/;

/** The document of a scope. */
export function policyDocument(scope: PolicyScope): string {
  switch (scope.kind) {
    case 'workspace':
      return 'policy';
    case 'authority':
      return `policy/authority/${scope.authorityId}`;
    case 'partner':
      return `policy/partner/${scope.partnerId}`;
  }
}

/** The scope of a policy's document; undefined for every other document. */
export function scopeOfDocument(document: string): PolicyScope | undefined {
  const found = policyName.exec(document);
  if (found === null) return undefined;
  const [, kind, id] = found;
  if (id === undefined) return { kind: 'workspace' };
  return kind === 'authority' ? { kind, authorityId: id } : { kind: 'partner', partnerId: id };
}

/** What stands for a policy: the text that is hashed and kept. `null`: none of its own, which is a choice too. */
export function policyText(policy: CheckPolicy | null): string {
  return canonicalJson(plainJson(policy));
}

/**
 * The policy of a request: the workspace's (the usual one where it has none), narrowed by the authority's and the
 * partner's. Nothing passes that fails under one of them.
 */
export function effectivePolicy(workspace: CheckPolicy | null, narrower: readonly (CheckPolicy | null)[]): CheckPolicy {
  return narrower.reduce<CheckPolicy>(
    (policy, own) => (own === null ? policy : narrowPolicy(policy, own)),
    workspace ?? defaultCheckPolicy,
  );
}

/** One rule that two policies have differently; values as canonical JSON. */
export interface RuleChange {
  /** `validity.maxDays`, or a group alone where it is one value. */
  readonly rule: string;
  readonly before: string;
  readonly after: string;
}

/** What differs between two policies, rule by rule, in the order of the first. */
export function ruleChanges(before: CheckPolicy, after: CheckPolicy): readonly RuleChange[] {
  const old = rulesOf(before);
  const now = rulesOf(after);
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((rule) => {
    const [was, is] = [old.get(rule) ?? 'null', now.get(rule) ?? 'null'];
    return was === is ? [] : [{ rule, before: was, after: is }];
  });
}

/** Lists are sets here: neither order nor repetition means anything, so neither is a change. */
function rulesOf(policy: CheckPolicy): ReadonlyMap<string, string> {
  const rules = new Map<string, string>();
  for (const [group, value] of Object.entries(policy) as readonly (readonly [string, unknown])[]) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) rules.set(group, textOf(value));
    else for (const [rule, one] of Object.entries(value)) rules.set(`${group}.${rule}`, textOf(one));
  }
  return rules;
}

function textOf(value: unknown): string {
  const plain = plainJson(value);
  return canonicalJson(isTexts(plain) ? [...new Set(plain)].toSorted() : plain);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

export interface RegisteredIdOf {
  readonly partnerId: string;
  readonly kind: 'party' | 'sub-cpo' | 'sub-emsp';
  readonly id: string;
}

/** The document `partner-ids`: `[partnerId, kind, id]` of each, in an order of its own, so that equal registries have equal texts. */
export function partnerIdsText(ids: readonly RegisteredIdOf[]): string {
  const rows = ids.map(({ partnerId, kind, id }) => [partnerId, kind, id] as const);
  return canonicalJson(rows.toSorted((a, b) => compareTexts(a.join('\n'), b.join('\n'))));
}

/** Equal for ids that are the same but for letter case. */
export function partnerIdKey({ partnerId, kind, id }: RegisteredIdOf): string {
  return `${partnerId}\n${kind}\n${id.toUpperCase()}`;
}

/** What the registry has beyond the anchored list, and what is missing in it. */
export function partnerIdChanges(
  anchored: readonly RegisteredIdOf[],
  registered: readonly RegisteredIdOf[],
): { readonly added: readonly RegisteredIdOf[]; readonly removed: readonly RegisteredIdOf[] } {
  const old = new Set(anchored.map(partnerIdKey));
  const now = new Set(registered.map(partnerIdKey));
  return {
    added: registered.filter((one) => !old.has(partnerIdKey(one))),
    removed: anchored.filter((one) => !now.has(partnerIdKey(one))),
  };
}

/** By UTF-16 code units, the same in every language. */
function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
