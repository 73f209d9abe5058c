import { appContract } from '../../../shared/contract/app-contract.ts';
import { ok, type Result } from '../../../shared/util/result.ts';
import type { Command, CommandAnswer, CommandContext, CommandFault } from '../command.ts';
import { facts, table } from '../print.ts';
import { usage } from './authority-options.ts';
import { certificateOption, findCertificate } from './find-pki.ts';
import { changed, changeRoster, operatorNamed, readRoles, roleOption, RosterChanged } from './roster-change.ts';

const { operators } = appContract;
const nameWord = { value: 'NAME', least: 1, most: 1 } as const;

async function enrol(context: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const { client, options, answerPrompt } = context;
  const roles = readRoles(options);
  if (!roles.ok) return roles;
  const name = options.must('name');
  const certificate = await findCertificate(context, options.must('certificate'));
  if (!certificate.ok) return certificate;
  const { certificateId } = certificate.value;
  const shown = await client.operators.show({});
  if (!shown.ok) return shown;
  const wish = { name, certificateId, roles: roles.value };
  if (shown.value.roster.state !== 'none') return changeRoster(context, { kind: 'enrol', ...wish });
  if (!options.flag('first'))
    return usage(
      'this enrols the first operator, and from then on every change is signed; --first says that it is meant',
    );
  const begun = await client.operators.begin(wish, { onItem: answerPrompt });
  return begun.ok ? changed(context, undefined) : begun;
}

export const operatorCommands: readonly Command[] = [
  {
    name: 'operator enrol',
    about: 'enrols an operator; the first one ends the time in which the user of this machine may do everything',
    asksPin: true,
    options: {
      name: { kind: 'text', required: true, value: 'NAME', about: 'what the operator is called beside every decision' },
      certificate: { ...certificateOption, about: 'id or SHA-256 of the identity certificate in the inventory' },
      role: roleOption,
      first: { kind: 'flag', about: 'says that the first operator is meant to be enrolled; cannot be undone' },
    },
    shape: RosterChanged,
    run: enrol,
  },
  {
    name: 'operator list',
    about: 'operators with their roles and certificates',
    options: {},
    shape: operators.show.output,
    run: async ({ client }) => {
      const shown = await client.operators.show({});
      if (!shown.ok) return shown;
      const rows = shown.value.operators.map(({ operatorId, name, roles, certificate }) => [
        name,
        roles.join(' '),
        certificate.notAfter ?? '–',
        certificate.sha256,
        operatorId,
      ]);
      const heads = ['name', 'roles', 'not after', 'certificate SHA-256', 'id'];
      const { roster } = shown.value;
      const text = roster.state === 'good' ? table(heads, rows) : facts([['roster', roster.state]]);
      return ok({ json: shown.value, text });
    },
  },
  {
    name: 'operator roles',
    about: 'gives an operator these roles and no others',
    asksPin: true,
    words: nameWord,
    options: { role: roleOption },
    shape: RosterChanged,
    run: async (context) => {
      const roles = readRoles(context.options);
      if (!roles.ok) return roles;
      const found = await operatorNamed(context);
      if (!found.ok) return found;
      return changeRoster(context, { kind: 'roles', operatorId: found.value.operatorId, roles: roles.value });
    },
  },
  {
    name: 'operator renew',
    about: 'gives an operator another identity certificate',
    asksPin: true,
    words: nameWord,
    options: { certificate: { ...certificateOption, about: 'id or SHA-256 of the new identity certificate' } },
    shape: RosterChanged,
    run: async (context) => {
      const found = await operatorNamed(context);
      if (!found.ok) return found;
      const certificate = await findCertificate(context, context.options.must('certificate'));
      if (!certificate.ok) return certificate;
      const { operatorId } = found.value;
      return changeRoster(context, { kind: 'certificate', operatorId, certificateId: certificate.value.certificateId });
    },
  },
  {
    name: 'operator remove',
    about: 'takes an operator out of the roster',
    asksPin: true,
    words: nameWord,
    options: {},
    shape: RosterChanged,
    run: async (context) => {
      const found = await operatorNamed(context);
      return found.ok ? changeRoster(context, { kind: 'remove', operatorId: found.value.operatorId }) : found;
    },
  },
];
