import type { CheckCode } from '../../../../shared/domain/checks/check-codes.ts';
import type { CheckResult } from '../../../../shared/domain/checks/check-result.ts';
import { indexIds } from '../../../../shared/domain/checks/id-index.ts';
import { indexPartnerNames } from '../../../../shared/domain/checks/partner-names.ts';
import { runChecks } from '../../../../shared/domain/checks/run-checks.ts';
import { certifiedUsage } from '../../pki/oid-profile.ts';
import { requestFacts, tbsFacts } from '../../pki/check-facts.ts';
import { verifyCsrSignature } from '../../pki/csr-verify.ts';
import type { OpenedPackage } from './package-file.ts';

/** What the bytes alone decide, without registry, history and authority of the workspace that asks. */
const ofBytes: ReadonlySet<CheckCode> = new Set<CheckCode>([
  'POSSESSION',
  'ENCODING',
  'DUPLICATES',
  'STRING_TYPES',
  'TEXT_CHARACTERS',
  'SIZE',
  'KEY_ALGORITHM',
  'SIGNATURE_ALGORITHM',
  'KEY_STRENGTH',
  'KEY_COMPROMISED',
  'ID_FORM',
  'ID_SEPARATOR',
  'ID_IN_EXTENSION',
  'KEY_GROUP_ID',
  'VALIDITY_ORDER',
  'VALIDITY_PAST',
  'CA_REQUESTED',
  'USAGE_REQUESTED',
  'NAME_KINDS',
  'EXTENSIONS_KNOWN',
  'ATTRIBUTES_KNOWN',
  'TBS_BEYOND_REQUEST',
  'TBS_USAGE',
  'TBS_AUTHORITY',
  'TBS_EXTENSIONS',
  'TBS_ENCODING',
]);

/** Checks that another installation runs for itself, so that it need not believe the sender's about the bytes. */
export function packageChecks({ file, request, tbs, policy }: OpenedPackage, now: Date): readonly CheckResult[] {
  const oids = file.oidProfile.tbs;
  const results = runChecks({
    request: requestFacts(request.der, request.view, verifyCsrSignature(request.der, request.view)),
    tbs: tbsFacts(tbs.der, tbs.view),
    purpose: file.purpose,
    usageOids: {
      'tls-client': certifiedUsage('tls-client', oids),
      'tls-server': certifiedUsage('tls-server', oids),
      'object-signing': certifiedUsage('object-signing', oids),
      identity: certifiedUsage('identity', oids),
    },
    strike: { ids: { partyIds: [], subCpoIds: [], subEmspIds: [] }, names: [] },
    partner: null,
    ids: indexIds([]),
    partnerNames: indexPartnerNames([]),
    history: {
      keyUses: [],
      keyIsAuthority: false,
      subjectIsAuthority: false,
      groups: [],
      pending: 0,
      serialUsed: false,
    },
    provenance: { enteredBy: file.enteredBy, confirmation: null, proof: null },
    issuer: null,
    policy,
    now,
  });
  return results.filter(({ code }) => ofBytes.has(code));
}
