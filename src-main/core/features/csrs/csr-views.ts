import type { CsrSpec, FieldView, SpecFinding } from '../../../../shared/contract/csrs.ts';
import type { KeyPurpose } from '../../../../shared/contract/key-facts.ts';
import type { OidProfile } from '../../../../shared/contract/settings.ts';
import type { Severity } from '../../../../shared/domain/finding.ts';
import type { ValidityLimits } from '../../../../shared/domain/validity.ts';
import { buildCertificationRequestInfo } from '../../pki/csr-build.ts';
import type { CsrView } from '../../pki/csr-read.ts';
import { checkCsrSpec, type CsrSpec as PkiSpec } from '../../pki/csr-spec.ts';

const levels: Readonly<Record<Severity, SpecFinding['level']>> = { error: 'fail', warning: 'warn', info: 'note' };

/** The contract's spec as core/pki takes it: times as dates, the purpose of the group beside it. */
function pkiSpec({ notBefore, notAfter, ...spec }: CsrSpec, purpose: KeyPurpose): PkiSpec {
  const time = (iso: string | undefined): Date | undefined => (iso === undefined ? undefined : new Date(iso));
  return { ...spec, purpose, notBefore: time(notBefore), notAfter: time(notAfter) };
}

/** Everything that is to be said about a spec before it is built; a `fail` forbids signing. */
export function judgeSpec(spec: CsrSpec, purpose: KeyPurpose, limits: ValidityLimits): SpecFinding[] {
  const findings = checkCsrSpec(pkiSpec(spec, purpose), limits).map(({ severity, detail, ...finding }) => ({
    ...finding,
    level: levels[severity],
    ...(detail === undefined ? {} : { values: { ...detail } }),
  }));
  const { partyIds, subCpoIds, subEmspIds } = spec.ids;
  const speaksForNobody = partyIds.length + subCpoIds.length + subEmspIds.length === 0;
  return speaksForNobody ? [...findings, { level: 'note', code: 'IDS_NONE', path: 'ids' }] : findings;
}

export function buildInfo(spec: CsrSpec, purpose: KeyPurpose, spki: Uint8Array, profile: OidProfile) {
  return buildCertificationRequestInfo(pkiSpec(spec, purpose), spki, profile);
}

export function viewFields(view: CsrView): FieldView[] {
  return view.fields.map((field) => ({ ...field }));
}

export function viewFindings(view: CsrView): SpecFinding[] {
  return view.findings.map(({ code, severity, field, detail }) => ({
    level: levels[severity],
    code,
    path: field,
    values: { ...detail },
  }));
}

/** Our own bytes that do not read back, or a stored CSR that does not: nothing is signed, and it is said. */
export function buildFault(code: string): SpecFinding {
  return { level: 'fail', code, path: '' };
}
