import type { KeyPurpose } from '../key-algorithm.ts';
import type { CheckCode } from './check-codes.ts';
import { verdictOfFinding } from './check-encoding.ts';
import { checkTbsLifetime } from './check-tbs-lifetime.ts';
import { folded, idsOf, keptIds, keptNames, mayHaveName, plainName, standingOf } from './claimed.ts';
import { type CheckResult, type Judged, notApplicable, resultsOf, shown } from './check-result.ts';
import type { CheckInput, ExtensionFacts, TbsFacts } from './facts.ts';

/** The to-be-signed certificate, held against the request as it was kept and against everything that is known now. */
export function checkTbs(input: CheckInput): readonly CheckResult[] {
  const { tbs } = input;
  if (tbs === null) return tbsCodes.flatMap((code) => resultsOf(code, [], notApplicable, 'tbs'));
  return [
    ...resultsOf('TBS_BEYOND_REQUEST', judgeBeyond(tbs, input), { reason: 'TBS_SAYS_NO_MORE', verdict: 'pass' }, 'tbs'),
    ...resultsOf('TBS_IDS', judgeIds(tbs, input), { reason: 'TBS_IDS_OF_PARTNER', verdict: 'pass' }, 'tbs'),
    ...resultsOf('TBS_NAMES', judgeNames(tbs, input), { reason: 'TBS_NAMES_ALLOWED', verdict: 'pass' }, 'tbs'),
    ...resultsOf('TBS_USAGE', judgeUsage(tbs, input), { reason: 'TBS_USAGE_FITS', verdict: 'pass' }, 'tbs'),
    ...resultsOf('TBS_AUTHORITY', judgeAuthority(tbs), { reason: 'TBS_NO_AUTHORITY', verdict: 'pass' }, 'tbs'),
    ...checkTbsLifetime(tbs, input),
    ...resultsOf('TBS_SERIAL', judgeSerial(tbs, input), { reason: 'TBS_SERIAL_FIT', verdict: 'pass' }, 'tbs'),
    ...resultsOf('TBS_ISSUER', judgeIssuer(tbs, input), { reason: 'TBS_ISSUER_FITS', verdict: 'pass' }, 'tbs'),
    ...resultsOf(
      'TBS_EXTENSIONS',
      judgeExtensions(tbs, input),
      { reason: 'TBS_EXTENSIONS_EXPECTED', verdict: 'pass' },
      'tbs',
    ),
    ...resultsOf('TBS_ENCODING', judgeEncoding(tbs, input), { reason: 'TBS_ENCODING_KEPT', verdict: 'pass' }, 'tbs'),
  ];
}

const tbsCodes = [
  'TBS_BEYOND_REQUEST',
  'TBS_IDS',
  'TBS_NAMES',
  'TBS_USAGE',
  'TBS_AUTHORITY',
  'TBS_LIFETIME',
  'TBS_SERIAL',
  'TBS_ISSUER',
  'TBS_EXTENSIONS',
  'TBS_ENCODING',
] as const satisfies readonly CheckCode[];

function judgeBeyond(tbs: TbsFacts, input: CheckInput): readonly Judged<'TBS_BEYOND_REQUEST'>[] {
  const { request } = input;
  const found: Judged<'TBS_BEYOND_REQUEST'>[] = [];
  const ids = new Set(keptIds(input).map(({ list, text }) => folded(`${list}:${text}`)));
  for (const id of idsOf(tbs.claims)) {
    if (!ids.has(folded(`${id.list}:${id.text}`)))
      found.push({ reason: 'TBS_ID_ADDED', verdict: 'fail', values: { id: shown(id.text) }, at: id });
  }
  const names = new Set(keptNames(input).map(({ kind, value }) => folded(`${kind}:${value}`)));
  for (const name of namesOfTbs(tbs)) {
    if (!names.has(folded(`${name.kind}:${name.value}`)))
      found.push({ reason: 'TBS_NAME_ADDED', verdict: 'fail', values: { name: shown(name.value) }, at: name });
  }
  if (tbs.claims.keyGroupId?.text !== request.claims.keyGroupId?.text)
    found.push({ reason: 'TBS_GROUP_OTHER', verdict: 'fail', at: tbs.claims.keyGroupId });
  if (tbs.subject.hex !== request.subject.hex)
    found.push({ reason: 'TBS_SUBJECT_OTHER', verdict: 'fail', at: tbs.subject });
  if (tbs.key.sha256 !== request.key.sha256) found.push({ reason: 'TBS_KEY_OTHER', verdict: 'fail', at: tbs.key });
  return found;
}

function namesOfTbs(tbs: TbsFacts) {
  return tbs.extensions.flatMap(({ names }) => names ?? []);
}

function judgeIds(tbs: TbsFacts, { partner, policy }: CheckInput): readonly Judged<'TBS_IDS'>[] {
  const { unregistered } = policy.ids;
  return idsOf(tbs.claims).flatMap((id): readonly Judged<'TBS_IDS'>[] =>
    standingOf(partner, id.kind, id.text) === 'unregistered' && unregistered !== 'pass'
      ? [{ reason: 'TBS_ID_NOT_OF_PARTNER', verdict: unregistered, values: { id: shown(id.text) }, at: id }]
      : [],
  );
}

function judgeNames(tbs: TbsFacts, input: CheckInput): readonly Judged<'TBS_NAMES'>[] {
  const { notAllowed } = input.policy.names;
  const names = namesOfTbs(tbs);
  const found = names.flatMap((name): readonly Judged<'TBS_NAMES'>[] => {
    const plain = plainName(name);
    const values = { name: shown(name.value) };
    if (plain === undefined) return [{ reason: 'TBS_NAME_NOT_ALLOWED', verdict: 'fail', values, at: name }];
    return mayHaveName(input, plain) || notAllowed === 'pass'
      ? []
      : [{ reason: 'TBS_NAME_NOT_ALLOWED', verdict: notAllowed, values, at: name }];
  });
  const isNameless = input.purpose === 'tls-server' && !names.some(({ kind }) => kind === 'dns' || kind === 'ip');
  return isNameless ? [...found, { reason: 'TBS_NAME_MISSING', verdict: 'fail' }] : found;
}

/** Key usages that a certificate of a purpose has; keyEncipherment beside them for RSA keys (RFC 8813 §3). */
const certified: Readonly<Record<KeyPurpose, readonly string[]>> = {
  'tls-client': ['digitalSignature'],
  'tls-server': ['digitalSignature'],
  'object-signing': ['digitalSignature', 'nonRepudiation'],
  identity: ['digitalSignature'],
};

function judgeUsage(tbs: TbsFacts, { purpose, usageOids }: CheckInput): readonly Judged<'TBS_USAGE'>[] {
  const found: Judged<'TBS_USAGE'>[] = [];
  const of = (kind: string) => tbs.extensions.filter((extension) => extension.kind === kind);
  const isRsa = tbs.key.algorithm === 'rsa-3072' || tbs.key.algorithm === 'rsa-4096';
  const isTls = purpose === 'tls-client' || purpose === 'tls-server';
  const bits = purpose === null ? [] : [...certified[purpose], ...(isRsa && isTls ? ['keyEncipherment'] : [])];
  const oids = purpose === null ? [] : [usageOids[purpose]];
  for (const [kind, expected, reason] of [
    ['key-usage', bits, 'TBS_KEY_USAGE_OTHER'],
    ['extended-key-usage', oids, 'TBS_EXTENDED_USAGE_OTHER'],
  ] as const) {
    const [extension, ...more] = of(kind);
    const usages = extension?.usages ?? [];
    const isSame = more.length === 0 && usages.toSorted().join(' ') === expected.toSorted().join(' ');
    // Without a usage a certificate would be good for everything (RFC 5280 §4.2.1.12).
    if (!isSame || expected.length === 0)
      found.push({
        reason,
        verdict: 'fail',
        values: { found: shown(usages.join(', ')), expected: expected.join(', ') },
        at: extension,
      });
  }
  return found;
}

function judgeAuthority(tbs: TbsFacts): readonly Judged<'TBS_AUTHORITY'>[] {
  const says = tbs.extensions.find(
    ({ kind, ca, usages }) =>
      (kind === 'basic-constraints' && ca === true) ||
      (kind === 'key-usage' && usages?.some((usage) => usage === 'keyCertSign' || usage === 'cRLSign') === true),
  );
  const isSilent = !tbs.extensions.some(({ kind, critical }) => kind === 'basic-constraints' && critical);
  return tbs.isCa || says !== undefined || isSilent ? [{ reason: 'TBS_IS_AUTHORITY', verdict: 'fail', at: says }] : [];
}

/** RFC 5280 §4.1.2.2: at most 20 octets; nobody may guess it, so not less than 16 of them. */
function judgeSerial({ serialNumber }: TbsFacts, { history }: CheckInput): readonly Judged<'TBS_SERIAL'>[] {
  const octets = Math.ceil(serialNumber.length / 2);
  const found: Judged<'TBS_SERIAL'>[] = [];
  if (octets < 16) found.push({ reason: 'TBS_SERIAL_SHORT', verdict: 'fail', values: { octets } });
  if (octets > 20) found.push({ reason: 'TBS_SERIAL_LONG', verdict: 'fail', values: { octets } });
  if (history.serialUsed) found.push({ reason: 'TBS_SERIAL_USED', verdict: 'fail' });
  return found;
}

function judgeIssuer(tbs: TbsFacts, { issuer }: CheckInput): readonly Judged<'TBS_ISSUER'>[] {
  const found: Judged<'TBS_ISSUER'>[] = [];
  if (issuer === null || tbs.issuerHex !== issuer.subjectHex)
    found.push({ reason: 'TBS_ISSUER_OTHER', verdict: 'fail' });
  const keyIds = tbs.extensions.filter(({ kind }) => kind === 'authority-key-id');
  if (keyIds.length !== 1 || issuer === null || keyIds[0]?.keyId !== issuer.keyId)
    found.push({ reason: 'TBS_ISSUER_KEY_OTHER', verdict: 'fail', at: keyIds[0] });
  return found;
}

/** What our own certificates consist of; a request decides on nothing of it but names and claims. */
const WRITTEN = new Set([
  'subject-key-id',
  'authority-key-id',
  'basic-constraints',
  'key-usage',
  'extended-key-usage',
  'subject-alt-name',
  'crl-distribution-points',
  'ocpi-ids',
  'ocpi-key-group-id',
]);

function judgeExtensions(tbs: TbsFacts, { policy, purpose }: CheckInput): readonly Judged<'TBS_EXTENSIONS'>[] {
  const isExpected = ({ kind, oid }: ExtensionFacts): boolean =>
    // Rights of a service are certified for services alone.
    (kind === 'ocpi-service-roles' ? purpose === 'identity' : WRITTEN.has(kind)) ||
    (kind !== 'malformed' && policy.encoding.extensions.includes(oid));
  return tbs.extensions
    .filter((extension) => !isExpected(extension))
    .map((extension) => ({
      reason: 'TBS_EXTENSION_UNEXPECTED',
      verdict: 'fail',
      values: { oid: shown(extension.oid) },
      at: extension,
    }));
}

function judgeEncoding(tbs: TbsFacts, { policy }: CheckInput): readonly Judged<'TBS_ENCODING'>[] {
  return tbs.findings.flatMap((finding): readonly Judged<'TBS_ENCODING'>[] => {
    const isOfIds = finding.code.startsWith('PARTY_ID_') || finding.code.startsWith('KEY_GROUP_ID_');
    // The ids are those of the request, where every oddity has been judged with its own rule.
    const verdict = isOfIds && finding.severity !== 'error' ? 'pass' : verdictOfFinding(finding, policy);
    const values = { finding: shown(finding.code), field: shown(finding.field) };
    return verdict === 'pass' ? [] : [{ reason: 'TBS_ENCODING_DEVIATES', verdict, values, at: finding }];
  });
}
