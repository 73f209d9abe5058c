import { z } from 'zod';
import type { Put } from '../../../shared/contract/documents.ts';
import { RosterProposal, RosterView } from '../../../shared/contract/operators.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import type { CommandAnswer, CommandContext, CommandFault } from '../command.ts';
import { facts } from '../print.ts';
import { proposeAndVote } from './roster-change.ts';

/** Where a text stands after a command that wants it in force. */
export const DocumentPut = z.strictObject({
  applied: z.boolean(),
  document: z.string(),
  version: z.number(),
  sha256: z.string(),
  roster: RosterView,
  proposal: RosterProposal.optional(),
});

const Changed = z.looseObject({ applied: z.boolean(), roster: RosterView, proposal: RosterProposal.optional() });

/** Sets a text, or proposes it and votes for it in one go where operators are enrolled. */
export async function putDocument(
  context: CommandContext,
  call: () => Promise<Result<Put, CommandFault>>,
): Promise<Result<CommandAnswer, CommandFault>> {
  const before = await context.client.operators.show({});
  if (!before.ok) return before;
  const { roster } = before.value;
  if (roster.state === 'none') {
    const put = await call();
    if (!put.ok) return put;
    return ok({ json: { ...told(put.value), applied: put.value.applied, roster }, text: putText(put.value) });
  }
  const stored: { put?: Put } = {};
  const end = await proposeAndVote(context, before.value, async () => {
    const put = await call();
    if (!put.ok) return put;
    stored.put = put.value;
    return put.value.proposal === undefined ? fail({ code: 'ROSTER_LOCKED' }) : ok(put.value.proposal);
  });
  const { put } = stored;
  if (!end.ok || put === undefined) return end;
  const { applied, roster: after, proposal } = Changed.parse(end.value.json);
  const json = { ...told(put), applied, roster: after, ...(proposal === undefined ? {} : { proposal }) };
  return ok({ json, text: `${putText(put)}\n${end.value.text}` });
}

function told({ document, version, sha256 }: Put) {
  return { document, version, sha256 };
}

function putText({ document, version, sha256 }: Put): string {
  return facts([
    ['document', `${document}, version ${version}`],
    ['SHA-256', sha256],
  ]);
}
