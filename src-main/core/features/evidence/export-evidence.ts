import type { EvidenceFile } from '../../../../shared/contract/evidence-file.ts';
import { statements } from '../../../../shared/contract/statements.ts';
import { readStatement } from '../../../../shared/domain/statement.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { EvidenceDeps, EvidenceFault } from './evidence.deps.ts';
import { readCheckpoint, writeEvidence } from './evidence-file.ts';
import { type Gathering, gatherEvidence } from './gather-evidence.ts';
import { runOfEntries } from './own-entries.ts';

export interface ExportedEvidence {
  readonly content: Uint8Array;
  readonly suggestedName: string;
  readonly mediaType: string;
  readonly linked: boolean;
  readonly entries: number;
}

/**
 * Writes the evidence of a decided request. With a checkpoint, the whole run of audit entries from the first one of this
 * decision to the checkpoint goes into the file: the chain cannot be recomputed without their texts.
 */
export async function exportEvidence(
  deps: EvidenceDeps,
  wish: { readonly requestId: string; readonly checkpoint?: Uint8Array | undefined },
): Promise<Result<ExportedEvidence, EvidenceFault>> {
  const gathered = await gatherEvidence(deps, wish.requestId);
  if (!gathered.ok) return gathered;
  const audit = await auditPart(deps, gathered.value, wish.checkpoint);
  if (audit === undefined) return fail({ code: 'EVIDENCE_CHECKPOINT', data: {} });
  const file = { ...gathered.value.file, audit };
  return ok({
    content: writeEvidence(file),
    suggestedName: `evidence-${file.request.sha256.slice(0, 12)}.json`,
    mediaType: 'application/json',
    linked: audit.linked,
    entries: audit.entries.length,
  });
}

async function auditPart(
  { db, workspaceId }: EvidenceDeps,
  { own, ended }: Gathering,
  given: Uint8Array | undefined,
): Promise<EvidenceFile['audit'] | undefined> {
  const alone = { linked: false, entries: own.map(({ entry }) => entry), own: own.map(({ seq }) => seq) };
  const [first] = own;
  if (given === undefined || first === undefined || ended === undefined) return alone;
  const file = readCheckpoint(given);
  const said = file === undefined ? undefined : readStatement(file.statement, statements.checkpoint);
  if (file === undefined || said?.ok !== true || said.value.payload.workspace !== workspaceId) return undefined;
  const { seq } = said.value.payload;
  if (seq < ended) return undefined;
  const entries = await runOfEntries(db, first.seq, seq);
  if (entries === undefined) return alone;
  const { statement, certificate } = file;
  const covered = alone.own.filter((number) => number <= seq);
  return { linked: true, entries: [...entries], own: covered, checkpoint: { statement, certificate } };
}
