import { addFinding } from '../decode-log.ts';
import { readIdExtension, readKeyGroupIdText } from '../ocpi-claims.ts';
import type { OidProfile } from '../oid-profile.ts';
import { readServiceRoles } from '../service-roles.ts';
import type { ExtensionReader, OcpiIdClaim } from './extension-values.ts';

/**
 * Reader of an OCPI extension under a profile, undefined for any other OID. In certificates the claims are SEQUENCE OF
 * UTF8String and a bare UTF8String, not critical, so that readers who do not know them pass them by.
 */
export function ocpiReaderOf(oid: string, profile: OidProfile): ExtensionReader | undefined {
  switch (oid) {
    case profile.partyIds:
      return READERS.partyIds;
    case profile.subCpoIds:
      return READERS.subCpoIds;
    case profile.subEmspIds:
      return READERS.subEmspIds;
    case profile.keyGroupId:
      return READERS.keyGroupId;
    case profile.serviceRoles:
      return READERS.serviceRoles;
    default:
      return undefined;
  }
}

const idReader =
  (claim: OcpiIdClaim): ExtensionReader =>
  (node, { log, field, depth, critical }) => {
    const list = readIdExtension(claim, node, log, field, depth + 1);
    if (critical) addFinding(log, 'warning', 'OCPI_EXTENSION_CRITICAL', field, node);
    return list && { kind: 'ocpi-ids', claim, list };
  };

const READERS = {
  partyIds: idReader('partyIds'),
  subCpoIds: idReader('subCpoIds'),
  subEmspIds: idReader('subEmspIds'),
  keyGroupId: ((node, { log, field, critical }) => {
    const text = readKeyGroupIdText(node, log, field);
    if (critical) addFinding(log, 'warning', 'OCPI_EXTENSION_CRITICAL', field, node);
    return text && { kind: 'ocpi-key-group-id', text };
  }) satisfies ExtensionReader,
  serviceRoles: ((node, { log, field, critical }) => {
    const roles = readServiceRoles(node, log, field);
    if (critical) addFinding(log, 'warning', 'OCPI_EXTENSION_CRITICAL', field, node);
    return roles && { kind: 'ocpi-service-roles', roles };
  }) satisfies ExtensionReader,
} as const satisfies Record<string, ExtensionReader>;
