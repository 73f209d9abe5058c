import { MAX_DOCUMENT_BYTES, type Put } from '../../../../shared/contract/documents.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import { MAX_DOCUMENTS } from '../../../../shared/domain/roster.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { sha256 } from '../../store/sha256.ts';
import type { DocumentFault, DocumentsDeps } from './documents.deps.ts';
import { insertDocument } from './documents.store.ts';
import { storedDocument } from './stored-documents.ts';

export interface NewDocument {
  readonly document: string;
  /** Canonical JSON of what its schema takes: whoever calls has parsed it. */
  readonly text: string;
}

/**
 * Has a text stand for a document: at once while nobody is enrolled, else as a proposal that the roster fixes its SHA-256.
 * Text and proposal are stored together.
 */
export async function putDocument(
  deps: DocumentsDeps,
  caller: Caller,
  { document, text }: NewDocument,
): Promise<Result<Put, DocumentFault>> {
  const actor = deps.actorOf(caller);
  const hash = sha256(text);
  const guarded = deps.operators.roster();
  const row = {
    document,
    sha256: hash,
    text,
    proposed_at: deps.clock.now().toISOString(),
    proposed_by: actor.name,
  };
  const refused = await whyNot(deps, document, text, hash);
  if (guarded.state !== 'good' || refused !== undefined)
    return deps.unit.run<Put, DocumentFault>(
      { event: 'document.set', actor, subject: document, data: { sha256: hash } },
      async (trx, entry) => {
        if (refused !== undefined) return fail(refused);
        if (deps.operators.roster().state !== 'none') return fail({ code: 'ROSTER_LOCKED', data: {} });
        const version = await insertDocument(trx, { ...row, proposal_id: null });
        entry.data({ version });
        return ok({ applied: true, document, version, sha256: hash });
      },
    );
  const stored = { version: 0 };
  const proposed = await deps.operators.proposeDocument(caller, { document, sha256: hash }, async (trx, proposal) => {
    stored.version = await insertDocument(trx, { ...row, proposal_id: proposal.proposal_id });
  });
  if (!proposed.ok) return proposed;
  const { proposal_id: proposalId, hash: entry } = proposed.value;
  return ok({ applied: false, document, version: stored.version, sha256: hash, proposal: { proposalId, entry } });
}

async function whyNot(
  deps: DocumentsDeps,
  document: string,
  text: string,
  hash: string,
): Promise<DocumentFault | undefined> {
  if (Buffer.byteLength(text, 'utf8') > MAX_DOCUMENT_BYTES)
    return { code: 'DOCUMENT_TOO_LARGE', data: { limit: MAX_DOCUMENT_BYTES } };
  const guarded = deps.operators.roster();
  const fixed = guarded.state === 'good' ? guarded.roster.documents : [];
  if (fixed.length >= MAX_DOCUMENTS && !fixed.some((one) => one.document === document))
    return { code: 'DOCUMENTS_TOO_MANY', data: { limit: MAX_DOCUMENTS } };
  const now = await storedDocument(deps, deps.db, document);
  // A text that was altered may be proposed again as it was: that mends it.
  return now.kind === 'current' && now.record.sha256 === hash ? { code: 'DOCUMENT_UNCHANGED', data: {} } : undefined;
}
