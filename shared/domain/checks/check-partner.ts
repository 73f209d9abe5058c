import { nameTypes } from '../distinguished-name.ts';
import { asciiLookAlike } from '../look-alikes.ts';
import { checkSubjectAltName } from '../san.ts';
import { mayHaveName, purposeOf } from './claimed.ts';
import { type CheckResult, type Judged, notApplicable, resultsOf, shown } from './check-result.ts';
import type { CheckInput, NamePartFacts } from './facts.ts';
import { nameShape } from './partner-names.ts';

/** Who asks, what for, and whether the subject says the same. */
export function checkPartner(input: CheckInput): readonly CheckResult[] {
  const { partner, history, request } = input;
  return [
    ...resultsOf('PARTNER', judgePartner(input), {
      reason: 'PARTNER_KNOWN',
      verdict: 'pass',
      values: { partner: shown(partner?.names[0] ?? '') },
    }),
    ...checkPurpose(input),
    ...resultsOf('SUBJECT_FORM', judgeForm(input), { reason: 'SUBJECT_USUAL', verdict: 'pass', at: request.subject }),
    ...resultsOf('SUBJECT_PARTNER', judgeSubject(input), {
      reason: 'SUBJECT_FITS_PARTNER',
      verdict: 'pass',
      at: request.subject,
    }),
    ...resultsOf(
      'SUBJECT_OF_AUTHORITY',
      history.subjectIsAuthority ? [{ reason: 'SUBJECT_IS_OF_AUTHORITY', verdict: 'fail', at: request.subject }] : [],
      { reason: 'SUBJECT_OF_NO_AUTHORITY', verdict: 'pass' },
    ),
  ];
}

function judgePartner({ partner, issuer }: CheckInput): readonly Judged<'PARTNER'>[] {
  if (partner === null) return [{ reason: 'PARTNER_UNKNOWN', verdict: 'fail' }];
  const values = { partner: shown(partner.names[0] ?? '') };
  const found: Judged<'PARTNER'>[] = [];
  if (partner.archived) found.push({ reason: 'PARTNER_ARCHIVED', verdict: 'fail', values });
  if (issuer !== null && !partner.authorityIds.includes(issuer.authorityId))
    found.push({ reason: 'PARTNER_OF_OTHER_AUTHORITY', verdict: 'fail', values });
  return found;
}

function checkPurpose(input: CheckInput): readonly CheckResult[] {
  const { policy, issuer } = input;
  const purpose = purposeOf(input);
  if (purpose === null) return resultsOf('PURPOSE', [], { reason: 'PURPOSE_NOT_CHOSEN', verdict: 'not-applicable' });
  const found: Judged<'PURPOSE'>[] = [];
  if (!policy.purposes.includes(purpose))
    found.push({ reason: 'PURPOSE_NOT_ALLOWED', verdict: 'fail', values: { purpose } });
  if (issuer !== null && !issuer.kinds.includes(purpose))
    found.push({ reason: 'PURPOSE_NOT_OF_AUTHORITY', verdict: 'fail', values: { purpose } });
  return resultsOf('PURPOSE', found, { reason: 'PURPOSE_ALLOWED', verdict: 'pass', values: { purpose } });
}

const COMMON_NAME = '2.5.4.3';
const ORGANIZATION = '2.5.4.10';
const MAIL = '1.2.840.113549.1.9.1';
/** Where a company writes its name. */
const NAMING = new Set([COMMON_NAME, ORGANIZATION, '2.5.4.11', '2.5.4.13']);

function judgeForm({ request, policy }: CheckInput): readonly Judged<'SUBJECT_FORM'>[] {
  const { subject } = request;
  const parts = subject.rdns.flat();
  if (parts.length === 0) return [{ reason: 'SUBJECT_IS_EMPTY', verdict: 'fail', at: subject }];
  const found: Judged<'SUBJECT_FORM'>[] = [];
  const typeOf = ({ oid }: NamePartFacts) => nameTypes.find((rule) => rule.oid === oid)?.type;
  for (const type of policy.subject.required) {
    if (!parts.some((part) => typeOf(part) === type && part.text !== null && part.text.text.trim() !== ''))
      found.push({ reason: 'SUBJECT_WITHOUT', verdict: 'fail', values: { type }, at: subject });
  }
  for (const part of parts) {
    const type = typeOf(part);
    if (type === undefined || part.text === null || !policy.subject.allowed.includes(type))
      found.push({ reason: 'SUBJECT_PART_NOT_ALLOWED', verdict: 'fail', values: { type: shown(part.name) }, at: part });
  }
  return found;
}

function judgeSubject(input: CheckInput): readonly Judged<'SUBJECT_PARTNER'>[] {
  if (input.request.subject.rdns.length === 0) return [notApplicable];
  return input.request.subject.rdns.flat().flatMap((part) => judgePart(part, input));
}

function judgePart(part: NamePartFacts, input: CheckInput): readonly Judged<'SUBJECT_PARTNER'>[] {
  const text = part.text?.text;
  if (text === undefined) return [];
  const { partner, policy, partnerNames } = input;
  const found: Judged<'SUBJECT_PARTNER'>[] = [];
  const values = { found: shown(text), partner: shown(partner?.names[0] ?? '–') };
  const shape = nameShape(text);
  const isOwn = partner?.names.some((name) => nameShape(name) === shape) === true;
  const other = partnerNames.get(shape)?.find(({ partnerId }) => partnerId !== partner?.partnerId)?.name;
  if (NAMING.has(part.oid) && !isOwn && other !== undefined)
    found.push({
      reason: 'SUBJECT_NAMES_OTHER_PARTNER',
      verdict: 'fail',
      values: { ...values, other: shown(other) },
      at: part,
    });
  else if (part.oid === ORGANIZATION && !isOwn && policy.subject.organizationOther !== 'pass')
    found.push({ reason: 'SUBJECT_ORGANIZATION_OTHER', verdict: policy.subject.organizationOther, values, at: part });
  const verdict = policy.subject.hostNotAllowed;
  if (part.oid === COMMON_NAME && looksLikeHost(text) && verdict !== 'pass' && !isAllowedHost(text, input))
    found.push({ reason: 'SUBJECT_HOST_NOT_ALLOWED', verdict, values, at: part });
  if (part.oid === MAIL && verdict !== 'pass' && !mayHaveName(input, { kind: 'mail', value: text }))
    found.push({ reason: 'SUBJECT_MAIL_NOT_ALLOWED', verdict, values, at: part });
  return found;
}

/** Clients that know no alternative names take the common name for the host (RFC 6125 §6.4.4). */
function looksLikeHost(text: string): boolean {
  return !/\s/.test(text.trim()) && /[.:]/.test(asciiLookAlike(text));
}

function isAllowedHost(text: string, input: CheckInput): boolean {
  const asDns = checkSubjectAltName({ kind: 'dns', value: text });
  const asIp = checkSubjectAltName({ kind: 'ip', value: text });
  return (asDns.ok && mayHaveName(input, asDns.value)) || (asIp.ok && mayHaveName(input, asIp.value));
}
