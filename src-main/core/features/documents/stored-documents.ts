import type { DocumentVersion } from '../../../../shared/contract/documents.ts';
import { sha256 } from '../../store/sha256.ts';
import type { Reader } from '../../store/tables.ts';
import { documentEntries, documentProposals } from '../operators/index.ts';
import type { DocumentsDeps } from './documents.deps.ts';
import { type DocumentHead, type DocumentRecord, findNewestSet, rowsOfHash } from './documents.store.ts';

export type StoredDocument =
  /** Nobody has set one. */
  | { readonly kind: 'none' }
  | { readonly kind: 'current'; readonly record: DocumentRecord }
  /** The roster fixes one, and what is stored is not that text. */
  | { readonly kind: 'altered'; readonly sha256: string };

/**
 * The text of a document that is in force. From the first operator on the roster alone says which; a text whose SHA-256 is
 * another counts as missing. Before that it is the newest that was set.
 */
export async function storedDocument(
  { operators }: Pick<DocumentsDeps, 'operators'>,
  db: Reader,
  document: string,
): Promise<StoredDocument> {
  const guarded = operators.roster();
  // Nothing is known of what a broken roster would fix; nothing is signed under it either.
  if (guarded.state === 'locked') return { kind: 'none' };
  if (guarded.state === 'none') {
    const record = await findNewestSet(db, document);
    if (record === undefined) return { kind: 'none' };
    return isAsHashed(record) ? { kind: 'current', record } : { kind: 'altered', sha256: record.sha256 };
  }
  const fixed = guarded.roster.documents.find((one) => one.document === document);
  if (fixed === undefined) return { kind: 'none' };
  const record = await findByHash(db, document, fixed.sha256);
  return record === undefined ? { kind: 'altered', sha256: fixed.sha256 } : { kind: 'current', record };
}

/** The text of this SHA-256, which is hashed anew; a row that only claims it does not hide one that is it. */
export async function findByHash(db: Reader, document: string, hash: string): Promise<DocumentRecord | undefined> {
  return (await rowsOfHash(db, document, hash)).find(isAsHashed);
}

export function isAsHashed(record: Pick<DocumentRecord, 'sha256' | 'text'>): boolean {
  return sha256(record.text) === record.sha256;
}

/** What says how versions stand: read once for a whole list. */
export async function readStandings({ operators }: Pick<DocumentsDeps, 'operators'>, db: Reader) {
  const guarded = operators.roster();
  if (guarded.state !== 'good') return { guarded, entries: [], proposals: [] };
  const proposals = (await documentProposals(db)).filter(({ prev }) => prev === guarded.roster.head);
  return { guarded, entries: await documentEntries(db), proposals };
}

export type Standings = Awaited<ReturnType<typeof readStandings>>;

/** One version as it is told. `newest`: it is the last one that was set without votes. */
export function versionView(
  row: DocumentHead,
  { guarded, entries, proposals }: Standings,
  newest: boolean,
): DocumentVersion {
  const { document, sha256: hash, version, proposed_by: proposedBy, proposed_at: proposedAt } = row;
  const facts = { version, sha256: hash, proposedBy, proposedAt };
  if (guarded.state !== 'good') {
    if (row.proposal_id !== null || guarded.state === 'locked') return { ...facts, standing: 'dropped' };
    return { ...facts, standing: newest ? 'current' : 'past', since: proposedAt };
  }
  const entry = entries.findLast((one) => one.document === document && one.sha256 === hash);
  const since = entry === undefined ? {} : { since: entry.since };
  const current = guarded.roster.documents.some((one) => one.document === document && one.sha256 === hash);
  if (current) return { ...facts, standing: 'current', ...since };
  const proposal = proposals.find(({ proposalId }) => proposalId === row.proposal_id);
  if (proposal !== undefined) return { ...facts, standing: 'proposed', proposalId: proposal.proposalId };
  return { ...facts, standing: entry === undefined ? 'dropped' : 'past', ...since };
}
