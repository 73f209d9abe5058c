import type { OperatorRole } from '../../../../shared/domain/roles.ts';
import {
  firstRoster,
  NO_ENTRY_BEFORE,
  type RosterBody,
  type RosterState,
  rosterText,
} from '../../../../shared/domain/roster.ts';
import { addEntry, type RosterPorts } from '../../../../shared/domain/roster-fold.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { sha256 } from '../../store/sha256.ts';
import type { TokenContext } from '../tokens/index.ts';
import { findIdentity } from './identity-certificate.ts';
import type { OperatorFault, OperatorsDeps } from './operators.deps.ts';
import { ROSTER_EVENT } from './roster-guard.ts';
import { insertEntry, readRoster } from './roster.store.ts';
import { findIdentityKey, signStatement } from './sign-statement.ts';

export interface FirstOperator {
  readonly name: string;
  readonly certificateId: string;
  readonly roles: readonly OperatorRole[];
}

/**
 * Enrols the first operator: the first entry of the roster, signed by that operator's own identity key, with the root of
 * its path as the first one that certifies operators. Its SHA-256 is what auditors pin.
 */
export async function beginRoster(
  deps: OperatorsDeps,
  ports: RosterPorts,
  context: TokenContext,
  { name, certificateId, roles }: FirstOperator,
): Promise<Result<RosterState, OperatorFault>> {
  const actor = deps.localActor(context.caller);
  const identity = await findIdentity(deps, certificateId, undefined);
  if (!identity.ok) return refuse(identity.error);
  const { text: certificate, root } = identity.value;
  const key = await findIdentityKey(deps, certificate);
  if (!key.ok) return refuse(key.error);

  const at = deps.clock.now();
  const body: RosterBody = {
    v: 1,
    workspace: deps.workspaceId,
    seq: 1,
    prev: NO_ENTRY_BEFORE,
    at: at.toISOString(),
    change: { kind: 'genesis', operator: { operatorId: deps.newId(), name, roles, certificate }, anchors: [root] },
  };
  const text = rosterText(body);
  const hash = sha256(text);
  const allowed = firstRoster(body, hash);
  if (!allowed.ok) return refuse(allowed.error);
  const iat = Math.floor(at.getTime() / 1000);
  const payload = { v: 1, workspace: deps.workspaceId, iat, seq: 1, entry: hash, decision: 'approve' } as const;
  const vote = await signStatement(deps, context, key.value, { type: 'roster-vote', payload }, name);
  if (!vote.ok) return refuse(vote.error);
  const entry = { text, votes: [vote.value] };
  const roster = addEntry(undefined, entry, deps.workspaceId, ports);
  if (!roster.ok) return refuse({ code: 'OPERATOR_SIGNATURE', data: {} });

  const { genesis, seq, head } = roster.value;
  const what = { event: ROSTER_EVENT, actor, subject: hash, data: { genesis, seq, head } };
  return deps.unit.run<RosterState, OperatorFault>(what, async (trx) => {
    if ((await readRoster(trx)).length > 0) return fail({ code: 'ROSTER_EXISTS', data: {} });
    await insertEntry(trx, 1, entry);
    return ok(roster.value);
  });

  function refuse(error: OperatorFault): Promise<Result<RosterState, OperatorFault>> {
    return deps.unit.run({ event: ROSTER_EVENT, actor }, () => fail(error));
  }
}
