import { ok, type Result } from '../../../shared/util/result.ts';
import { allRows } from '../all-rows.ts';
import type { CommandAnswer, CommandContext, CommandFault } from '../command.ts';
import { table } from '../print.ts';

/** Who claims `--id`. */
export async function listClaims({ client, options }: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const listed = await allRows((place) => client.certificates.claims({ id: options.must('id'), ...place }));
  if (!listed.ok) return listed;
  const claims = listed.value;
  const rows = claims.map(({ id, kind, where, subject, keyGroupId, state, ref }) => [
    id,
    kind,
    where,
    state,
    subject,
    keyGroupId ?? '–',
    ref,
  ]);
  return ok({
    json: { claims },
    text: table(['id', 'kind', 'where', 'state', 'subject', 'key group', 'reference'], rows),
  });
}
