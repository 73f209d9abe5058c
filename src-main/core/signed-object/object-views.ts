import type { ObjectReportView, ObjectSignatureView } from '../../../shared/contract/signed-objects.ts';
import { wellFormed } from '../../../shared/util/well-formed.ts';
import type { ObjectReport, ObjectSignature } from './verify-object.ts';

export function viewObject(report: ObjectReport): ObjectReportView {
  return {
    ...viewSigned(report),
    defects: report.defects.slice(0, 50).map(({ code, path, offset }) => ({ code, path: cut(path), offset })),
    nested: report.nested.map(({ pointer, report: one }) => ({ pointer, ...viewSigned(one) })),
  };
}

function viewSigned({ verdict, kind, signatures, vendor, notes, payloadSha256 }: ObjectReport) {
  return {
    verdict,
    kind,
    signatures: signatures.map(viewSignature),
    vendor: vendor.map(({ verdict: found, keyId, over }) => ({
      verdict: found,
      keyId: cut(keyId),
      ...(over === undefined ? {} : { over }),
    })),
    notes: [...notes],
    ...(payloadSha256 === undefined ? {} : { payloadSha256 }),
  };
}

function viewSignature(signature: ObjectSignature): ObjectSignatureView {
  const { verdict, reason, header, notes, parties, certificateSha256, level, path } = signature;
  return {
    verdict,
    ...(reason === undefined ? {} : { reason: cut(reason) }),
    ...(header === undefined
      ? {}
      : {
          alg: header.alg,
          kid: header.kid.slice(0, 60),
          party: cut(header.party),
          role: cut(header.role),
          purpose: header.purpose,
          coverage: header.coverage,
          signedAt: new Date(header.iat * 1000).toISOString(),
          ...(header.exp === undefined ? {} : { expiresAt: new Date(header.exp * 1000).toISOString() }),
        }),
    notes: [...notes],
    parties: parties.map(cut),
    ...(certificateSha256 === undefined ? {} : { certificateSha256 }),
    ...(level === undefined ? {} : { level }),
    chain: (path?.links ?? []).slice(0, 20).map(({ subject }) => wellFormed(subject.slice(0, 4000))),
  };
}

function cut(text: string): string {
  return wellFormed(text.slice(0, 400));
}
