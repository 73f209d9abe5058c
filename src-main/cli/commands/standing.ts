import { z } from 'zod';
import { appContract } from '../../../shared/contract/app-contract.ts';
import { StandingRule, StandingUse, type StandingView } from '../../../shared/contract/standing.ts';
import { ok, type Result } from '../../../shared/util/result.ts';
import { allRows } from '../all-rows.ts';
import type { Command, CommandAnswer, CommandContext, CommandFault, CommandOption } from '../command.ts';
import { facts, table, visible } from '../print.ts';
import { usage } from './authority-options.ts';
import { certificateOption, findCertificate, findRequest, requestOption } from './find-pki.ts';
import { DocumentPut, putDocument } from './put-document.ts';

const { standing } = appContract;
const DAY_MS = 86_400_000;

const standingOption: CommandOption = {
  kind: 'text',
  required: true,
  value: 'ID',
  about: 'id of the standing approval',
};

function ruleText(rule: StandingRule): string {
  const { ids, names } = rule;
  return facts([
    ['standing approval', rule.standingId],
    ['name', visible(rule.name)],
    ['partner', rule.partnerId],
    ['authority', rule.authorityId],
    ['purpose', rule.purpose],
    ['key group', visible(rule.keyGroupId)],
    ['party ids', visible([...ids.partyIds, ...ids.subCpoIds, ...ids.subEmspIds].join(', ') || '–')],
    ['names', visible(names.map(({ kind, value }) => `${kind}:${value}`).join(', ') || '–')],
    ['subject SHA-256', rule.subjectSha256],
    ['algorithms', rule.algorithms.join(', ')],
    ['validity', `${rule.minHours} hours to ${rule.maxDays} days, at most one every ${rule.minHours} hours`],
    ['in force', `${rule.from} to ${rule.expires}`],
    ['warnings accepted', rule.acceptedWarnings.join(', ') || 'none'],
  ]);
}

function viewText(view: StandingView): string {
  const { rule, state, stopped, uses, lastUse, nextExpected, proposal } = view;
  return [
    ruleText(rule),
    facts([
      ['state', state],
      ['proposed', `${view.proposedAt} by ${visible(view.proposedBy)}`],
      ['proposal', proposal?.proposalId],
      ['voted in', view.since],
      ['voters', view.voters.map(({ name, at }) => `${visible(name)} (${at})`).join(', ') || undefined],
      ['stopped', stopped && `${stopped.at} by ${visible(stopped.by)}`],
      ['uses', `${uses}${lastUse === undefined ? '' : `, the last ${lastUse}`}`],
      ['next renewal before', nextExpected],
    ]),
  ].join('\n');
}

async function list({ client }: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const end = await client.standing.list({});
  if (!end.ok) return end;
  const rows = end.value.rules.map(({ rule, state, partnerName, uses, lastUse }) => [
    state,
    visible(rule.name),
    visible(partnerName),
    visible(rule.keyGroupId),
    rule.expires,
    String(uses),
    lastUse ?? '–',
    rule.standingId,
  ]);
  const heads = ['state', 'name', 'partner', 'key group', 'expires', 'uses', 'last use', 'id'];
  return ok({ json: end.value, text: table(heads, rows) });
}

/** The rule of a certificate with what was asked for; shown before it is proposed. */
async function ruleOf(context: CommandContext): Promise<Result<StandingRule, CommandFault>> {
  const { client, options } = context;
  const found = await findCertificate(context, options.must('certificate'));
  if (!found.ok) return found;
  const drafted = await client.standing.draft({ certificateId: found.value.certificateId });
  if (!drafted.ok) return drafted;
  const { rule } = drafted.value;
  const accept = options.text('accept');
  const days = options.number('days');
  const wished = {
    ...rule,
    name: options.text('name') ?? rule.name,
    minHours: options.number('min-hours') ?? rule.minHours,
    maxDays: options.number('max-days') ?? rule.maxDays,
    ...(days === undefined ? {} : { expires: new Date(Date.parse(rule.from) + days * DAY_MS).toISOString() }),
    ...(accept === undefined ? {} : { acceptedWarnings: accept.split(',').filter((one) => one !== '') }),
  };
  const read = StandingRule.safeParse(wished);
  if (read.success) return ok(read.data);
  const [issue] = read.error.issues;
  return usage(`this is no rule: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
}

async function create(context: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const rule = await ruleOf(context);
  if (!rule.ok) return rule;
  const end = await putDocument(context, () => context.client.standing.propose({ rule: rule.value }));
  return end.ok ? ok({ ...end.value, text: `${ruleText(rule.value)}\n${end.value.text}` }) : end;
}

async function uses({ client, options }: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const standingId = options.must('standing');
  const listed = await allRows((place) => client.standing.uses({ standingId, ...place }));
  if (!listed.ok) return listed;
  const rows = listed.value.map(({ at, requestId, certificateId }) => [at, requestId, certificateId ?? 'unclear']);
  return ok({ json: { rows: listed.value }, text: table(['issued', 'request', 'certificate'], rows) });
}

export const standingCommands: readonly Command[] = [
  {
    name: 'standing list',
    about: 'standing approvals: which renewals are issued without new votes',
    options: {},
    shape: standing.list.output,
    run: list,
  },
  {
    name: 'standing show',
    about: 'one standing approval, with the rule that was signed',
    options: { standing: standingOption },
    shape: standing.show.output,
    run: async ({ client, options }) => {
      const end = await client.standing.show({ standingId: options.must('standing') });
      return end.ok ? ok({ json: end.value, text: viewText(end.value) }) : end;
    },
  },
  {
    name: 'standing draft',
    about: 'the rule for renewals of an issued certificate, as standing create would propose it; nothing is kept',
    options: { certificate: certificateOption },
    shape: standing.draft.output,
    run: async (context) => {
      const found = await findCertificate(context, context.options.must('certificate'));
      if (!found.ok) return found;
      const end = await context.client.standing.draft({ certificateId: found.value.certificateId });
      return end.ok ? ok({ json: end.value, text: ruleText(end.value.rule) }) : end;
    },
  },
  {
    name: 'standing create',
    about: 'proposes that renewals like this issued certificate need no new votes, and votes for it',
    options: {
      certificate: certificateOption,
      name: { kind: 'text', value: 'NAME', about: 'what it is called; partner and key group when silent' },
      'min-hours': { kind: 'number', value: 'N', about: 'shortest validity and least time between two uses; 24' },
      'max-days': { kind: 'number', value: 'N', about: 'longest validity; that of the certificate, at most 30' },
      days: { kind: 'number', value: 'N', about: 'how long it is in force; 180, at most 400' },
      accept: { kind: 'text', value: 'REASON,…', about: 'reasons of checks that may warn; those that warn now' },
    },
    shape: DocumentPut,
    run: create,
  },
  {
    name: 'standing stop',
    about: 'stops a standing approval at once and for good; one operator is enough',
    options: { standing: standingOption },
    shape: standing.stop.output,
    run: async ({ client, options }) => {
      const end = await client.standing.stop({ standingId: options.must('standing') });
      return end.ok ? ok({ json: end.value, text: viewText(end.value) }) : end;
    },
  },
  {
    name: 'standing check',
    about: 'why a request is not issued under the standing approvals of its key group',
    options: { request: requestOption },
    shape: standing.check.output,
    run: async (context) => {
      const found = await findRequest(context, context.options.must('request'));
      if (!found.ok) return found;
      const end = await context.client.standing.check({ requestId: found.value.requestId });
      if (!end.ok) return end;
      const rows = end.value.rules.map(({ name, state, reasons, standingId }) => [
        visible(name),
        state,
        reasons.join(' ') || 'stands',
        standingId,
      ]);
      return ok({ json: end.value, text: table(['name', 'state', 'why not', 'standing'], rows) });
    },
  },
  {
    name: 'standing uses',
    about: 'what was issued under a standing approval, the newest first',
    options: { standing: standingOption },
    shape: z.strictObject({ rows: z.array(StandingUse) }),
    run: uses,
  },
];
