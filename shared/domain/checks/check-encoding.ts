import { codePointName, findUnsafeCharacters } from '../unsafe-characters.ts';
import { idsOf, isAboutStruck, namesAsked } from './claimed.ts';
import type { CheckPolicy, RuleVerdict } from './check-policy.ts';
import { type CheckResult, type Judged, resultsOf, shown } from './check-result.ts';
import type { CheckInput, FindingFacts, Span } from './facts.ts';

/** Checks that pass on what the decoder remarked. Every finding belongs to exactly one check. */
type FindingCheck =
  'ENCODING' | 'DUPLICATES' | 'STRING_TYPES' | 'TEXT_CHARACTERS' | 'SIGNATURE_ALGORITHM' | 'KEY_STRENGTH';

const checkOf: ReadonlyMap<string, FindingCheck> = new Map<string, FindingCheck>([
  ['ATTRIBUTE_DUPLICATE', 'DUPLICATES'],
  ['ATTRIBUTE_SEVERAL_VALUES', 'DUPLICATES'],
  ['EXTENSION_DUPLICATE', 'DUPLICATES'],
  ['SUBJECT_DUPLICATE', 'DUPLICATES'],
  ['SUBJECT_MULTI_VALUED', 'DUPLICATES'],
  ['STRING_INVALID', 'STRING_TYPES'],
  ['STRING_FORM_UNUSUAL', 'STRING_TYPES'],
  ['NAME_VALUE_TYPE', 'STRING_TYPES'],
  ['NAME_STRING_TYPE', 'STRING_TYPES'],
  ['ATTRIBUTE_VALUE_TYPE', 'STRING_TYPES'],
  ['TEXT_UNSAFE_CHARACTER', 'TEXT_CHARACTERS'],
]);

/** Findings that other checks make again from the values themselves, with the partner and the strike in view. */
const madeAgain =
  /^(?:PARTY_ID_|KEY_GROUP_ID_)|^(?:ATTRIBUTE_UNKNOWN|EXTENSION_UNKNOWN|EXTENSION_MALFORMED|VALIDITY_EMPTY|TIME_INVALID|SUBJECT_EMPTY|SUBJECT_NO_COMMON_NAME)$/;

/** Undefined: another check judges it. */
function checkFor({ code, field }: FindingFacts): FindingCheck | undefined {
  if (madeAgain.test(code)) return undefined;
  // A name that stands nowhere but in a list of names is judged with the names.
  if (code === 'SAN_NAME_FORM' && field.startsWith('extension.2.5.29.17[')) return undefined;
  const known = checkOf.get(code);
  if (known !== undefined) return known;
  if (code.startsWith('SIGNATURE_')) return 'SIGNATURE_ALGORITHM';
  return field === 'publicKey' ? 'KEY_STRENGTH' : 'ENCODING';
}

/**
 * What the policy makes of a finding. Unlisted ones fail, whatever a later decoder may find; mere information warns.
 * What the decoder calls an error fails unless the policy says otherwise of this very code.
 */
export function verdictOfFinding({ code, severity }: FindingFacts, policy: CheckPolicy): RuleVerdict {
  const listed = Object.hasOwn(policy.encoding.findings, code) ? policy.encoding.findings[code] : undefined;
  return listed ?? (severity === 'info' ? 'warn' : 'fail');
}

/** A finding as a result. A defect of key or signature never passes by policy, only what is odd about them does. */
function judge<R extends string>(
  finding: FindingFacts,
  policy: CheckPolicy,
  reason: R,
): { reason: R; verdict: RuleVerdict; values: CheckResult['values']; at: Span } {
  const isDefect = finding.severity === 'error' && /^(?:KEY_|SIGNATURE_)/.test(finding.code);
  const verdict = isDefect ? 'fail' : verdictOfFinding(finding, policy);
  return { reason, verdict, values: { finding: finding.code, field: shown(finding.field) }, at: finding };
}

/** How the request is written: deviations, doubles, string types, hidden characters, sizes. */
export function checkEncoding(input: CheckInput): readonly CheckResult[] {
  const of = (check: FindingCheck): readonly FindingFacts[] => findingsOf(input, check);
  const { policy } = input;
  return [
    ...resultsOf(
      'ENCODING',
      of('ENCODING').map((one) => judge(one, policy, 'ENCODING_DEVIATES' as const)),
      { reason: 'ENCODING_KEPT', verdict: 'pass' },
    ),
    ...resultsOf(
      'DUPLICATES',
      of('DUPLICATES').map((one) => judge(one, policy, 'DUPLICATE_THERE' as const)),
      { reason: 'DUPLICATES_NONE', verdict: 'pass' },
    ),
    ...resultsOf(
      'STRING_TYPES',
      of('STRING_TYPES').map((one) => judge(one, policy, 'STRING_TYPE_ODD' as const)),
      { reason: 'STRING_TYPES_USUAL', verdict: 'pass' },
    ),
    ...resultsOf('TEXT_CHARACTERS', hiddenCharacters(input), { reason: 'TEXT_PLAIN', verdict: 'pass' }),
    ...checkSize(input),
  ];
}

/** What the decoder remarked about the signature's algorithm and about the key. */
export function findingResults(
  input: CheckInput,
  code: 'SIGNATURE_ALGORITHM' | 'KEY_STRENGTH',
): readonly CheckResult[] {
  const found = findingsOf(input, code);
  return code === 'SIGNATURE_ALGORITHM'
    ? resultsOf(
        code,
        found.map((one) => judge(one, input.policy, 'SIGNATURE_ALGORITHM_DEVIATES' as const)),
        { reason: 'SIGNATURE_ALGORITHM_SOUND', verdict: 'pass' },
      )
    : resultsOf(
        code,
        found.map((one) => judge(one, input.policy, 'KEY_DEFECT' as const)),
        { reason: 'KEY_SOUND', verdict: 'pass', at: input.request.key },
      );
}

function findingsOf(input: CheckInput, check: FindingCheck): readonly FindingFacts[] {
  return input.request.findings.filter(
    (finding) =>
      checkFor(finding) === check &&
      !isAboutStruck(finding, input) &&
      !(verdictOfFinding(finding, input.policy) === 'pass' && finding.severity !== 'error'),
  );
}

/** Every text of the request, by what the decoder remarked and once more by ourselves. */
function hiddenCharacters(input: CheckInput): readonly Judged<'TEXT_CHARACTERS'>[] {
  const remarked = findingsOf(input, 'TEXT_CHARACTERS');
  const found = remarked.map((one): Judged<'TEXT_CHARACTERS'> => ({
    reason: 'TEXT_HIDDEN_CHARACTER',
    verdict: verdictOfFinding(one, input.policy),
    values: { field: shown(one.field), character: '' },
    at: one,
  }));
  const known = new Set(remarked.map(({ start, end }) => `${start} ${end}`));
  for (const { text, start, end, field } of textsOf(input)) {
    const [unsafe] = findUnsafeCharacters(text, 1);
    if (unsafe === undefined || known.has(`${start} ${end}`)) continue;
    const finding = { code: 'TEXT_UNSAFE_CHARACTER', severity: 'warning', field, start, end } as const;
    if (isAboutStruck(finding, input)) continue;
    found.push({
      reason: 'TEXT_HIDDEN_CHARACTER',
      verdict: verdictOfFinding(finding, input.policy),
      values: { field: shown(field), character: codePointName(unsafe.codePoint) },
      at: finding,
    });
  }
  return found;
}

interface Text extends Span {
  readonly text: string;
  readonly field: string;
}

function textsOf(input: CheckInput): readonly Text[] {
  const { claims, subject } = input.request;
  const named = (field: string, text: (Span & { readonly text: string }) | null): readonly Text[] =>
    text === null ? [] : [{ text: text.text, start: text.start, end: text.end, field }];
  return [
    ...named('ocpi.keyGroupId', claims.keyGroupId),
    ...named('ocpi.keySerialNumber', claims.keySerialNumber),
    ...idsOf(claims).map(({ text, start, end, list }) => ({ text, start, end, field: `ocpi.${list}[0]` })),
    ...namesAsked(input).map(({ value, start, end }) => ({ text: value, start, end, field: 'extension.2.5.29.17[0]' })),
    ...subject.rdns
      .flat()
      .flatMap(({ text, start, end, name }) => named(`subject.${name}`, text && { ...text, start, end })),
  ];
}

function checkSize(input: CheckInput): readonly CheckResult[] {
  const { request, policy } = input;
  const { limits } = policy;
  const found: Judged<'SIZE'>[] = [];
  const limit = (reason: Judged<'SIZE'>['reason'], is: number, most: number, at?: Span): void => {
    if (is > most) found.push({ reason, verdict: 'fail', values: { is, most }, at });
  };
  limit('SIZE_OCTETS', request.octets, limits.octets);
  limit('SIZE_IDS', idsOf(request.claims).length, limits.ids);
  limit('SIZE_NAMES', namesAsked(input).length, limits.names);
  limit('SIZE_PARTS', request.attributes.length + request.extensions.length, limits.parts);
  limit('SIZE_SUBJECT', request.subject.text.length, limits.subjectCharacters, request.subject);
  for (const text of textsOf(input)) {
    if (found.length < 20) limit('SIZE_TEXT', text.text.length, limits.textCharacters, text);
  }
  return resultsOf('SIZE', found, { reason: 'SIZE_KEPT', verdict: 'pass', values: { is: request.octets } });
}
