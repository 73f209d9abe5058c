import { Clip, type IssuanceView } from '../../../../shared/contract/authorities.ts';
import type { DecodedItem } from '../../../../shared/contract/pki-facts.ts';
import type { OidProfile } from '../../../../shared/contract/settings.ts';
import { z } from 'zod';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { readTbsCertificate } from '../../pki/certificate-read.ts';
import { readCsr } from '../../pki/csr-read.ts';
import { sha256Of } from '../../pki/digests.ts';
import { fieldsOf } from '../../workers/decoded-item.ts';
import { certificateFacts, findingFacts } from '../../workers/document-facts.ts';
import { type IssuanceRecord, profileOf, stateOf } from '../authorities/index.ts';
import type { RequestBytes } from './leaf-certificate.ts';
import type { RequestFault } from './requests.deps.ts';
import { profileOfRequest, type RequestRecord } from './requests.store.ts';

/** The request as its stored bytes say it; bytes that are not those that came are not looked at further. */
export function readRequest(row: RequestRecord): Result<RequestBytes, RequestFault> {
  const der = new Uint8Array(row.der);
  const read = readCsr(der, profileOfRequest(row), 'verdicts');
  const isAsCame = read.ok && read.value.sha256 === row.sha256 && sha256Of(der) === row.sha256;
  const finding = { code: 'REQUEST_ALTERED', message: 'The stored request is not the one that came in.' };
  return isAsCame ? ok({ der, view: read.value }) : fail({ code: 'REQUEST_UNSIGNABLE', data: { findings: [finding] } });
}

/** A to-be-signed certificate as documents are shown and compared. */
export function tbsItem(row: IssuanceRecord): DecodedItem {
  return tbsItemOf(new Uint8Array(row.tbs), profileOf(row));
}

/** The same from bytes that are not stored here. */
export function tbsItemOf(der: Uint8Array<ArrayBuffer>, profile: OidProfile): DecodedItem {
  const read = readTbsCertificate(der, profile);
  if (!read.ok) return { kind: 'unreadable', der, fields: [], findings: [] };
  const certificate = certificateFacts(read.value, der, null);
  return {
    kind: 'certificate',
    der,
    fields: fieldsOf(read.value.fields),
    certificate,
    findings: findingFacts(read.value.findings),
  };
}

/** An issuance as it is shown. The SHA-256 is of the stored bytes, not of the column beside them. */
export function toIssuanceView(row: IssuanceRecord): IssuanceView {
  const { der, fields, findings } = tbsItem(row);
  return {
    issuanceId: row.issuance_id,
    authorityId: row.authority_id,
    ...(row.request_id === null ? {} : { requestId: row.request_id }),
    state: stateOf(row),
    tbs: der,
    tbsSha256: sha256Of(der),
    serialNumber: row.serial,
    notBefore: row.not_before,
    notAfter: row.not_after,
    fields,
    findings,
    clips: z.array(Clip).parse(JSON.parse(row.clips)),
    createdAt: row.created_at,
    createdBy: row.created_by,
    ...(row.certificate_id === null ? {} : { certificateId: row.certificate_id }),
  };
}
