import type { KeyPurpose } from '../key-algorithm.ts';
import { checkSubjectAltName } from '../san.ts';
import { keptNames, mayHaveName, plainName, purposeOf } from './claimed.ts';
import { type CheckResult, type Judged, resultsOf, shown } from './check-result.ts';
import type { CheckInput, ExtensionFacts, NameFacts } from './facts.ts';

/** What is asked for beside the ids: an authority's rights, usages, names, and what nobody here understands. */
export function checkExtensions(input: CheckInput): readonly CheckResult[] {
  return [
    ...resultsOf('CA_REQUESTED', input.request.extensions.flatMap(judgeAuthority), {
      reason: 'CA_NOT_REQUESTED',
      verdict: 'pass',
    }),
    ...checkUsages(input),
    ...resultsOf(
      'NAME_KINDS',
      keptNames(input).flatMap((name) => judgeKind(name, input)),
      { reason: 'NAME_KINDS_ALLOWED', verdict: 'pass' },
    ),
    ...resultsOf(
      'NAMES_ALLOWED',
      [...keptNames(input).flatMap((name) => judgeName(name, input)), ...judgeServer(input)],
      { reason: 'NAMES_WITHIN_PATTERNS', verdict: 'pass' },
    ),
    ...resultsOf(
      'EXTENSIONS_KNOWN',
      input.request.extensions.flatMap((extension) => judgeExtension(extension, input)),
      { reason: 'EXTENSIONS_UNDERSTOOD', verdict: 'pass' },
    ),
    ...resultsOf('ATTRIBUTES_KNOWN', judgeAttributes(input), { reason: 'ATTRIBUTES_UNDERSTOOD', verdict: 'pass' }),
  ];
}

/** Extensions that only certificates of authorities have (RFC 5280 §4.2.1.5, .10, .11, .14). */
const OF_AUTHORITIES = new Set(['name-constraints', 'policy-constraints', 'policy-mappings', 'inhibit-any-policy']);

function judgeAuthority(extension: ExtensionFacts): readonly Judged<'CA_REQUESTED'>[] {
  const { kind, ca, usages = [] } = extension;
  if (kind === 'basic-constraints' && ca === true)
    return [{ reason: 'CA_FLAG_REQUESTED', verdict: 'fail', at: extension }];
  if (kind === 'key-usage' && usages.some((usage) => usage === 'keyCertSign' || usage === 'cRLSign'))
    return [{ reason: 'CA_USAGE_REQUESTED', verdict: 'fail', at: extension }];
  return OF_AUTHORITIES.has(kind)
    ? [{ reason: 'CA_EXTENSION_REQUESTED', verdict: 'fail', values: { oid: shown(extension.oid) }, at: extension }]
    : [];
}

/**
 * Key usages that a request for a purpose may name. keyEncipherment also for keys on curves: the reference writes it, and
 * certificates get their usages from the purpose and the key alone.
 */
const mayAsk: Readonly<Record<KeyPurpose, readonly string[]>> = {
  'tls-client': ['digitalSignature', 'keyEncipherment', 'keyAgreement'],
  'tls-server': ['digitalSignature', 'keyEncipherment', 'keyAgreement'],
  'object-signing': ['digitalSignature', 'nonRepudiation'],
  identity: ['digitalSignature'],
};

function checkUsages(input: CheckInput): readonly CheckResult[] {
  const { request, policy, usageOids } = input;
  const verdict = policy.usages.beyondPurpose;
  const purpose = purposeOf(input);
  const bits: readonly string[] = purpose === null ? Object.values(mayAsk).flat() : mayAsk[purpose];
  // Without a purpose nothing tells which of several usages is meant: at most one, and one that somebody knows.
  const extended: readonly string[] = purpose === null ? [] : [usageOids[purpose]];
  const found: Judged<'USAGE_REQUESTED'>[] = [];
  let says = false;
  for (const extension of request.extensions) {
    const isExtended = extension.kind === 'extended-key-usage';
    if (!isExtended && extension.kind !== 'key-usage') continue;
    says = true;
    for (const usage of extension.usages ?? []) {
      if ((isExtended ? extended : bits).includes(usage) || verdict === 'pass') continue;
      const reason = isExtended ? 'EXTENDED_USAGE_BEYOND_PURPOSE' : 'KEY_USAGE_BEYOND_PURPOSE';
      found.push({ reason, verdict, values: { usage: shown(usage), purpose: purpose ?? '–' }, at: extension });
    }
  }
  return resultsOf('USAGE_REQUESTED', found, { reason: says ? 'USAGES_FIT' : 'USAGES_NOT_SAID', verdict: 'pass' });
}

function judgeKind(name: NameFacts, { policy }: CheckInput): readonly Judged<'NAME_KINDS'>[] {
  const plain = plainName(name);
  return plain !== undefined && policy.names.kinds.includes(plain.kind)
    ? []
    : [
        {
          reason: 'NAME_KIND_NOT_ALLOWED',
          verdict: 'fail',
          values: { kind: name.kind, name: shown(name.value) },
          at: name,
        },
      ];
}

function judgeName(name: NameFacts, input: CheckInput): readonly Judged<'NAMES_ALLOWED'>[] {
  const plain = plainName(name);
  if (plain === undefined) return [];
  const values = { name: `${plain.kind}:${shown(plain.value)}` };
  const { wildcard, notAllowed } = input.policy.names;
  if (!checkSubjectAltName(plain).ok) return [{ reason: 'NAME_FORM_WRONG', verdict: 'fail', values, at: name }];
  const found: Judged<'NAMES_ALLOWED'>[] = [];
  if (plain.kind === 'dns' && plain.value.includes('*') && wildcard !== 'pass')
    found.push({ reason: 'NAME_WILDCARD', verdict: wildcard, values, at: name });
  if (notAllowed !== 'pass' && !mayHaveName(input, plain))
    found.push({ reason: 'NAME_NOT_ALLOWED', verdict: notAllowed, values, at: name });
  return found;
}

/** RFC 9525 §6: who connects to a server compares its name or address with the certificate and nothing else. */
function judgeServer(input: CheckInput): readonly Judged<'NAMES_ALLOWED'>[] {
  return purposeOf(input) === 'tls-server' && !keptNames(input).some(({ kind }) => kind === 'dns' || kind === 'ip')
    ? [{ reason: 'SERVER_WITHOUT_NAME', verdict: 'fail' }]
    : [];
}

/** Extensions of a request that another check reads to the end. */
const EXPECTED = new Set([
  'key-usage',
  'extended-key-usage',
  'subject-alt-name',
  'subject-key-id',
  'basic-constraints',
]);

function judgeExtension(extension: ExtensionFacts, { policy }: CheckInput): readonly Judged<'EXTENSIONS_KNOWN'>[] {
  const { kind, oid } = extension;
  if (EXPECTED.has(kind)) return [];
  const values = { oid: shown(oid) };
  if (kind === 'malformed') return [{ reason: 'EXTENSION_NOT_UNDERSTOOD', verdict: 'fail', values, at: extension }];
  if (policy.encoding.extensions.includes(oid))
    return [{ reason: 'EXTENSION_ALLOWED_BY_POLICY', verdict: 'pass', values, at: extension }];
  const reason = kind === 'unknown' ? 'EXTENSION_NOT_UNDERSTOOD' : 'EXTENSION_NOT_EXPECTED';
  return [{ reason, verdict: 'fail', values, at: extension }];
}

function judgeAttributes({ request, policy }: CheckInput): readonly Judged<'ATTRIBUTES_KNOWN'>[] {
  return request.attributes.flatMap((attribute): readonly Judged<'ATTRIBUTES_KNOWN'>[] => {
    if (attribute.known) return [];
    const values = { oid: shown(attribute.oid) };
    return policy.encoding.attributes.includes(attribute.oid)
      ? [{ reason: 'ATTRIBUTE_ALLOWED_BY_POLICY', verdict: 'pass', values, at: attribute }]
      : [{ reason: 'ATTRIBUTE_NOT_UNDERSTOOD', verdict: 'fail', values, at: attribute }];
  });
}
