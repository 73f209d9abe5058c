import type { CheckpointVerdict } from '../../../../shared/contract/audit.ts';
import type { checkpointsContract, CheckpointRefusal } from '../../../../shared/contract/checkpoints.ts';
import type { CommonFault, InputOf, RaisedBy } from '../../../../shared/contract/wire/contract.ts';
import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { sha256Of } from '../../pki/digests.ts';
import { CHECKPOINT_READ, needsCheckpoint } from '../authorities/index.ts';
import { newestTold } from './checkpoints.store.ts';
import { judgeCheckpoint } from './judge-checkpoint.ts';
import type { OperatorsDeps } from './operators.deps.ts';

type Contract = (typeof checkpointsContract)['checkpoints']['catchUp'];
type CatchUpFault = Exclude<RaisedBy<Contract>, CommonFault>;

interface CaughtUp {
  readonly seq?: number;
  readonly missing: number;
}

/**
 * Compares the newest checkpoint that anybody has with a workspace that was restored or copied, and lets it sign again.
 * One that is newer than what came along tells how many entries are missing: who goes on says so by their number. That
 * nobody has one is said with the workspace's name. Both are on record.
 */
export async function catchUpCheckpoint(
  deps: Pick<OperatorsDeps, 'db' | 'unit' | 'workspaceId' | 'oidProfile'> & { readonly workspaceName: string },
  actor: Actor,
  { content, confirm }: InputOf<Contract>,
): Promise<Result<CaughtUp, CatchUpFault>> {
  const judged = content === undefined ? undefined : await judgeCheckpoint(deps, content);
  const about = { event: CHECKPOINT_READ, actor, subject: deps.workspaceId };
  return deps.unit.run<CaughtUp, CatchUpFault>(about, async (trx, entry) => {
    const own = await needsCheckpoint(trx);
    if (own === undefined) return refused('not-needed');
    const known = await newestTold(trx, own);
    if (content === undefined || judged === undefined) {
      if (confirm !== deps.workspaceName) return fail({ code: 'CONFIRMATION_WRONG', data: {} });
      entry.data({ none: true, ...(known === undefined ? {} : { known }) });
      return ok({ missing: 0 });
    }
    const read = compare(judged, own, known, confirm);
    if (read.ok) entry.data({ ...read.value, file: sha256Of(content), signer: judged.signer ?? '' });
    return read;
  });
}

/** @param own number of the first entry that this copy has written itself */
function compare(
  { verdict, seq = 0, at = '', signer }: CheckpointVerdict,
  own: number,
  known: number | undefined,
  confirm: string | undefined,
): Result<CaughtUp, CatchUpFault> {
  const last = own - 1;
  // What stands there now this copy has written since, so that another entry at this number is no forgery.
  if ((verdict === 'cut' || verdict === 'rewritten') && seq > last) {
    const missing = seq - last;
    if (confirm === String(missing)) return ok({ seq, missing });
    const data = { seq, last, missing, at, ...(signer === undefined ? {} : { signer }) };
    return fail({ code: 'CHECKPOINT_AHEAD', data });
  }
  if (verdict !== 'holds') return refused(verdict);
  if (seq > last) return refused('own');
  if (known !== undefined && seq < known) return refused('older', known);
  return ok({ seq, missing: 0 });
}

function refused(reason: CheckpointRefusal, known?: number): Result<never, CatchUpFault> {
  return fail({ code: 'CHECKPOINT_REFUSED', data: { reason, ...(known === undefined ? {} : { known }) } });
}
