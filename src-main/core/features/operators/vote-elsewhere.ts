import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import { toBase64Url } from '../../../../shared/util/base64.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { sha256 } from '../../store/sha256.ts';
import { findCertificate, loadCertificate } from '../certificates/index.ts';
import type { TokenContext } from '../tokens/index.ts';
import type { OperatorFault, OperatorsDeps } from './operators.deps.ts';
import { type ProposalFile, readProposalFile, writeProposalFile } from './proposal-file.ts';
import { rosterPorts } from './roster-ports.ts';
import { entryView } from './roster-views.ts';
import { findIdentityKey, signStatement } from './sign-statement.ts';

type Body = NonNullable<ReturnType<ReturnType<typeof rosterPorts>['readBody']>>;

/** A proposal as a file, read strictly: the text is the entry that its hash names, and of the workspace that it names. */
function openProposalFile(
  { oidProfile }: Pick<OperatorsDeps, 'oidProfile'>,
  content: Uint8Array,
): Result<{ readonly file: ProposalFile; readonly body: Body }, OperatorFault> {
  const unreadable = fail({ code: 'VOTE_REFUSED', data: { reason: 'form' } } as const);
  const file = readProposalFile(content);
  if (file === undefined || sha256(file.text) !== file.sha256) return unreadable;
  const body = rosterPorts(oidProfile()).readBody(file.text);
  if (body?.workspace !== file.workspace) return unreadable;
  // A vote for a hash alone would be a vote for nobody knows what.
  const fixed = body.change.kind === 'document' ? body.change.sha256 : undefined;
  const carried = file.document === undefined ? undefined : sha256(file.document);
  return carried === fixed ? ok({ file, body }) : unreadable;
}

/** What such a file proposes. Whose votes it holds is for the workspace to say that it came from. */
export function proposalFileView(deps: Pick<OperatorsDeps, 'oidProfile'>, content: Uint8Array) {
  const opened = openProposalFile(deps, content);
  if (!opened.ok) return opened;
  const { file, body } = opened.value;
  const entry = entryView(body, file.sha256, file.votes, undefined, deps.oidProfile());
  const { workspace, document: documentText } = file;
  return ok({ workspace, entry, ...(documentText === undefined ? {} : { documentText }) });
}

interface VoteElsewhere {
  readonly content: Uint8Array;
  readonly certificateId: string;
  readonly entry: string;
  readonly decision: 'approve' | 'reject';
}

/**
 * Votes on a proposal of another workspace with an identity key that this one holds: for an approver who sits elsewhere.
 * The vote is over exactly the entry that was shown, and counts in that workspace alone; here it leaves an audit entry.
 */
export async function voteElsewhere(
  deps: OperatorsDeps,
  context: TokenContext,
  actor: Actor,
  wish: VoteElsewhere,
): Promise<Result<Uint8Array, OperatorFault>> {
  const { entry, decision } = wish;
  const signed = await sign(deps, context, wish);
  const what = { event: 'roster.vote-elsewhere', actor, subject: entry, data: { decision } };
  return deps.unit.run<Uint8Array, OperatorFault>(what, () => signed);
}

async function sign(
  deps: OperatorsDeps,
  context: TokenContext,
  { content, certificateId, entry, decision }: VoteElsewhere,
): Promise<Result<Uint8Array, OperatorFault>> {
  const opened = openProposalFile(deps, content);
  if (!opened.ok) return opened;
  const { file, body } = opened.value;
  if (file.sha256 !== entry) return fail({ code: 'PROPOSAL_CHANGED', data: {} });
  const record = await findCertificate(deps.db, certificateId);
  const stored = record === undefined ? undefined : await loadCertificate(deps.db, record);
  if (stored === undefined) return fail({ code: 'CERTIFICATE_NOT_FOUND', data: {} });
  const key = await findIdentityKey(deps, toBase64Url(stored.der));
  if (!key.ok) return key;
  const iat = Math.floor(deps.clock.now().getTime() / 1000);
  const payload = { v: 1, workspace: file.workspace, iat, seq: body.seq, entry, decision } as const;
  const vote = await signStatement(deps, context, key.value, { type: 'roster-vote', payload }, file.workspace);
  return vote.ok ? ok(writeProposalFile({ ...file, votes: [...file.votes, vote.value] })) : vote;
}
