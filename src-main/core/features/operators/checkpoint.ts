import type { CheckpointWhy } from '../../../../shared/contract/checkpoints.ts';
import { canonicalJson } from '../../../../shared/domain/canonical-json.ts';
import type { RosterOperator, RosterState } from '../../../../shared/domain/roster.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { encodeUtf8 } from '../../../../shared/util/utf8.ts';
import { lastEntry } from '../../store/recorded-end.ts';
import { sha256 } from '../../store/sha256.ts';
import type { TokenContext } from '../tokens/index.ts';
import { type CheckpointRecord, insertCheckpoint } from './checkpoints.store.ts';
import type { OperatorFault, OperatorsDeps } from './operators.deps.ts';
import { findIdentityKey, signStatement } from './sign-statement.ts';

interface CheckpointWish {
  readonly roster: RosterState;
  readonly operator: RosterOperator;
  readonly why: CheckpointWhy;
  /** How its key signs, where that is to ask nobody. */
  readonly signMany?: OperatorsDeps['tokens']['signMany'];
}

/**
 * Has an operator's key sign where the audit chain and the roster stand. The file is for keeping elsewhere: whoever has
 * it notices a chain that was cut, rewritten or rolled back, with public data only (docs/verifier/verify-audit.mjs).
 */
export async function makeCheckpoint(
  deps: OperatorsDeps,
  context: TokenContext,
  { roster, operator, why, signMany }: CheckpointWish,
): Promise<Result<CheckpointRecord, OperatorFault>> {
  const key = await findIdentityKey(deps, operator.certificate);
  if (!key.ok) return key;
  const last = await lastEntry(deps.db);
  if (last === undefined) return fail({ code: 'ROSTER_ABSENT', data: {} });
  const { seq, hash: head } = last;
  const at = deps.clock.now();
  const payload = {
    v: 1,
    workspace: deps.workspaceId,
    iat: Math.floor(at.getTime() / 1000),
    seq,
    head,
    roster: { genesis: roster.genesis, seq: roster.seq, head: roster.head },
  } as const;
  const signing = signMany === undefined ? deps : { oidProfile: deps.oidProfile, tokens: { signMany } };
  const signed = await signStatement(signing, context, key.value, { type: 'checkpoint', payload }, operator.name);
  const actor = { kind: 'operator', name: operator.name, operatorId: operator.operatorId } as const;
  return deps.unit.run<CheckpointRecord, OperatorFault>(
    { event: 'audit.checkpoint', actor, data: { seq, head, why } },
    async (trx, entry) => {
      if (!signed.ok) return signed;
      const record = {
        sha256: sha256(signed.value),
        seq,
        head,
        jws: signed.value,
        certificate: operator.certificate,
        at: at.toISOString(),
        by: operator.name,
        why,
      };
      entry.data({ statement: record.sha256 });
      await insertCheckpoint(trx, record);
      return ok(record);
    },
  );
}

/** The file for keeping elsewhere. */
export function checkpointFile({ jws, certificate }: CheckpointRecord): Uint8Array {
  const file = { kind: 'ocpi-console checkpoint', v: 1, statement: jws, certificate };
  return encodeUtf8(`${canonicalJson(file)}\n`);
}

/** Two lines of one workspace, apart since a restore, never want the same name. */
export function checkpointName({ seq, sha256: hash }: Pick<CheckpointRecord, 'seq' | 'sha256'>): string {
  return `checkpoint-${String(seq).padStart(8, '0')}-${hash.slice(0, 8)}.json`;
}
