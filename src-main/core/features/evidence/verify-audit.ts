import { z } from 'zod';
import type { EvidenceFile } from '../../../../shared/contract/evidence-file.ts';
import { statements } from '../../../../shared/contract/statements.ts';
import { type AuditBody, readBody } from '../../../../shared/domain/audit-chain.ts';
import { type EvidenceLine, evidenceLine, type EvidenceReason } from '../../../../shared/domain/evidence.ts';
import type { RosterState } from '../../../../shared/domain/roster.ts';
import { fromBase64Url } from '../../../../shared/util/base64.ts';
import { sha256Of } from '../../pki/digests.ts';
import type { OidProfile } from '../../pki/oid-profile.ts';
import { verifyStatement } from '../../pki/statement-verify.ts';
import { sha256 } from '../../store/sha256.ts';

export interface AuditPart {
  readonly lines: readonly EvidenceLine[];
  readonly entries: readonly AuditBody[];
  /** The entries are a run that a checkpoint signs. */
  readonly isLinked: boolean;
}

/** Audit entries, the checkpoint over them, and what they say of the decision. */
export function verifyAudit(file: EvidenceFile, states: readonly RosterState[], profile: OidProfile): AuditPart {
  const { audit, workspace } = file;
  const read = audit.entries.map((text) => readBody(text));
  const entries = read.flatMap((body) => body ?? []);
  const isWhole = entries.length === audit.entries.length && entries.every((body) => body.workspaceId === workspace);
  const isRun = audit.entries.every((text, i) => {
    const next = entries[i + 1];
    return next === undefined || (next.prev === sha256(text) && next.seq === (entries[i]?.seq ?? 0) + 1);
  });
  const checkpoint = checkpointLine(file, states, profile);
  const isSigned = checkpoint.verdict === 'proven';
  const isLinked = audit.linked && isWhole && isRun && isSigned;
  const decided = isWhole ? decidingEntry(file, entries) : undefined;
  const line = (): EvidenceReason => {
    if (!isWhole || (audit.linked && !isRun)) return 'AUDIT_BROKEN';
    if (decided === undefined) return 'AUDIT_SILENT';
    return isLinked ? 'AUDIT_LINKED' : 'AUDIT_UNLINKED';
  };
  const time = (): EvidenceReason => {
    if (decided !== undefined && decided.at !== file.decidedAt) return 'TIME_OTHER';
    return isLinked && decided !== undefined ? 'TIME_RECORDED' : 'TIME_SAID';
  };
  const detail = isLinked ? `${entries[0]?.seq ?? 0}–${entries.at(-1)?.seq ?? 0}` : `${entries.length}`;
  const lines = [evidenceLine('audit', line(), detail), checkpoint, evidenceLine('time', time(), file.decidedAt)];
  return { lines, entries, isLinked };
}

function checkpointLine(file: EvidenceFile, states: readonly RosterState[], profile: OidProfile): EvidenceLine {
  const { checkpoint, entries, linked } = file.audit;
  if (checkpoint === undefined) return evidenceLine('checkpoint', linked ? 'CHECKPOINT_OTHER' : 'CHECKPOINT_ABSENT');
  const der = fromBase64Url(checkpoint.certificate);
  const verified = der && verifyStatement(checkpoint.statement, statements.checkpoint, der, profile);
  if (verified?.ok !== true) return evidenceLine('checkpoint', 'CHECKPOINT_SIGNATURE');
  const { workspace, seq, head, roster } = verified.value;
  const last = entries.at(-1) ?? '';
  const isOfEnd = linked && readBody(last)?.seq === seq && sha256(last) === head;
  if (workspace !== file.workspace || !isOfEnd) return evidenceLine('checkpoint', 'CHECKPOINT_OTHER', `${seq}`);
  const state = roster === undefined ? undefined : states[roster.seq - 1];
  if (file.roster === undefined) return evidenceLine('checkpoint', 'CHECKPOINT_UNKNOWN', `${seq}`);
  if (state?.head !== roster?.head || state?.genesis !== roster?.genesis || state === undefined)
    return evidenceLine('checkpoint', 'CHECKPOINT_OTHER', `${seq}`);
  const signer = state.operators.find(({ certificate }) => certificate === checkpoint.certificate);
  return signer === undefined
    ? evidenceLine('checkpoint', 'CHECKPOINT_SIGNER')
    : evidenceLine('checkpoint', 'CHECKPOINT_SIGNED', signer.name);
}

const Approvals = z.looseObject({
  approvals: z.array(z.looseObject({ issuanceId: z.string(), tbsSha256: z.string() })),
});
const Issued = z.looseObject({
  certificates: z.array(z.looseObject({ issuanceId: z.string(), sha256: z.string() })),
});

/** The entry that says that it was decided like this: what was signed and what came of it, or that it was rejected. */
function decidingEntry(file: EvidenceFile, entries: readonly AuditBody[]): AuditBody | undefined {
  const done = entries.filter(({ outcome }) => outcome === 'done');
  if (file.decision === 'rejected')
    return done.findLast(
      ({ event, subject, data }) =>
        event === 'request.rejected' &&
        (subject === file.request.requestId || isAmong(data['requests'], file.request.requestId)) &&
        data['reason'] === file.rejection?.reason &&
        data['note'] === file.rejection?.note,
    );
  const der = fromBase64Url(file.certificate?.der ?? '') ?? new Uint8Array(0);
  const certificate = sha256Of(der);
  const isIssued = done.some(
    ({ event, data }) =>
      event === 'certificate.issued' &&
      Issued.safeParse(data).data?.certificates.some(
        (one) => one.issuanceId === file.issuanceId && one.sha256 === certificate,
      ),
  );
  const signing = done.findLast(
    ({ event, data }) =>
      event === 'issuance.signing' &&
      Approvals.safeParse(data).data?.approvals.some(
        (one) => one.issuanceId === file.issuanceId && one.tbsSha256 === file.tbs?.sha256,
      ),
  );
  return isIssued ? signing : undefined;
}

/** Work on many at once names them in a list. */
function isAmong(list: unknown, requestId: string): boolean {
  return Array.isArray(list) && list.includes(requestId);
}
