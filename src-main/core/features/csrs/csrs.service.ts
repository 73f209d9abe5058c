import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CsrRow, CsrSpec, SpecFinding } from '../../../../shared/contract/csrs.ts';
import type { csrsContract } from '../../../../shared/contract/csrs.ts';
import type { SignRequest } from '../../../../shared/contract/host.ts';
import type { GenerationView, GroupDefaults, GroupRow } from '../../../../shared/contract/keys.ts';
import type { CommonFault, RaisedBy } from '../../../../shared/contract/wire/contract.ts';
import { formatDistinguishedName } from '../../../../shared/domain/distinguished-name.ts';
import { maySignCsr } from '../../../../shared/domain/generation-state.ts';
import { fingerprintGroups, fingerprintWords } from '../../../../shared/domain/phone-fingerprint.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { uuid7 } from '../../../../shared/util/uuid7.ts';
import type { TokenContext } from '../tokens/index.ts';
import {
  findGeneration,
  findGroup,
  listGenerations,
  readDefaults,
  toGeneration,
  toGroupRow,
  updateGeneration,
} from '../keys/index.ts';
import { createGatherKeys } from '../../store/gather-keys.ts';
import { assembleCsr } from '../../pki/csr-build.ts';
import { type CsrView, readCsr } from '../../pki/csr-read.ts';
import { verifyCsrSignature } from '../../pki/csr-verify.ts';
import { writePem } from '../../pki/pem.ts';
import { assembleRenewalProof, verifyRenewalProof } from '../../pki/renewal.ts';
import { signatureAlgorithmFor } from '../../../../shared/domain/key-algorithm.ts';
import { buildFault, buildInfo, judgeSpec, viewFields, viewFindings } from './csr-views.ts';
import { draftSpec, predecessorOf } from './csr-draft.ts';
import { exportCsr, type ExportWish } from './csr-export.ts';
import type { CsrsDeps } from './csrs.deps.ts';
import {
  type CsrQuery,
  type CsrRecord,
  findCsr,
  findCsrByHash,
  findCsrRow,
  insertCsr,
  listCsrs,
  readProfile,
  readSpec,
  setProof,
} from './csrs.store.ts';

type Csrs = (typeof csrsContract)['csrs'];
export type CsrFault = Exclude<RaisedBy<Csrs['create']>, CommonFault>;

interface CsrThere {
  readonly code: 'CSR_EXISTS';
  readonly csr: CsrRow;
}

interface Place {
  readonly group: GroupRow;
  readonly defaults: GroupDefaults;
  readonly generation: GenerationView;
  readonly spki: Uint8Array;
  readonly predecessor: GenerationView | undefined;
}

export type CsrsService = ReturnType<typeof createCsrsService>;

/** CSRs of our own key groups: drafted, previewed to the last byte, signed in the token, exported, proven. */
export function createCsrsService(deps: CsrsDeps) {
  const { db, unit, clock, tokens } = deps;
  const gather = createGatherKeys(db, () => nextTurn(undefined));
  const notFound = (code: 'GENERATION_NOT_FOUND' | 'CSR_NOT_FOUND') => fail({ code, data: {} });

  async function locate(generationId: string): Promise<Result<Place, CsrFault>> {
    const row = await findGeneration(db, generationId);
    const group = row === undefined ? undefined : await findGroup(db, row.group_ref);
    if (row === undefined || group === undefined) return notFound('GENERATION_NOT_FOUND');
    const generation = toGeneration(row);
    if (!maySignCsr(generation.state) || generation.spki === undefined) {
      return fail({ code: 'GENERATION_STATE', data: { state: generation.state } });
    }
    const all = await listGenerations(db, row.group_ref);
    return ok({
      group: toGroupRow(group, all),
      defaults: readDefaults(group),
      generation,
      spki: generation.spki,
      predecessor: await certified(predecessorOf(generation, all.map(toGeneration))),
    });
  }

  /** What follows a certificate follows its real end, which the issuer may have clipped; the wish stands until there is one. */
  async function certified(generation: GenerationView | undefined): Promise<GenerationView | undefined> {
    if (generation === undefined) return undefined;
    const notAfter = await deps.certifiedUntil(generation.generationId);
    return notAfter === undefined ? generation : { ...generation, notAfter };
  }

  async function draft(input: { readonly generationId: string; readonly fromCsrId?: string | undefined }) {
    const place = await locate(input.generationId);
    if (!place.ok) return place;
    const { group, defaults, generation, predecessor } = place.value;
    const now = clock.now();
    const keySerial = uuid7(now.getTime(), deps.random(10));
    const fresh = draftSpec({ groupId: group.id, defaults, predecessor, keySerial, now });
    const common = {
      algorithm: generation.algorithm,
      purpose: group.purpose,
      hasPredecessor: predecessor !== undefined,
    };
    if (input.fromCsrId === undefined) return ok({ spec: fresh, ...common });
    const earlier = await findCsr(db, input.fromCsrId);
    if (earlier === undefined) return notFound('CSR_NOT_FOUND');
    // A similar CSR says the same of whom it speaks for; group, key serial and times are its own.
    const { notBefore, notAfter, keyGroupId } = fresh;
    return ok({ spec: { ...readSpec(earlier), notBefore, notAfter, keyGroupId, keySerial }, ...common });
  }

  function judge(spec: CsrSpec, group: GroupRow): SpecFinding[] {
    const findings = judgeSpec(spec, group.purpose, { now: clock.now(), maxDays: deps.maxValidityDays() });
    // The id in the CSR is the group's: another one would be an impostor among our own groups.
    const other = spec.keyGroupId !== group.id;
    return other
      ? [...findings, { level: 'fail', code: 'KEY_GROUP_OTHER', path: 'keyGroupId', value: spec.keyGroupId }]
      : findings;
  }

  async function preview(input: { readonly generationId: string; readonly spec: CsrSpec }) {
    const place = await locate(input.generationId);
    if (!place.ok) return place;
    const { group, spki } = place.value;
    const findings = judge(input.spec, group);
    if (findings.some((finding) => finding.level === 'fail')) return ok({ findings });
    const profile = deps.oidProfile();
    const built = buildInfo(input.spec, group.purpose, spki, profile);
    if (!built.ok) return ok({ findings: [...findings, buildFault(built.error.code)] });
    const { der, sha256: digest, view } = built.value;
    return ok({
      findings: [...findings, ...viewFindings(view)],
      built: { info: der, sha256: digest, fields: viewFields(view) },
    });
  }

  async function create(
    context: TokenContext,
    input: { readonly generationId: string; readonly spec: CsrSpec; readonly infoSha256?: string | undefined },
  ): Promise<Result<{ csr: CsrRow }, CsrFault>> {
    const made = await sign(context, input);
    const csrId = deps.newId();
    const end = await unit.run(
      {
        event: 'csr.created',
        actor: deps.actorOf(context.caller),
        subject: csrId,
        data: {
          generationId: input.generationId,
          keyGroupId: input.spec.keyGroupId,
          partyIds: input.spec.ids.partyIds,
          subCpoIds: input.spec.ids.subCpoIds,
          subEmspIds: input.spec.ids.subEmspIds,
        },
      },
      async (trx, entry): Promise<Result<{ csr: CsrRow }, CsrFault | CsrThere>> => {
        if (!made.ok) return made;
        const { der, place, record } = made.value;
        entry.data({ sha256: record.sha256, spkiSha256: record.spki_sha256 });
        const same = await findCsrByHash(trx, record.sha256);
        if (same !== undefined) return fail({ code: 'CSR_EXISTS', csr: same });
        // As it is now: other CSRs of this generation may have been signed, or its key destroyed, while the token worked.
        const generation = await findGeneration(trx, place.generation.generationId);
        if (generation === undefined) return notFound('GENERATION_NOT_FOUND');
        const fresh = generation.state === 'key-made' || generation.state === 'rejected';
        await insertCsr(trx, { ...record, csr_id: csrId, created_by: deps.actorOf(context.caller).name, der });
        await updateGeneration(trx, place.generation.generationId, {
          state: fresh ? 'requested' : generation.state,
          not_before: record.not_before,
          not_after: record.not_after,
          csr_count: generation.csr_count + 1,
        });
        const row = await findCsrRow(trx, csrId);
        return row === undefined ? notFound('CSR_NOT_FOUND') : ok({ csr: row });
      },
    );
    if (end.ok) return end;
    // The same bytes under a signature without chance (RSA PKCS#1, Ed25519) are the same CSR: it is there already.
    return end.error.code === 'CSR_EXISTS' ? ok({ csr: end.error.csr }) : fail(end.error);
  }

  /** Everything up to the record: rules, bytes as seen, PIN, signature, and the whole CSR read back. */
  async function sign(
    context: TokenContext,
    input: { readonly generationId: string; readonly spec: CsrSpec; readonly infoSha256?: string | undefined },
  ): Promise<
    Result<{ der: Uint8Array; place: Place; record: Omit<CsrRecord, 'csr_id' | 'created_by' | 'der'> }, CsrFault>
  > {
    const { spec } = input;
    const place = await locate(input.generationId);
    if (!place.ok) return place;
    const { group, generation, spki } = place.value;
    const findings = judge(spec, group);
    if (findings.some((finding) => finding.level === 'fail'))
      return fail({ code: 'CSR_SPEC_REFUSED', data: { findings } });
    const profile = deps.oidProfile();
    const info = buildInfo(spec, group.purpose, spki, profile);
    if (!info.ok) return fail({ code: 'CSR_SPEC_REFUSED', data: { findings: [buildFault(info.error.code)] } });
    const infoSha256 = info.value.sha256;
    if (input.infoSha256 !== undefined && input.infoSha256 !== infoSha256) {
      return fail({ code: 'CSR_CHANGED', data: { expected: input.infoSha256, actual: infoSha256 } });
    }
    const signed = await signWith(
      context,
      generation,
      group,
      { kind: 'csr', info: info.value.der, padding: spec.padding },
      `sign the CSR of ${group.id}, generation ${generation.number}`,
    );
    if (!signed.ok) return signed;
    // Read back by the strict reader, its signature checked under its own key: what is stored is what others will see.
    const csr = assembleCsr(
      info.value.der,
      signatureAlgorithmFor(generation.algorithm, spec.padding),
      signed.value.signature,
      profile,
    );
    if (!csr.ok || csr.value.view.info.sha256 !== infoSha256) return fail({ code: 'SIGNATURE_INVALID', data: {} });
    const { der, sha256: digest } = csr.value;
    const commonName = spec.subject.find((part) => part.type === 'CN')?.value ?? '';
    return ok({
      der,
      place: place.value,
      record: {
        generation_id: generation.generationId,
        group_ref: group.groupRef,
        created_at: clock.now().toISOString(),
        spec: JSON.stringify(spec),
        sha256: digest,
        info_sha256: infoSha256,
        spki_sha256: sha256(spki),
        algorithm: generation.algorithm,
        common_name: commonName,
        not_before: spec.notBefore ?? null,
        not_after: spec.notAfter ?? null,
        oid_profile: JSON.stringify(profile),
        proof_jws: null,
        search: searchText(spec, digest, sha256(spki), group),
        group_id: group.id,
        ends: spec.notAfter ?? '',
      },
    });
  }

  async function signWith(
    context: TokenContext,
    generation: GenerationView,
    group: GroupRow,
    request: SignRequest,
    reason: string,
  ) {
    const token = await tokens.find(generation.tokenUri ?? '');
    if (!token.ok) return token;
    const key = { keyId: generation.keyId ?? '', spkiSha256: generation.spkiSha256 ?? '' };
    return tokens.signOne(context, token.value, key, group.purpose, request, reason);
  }

  async function prove(context: TokenContext, csrId: string): Promise<Result<{ csr: CsrRow }, CsrFault>> {
    const proof = await signProof(context, csrId);
    return unit.run(
      { event: 'csr.proven', actor: deps.actorOf(context.caller), subject: csrId },
      async (trx, entry): Promise<Result<{ csr: CsrRow }, CsrFault>> => {
        if (!proof.ok) return proof;
        entry.data({ predecessorSpkiSha256: proof.value.predecessor.spkiSha256 ?? '' });
        await setProof(trx, csrId, proof.value.jws);
        const row = await findCsrRow(trx, csrId);
        return row === undefined ? notFound('CSR_NOT_FOUND') : ok({ csr: row });
      },
    );
  }

  async function signProof(
    context: TokenContext,
    csrId: string,
  ): Promise<Result<{ jws: string; predecessor: GenerationView }, CsrFault>> {
    const csr = await findCsr(db, csrId);
    if (csr === undefined) return notFound('CSR_NOT_FOUND');
    const place = await locate(csr.generation_id);
    if (!place.ok) return place;
    const { predecessor, group, generation } = place.value;
    if (predecessor?.spki === undefined) return fail({ code: 'NO_PREDECESSOR', data: {} });
    // The row alone must not decide what a token vouches for: the bytes have to be this generation's request.
    const der = new Uint8Array(csr.der);
    const read = readCsr(der, readProfile(csr));
    const isOurs =
      read.ok && isUnaltered(csr, der, read.value) && read.value.publicKey.sha256 === generation.spkiSha256;
    if (!isOurs) return fail({ code: 'CSR_ALTERED', data: {} });
    const request = {
      kind: 'renewal-proof',
      csrSha256: csr.sha256,
      keyGroupId: group.id,
      issuedAt: clock.now().toISOString(),
    } as const;
    const signed = await signWith(
      context,
      predecessor,
      group,
      request,
      `vouch for generation ${place.value.generation.number} of ${group.id}`,
    );
    if (!signed.ok) return signed;
    const { signature, signingInput } = signed.value;
    const jws = assembleRenewalProof(Buffer.from(signingInput).toString('ascii'), signature);
    const expected = { csrDer: csr.der, keyGroupId: group.id, predecessorSpki: predecessor.spki };
    return verifyRenewalProof(jws, expected).ok
      ? ok({ jws, predecessor })
      : fail({ code: 'SIGNATURE_INVALID', data: {} });
  }

  async function list(query: CsrQuery) {
    return listCsrs(db, gather, query);
  }

  async function show(csrId: string) {
    const record = await findCsr(db, csrId);
    const row = await findCsrRow(db, csrId);
    if (record === undefined || row === undefined) return notFound('CSR_NOT_FOUND');
    const der = new Uint8Array(record.der);
    const read = readCsr(der, readProfile(record));
    const isSound = read.ok && isUnaltered(record, der, read.value);
    // From the bytes, not from the column beside them: this is what is compared over the phone.
    const fingerprint = Buffer.from(read.ok ? read.value.publicKey.sha256 : record.spki_sha256, 'hex');
    return ok({
      csr: row,
      spec: readSpec(record),
      der,
      pem: writePem('CERTIFICATE REQUEST', der),
      fields: read.ok ? viewFields(read.value) : [],
      findings: [
        ...(isSound ? [] : [buildFault('CSR_ALTERED')]),
        ...(read.ok ? viewFindings(read.value) : [buildFault(read.error.code)]),
      ],
      ...(record.proof_jws === null ? {} : { proofJws: record.proof_jws }),
      spkiWords: [...fingerprintWords(fingerprint)],
      spkiGroups: [...fingerprintGroups(fingerprint)],
    });
  }

  async function exportOne(wish: ExportWish & { readonly csrId: string }) {
    const shown = await show(wish.csrId);
    if (!shown.ok) return shown;
    const isAltered = shown.value.findings.some(({ code }) => code === 'CSR_ALTERED');
    return isAltered ? fail({ code: 'CSR_ALTERED', data: {} }) : exportCsr(shown.value, wish);
  }

  return { draft, preview, create, prove, list, show, export: exportOne };
}

/** Whether the stored bytes are the ones that were signed: their hash, their key and their signature agree with the row. */
function isUnaltered(record: CsrRecord, der: Uint8Array, view: CsrView): boolean {
  return (
    sha256(der) === record.sha256 &&
    view.publicKey.sha256 === record.spki_sha256 &&
    verifyCsrSignature(der, view).verdict === 'valid'
  );
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function searchText(spec: CsrSpec, digest: string, spkiDigest: string, group: GroupRow): string {
  const { partyIds, subCpoIds, subEmspIds } = spec.ids;
  const names = spec.san.map((name) => name.value);
  return [
    formatDistinguishedName(spec.subject),
    ...names,
    ...partyIds,
    ...subCpoIds,
    ...subEmspIds,
    digest,
    spkiDigest,
    group.id,
    group.counterpart ?? '',
  ].join('\n');
}
