import { z } from 'zod';
import { appContract } from '../../../shared/contract/app-contract.ts';
import { type OperatorView, RosterView, type RosterWish } from '../../../shared/contract/operators.ts';
import { ok, type Result } from '../../../shared/util/result.ts';
import type { Command, CommandContext, CommandFault } from '../command.ts';
import { exportTo, ExportShape, outOption } from '../export-file.ts';
import { readInput } from '../input-files.ts';
import { chooseOperator } from '../signing-client.ts';
import { usage } from './authority-options.ts';
import { certificateOption, findCertificate } from './find-pki.ts';
import { readRoles, roleOption } from './roster-change.ts';

const { operators } = appContract;

/** The change that the options name; operators are those of the roster in the file. */
async function wishOf(
  context: CommandContext,
  known: readonly OperatorView[],
): Promise<Result<RosterWish, CommandFault>> {
  const { options } = context;
  const [enrol, renew, remove] = [options.text('enrol'), options.text('renew'), options.text('remove')];
  const anchors = options.texts('anchor');
  const asked = [enrol, renew, remove, anchors.length === 0 ? undefined : 'anchors'].filter((one) => one !== undefined);
  if (asked.length !== 1) return usage('it takes one of --enrol, --renew, --remove and --anchor');
  if (remove !== undefined) {
    const operator = chooseOperator(known, remove);
    return operator.ok ? ok({ kind: 'remove', operatorId: operator.value.operatorId }) : operator;
  }
  const certificateIds: string[] = [];
  const named = options.text('certificate');
  if (anchors.length === 0 && named === undefined) return usage('--certificate is missing');
  for (const word of anchors.length > 0 ? anchors : [named ?? '']) {
    const found = await findCertificate(context, word);
    if (!found.ok) return found;
    certificateIds.push(found.value.certificateId);
  }
  const [certificateId = ''] = certificateIds;
  if (anchors.length > 0) return ok({ kind: 'anchors', certificateIds });
  if (renew !== undefined) {
    const operator = chooseOperator(known, renew);
    return operator.ok ? ok({ kind: 'certificate', operatorId: operator.value.operatorId, certificateId }) : operator;
  }
  const roles = readRoles(options);
  if (roles.ok && roles.value.length === 0) return usage('--role is missing');
  return roles.ok ? ok({ kind: 'enrol', name: enrol ?? '', certificateId, roles: roles.value }) : roles;
}

/** For a workspace whose operators can sign in no more: a change is drafted elsewhere, signed with recovery keys, taken. */
export const rosterRecoveryCommands: readonly Command[] = [
  {
    name: 'roster draft',
    about:
      'a change of another workspace’s roster as a file to vote on, built on its exported roster with certificates of this workspace',
    words: { value: 'ROSTER-FILE|-', least: 1, most: 1 },
    options: {
      enrol: { kind: 'text', value: 'NAME', about: 'enrols an operator of this name' },
      renew: { kind: 'text', value: 'NAME', about: 'gives this operator another certificate' },
      remove: { kind: 'text', value: 'NAME', about: 'removes this operator' },
      anchor: { ...certificateOption, kind: 'texts', required: false, about: 'a root for identities; all of them' },
      certificate: { ...certificateOption, required: false },
      role: { ...roleOption, required: false },
      out: outOption,
    },
    shape: ExportShape,
    run: async (context) => {
      const { client, options, io } = context;
      const source = await readInput(options.words[0] ?? '', options, io);
      if (!source.ok) return source;
      const { content: roster } = source.value;
      const judged = await client.operators.verify({ content: roster });
      if (!judged.ok) return judged;
      const change = await wishOf(context, judged.value.operators);
      if (!change.ok) return change;
      return exportTo(options, io, async () => {
        const drafted = await client.operators.draft({ roster, change: change.value });
        return drafted.ok ? ok({ content: drafted.value.content, mediaType: 'application/json' }) : drafted;
      });
    },
  },
  {
    name: 'roster recover',
    about: 'takes a change into the roster that came as a file with all its votes, such as those of recovery keys',
    words: { value: 'FILE|-', least: 1, most: 1 },
    options: {},
    shape: z.strictObject({ roster: RosterView, operators: operators.show.output.shape.operators }),
    run: async ({ client, options, io }) => {
      const source = await readInput(options.words[0] ?? '', options, io);
      if (!source.ok) return source;
      const end = await client.operators.recover({ content: source.value.content });
      if (!end.ok) return end;
      const { roster, operators: all } = end.value;
      return ok({ json: { roster, operators: all }, text: `the change is in the roster, entry ${roster.seq}` });
    },
  },
];
