import { canonicalJson } from '../../../../shared/domain/canonical-json.ts';
import type { RosterOperator, RosterState } from '../../../../shared/domain/roster.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { encodeUtf8 } from '../../../../shared/util/utf8.ts';
import { lastEntry } from '../../store/recorded-end.ts';
import { sha256 } from '../../store/sha256.ts';
import type { TokenContext } from '../tokens/index.ts';
import type { OperatorFault, OperatorsDeps } from './operators.deps.ts';
import { findIdentityKey, signStatement } from './sign-statement.ts';

export interface Checkpoint {
  readonly content: Uint8Array;
  readonly seq: number;
  readonly head: string;
}

/**
 * Has an operator's key sign where the audit chain and the roster stand. The file is for keeping elsewhere: whoever has
 * it notices a chain that was cut, rewritten or rolled back, with public data only (docs/verifier/verify-audit.mjs).
 */
export async function makeCheckpoint(
  deps: OperatorsDeps,
  context: TokenContext,
  { roster, operator }: { readonly roster: RosterState; readonly operator: RosterOperator },
): Promise<Result<Checkpoint, OperatorFault>> {
  const key = await findIdentityKey(deps, operator.certificate);
  if (!key.ok) return key;
  const last = await lastEntry(deps.db);
  if (last === undefined) return fail({ code: 'ROSTER_ABSENT', data: {} });
  const { seq, hash: head } = last;
  const payload = {
    v: 1,
    workspace: deps.workspaceId,
    iat: Math.floor(deps.clock.now().getTime() / 1000),
    seq,
    head,
    roster: { genesis: roster.genesis, seq: roster.seq, head: roster.head },
  } as const;
  const signed = await signStatement(deps, context, key.value, { type: 'checkpoint', payload }, operator.name);
  const actor = { kind: 'operator', name: operator.name, operatorId: operator.operatorId } as const;
  return deps.unit.run<Checkpoint, OperatorFault>(
    { event: 'audit.checkpoint', actor, data: { seq, head } },
    (_, entry) => {
      if (!signed.ok) return signed;
      entry.data({ statement: sha256(signed.value) });
      const file = {
        kind: 'ocpi-console checkpoint',
        v: 1,
        statement: signed.value,
        certificate: operator.certificate,
      };
      return ok({ content: encodeUtf8(`${canonicalJson(file)}\n`), seq, head });
    },
  );
}
