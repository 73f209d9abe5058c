import type { EvidenceFile } from '../../../../shared/contract/evidence-file.ts';
import type { EvidenceLine } from '../../../../shared/domain/evidence.ts';
import { fingerprintGroups } from '../../../../shared/domain/phone-fingerprint.ts';
import { statements } from '../../../../shared/contract/statements.ts';
import { CheckView } from '../../../../shared/contract/request-checks.ts';
import { readStatement } from '../../../../shared/domain/statement.ts';
import { checkText } from '../../../../shared/texts/check-text.ts';
import { fromBase64Url } from '../../../../shared/util/base64.ts';
import { fromHex } from '../../../../shared/util/hex.ts';
import { ok, type Result } from '../../../../shared/util/result.ts';
import { encodeUtf8 } from '../../../../shared/util/utf8.ts';
import { sha256 } from '../../store/sha256.ts';
import { compareDocuments } from '../../workers/compare-documents.ts';
import { decodeItem } from '../../workers/decoded-item.ts';
import { tbsItemOf } from '../requests/index.ts';
import type { EvidenceDeps, EvidenceFault } from './evidence.deps.ts';
import { writeEvidence } from './evidence-file.ts';
import { gatherEvidence } from './gather-evidence.ts';
import { reportHtml } from './report-html.ts';
import { verifyEvidence } from './verify-evidence.ts';

/** A decision as people read it. Every text in it that came from outside is foreign. */
export interface DecisionReport {
  readonly kind: 'ocpi-console report';
  readonly v: 1;
  readonly workspace: string;
  readonly workspaceName: string;
  readonly decision: 'issued' | 'rejected';
  readonly decidedAt: string;
  readonly writtenAt: string;
  readonly singleOperator: boolean;
  readonly request: {
    readonly subject: string;
    readonly keyGroupId: string;
    readonly ids: readonly string[];
    readonly algorithm: string;
    readonly receivedAt: string;
    readonly receivedBy: string;
    readonly source: string;
    readonly sha256: string;
    readonly spkiSha256: string;
    /** The key's fingerprint as it is read out over the telephone. */
    readonly spkiGroups: readonly string[];
  };
  readonly partner: string;
  readonly confirmations: readonly { readonly by: string; readonly at: string; readonly contact: string }[];
  readonly votes: readonly {
    readonly name: string;
    readonly decision: 'approve' | 'reject';
    readonly at: string;
    readonly counted: boolean;
  }[];
  readonly checks: readonly { readonly code: string; readonly verdict: string; readonly sentence: string }[];
  readonly policySha256: string;
  readonly differences: readonly { readonly name: string; readonly request: string; readonly certificate: string }[];
  readonly certificate:
    | {
        readonly sha256: string;
        readonly tbsSha256: string;
        readonly serialNumber: string;
        readonly subject: string;
        readonly issuer: string;
        readonly notBefore: string;
        readonly notAfter: string;
      }
    | undefined;
  readonly rejection: { readonly reason: string; readonly note: string; readonly signed: boolean } | undefined;
  readonly rosterGenesis: string;
  /** What the evidence of this moment proves by itself, without genesis, root and checkpoint. */
  readonly lines: readonly EvidenceLine[];
}

/** The report of a decided request, as one file. */
export async function decisionReport(deps: EvidenceDeps, requestId: string, format: 'html' | 'json') {
  const made = await reportOf(deps, requestId);
  if (!made.ok) return made;
  const text = format === 'html' ? reportHtml(made.value) : `${JSON.stringify(made.value, undefined, 2)}\n`;
  return ok({
    content: encodeUtf8(text),
    suggestedName: `decision-${made.value.request.sha256.slice(0, 12)}.${format}`,
    mediaType: format === 'html' ? 'text/html' : 'application/json',
  });
}

async function reportOf(deps: EvidenceDeps, requestId: string): Promise<Result<DecisionReport, EvidenceFault>> {
  const gathered = await gatherEvidence(deps, requestId);
  if (!gathered.ok) return gathered;
  const { own, file: body } = gathered.value;
  const audit = { linked: false, entries: own.map(({ entry }) => entry), own: own.map(({ seq }) => seq) };
  const file: EvidenceFile = { ...body, audit };
  const verified = verifyEvidence(writeEvidence(file), { genesis: undefined, anchors: [] }, deps.oidProfile());
  if (!verified.ok) return verified;
  const { voters, lines } = verified.value;
  const item = decodeItem('csr', bytesOf(file.request.der), file.request.oidProfile);
  const tbs = file.tbs === undefined ? undefined : tbsItemOf(bytesOf(file.tbs.der), file.tbs.oidProfile);
  const { csr } = item;
  const certificate = tbs?.certificate;
  const votes = votesOf(file, voters);
  const checked = file.checks.find((text) => sha256(text) === votes.at(-1)?.checks) ?? file.checks.at(-1);
  const spkiSha256 = csr?.publicKey.spkiSha256 ?? '';
  return ok({
    kind: 'ocpi-console report',
    v: 1,
    workspace: file.workspace,
    workspaceName: deps.workspaceName,
    decision: file.decision,
    decidedAt: file.decidedAt,
    writtenAt: deps.clock.now().toISOString(),
    singleOperator: file.singleOperator,
    request: {
      subject: csr?.subject ?? '',
      keyGroupId: csr?.ocpi.keyGroupId ?? '',
      ids: csr === undefined ? [] : [...csr.ocpi.partyIds, ...csr.ocpi.subCpoIds, ...csr.ocpi.subEmspIds],
      algorithm: csr?.publicKey.algorithm ?? '',
      receivedAt: file.request.receivedAt,
      receivedBy: file.request.receivedBy,
      source: file.request.source,
      sha256: verified.value.requestSha256,
      spkiSha256,
      spkiGroups: fingerprintGroups(fromHex(spkiSha256) ?? new Uint8Array(0)),
    },
    partner: file.provenance.partner?.names[0] ?? '',
    confirmations: file.provenance.confirmations.map(({ by, at, contact }) => ({ by, at, contact })),
    votes: votes.map(({ name, decision, at, counted }) => ({ name, decision, at, counted })),
    checks: checksOf(checked),
    policySha256: votes.at(-1)?.policy ?? '',
    differences:
      tbs === undefined
        ? []
        : compareDocuments(item, tbs)
            .filter(({ same }) => !same)
            .map(({ name, left, right }) => ({ name, request: left ?? '', certificate: right ?? '' })),
    certificate:
      certificate === undefined
        ? undefined
        : {
            sha256: verified.value.certificateSha256 ?? '',
            tbsSha256: verified.value.tbsSha256 ?? '',
            serialNumber: certificate.serialNumber,
            subject: certificate.subject,
            issuer: certificate.issuer,
            notBefore: certificate.validity.notBefore ?? '',
            notAfter: certificate.validity.notAfter ?? '',
          },
    rejection:
      file.rejection === undefined
        ? undefined
        : { reason: file.rejection.reason, note: file.rejection.note, signed: file.rejection.signed !== undefined },
    rosterGenesis: file.roster?.genesis ?? '',
    lines,
  });
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(fromBase64Url(text) ?? []);
}

function votesOf(file: EvidenceFile, voters: readonly string[]) {
  return file.votes.flatMap(({ name, jws }) => {
    const said = readStatement(jws, statements.vote);
    if (!said.ok) return [];
    const { decision, iat, checks, policy } = said.value.payload;
    const counted = decision === 'approve' && voters.includes(name);
    return [{ name, decision, at: new Date(iat * 1000).toISOString(), counted, checks, policy }];
  });
}

/** What was found, in sentences; what passed or did not apply is told by its code. */
function checksOf(text: string | undefined): DecisionReport['checks'] {
  const results = text === undefined ? [] : (CheckView.array().safeParse(JSON.parse(text)).data ?? []);
  return results.map(({ code, verdict, reason, values }) => ({ code, verdict, sentence: checkText(reason, values) }));
}
