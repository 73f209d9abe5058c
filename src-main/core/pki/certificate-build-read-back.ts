import { checkSubjectAltName } from '../../../shared/domain/san.ts';
import { equalBytes } from '../../../shared/util/bytes.ts';
import { type ExtensionInput, usageBits, usageOids } from './certificate-build-extensions.ts';
import type { CertificateView } from './certificate-read.ts';
import type { LeafProfile } from './certificate-spec.ts';
import { writeUnsigned } from './der/der-writer.ts';
import { hexOf } from './digests.ts';
import type { ExtensionValue } from './extensions/extension-values.ts';
import { keyUsageNames } from './extensions/key-extensions.ts';

/** Findings of severity error that name what was copied byte for byte; whether it may be signed was judged before. */
const copied = /^(?:subject|issuer)(?:$|[.[])/;

/** The first member of a to-be-signed certificate that reads back differently from its spec, or a finding of weight. */
export function certificateDifference(
  { spec, keyId, isRsa, oids }: ExtensionInput,
  view: CertificateView,
  der: Uint8Array,
): string | undefined {
  const bytes = ({ start, end }: { readonly start: number; readonly end: number }): Uint8Array =>
    der.subarray(start, end);
  const trouble = view.findings.find(({ severity, field }) => severity === 'error' && !copied.test(field));
  if (trouble !== undefined) return trouble.code;
  if (view.version !== 2) return 'version';
  const serial = hexOf(spec.serialNumber).replace(/^(?:00)+(?=..)/, '');
  if (view.serialNumber !== serial || writeUnsigned(spec.serialNumber).length > 22) return 'serialNumber';
  if (!equalBytes(bytes(view.issuer), spec.issuer)) return 'issuer';
  if (!equalBytes(bytes(view.subject), spec.subject)) return 'subject';
  if (!equalBytes(bytes(view.publicKey), spec.spki)) return 'publicKey';
  if (!isSecond(view.notBefore, spec.notBefore)) return 'notBefore';
  if (!isSecond(view.notAfter, spec.notAfter)) return 'notAfter';
  if (view.isCa !== (spec.profile.kind === 'authority')) return 'basicConstraints';
  const expected = expectedValues({ spec, keyId, isRsa, oids });
  const read = view.extensions.map(({ oid, critical, value }) => `${oid} ${critical} ${textOf(value)}`);
  if (read.length !== expected.length) return 'extensions';
  return expected.find((line) => !read.includes(line));
}

function isSecond(read: string | null, wanted: Date): boolean {
  return read !== null && Math.floor(Date.parse(read) / 1000) === Math.floor(wanted.getTime() / 1000);
}

/** Each extension as one line `oid critical value`, made from the spec without the writer. */
function expectedValues({ spec, keyId, isRsa, oids }: ExtensionInput): readonly string[] {
  const { profile } = spec;
  const isCa = profile.kind === 'authority';
  const lines = [
    `2.5.29.14 false ${hexOf(keyId)}`,
    `2.5.29.35 false ${hexOf(spec.issuerKeyId)}`,
    `2.5.29.19 true ${isCa} ${isCa ? profile.pathLength : null}`,
    `2.5.29.15 true ${usageBits(profile, isRsa)
      .map((bit) => keyUsageNames[bit])
      .join(',')}`,
  ];
  const usages = usageOids(profile, oids);
  if (usages.length > 0) lines.push(`2.5.29.37 false ${usages.join(',')}`);
  if (spec.crlUrl !== '') lines.push(`2.5.29.31 false uri:${spec.crlUrl}`);
  if (profile.kind === 'authority') {
    const { permitted, excluded } = profile;
    const kinds = (list: typeof permitted): string => list.map(({ kind }) => kind).join(',');
    if (permitted.length + excluded.length > 0) lines.push(`2.5.29.30 true ${kinds(permitted)}|${kinds(excluded)}`);
    return lines;
  }
  return [...lines, ...expectedClaims(profile, oids)];
}

function expectedClaims(profile: LeafProfile, oids: ExtensionInput['oids']): readonly string[] {
  const lines: string[] = [];
  const names = profile.san.map((name) => {
    const usual = checkSubjectAltName(name);
    return usual.ok ? `${usual.value.kind}:${usual.value.value}` : '';
  });
  const add = (oid: string, texts: readonly string[]): void => {
    if (texts.length > 0) lines.push(`${oid} false ${texts.join(',')}`);
  };
  add('2.5.29.17', names);
  add(oids.keyGroupId, profile.keyGroupId === '' ? [] : [profile.keyGroupId]);
  add(oids.partyIds, profile.ids.partyIds);
  add(oids.subCpoIds, profile.ids.subCpoIds);
  add(oids.subEmspIds, profile.ids.subEmspIds);
  add(oids.serviceRoles, profile.services);
  return lines;
}

const SUBTREE_KINDS: Readonly<Record<string, string>> = { directory: 'dn' };

function textOf(value: ExtensionValue): string {
  switch (value.kind) {
    case 'subject-key-id':
      return value.keyId;
    case 'authority-key-id':
      return value.issuer === null && value.serialNumber === null ? (value.keyId ?? '') : 'more';
    case 'basic-constraints':
      return `${value.ca} ${value.pathLength}`;
    case 'key-usage':
      return value.usages.join(',');
    case 'extended-key-usage':
      return value.usages.map(({ oid }) => oid).join(',');
    case 'subject-alt-name':
      return value.names.map((name) => `${name.kind}:${name.value}`).join(',');
    case 'crl-distribution-points':
      return value.points.flatMap(({ fullName }) => (fullName ?? []).map((n) => `${n.kind}:${n.value}`)).join(',');
    case 'name-constraints': {
      const kinds = (list: typeof value.permitted): string =>
        list.map(({ base }) => SUBTREE_KINDS[base.kind] ?? base.kind).join(',');
      return `${kinds(value.permitted)}|${kinds(value.excluded)}`;
    }
    case 'ocpi-key-group-id':
      return value.text.text;
    case 'ocpi-ids':
      return value.list.encoding === 'sequence' ? value.list.ids.map(({ text }) => text).join(',') : 'other form';
    case 'ocpi-service-roles':
      return value.roles.map(({ text }) => text).join(',');
    default:
      return `unexpected ${value.kind}`;
  }
}
