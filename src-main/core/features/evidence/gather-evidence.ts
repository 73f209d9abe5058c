import type { EvidenceFile } from '../../../../shared/contract/evidence-file.ts';
import { RejectReason, RequestState } from '../../../../shared/contract/requests.ts';
import { statements } from '../../../../shared/contract/statements.ts';
import { policyDocument } from '../../../../shared/domain/documents.ts';
import { foldRoster } from '../../../../shared/domain/roster-fold.ts';
import { readStatement } from '../../../../shared/domain/statement.ts';
import { toBase64Url } from '../../../../shared/util/base64.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { readRenewalProof } from '../../pki/renewal.ts';
import { sha256Of } from '../../pki/digests.ts';
import { chainSha256s, findAuthority, findIssuance, issuancesOfRequest, profileOf } from '../authorities/index.ts';
import { findCertificate, loadCertificate } from '../certificates/index.ts';
import { findText, votesOfIssuance } from '../decisions/index.ts';
import { findDocumentText } from '../documents/index.ts';
import { documentVotes, readRoster, rosterPorts } from '../operators/index.ts';
import { findProof, findRequest, listConfirmations, profileOfRequest, type RequestRecord } from '../requests/index.ts';
import type { EvidenceDeps, EvidenceFault } from './evidence.deps.ts';
import { findRejection, newestLeafOfKey, standingOfIssuance } from './evidence.store.ts';
import { entriesOfDecision } from './own-entries.ts';
import { rosterSeqAt } from './roster-times.ts';

type Gathered<K extends keyof EvidenceFile> = Pick<EvidenceFile, K>;

/** A decision as it is stored, without what links its audit entries to a checkpoint. */
export interface Gathering {
  readonly file: Omit<EvidenceFile, 'audit'>;
  /** Its own audit entries, oldest first. */
  readonly own: readonly { readonly seq: number; readonly entry: string }[];
  /** Number of the entry that ends the decision. */
  readonly ended: number | undefined;
}

/** Puts together what is known of a decided request. Nothing is judged here: that is for whoever verifies the file. */
export async function gatherEvidence(deps: EvidenceDeps, requestId: string): Promise<Result<Gathering, EvidenceFault>> {
  const { db } = deps;
  const row = await findRequest(db, requestId);
  if (row === undefined) return fail({ code: 'REQUEST_NOT_FOUND', data: {} });
  const issuances = await issuancesOfRequest(db, requestId);
  const certificateId = row.certificate_id;
  const issuance = issuances.find((one) => certificateId !== null && one.certificate_id === certificateId);
  const isRejected = row.state === 'rejected';
  if (issuance === undefined && !isRejected)
    return fail({ code: 'REQUEST_STATE', data: { state: RequestState.parse(row.state) } });
  const issuanceIds = issuances.map(({ issuance_id }) => issuance_id);
  const { own, ended, ...recorded } = await entriesOfDecision(
    db,
    { requestId, sha256: row.sha256, receivedAt: row.received_at, issuanceIds },
    issuance === undefined
      ? { event: 'request.rejected', subject: requestId }
      : { event: 'issuance.signing', subject: issuance.issuance_id },
  );
  const decidedAt = recorded.decidedAt ?? issuance?.signing_at ?? row.received_at;
  const scope = {
    ...(issuance === undefined ? {} : { authorityId: issuance.authority_id }),
    ...(row.partner_id === null ? {} : { partnerId: row.partner_id }),
  };
  const rejection = isRejected ? await rejectionOf(deps, row) : undefined;
  const standingId = issuance === undefined ? undefined : await standingOfIssuance(db, issuance.issuance_id);
  const standing = standingId === undefined ? undefined : { document: `standing/${standingId}` };
  const roster = await rosterOf(deps, signedAt(rejection) ?? decidedAt, scope, standing?.document);
  const issued = issuance === undefined ? undefined : await issuedParts(deps, issuance.issuance_id, roster.operators);
  const file = {
    kind: 'ocpi-console evidence',
    v: 1,
    workspace: deps.workspaceId,
    decision: issuance === undefined ? 'rejected' : 'issued',
    decidedAt,
    singleOperator: roster.single,
    request: {
      requestId,
      der: toBase64Url(new Uint8Array(row.der)),
      sha256: row.sha256,
      receivedAt: row.received_at,
      receivedBy: row.received_by,
      source: row.source,
      oidProfile: profileOfRequest(row),
    },
    provenance: await provenanceOf(deps, row),
    scope,
    ...roster.parts,
    // Where a standing approval stood for it, nobody's vote decided.
    ...(issued === undefined || standing !== undefined ? { ...issued, checks: [], policies: [], votes: [] } : issued),
    ...(standing === undefined ? {} : { standing: { ...standing, ...(await entryOf(deps, standing, roster.parts)) } }),
    ...(rejection === undefined ? {} : { rejection }),
  } as const;
  return ok({ file, own, ended });
}

/** Number of the roster's entry that fixed a document as it is in the file. */
async function entryOf(
  { db, oidProfile }: EvidenceDeps,
  { document }: { readonly document: string },
  { documents, roster }: Gathered<'documents' | 'roster'>,
): Promise<{ readonly seq?: number }> {
  const hash = documents.find((one) => one.document === document)?.sha256;
  const last = roster?.seq ?? 0;
  const fixed = (await documentVotes(db, oidProfile(), document)).findLast(
    (one) => one.document === document && one.sha256 === hash && one.seq <= last,
  );
  return fixed === undefined ? {} : { seq: fixed.seq };
}

async function provenanceOf(
  { db, registry }: EvidenceDeps,
  row: RequestRecord,
): Promise<Gathered<'provenance'>['provenance']> {
  const partner = row.partner_id === null ? undefined : (await registry(db)).partners.get(row.partner_id);
  const proof = await findProof(db, row.request_id);
  const said = proof === undefined ? undefined : readRenewalProof(proof.jws);
  const before = said === undefined ? undefined : await newestLeafOfKey(db, said.predecessor_spki_sha256);
  return {
    ...(partner === undefined
      ? {}
      : {
          partner: {
            partnerId: partner.partnerId,
            names: partner.names.slice(0, 20),
            ids: partner.ids.slice(0, 5000).map(({ kind, id }) => ({ kind, id })),
          },
        }),
    confirmations: (await listConfirmations(db, row.request_id)).map((one) => ({
      spkiSha256: one.spki_sha256,
      partnerId: one.partner_id,
      contact: one.contact,
      note: one.note,
      by: one.confirmed_by,
      at: one.confirmed_at,
    })),
    ...(proof === undefined
      ? {}
      : { proof: { jws: proof.jws, ...(before === undefined ? {} : { predecessor: toBase64Url(before) }) } }),
  };
}

interface Operator {
  readonly operatorId: string;
  readonly name: string;
  readonly certificate: string;
}

/** The roster with the documents that counted for this decision. */
async function rosterOf(
  deps: EvidenceDeps,
  decidedAt: string,
  scope: EvidenceFile['scope'],
  standing: string | undefined,
) {
  const entries = await readRoster(deps.db);
  const ports = rosterPorts(deps.oidProfile());
  const seq = rosterSeqAt(entries, decidedAt);
  const folded = foldRoster(entries.slice(0, seq), deps.workspaceId, ports);
  const first = entries[0];
  if (seq === 0 || first === undefined || !folded.ok) {
    const parts: Gathered<'documents' | 'roster'> = { documents: [] };
    return { parts, operators: [] as readonly Operator[], single: false };
  }
  const { authorityId, partnerId } = scope;
  const names = [
    policyDocument({ kind: 'workspace' }),
    ...(authorityId === undefined ? [] : [policyDocument({ kind: 'authority', authorityId })]),
    ...(partnerId === undefined ? [] : [policyDocument({ kind: 'partner', partnerId })]),
    ...(standing === undefined ? [] : [standing]),
  ];
  const documents: { document: string; sha256: string; text: string }[] = [];
  for (const { document, sha256 } of folded.value.documents) {
    const text = names.includes(document) ? await findDocumentText(deps.db, sha256) : undefined;
    if (text !== undefined) documents.push({ document, sha256, text });
  }
  const parts: Gathered<'documents' | 'roster'> = {
    documents,
    roster: {
      genesis: ports.sha256(first.text),
      seq,
      entries: entries.map(({ text, votes }) => ({ text, votes: [...votes] })),
    },
  };
  return { parts, operators: folded.value.operators, single: folded.value.singleOperator };
}

/** What was voted on and what was issued. */
async function issuedParts(
  { db, certificates }: EvidenceDeps,
  issuanceId: string,
  operators: readonly Operator[],
): Promise<Gathered<'tbs' | 'checks' | 'policies' | 'votes' | 'certificate' | 'issuanceId'>> {
  const issuance = await findIssuance(db, issuanceId);
  const records = await votesOfIssuance(db, issuanceId);
  const texts = { checks: new Set<string>(), policies: new Set<string>() };
  const votes: EvidenceFile['votes'] = [];
  for (const { operator_id, jws, via } of records) {
    const operator = operators.find(({ operatorId }) => operatorId === operator_id);
    const said = readStatement(jws, statements.vote);
    // A vote of somebody who was no operator any more counted for nothing.
    if (operator === undefined || !said.ok) continue;
    const { checks, policy } = said.value.payload;
    texts.checks.add((await findText(db, checks)) ?? '');
    texts.policies.add((await findText(db, policy)) ?? '');
    const { operatorId, name, certificate } = operator;
    votes.push({ operatorId, name, certificate, jws, via: via === 'file' ? 'file' : 'here' });
  }
  const tbs = issuance === undefined ? undefined : new Uint8Array(issuance.tbs);
  const leaf = issuance?.certificate_id == null ? undefined : await findCertificate(db, issuance.certificate_id);
  const loaded = leaf === undefined ? undefined : await loadCertificate(db, leaf);
  const authority = issuance === undefined ? undefined : await findAuthority(db, issuance.authority_id);
  const above = authority === undefined ? [] : await certificates.exactly(db, chainSha256s(authority));
  return {
    issuanceId,
    ...(tbs === undefined || issuance === undefined
      ? {}
      : { tbs: { der: toBase64Url(tbs), sha256: sha256Of(tbs), oidProfile: profileOf(issuance) } }),
    checks: [...texts.checks].filter((text) => text !== ''),
    policies: [...texts.policies].filter((text) => text !== ''),
    votes,
    ...(loaded === undefined
      ? {}
      : {
          certificate: {
            der: toBase64Url(loaded.der),
            chain: above.flatMap((der) => (der === undefined ? [] : [toBase64Url(der)])).slice(0, 20),
          },
        }),
  };
}

/** As much of a note as the signed statement has room for. */
const MOST_NOTE = 2000;

async function rejectionOf({ db }: EvidenceDeps, row: RequestRecord): Promise<EvidenceFile['rejection']> {
  const signed = await findRejection(db, row.request_id);
  return {
    reason: RejectReason.catch('other').parse(row.reject_reason),
    note: (row.note ?? '').slice(0, MOST_NOTE),
    ...(signed === undefined ? {} : { signed: { jws: signed.jws, certificate: signed.certificate } }),
  };
}

/** A rejection may be signed later than it was recorded, by whoever was an operator then. */
function signedAt(rejection: EvidenceFile['rejection']): string | undefined {
  const said = rejection?.signed && readStatement(rejection.signed.jws, statements.rejection);
  return said?.ok === true ? new Date(said.value.payload.iat * 1000 + 999).toISOString() : undefined;
}
