import type { RevocationRow, RevocationTarget } from '../../../../shared/contract/revocations.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import type { RevocationReason, RevocationStep } from '../../../../shared/domain/revocation.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { behind, findAuthorityByKey, listAuthorities, unclearIssuances } from '../authorities/index.ts';
import { claimsOf, findCertificate, toCertificateRow } from '../certificates/index.ts';
import { revocationRecord } from './revocation-record.ts';
import { confirmationOf, namedTarget, resolveTargets, sortTargets, type Target } from './resolve-targets.ts';
import type { RevocationFault, RevocationsDeps } from './revocations.deps.ts';
import { listRevocations, putRevocation, type RevocationQuery, toRevocationRow } from './revocations.store.ts';
import { certificatesIssuedBy, certificatesOfKey, namesOfCertificates } from './revoked-certificates.store.ts';

/** What a person decided about certificates. */
export interface Decision {
  readonly step: RevocationStep;
  readonly targets: readonly RevocationTarget[];
  /** Of a revocation. */
  readonly reason: RevocationReason;
  readonly invalidSince?: string | undefined;
  readonly note: string;
  readonly confirm: string;
}

export type RevocationsService = ReturnType<typeof createRevocationsService>;

const EVENTS = { revoke: 'certificate.revoked', hold: 'certificate.held', release: 'certificate.released' } as const;

/** Revoking, holding and releasing certificates of our authorities; what a compromised key touches. */
export function createRevocationsService(deps: RevocationsDeps) {
  const { db, unit, clock } = deps;

  async function preview(targets: readonly RevocationTarget[], each: boolean) {
    const { found, unfit } = await sortTargets(db, targets);
    const [first] = unfit;
    if (first !== undefined && !each) return fail({ code: 'REVOCATION_TARGET' as const, data: first });
    const passedOver = [];
    for (const one of unfit) passedOver.push({ ...one, ...(await nameOf(targets[one.index])) });
    return ok({ targets: found.map(previewed), unfit: passedOver, confirm: confirmationOf(found) });
  }

  async function nameOf(target: RevocationTarget | undefined): Promise<{ name?: string }> {
    if (target === undefined || !('certificateId' in target)) return {};
    const record = await findCertificate(db, target.certificateId);
    return record === undefined ? {} : { name: record.common_name || record.subject || record.serial };
  }

  /** All or none, with one audit entry for the run. */
  async function decide(
    caller: Caller,
    decision: Decision,
  ): Promise<Result<{ revocations: RevocationRow[] }, RevocationFault>> {
    const { step, note, invalidSince } = decision;
    const reason = step === 'revoke' ? decision.reason : 'certificateHold';
    return unit.run(
      {
        event: EVENTS[step],
        actor: deps.actorOf(caller),
        data: { reason, note, ...(invalidSince === undefined ? {} : { invalidSince }), asked: decision.targets.length },
      },
      async (trx, entry): Promise<Result<{ revocations: RevocationRow[] }, RevocationFault>> => {
        const found = await resolveTargets(trx, decision.targets);
        if (!found.ok) return found;
        const [first] = found.value;
        if (first !== undefined && found.value.length === 1)
          entry.subject(first.certificate?.certificate_id ?? first.serial);
        entry.data({ certificates: found.value.map(factsOf) });
        if (decision.confirm !== confirmationOf(found.value)) return fail({ code: 'CONFIRMATION_WRONG', data: {} });
        const now = clock.now();
        if (invalidSince !== undefined && new Date(invalidSince) > now)
          return fail({ code: 'REVOCATION_DATE', data: {} });
        for (const authority of new Set(found.value.map((target) => target.authority))) {
          const lags = await behind(trx, authority);
          if (lags !== undefined) return fail(lags);
        }
        const revocations: RevocationRow[] = [];
        for (const target of found.value) {
          const record = revocationRecord(target, { step, reason, invalidSince, note }, now, deps.actorOf(caller).name);
          if (!record.ok) return record;
          await putRevocation(trx, record.value);
          revocations.push(toRevocationRow(record.value, namesOf(target)));
        }
        return ok({ revocations });
      },
    );
  }

  async function list(query: RevocationQuery): Promise<{ total: number; rows: RevocationRow[] }> {
    const { total, records } = await listRevocations(db, query);
    const authorities = new Map((await listAuthorities(db)).map((row) => [row.authority_id, row.name]));
    const names = await namesOfCertificates(
      db,
      records.flatMap(({ certificate_id }) => certificate_id ?? []),
    );
    const rows = records.map((record) =>
      toRevocationRow(record, {
        authorityName: authorities.get(record.authority_id) ?? '',
        commonName: record.certificate_id === null ? undefined : names.get(record.certificate_id),
      }),
    );
    return { total, rows };
  }

  /** Whatever the key of a certificate vouches for: other certificates of it, and all that it signed as an authority. */
  async function compromised(certificateId: string, page: { readonly offset: number; readonly limit: number }) {
    const record = await findCertificate(db, certificateId);
    if (record === undefined) return fail({ code: 'CERTIFICATE_NOT_FOUND' as const, data: {} });
    const now = clock.now();
    const sameKey = await certificatesOfKey(db, record.spki_sha256);
    const authority = await findAuthorityByKey(db, record.spki_sha256);
    const issued =
      authority === undefined ? { total: 0, records: [] } : await certificatesIssuedBy(db, authority, page);
    const unclear = authority === undefined ? [] : await unclearIssuances(db, authority.authority_id);
    return ok({
      spkiSha256: record.spki_sha256,
      sameKey: sameKey.map((one) => toCertificateRow(one, now)),
      ...(authority === undefined ? {} : { authority: { authorityId: authority.authority_id, name: authority.name } }),
      total: issued.total,
      issued: issued.records.map((one) => toCertificateRow(one, now)),
      unclear: unclear.length,
    });
  }

  return { preview, decide, list, compromised };
}

function previewed(target: Target) {
  const { certificate } = target;
  return {
    ...namedTarget(target),
    partyIds: certificate === undefined ? [] : [...claimsOf(certificate).partyIds].slice(0, 20),
    ...(certificate === undefined ? {} : { notAfter: certificate.not_after }),
  };
}

function factsOf({ authority, serial, certificate }: Target): Record<string, string> {
  return {
    authorityId: authority.authority_id,
    serial,
    ...(certificate === undefined ? {} : { sha256: certificate.sha256 }),
  };
}

function namesOf({ authority, certificate }: Target) {
  return { authorityName: authority.name, commonName: certificate?.common_name };
}
