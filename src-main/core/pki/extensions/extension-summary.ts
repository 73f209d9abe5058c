import type { GeneralNameView } from '../general-names.ts';
import type { DistributionPointView, ExtensionValue, GeneralSubtreeView, NamedOid } from './extension-values.ts';

/** One line that says what the extension says; undefined when only its bytes can be shown. */
export function extensionSummary(value: ExtensionValue): string | undefined {
  switch (value.kind) {
    case 'key-usage':
      return value.usages.join(', ');
    case 'extended-key-usage':
      return value.usages.map(shortOid).join(', ');
    case 'subject-alt-name':
    case 'issuer-alt-name':
    case 'certificate-issuer':
      return namesText(value.names);
    case 'authority-key-id':
      return partsText({
        keyId: value.keyId,
        issuer: value.issuer && namesText(value.issuer),
        serialNumber: value.serialNumber,
      });
    case 'subject-key-id':
      return value.keyId;
    case 'basic-constraints':
      return `CA: ${value.ca}${value.pathLength === null ? '' : `, path length ${value.pathLength}`}`;
    case 'name-constraints':
      return partsText({ permitted: subtreesText(value.permitted), excluded: subtreesText(value.excluded) });
    case 'certificate-policies':
      return value.policies
        .map(({ policy, qualifiers }) => [shortOid(policy), ...qualifiers.map((one) => one.value)].join(' '))
        .join(', ');
    case 'policy-mappings':
      return value.mappings.map(({ issuerPolicy, subjectPolicy }) => `${issuerPolicy} = ${subjectPolicy}`).join(', ');
    case 'policy-constraints':
      return partsText({
        requireExplicitPolicy: value.requireExplicitPolicy,
        inhibitPolicyMapping: value.inhibitPolicyMapping,
      });
    case 'inhibit-any-policy':
      return `${value.skipCertificates}`;
    case 'subject-directory-attributes':
      return value.attributes.map((one) => `${shortOid(one)}: ${one.values.join(', ')}`).join('; ');
    case 'crl-distribution-points':
    case 'freshest-crl':
      return value.points.map(pointText).join('; ');
    case 'issuing-distribution-point':
      return issuingPointText(value);
    case 'authority-info-access':
    case 'subject-info-access':
      return value.accesses.map(({ method, location }) => `${shortOid(method)} ${nameText(location)}`).join(', ');
    case 'ocsp-no-check':
      return '';
    case 'tls-feature':
      return value.features.map((feature) => (feature === 5 ? 'status_request' : `${feature}`)).join(', ');
    case 'sct-list':
      return `${value.octets} B`;
    case 'crl-number':
    case 'delta-crl-indicator':
      return value.number;
    case 'crl-reason':
      return value.reason;
    case 'invalidity-date':
      return value.at ?? undefined;
    case 'ocpi-ids':
      return value.list.ids.map(({ text }) => text).join(', ');
    case 'ocpi-key-group-id':
      return value.text.text;
    case 'ocpi-service-roles':
      return value.roles.map(({ text }) => text).join(', ');
    case 'malformed':
    case 'unknown':
      return undefined;
  }
}

function shortOid({ oid, name }: NamedOid): string {
  return name ?? oid;
}

function nameText({ kind, value }: GeneralNameView): string {
  return `${kind}:${value}`;
}

function namesText(names: readonly GeneralNameView[]): string {
  return names.map(nameText).join(', ');
}

function subtreesText(subtrees: readonly GeneralSubtreeView[]): string | null {
  return subtrees.length === 0 ? null : namesText(subtrees.map(({ base }) => base));
}

function partsText(parts: Readonly<Record<string, string | number | boolean | null>>): string {
  return Object.entries(parts)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

function pointText({ fullName, relativeName, reasons, crlIssuer }: DistributionPointView): string {
  const relative = relativeName?.map(({ name, text, hex }) => `${name}=${text?.text ?? hex}`).join('+') ?? null;
  const where = fullName === null ? relative : namesText(fullName);
  return [where ?? '', partsText({ reasons: reasons && reasons.join(' '), issuer: crlIssuer && namesText(crlIssuer) })]
    .filter((part) => part !== '')
    .join(', ');
}

function issuingPointText(value: Extract<ExtensionValue, { kind: 'issuing-distribution-point' }>): string {
  const flags = {
    onlyUserCertificates: value.onlyUserCertificates,
    onlyCaCertificates: value.onlyCaCertificates,
    onlyAttributeCertificates: value.onlyAttributeCertificates,
    indirectCrl: value.indirectCrl,
  };
  const set = Object.entries(flags)
    .filter(([, isSet]) => isSet)
    .map(([name]) => name);
  return [value.fullName === null ? '' : namesText(value.fullName), ...set, value.onlySomeReasons?.join(' ') ?? '']
    .filter((part) => part !== '')
    .join(', ');
}
