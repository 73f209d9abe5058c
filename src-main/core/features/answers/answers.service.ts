import type { answersContract, HandoverTarget } from '../../../../shared/contract/answers.ts';
import type { CertificateRow } from '../../../../shared/contract/certificates.ts';
import type { InputSource } from '../../../../shared/contract/inspection.ts';
import type { GenerationView, GroupRow } from '../../../../shared/contract/keys.ts';
import type { DecodedItem, PathVerdict } from '../../../../shared/contract/pki-facts.ts';
import type { OidProfile } from '../../../../shared/contract/settings.ts';
import type { CommonFault, RaisedBy } from '../../../../shared/contract/wire/contract.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import { mayBecome } from '../../../../shared/domain/generation-state.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { z } from 'zod';
import type { Clock } from '../../clock.ts';
import { readCsr } from '../../pki/csr-read.ts';
import type { Reader } from '../../store/tables.ts';
import type { Unit } from '../../store/unit.ts';
import { type ComparedRow, compareDocuments } from '../../workers/compare-documents.ts';
import { decodeCertificate, decodeItem } from '../../workers/decoded-item.ts';
import type { DecodePool } from '../../workers/decode-pool.ts';
import {
  addCertificates,
  anchorsFor,
  type CertificateRecord,
  chainPem,
  findCertificate,
  findCertificateByHash,
  type ForeignCertificate,
  judgePath,
  openCertificates,
  possibleIssuersOf,
  toCertificateRow,
  writePkcs7,
} from '../certificates/index.ts';
import { type CsrRecord, findNewestCsr, readProfile } from '../csrs/index.ts';
import {
  findGeneration,
  findGenerationByKey,
  findGroup,
  toGeneration,
  toGroupRow,
  updateGeneration,
} from '../keys/index.ts';
import type { TokenAccess, TokenContext } from '../tokens/index.ts';
import { type AnswerCheck, checkAnswer } from './check-answer.ts';
import { generationChain } from './generation-chain.ts';
import { handoverText } from './handover.ts';

type Answers = (typeof answersContract)['answers'];
export type AnswerFault = Exclude<RaisedBy<Answers['accept']>, CommonFault>;

export interface AnswersDeps {
  readonly db: Reader;
  readonly unit: Unit;
  readonly clock: Clock;
  readonly tokens: TokenAccess;
  readonly pool: DecodePool;
  readonly newId: () => string;
  readonly actorOf: (caller: Caller) => Actor;
  readonly oidProfile: () => OidProfile;
}

interface Place {
  readonly generation: GenerationView;
  readonly group: GroupRow;
  readonly csr: CsrRecord | undefined;
}

interface Judged extends Place {
  readonly leaf: ForeignCertificate;
  readonly others: readonly ForeignCertificate[];
  readonly checks: AnswerCheck[];
  readonly path: PathVerdict;
}

/** `replaces`: SHA-256 of the certificate of the same key that a person wants to go. */
type WriteWish = z.infer<Answers['writeToToken']['input']>;
type Written = z.infer<Answers['writeToToken']['output']>;

export type AnswersService = ReturnType<typeof createAnswersService>;

/** The requester's side: an issued chain comes back to the key that asked for it. */
export function createAnswersService(deps: AnswersDeps) {
  const { db, unit, clock, tokens } = deps;
  const missing = (code: 'GENERATION_NOT_FOUND' | 'CERTIFICATE_NOT_FOUND' | 'ANSWER_FOREIGN') =>
    fail({ code, data: {} });

  async function locate(generationId: string): Promise<Result<Place, AnswerFault>> {
    const row = await findGeneration(db, generationId);
    const group = row === undefined ? undefined : await findGroup(db, row.group_ref);
    if (row === undefined || group === undefined) return missing('GENERATION_NOT_FOUND');
    const csr = await findNewestCsr(db, generationId);
    return ok({ generation: toGeneration(row), group: toGroupRow(group, [row]), csr });
  }

  /** The generation that was named, or the one whose key is in one of the certificates. */
  async function generationOf(
    certificates: readonly ForeignCertificate[],
    generationId: string | undefined,
  ): Promise<Result<Place, AnswerFault>> {
    if (generationId !== undefined) return locate(generationId);
    for (const { view } of certificates) {
      const found = await findGenerationByKey(db, view.publicKey.sha256);
      if (found !== undefined) return locate(found.generation_id);
    }
    return missing('ANSWER_FOREIGN');
  }

  async function judge(
    sources: readonly InputSource[],
    generationId: string | undefined,
  ): Promise<Result<Judged, AnswerFault>> {
    const profile = deps.oidProfile();
    const opened = await openCertificates(deps.pool, sources, profile);
    if (!opened.ok) return fail({ code: 'ANSWER_UNREADABLE', data: { message: opened.error.data.message } });
    const place = await generationOf(opened.value, generationId);
    if (!place.ok) return place;
    const { generation, group, csr } = place.value;
    const { state } = generation;
    if (!mayBecome(state, 'certified')) return fail({ code: 'GENERATION_STATE', data: { state } });
    const isOurs = ({ view }: ForeignCertificate): boolean => view.publicKey.sha256 === generation.spkiSha256;
    const leaf =
      opened.value.find((one) => isOurs(one) && !one.view.isCa) ?? opened.value.find(isOurs) ?? opened.value[0];
    if (leaf === undefined) return missing('ANSWER_FOREIGN');
    const others = opened.value.filter((one) => one !== leaf);

    const now = clock.now();
    const begins = leaf.view.notBefore === null ? now : new Date(leaf.view.notBefore);
    const path = judgePath({
      leaf,
      intermediates: [...others, ...(await possibleIssuersOf(db, opened.value))],
      anchors: await anchorsFor(db, group.purpose),
      crls: [],
      // A renewal begins later; whether its chain holds is asked for the day on which it does.
      at: begins > now ? begins : now,
      purpose: group.purpose,
      profile,
    });
    const there = await findCertificateByHash(db, leaf.view.sha256);
    const read = csr === undefined ? undefined : readCsr(new Uint8Array(csr.der), readProfile(csr), 'verdicts');
    const checks = checkAnswer({
      leaf: leaf.view,
      csr: read?.ok === true ? read.value : undefined,
      spkiSha256: generation.spkiSha256 ?? '',
      groupId: group.id,
      path,
      now,
      alreadyHere: there?.generation_id === generation.generationId,
    });
    return ok({ ...place.value, leaf, others, checks, path });
  }

  async function check(wish: { readonly sources: readonly InputSource[]; readonly generationId?: string | undefined }) {
    const judged = await judge(wish.sources, wish.generationId);
    if (!judged.ok) return judged;
    const { leaf, others, csr, generation, group, checks, path } = judged.value;
    const profile = deps.oidProfile();
    const certificates = [leaf, ...others].slice(0, 100).map(({ der }) => decodeCertificate(der, profile, undefined));
    const [leafItem] = certificates;
    return ok({
      leafSha256: leaf.view.sha256,
      generationId: generation.generationId,
      groupRef: group.groupRef,
      groupId: group.id,
      ...(csr === undefined ? {} : { csrId: csr.csr_id }),
      certificates,
      against: leafItem === undefined ? [] : against(csr, leafItem),
      checks,
      path,
    });
  }

  async function accept(
    caller: Caller,
    wish: {
      readonly sources: readonly InputSource[];
      readonly generationId: string;
      readonly leafSha256: string;
      readonly accepted: readonly AnswerCheck['code'][];
    },
  ): Promise<Result<{ certificate: CertificateRow }, AnswerFault>> {
    const judged = await judge(wish.sources, wish.generationId);
    return unit.run(
      {
        event: 'answer.accepted',
        actor: deps.actorOf(caller),
        subject: wish.generationId,
        data: { sha256: wish.leafSha256 },
      },
      async (trx, entry): Promise<Result<{ certificate: CertificateRow }, AnswerFault>> => {
        if (!judged.ok) return judged;
        const { leaf, others, checks, csr, group, path } = judged.value;
        const actual = leaf.view.sha256;
        if (actual !== wish.leafSha256) {
          return fail({ code: 'ANSWER_CHANGED', data: { expected: wish.leafSha256, actual } });
        }
        const open = checks.filter(
          ({ verdict, code }) => verdict === 'fail' || (verdict === 'warn' && !wish.accepted.includes(code)),
        );
        if (open.length > 0) return fail({ code: 'ANSWER_REFUSED', data: { checks: open } });
        // As it is now: the key may have been destroyed, or the generation retired, since it was looked at.
        const row = await findGeneration(trx, wish.generationId);
        if (row === undefined) return missing('GENERATION_NOT_FOUND');
        const { state } = toGeneration(row);
        const sameKey = row.spki_sha256 === leaf.view.publicKey.sha256;
        if (!mayBecome(state, 'certified') || !sameKey) return fail({ code: 'GENERATION_STATE', data: { state } });

        const profile = deps.oidProfile();
        const links = { generationId: wish.generationId, csrId: csr?.csr_id };
        // Only what this leaf hangs from: an authority of other names and keys along with it would be found as the issuer
        // of other certificates from then on.
        const above = new Set(path.path.map(({ sha256 }) => sha256));
        const issuers = others.filter(({ view }) => view.isCa && above.has(view.sha256)).slice(0, 20);
        const [own] = await addCertificates(
          trx,
          [
            { ...leaf, profile, source: 'own', links },
            ...issuers.map((one) => ({ ...one, profile, source: 'imported' as const })),
          ],
          { newId: deps.newId, at: clock.now(), by: deps.actorOf(caller).name },
        );
        if (own === undefined) return missing('CERTIFICATE_NOT_FOUND');
        entry.data({
          certificateId: own.record.certificate_id,
          keyGroupId: group.id,
          notAfter: own.record.not_after,
          issuer: own.record.issuer,
          accepted: checks.filter(({ verdict }) => verdict === 'warn').map(({ code }) => code),
        });
        await updateGeneration(trx, wish.generationId, { state: 'certified' });
        return ok({ certificate: toCertificateRow(own.record, clock.now()) });
      },
    );
  }

  async function writeToToken(context: TokenContext, wish: WriteWish): Promise<Result<Written, AnswerFault>> {
    const { certificateId, replaces } = wish;
    const done = await write(context, wish);
    return unit.run<Written, AnswerFault>(
      { event: 'answer.written', actor: deps.actorOf(context.caller), subject: certificateId },
      (_trx, entry) => {
        if (!done.ok) return done;
        const { written, tokenUri } = done.value;
        entry.data({ written, tokenUri, ...(written === 'replaced' && replaces !== undefined ? { replaces } : {}) });
        return ok({ written });
      },
    );
  }

  async function write(
    context: TokenContext,
    { certificateId, replaces }: WriteWish,
  ): Promise<Result<Written & { readonly tokenUri: string }, AnswerFault>> {
    const record = await findCertificate(db, certificateId);
    const place = record?.generation_id == null ? undefined : await locate(record.generation_id);
    if (place === undefined) return missing('CERTIFICATE_NOT_FOUND');
    if (!place.ok) return place;
    const { generation, group } = place.value;
    const chain = await generationChain(db, generation.generationId, clock.now(), certificateId);
    const [leaf, ...issuers] = chain;
    if (leaf === undefined) return missing('CERTIFICATE_NOT_FOUND');
    const tokenUri = generation.tokenUri ?? '';
    const token = await tokens.find(tokenUri);
    if (!token.ok) return token;
    const key = { keyId: generation.keyId ?? '', spkiSha256: generation.spkiSha256 ?? '' };
    const wish = { certificate: leaf.der, chain: issuers.map(({ der }) => der), replaces };
    const reason = `write the certificate of ${group.id}, generation ${generation.number}`;
    const written = await tokens.writeCertificate(context, token.value, key, wish, reason);
    if (!written.ok) return written;
    return ok({ written: written.value === 'written' ? 'new' : written.value, tokenUri });
  }

  async function handover(wish: {
    readonly generationId: string;
    readonly target: z.infer<typeof HandoverTarget>;
    readonly side: 'client' | 'server';
  }) {
    const place = await locate(wish.generationId);
    if (!place.ok) return place;
    const { generation, group } = place.value;
    const [leaf] = await generationChain(db, wish.generationId, clock.now());
    if (leaf === undefined) return missing('CERTIFICATE_NOT_FOUND');
    const { software, keyUri } = generation;
    const made = handoverText({ groupId: group.id, generation: generation.number, software, keyUri, ...wish });
    return ok({ ...made, validUntil: leaf.record.not_after });
  }

  async function chain(generationId: string) {
    const place = await locate(generationId);
    if (!place.ok) return place;
    const found = await generationChain(db, generationId, clock.now());
    if (found.length === 0) return missing('CERTIFICATE_NOT_FOUND');
    const toRow = (record: CertificateRecord): CertificateRow => toCertificateRow(record, clock.now());
    const ders = found.map(({ der }) => der);
    return ok({ certificates: found.map(({ record }) => toRow(record)), pem: chainPem(ders), pkcs7: writePkcs7(ders) });
  }

  return { check, accept, writeToToken, handover, chain };
}

function against(csr: CsrRecord | undefined, leaf: DecodedItem): ComparedRow[] {
  if (csr === undefined) return [];
  return compareDocuments(decodeItem('csr', new Uint8Array(csr.der), readProfile(csr)), leaf);
}
