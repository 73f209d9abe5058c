import { extensionOf, pass, refuse } from './path-certificate.ts';
import type { PathCheck, ReadCertificate } from './path-types.ts';

const ANY = '2.5.29.32.0';

/** Policies valid so far, each with those that the next certificate may name for it. */
type Policies = Map<string, ReadonlySet<string>>;

interface Counters {
  explicit: number;
  mapping: number;
  any: number;
}

/**
 * Certificate policies (RFC 5280 §6.1.2 to §6.1.5, kept as one set a level as RFC 9618 does, because the tree grows
 * without bound). Every policy is acceptable to us, so they matter only where a certificate demands that there be one.
 */
export function checkPolicies(path: readonly ReadCertificate[]): readonly PathCheck[] {
  const count = path.length - 1;
  const left: Counters = { explicit: count + 1, mapping: count + 1, any: count + 1 };
  let policies: Policies = new Map([[ANY, new Set([ANY])]]);
  for (let index = count - 1; index >= 0; index--) {
    const certificate = path[index];
    if (certificate === undefined) continue;
    const { extensions, selfIssued } = certificate.view;
    const isLast = index === 0;
    policies = narrowed(policies, certificate, left.any > 0 || (!isLast && selfIssued));
    if (left.explicit === 0 && policies.size === 0) return [refuse('POLICY_NONE_LEFT', index)];
    if (isLast) break;
    const mappings = extensionOf(extensions, 'policy-mappings')?.value.mappings ?? [];
    if (mappings.some(({ issuerPolicy, subjectPolicy }) => issuerPolicy === ANY || subjectPolicy === ANY))
      return [refuse('POLICY_MAPPING_ANY', index)];
    policies = mapped(policies, mappings, left.mapping > 0);
    if (!selfIssued) countDown(left);
    lower(left, certificate);
  }
  const leaf = path[0];
  const demanded = leaf && extensionOf(leaf.view.extensions, 'policy-constraints')?.value.requireExplicitPolicy;
  const explicit = demanded === 0 ? 0 : Math.max(0, left.explicit - 1);
  if (count > 0 && explicit === 0 && policies.size === 0) return [refuse('POLICY_NONE_LEFT', 0)];
  return explicit === 0 && count > 0 ? [pass('POLICIES_KEPT', 0)] : [];
}

/** RFC 5280 §6.1.3 (d) and (e). */
function narrowed(policies: Policies, { view }: ReadCertificate, mayBeAny: boolean): Policies {
  const named = extensionOf(view.extensions, 'certificate-policies')?.value.policies ?? [];
  const next: Policies = new Map();
  const expected = new Set([...policies.values()].flatMap((set) => [...set]));
  for (const { policy } of named) {
    if (policy.oid !== ANY && (expected.has(policy.oid) || policies.has(ANY)))
      next.set(policy.oid, new Set([policy.oid]));
  }
  if (mayBeAny && named.some(({ policy }) => policy.oid === ANY))
    for (const oid of expected) if (!next.has(oid)) next.set(oid, new Set([oid]));
  return next;
}

/** RFC 5280 §6.1.4 (b). */
function mapped(
  policies: Policies,
  mappings: readonly { readonly issuerPolicy: string; readonly subjectPolicy: string }[],
  isAllowed: boolean,
): Policies {
  const next: Policies = new Map(policies);
  const wanted = new Map<string, Set<string>>();
  for (const { issuerPolicy, subjectPolicy } of mappings)
    wanted.set(issuerPolicy, (wanted.get(issuerPolicy) ?? new Set()).add(subjectPolicy));
  for (const [issuerPolicy, subjectPolicies] of wanted) {
    if (!isAllowed) next.delete(issuerPolicy);
    else if (policies.has(issuerPolicy) || policies.has(ANY)) next.set(issuerPolicy, subjectPolicies);
  }
  return next;
}

function countDown(left: Counters): void {
  left.explicit = Math.max(0, left.explicit - 1);
  left.mapping = Math.max(0, left.mapping - 1);
  left.any = Math.max(0, left.any - 1);
}

/** RFC 5280 §6.1.4 (i) and (j). */
function lower(left: Counters, { view }: ReadCertificate): void {
  const constraints = extensionOf(view.extensions, 'policy-constraints')?.value;
  left.explicit = Math.min(left.explicit, constraints?.requireExplicitPolicy ?? Infinity);
  left.mapping = Math.min(left.mapping, constraints?.inhibitPolicyMapping ?? Infinity);
  left.any = Math.min(left.any, extensionOf(view.extensions, 'inhibit-any-policy')?.value.skipCertificates ?? Infinity);
}
