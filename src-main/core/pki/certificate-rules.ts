import type { CertificateView } from './certificate-read.ts';
import { addFinding, type ByteRange, type DecodeLog } from './decode-log.ts';
import type { ExtensionValue, ExtensionView } from './extensions/extension-values.ts';
import { noteSubjectRules } from './name-read.ts';
import { oidLabel } from './oid-names.ts';

type Judged = Pick<CertificateView, 'version' | 'issuer' | 'subject' | 'extensions' | 'isCa' | 'selfIssued'>;

interface Around {
  readonly tbs: ByteRange;
  readonly uniqueIds: readonly ByteRange[];
  readonly hasExtensions: boolean;
}

/** Rules of RFC 5280 §4 that concern more than one field of a certificate. */
export function noteCertificateRules(certificate: Judged, around: Around, log: DecodeLog): void {
  noteVersionRules(certificate, around, log);
  noteNameRules(certificate, around, log);
  const find = <K extends ExtensionValue['kind']>(kind: K): Found<K> | undefined =>
    certificate.extensions.find((extension): extension is Found<K> => extension.value.kind === kind);
  noteAuthorityRules(certificate, find, log);
  noteKeyIdRules(certificate, find, around, log);
  const usage = find('extended-key-usage');
  if (usage?.value.usages.some(({ oid }) => oid === '2.5.29.37.0') === true)
    addFinding(log, 'info', 'EXTENDED_KEY_USAGE_ANY', fieldOf(usage), usage);
}

type Found<K extends ExtensionValue['kind']> = ExtensionView & { readonly value: Extract<ExtensionValue, { kind: K }> };
type Find = <K extends ExtensionValue['kind']>(kind: K) => Found<K> | undefined;

function fieldOf({ oid }: ExtensionView): string {
  return `extension.${oid}`;
}

function noteVersionRules({ version }: Judged, { tbs, uniqueIds, hasExtensions }: Around, log: DecodeLog): void {
  const isKnown = version === 0 || version === 1 || version === 2;
  const [uniqueId] = uniqueIds;
  if (uniqueId !== undefined) addFinding(log, 'warning', 'UNIQUE_ID_PRESENT', 'uniqueId', uniqueId);
  if (!isKnown) return;
  const shown = { version: version + 1 };
  if (hasExtensions && version !== 2) addFinding(log, 'error', 'CERTIFICATE_VERSION_EXTENSIONS', 'version', tbs, shown);
  else if (version !== 2) addFinding(log, 'warning', 'CERTIFICATE_VERSION_OLD', 'version', tbs, shown);
  if (uniqueId !== undefined && version === 0)
    addFinding(log, 'error', 'CERTIFICATE_VERSION_UNIQUE_ID', 'version', uniqueId, shown);
}

/** RFC 5280 §4.1.2.4 and §4.1.2.6. */
function noteNameRules({ issuer, subject, extensions, isCa }: Judged, { tbs }: Around, log: DecodeLog): void {
  if (issuer.rdns.length === 0) addFinding(log, 'error', 'ISSUER_EMPTY', 'issuer', issuer);
  if (subject.rdns.length > 0) {
    noteSubjectRules(subject, log, 'subject');
    return;
  }
  if (isCa) addFinding(log, 'error', 'CA_SUBJECT_EMPTY', 'subject', subject);
  const san = extensions.find(({ value }) => value.kind === 'subject-alt-name');
  if (san === undefined || !san.critical) addFinding(log, 'error', 'SUBJECT_EMPTY_SAN', 'subject', san ?? tbs);
}

/** RFC 5280 §4.2.1.3, §4.2.1.9, §4.2.1.10, §4.2.1.11, §4.2.1.14. */
function noteAuthorityRules({ isCa, version, extensions }: Judged, find: Find, log: DecodeLog): void {
  const constraints = find('basic-constraints');
  const usage = find('key-usage');
  const signs = usage?.value.usages.includes('keyCertSign') === true;
  if (usage !== undefined && signs && !isCa && version === 2)
    addFinding(log, 'error', 'KEY_USAGE_SIGN_WITHOUT_CA', fieldOf(usage), usage);
  if (usage !== undefined && !signs && isCa)
    addFinding(log, 'warning', 'KEY_USAGE_CA_WITHOUT_SIGN', fieldOf(usage), usage);
  if (constraints !== undefined && isCa && !constraints.critical) noteNotCritical(constraints, log);
  const names = find('name-constraints');
  if (names !== undefined && !isCa) addFinding(log, 'error', 'NAME_CONSTRAINTS_WITHOUT_CA', fieldOf(names), names);
  for (const extension of extensions) {
    if (!extension.critical && MUST_BE_CRITICAL.has(extension.value.kind)) noteNotCritical(extension, log);
  }
}

const MUST_BE_CRITICAL: ReadonlySet<ExtensionValue['kind']> = new Set([
  'name-constraints',
  'policy-constraints',
  'inhibit-any-policy',
] as const);

function noteNotCritical(extension: ExtensionView, log: DecodeLog): void {
  addFinding(log, 'warning', 'EXTENSION_NOT_CRITICAL', fieldOf(extension), extension, {
    oid: oidLabel(extension.oid),
  });
}

/** RFC 5280 §4.2.1.1 and §4.2.1.2: authorities have the one, everything that is not self-signed the other. */
function noteKeyIdRules({ isCa, selfIssued, version }: Judged, find: Find, { tbs }: Around, log: DecodeLog): void {
  if (version !== 2) return;
  if (isCa && find('subject-key-id') === undefined)
    addFinding(log, 'warning', 'SUBJECT_KEY_ID_ABSENT', 'extensions', tbs);
  if (!selfIssued && find('authority-key-id') === undefined)
    addFinding(log, 'warning', 'AUTHORITY_KEY_ID_ABSENT', 'extensions', tbs);
}
