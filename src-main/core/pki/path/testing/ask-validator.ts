import { defaultOidProfile } from '../../../../../shared/domain/default-oid-profile.ts';
import { readCertificate } from '../../certificate-read.ts';
import { readCrl } from '../../crl-read.ts';
import type { PathRequest, PathVerdict, ReadCertificate, ReadCrl } from '../path-types.ts';
import { validatePath } from '../validate-path.ts';
import { USAGE } from './chain-plan.ts';
import type { PathCase } from './path-case.ts';

const profile = { ...defaultOidProfile, objectSigningUsage: USAGE.objectSigning, identityUsage: USAGE.identity };

export function certificateOf(der: Uint8Array): ReadCertificate {
  const view = readCertificate(der, profile, 'verdicts');
  if (!view.ok) throw new Error(`${view.error.code} at ${view.error.offset}`);
  return { der, view: view.value };
}

function crlFrom(der: Uint8Array): ReadCrl {
  const view = readCrl(der, profile, 'verdicts');
  if (!view.ok) throw new Error(`${view.error.code} at ${view.error.offset}`);
  return { der, view: view.value };
}

/** The case as our validator takes it. */
export function requestOf(one: PathCase): PathRequest {
  return {
    ...one,
    leaf: certificateOf(one.leaf),
    intermediates: one.intermediates.map(certificateOf),
    anchors: one.anchors.map(({ der, purposes }) => ({ certificate: certificateOf(der), purposes })),
    crls: one.crls.map(crlFrom),
    usages: profile,
  };
}

export function judge(one: PathCase): PathVerdict {
  return validatePath(requestOf(one));
}
