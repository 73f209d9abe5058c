import { z } from 'zod';
import type { CheckpointVerdict } from '../../../../shared/contract/audit.ts';
import { statements } from '../../../../shared/contract/statements.ts';
import { parseCanonicalObject } from '../../../../shared/domain/canonical-json.ts';
import type { RosterState } from '../../../../shared/domain/roster.ts';
import { addEntry } from '../../../../shared/domain/roster-fold.ts';
import { fromBase64Url } from '../../../../shared/util/base64.ts';
import { decodeUtf8 } from '../../../../shared/util/utf8.ts';
import { verifyStatement } from '../../pki/statement-verify.ts';
import { sha256 } from '../../store/sha256.ts';
import type { OperatorsDeps } from './operators.deps.ts';
import { rosterPorts } from './roster-ports.ts';
import { readRoster } from './roster.store.ts';

const CheckpointFile = z.strictObject({
  kind: z.literal('ocpi-console checkpoint'),
  v: z.literal(1),
  statement: z.string().max(64 * 1024),
  certificate: z.string().max(20_000),
});

/**
 * Compares a checkpoint that was kept elsewhere with the audit log and the roster as they are stored here. `cut`: the log
 * ends before what was signed, as after a roll-back; `rewritten`: another entry stands there. The chain itself is for
 * `audit.verify`. A signer whom this roster does not name can still show a cut: the roster may be rolled back too.
 */
export async function judgeCheckpoint(
  deps: Pick<OperatorsDeps, 'db' | 'workspaceId' | 'oidProfile'>,
  content: Uint8Array,
): Promise<CheckpointVerdict> {
  const { db, workspaceId, oidProfile } = deps;
  const file = CheckpointFile.safeParse(parseCanonicalObject((decodeUtf8(content) ?? '').trimEnd())).data;
  const der = file && fromBase64Url(file.certificate);
  if (file === undefined || der === undefined) return { verdict: 'unreadable' };
  const read = verifyStatement(file.statement, statements.checkpoint, der, oidProfile());
  if (!read.ok) return { verdict: 'signature' };
  const { workspace, seq, head, iat, roster } = read.value;
  const said = { seq, at: new Date(iat * 1000).toISOString() };
  if (workspace !== workspaceId) return { verdict: 'other-workspace', ...said };

  const states = await rosterStates(deps);
  const then = roster === undefined ? undefined : states[roster.seq - 1];
  const name = then?.operators.find(({ certificate }) => certificate === file.certificate)?.name;
  const signed = { ...said, ...(name === undefined ? {} : { signer: name }) };
  const isSameRoster = then !== undefined && then.head === roster?.head && then.genesis === roster.genesis;
  const entry = await db.selectFrom('audit_entries').select('entry').where('seq', '=', seq).executeTakeFirst();
  if (entry === undefined) return { verdict: 'cut', ...signed };
  if (sha256(entry.entry) !== head) return { verdict: 'rewritten', ...signed };
  if (!isSameRoster) return { verdict: 'other-roster', ...signed };
  return { verdict: name === undefined ? 'signer' : 'holds', ...signed };
}

/** The roster after each of its entries, as far as they fold. */
async function rosterStates({
  db,
  workspaceId,
  oidProfile,
}: Pick<OperatorsDeps, 'db' | 'workspaceId' | 'oidProfile'>): Promise<readonly RosterState[]> {
  const ports = rosterPorts(oidProfile());
  const states: RosterState[] = [];
  for (const entry of await readRoster(db)) {
    const next = addEntry(states.at(-1), entry, workspaceId, ports);
    if (!next.ok) break;
    states.push(next.value);
  }
  return states;
}
