import { checkDistinguishedName, type NameAttribute } from '../../../shared/domain/distinguished-name.ts';
import type { Severity } from '../../../shared/domain/finding.ts';
import type { KeyPurpose } from '../../../shared/domain/key-algorithm.ts';
import { checkKeyGroupId } from '../../../shared/domain/key-group-id.ts';
import { checkPartyIds, type PartyIdKind } from '../../../shared/domain/party-ids.ts';
import { checkSubjectAltName, type SubjectAltName } from '../../../shared/domain/san.ts';
import { findUnsafeCharacters } from '../../../shared/domain/unsafe-characters.ts';
import { checkValidity, type ValidityLimits } from '../../../shared/domain/validity.ts';

export interface ClaimedIds {
  readonly partyIds: readonly string[];
  readonly subCpoIds: readonly string[];
  readonly subEmspIds: readonly string[];
}

/** What a request shall say; the public key comes beside it. Empty texts and lists are left out of the request. */
export interface CsrSpec {
  readonly purpose: KeyPurpose;
  readonly subject: readonly NameAttribute[];
  readonly san: readonly SubjectAltName[];
  readonly keyGroupId: string;
  /** X.520 serialNumber as an attribute. */
  readonly keySerial: string;
  readonly notBefore?: Date | undefined;
  readonly notAfter?: Date | undefined;
  readonly ids: ClaimedIds;
  /** `sequence`: one SEQUENCE OF UTF8String; `set`: one value per id, as the reference implementation writes. */
  readonly encoding: 'sequence' | 'set';
}

/** A rule's word on a spec: an `error` cannot be built. `path` names the place: `ids.partyIds.1`. */
export interface CsrSpecFinding {
  readonly code: string;
  readonly severity: Severity;
  readonly path: string;
  readonly value?: string;
  readonly suggestion?: string;
  readonly detail?: Readonly<Record<string, string | number>>;
}

const ID_LISTS: readonly (readonly [keyof ClaimedIds, PartyIdKind])[] = [
  ['partyIds', 'party'],
  ['subCpoIds', 'sub-cpo'],
  ['subEmspIds', 'sub-emsp'],
];

/** All rules over a spec, in the order of its members. */
export function checkCsrSpec(spec: CsrSpec, limits: ValidityLimits): readonly CsrSpecFinding[] {
  return [
    ...checkSubject(spec),
    ...spec.san.flatMap((name, i) => checkSan(name, i)),
    ...checkTexts(spec),
    ...checkValidity(spec, limits).map(({ code, severity, ...detail }) => validityFinding(code, severity, detail)),
    ...ID_LISTS.flatMap(([member, kind]) => checkIds(member, kind, spec.ids[member])),
  ];
}

/** Object signing and identity keys may go without names of hosts; TLS servers may not. */
function checkSubject(spec: CsrSpec): readonly CsrSpecFinding[] {
  const findings = checkDistinguishedName(spec.subject).map(({ code, type }): CsrSpecFinding => ({
    code,
    severity: 'error',
    path: type === undefined ? 'subject' : `subject.${type}`,
  }));
  const needsName = spec.purpose === 'tls-server' && !spec.san.some(({ kind }) => kind === 'dns' || kind === 'ip');
  return needsName ? [...findings, { code: 'SAN_SERVER_WITHOUT_NAME', severity: 'warning', path: 'san' }] : findings;
}

function checkSan(name: SubjectAltName, index: number): readonly CsrSpecFinding[] {
  const path = `san.${index}`;
  const checked = checkSubjectAltName(name);
  if (!checked.ok) return [{ code: checked.error.code, severity: 'error', path, value: name.value }];
  const usual = checked.value.value;
  return usual === name.value
    ? []
    : [{ code: 'SAN_SPELLING', severity: 'info', path, value: name.value, suggestion: usual }];
}

function checkTexts({ keyGroupId, keySerial }: CsrSpec): readonly CsrSpecFinding[] {
  const findings: CsrSpecFinding[] = [];
  if (keyGroupId !== '') {
    const checked = checkKeyGroupId(keyGroupId);
    if (!checked.ok)
      findings.push({ code: checked.error.code, severity: 'error', path: 'keyGroupId', value: keyGroupId });
  }
  // X.520 §6.2.9: at most 64 characters.
  if (Array.from(keySerial).length > 64 || findUnsafeCharacters(keySerial).length > 0) {
    findings.push({ code: 'KEY_SERIAL_FORM', severity: 'error', path: 'keySerial', value: keySerial });
  }
  return findings;
}

function validityFinding(
  code: string,
  severity: Severity,
  rest: Readonly<Record<string, string | number>>,
): CsrSpecFinding {
  const { end, ...detail } = rest;
  return { code, severity, path: end === 'notBefore' ? 'notBefore' : 'notAfter', detail };
}

function checkIds(member: keyof ClaimedIds, kind: PartyIdKind, ids: readonly string[]): readonly CsrSpecFinding[] {
  return checkPartyIds(kind, ids).map(({ code, severity, value, index, suggestion, otherIndex }) => ({
    code,
    // Foreign lists may repeat an id; ours would only show that something was not looked at.
    severity: code === 'PARTY_ID_DUPLICATE' ? 'error' : severity,
    path: `ids.${member}.${index}`,
    value,
    ...(suggestion === undefined ? {} : { suggestion }),
    ...(otherIndex === undefined ? {} : { detail: { other: ids[otherIndex] ?? '' } }),
  }));
}
