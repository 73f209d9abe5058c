import { z } from 'zod';
import { appContract } from '../../../shared/contract/app-contract.ts';
import { type GroupSeries, PlanView } from '../../../shared/contract/plans.ts';
import { planConditions } from '../../../shared/domain/replacement-plan.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { allRows } from '../all-rows.ts';
import type { Command, CommandAnswer, CommandContext, CommandFault, Options } from '../command.ts';
import { facts, table, visible } from '../print.ts';
import { readTime, usage } from './authority-options.ts';
import { findRequest, requestOption } from './find-pki.ts';
import { findPartner, partnerOption } from './partner-options.ts';

const { plans } = appContract;

const planOption = { kind: 'text', required: true, value: 'ID', about: 'id of the plan, or its first signs' } as const;
const noteOption = { kind: 'text', required: true, value: 'TEXT', about: 'why; for the record' } as const;
const termOptions = {
  ends: { kind: 'text', required: true, value: 'WHEN', about: planConditions.join(', ') },
  days: { kind: 'number', value: 'N', about: 'of the overlap; 7 when silent' },
} as const;

function planText(plan: PlanView): string {
  const { older, newer } = plan;
  return facts([
    ['plan', plan.planId],
    ['state', plan.why === undefined ? plan.state : `${plan.state}: ${plan.why}`],
    ['key group', plan.keyGroupId],
    ['older', `${older.commonName} ${older.serialNumber}, ${older.standing}, until ${older.notAfter}`],
    ['newer', `${newer.commonName} ${newer.serialNumber}, ${newer.standing}, from ${newer.notBefore}`],
    ['older ends', `${plan.dueAt} (${termText(plan)})`],
    ['in use', plan.usedAt === undefined ? 'not seen' : `${plan.usedAt} (${plan.usedBy ?? ''})`],
    ['ended', plan.endedAt === undefined ? undefined : `${plan.endedAt} by ${plan.endedBy ?? ''}`],
    ['note', plan.note || undefined],
  ]);
}

function termText({ condition, overlapDays }: Pick<PlanView, 'condition' | 'overlapDays'>): string {
  return condition === 'overlap' ? `overlap of ${overlapDays} days` : condition;
}

function readTerms(options: Options) {
  const condition = planConditions.find((one) => one === options.must('ends'));
  const overlapDays = options.number('days') ?? 7;
  if (condition === undefined) return usage(`--ends is one of ${planConditions.join(', ')}`);
  if (!Number.isInteger(overlapDays) || overlapDays < 0 || overlapDays > 90) return usage('--days is 0 to 90');
  return ok({ condition, overlapDays });
}

async function findPlan({ client, options }: CommandContext): Promise<Result<PlanView, CommandFault>> {
  const named = options.must('plan');
  const listed = await allRows((place) => client.plans.list({ ...place, show: 'all' }));
  if (!listed.ok) return listed;
  const fitting = listed.value.filter(
    ({ planId }) => planId === named || (named.length > 3 && planId.startsWith(named)),
  );
  const [first] = fitting;
  if (first === undefined) return fail({ code: 'PLAN_NOT_FOUND', data: {} });
  return fitting.length > 1 ? usage(`several plans begin with ${named}`) : ok(first);
}

function told(end: Result<{ readonly plan: PlanView }, CommandFault>): Result<CommandAnswer, CommandFault> {
  return end.ok ? ok({ json: end.value.plan, text: planText(end.value.plan) }) : end;
}

async function list({ client, options }: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const show = options.flag('all') ? ('all' as const) : options.flag('red') ? ('red' as const) : ('open' as const);
  const listed = await allRows((place) => client.plans.list({ ...place, show }));
  if (!listed.ok) return listed;
  const rows = listed.value.map((plan) => [
    plan.planId,
    plan.why === undefined ? plan.state : `${plan.state}: ${plan.why}`,
    plan.dueAt,
    visible(plan.keyGroupId ?? '–'),
    plan.older.serialNumber,
    plan.newer.serialNumber,
    termText(plan),
  ]);
  const heads = ['plan', 'state', 'older ends', 'key group', 'older', 'newer', 'terms'];
  return ok({ json: { plans: listed.value }, text: table(heads, rows) });
}

async function set(context: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const terms = readTerms(context.options);
  if (!terms.ok) return terms;
  const found = await findPlan(context);
  return found.ok ? told(await context.client.plans.set({ planId: found.value.planId, ...terms.value })) : found;
}

async function choose(context: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const terms = readTerms(context.options);
  if (!terms.ok) return terms;
  const found = await findRequest(context, context.options.must('request'));
  if (!found.ok) return found;
  const end = await context.client.plans.choose({ requestId: found.value.requestId, ...terms.value });
  return end.ok ? ok({ json: {}, text: `The certificate that it replaces ends: ${termText(terms.value)}.` }) : end;
}

async function noted(context: CommandContext, deed: 'confirm' | 'cancel') {
  const found = await findPlan(context);
  if (!found.ok) return found;
  return told(await context.client.plans[deed]({ planId: found.value.planId, note: context.options.must('note') }));
}

function seriesText(series: GroupSeries): string {
  const who = series.partnerName ?? (series.side === 'own' ? 'own keys' : series.partyIds.join(' '));
  const rows = series.certificates.map((one) => [
    String(one.number),
    visible(one.commonName),
    one.notBefore,
    one.notAfter,
    one.revokedAt === undefined
      ? one.plannedEnd === undefined
        ? '–'
        : `planned ${one.plannedEnd}`
      : `revoked ${one.revokedAt}`,
    one.certificateId,
  ]);
  const marks = series.stretches.map(({ kind, from, to }) => `${kind}: ${from} – ${to}`);
  const head = `${visible(series.keyGroupId)}, ${series.purpose}, ${visible(who)}`;
  return [head, table(['no', 'common name', 'from', 'until', 'ends early', 'certificate'], rows), ...marks].join('\n');
}

async function timeline(context: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const named = context.options.text('partner');
  const partner = named === undefined ? undefined : await findPartner(context, named);
  if (partner?.ok === false) return partner;
  const end = await context.client.plans.timeline({
    keyGroupId: context.options.must('group'),
    ...(partner === undefined ? {} : { partnerId: partner.value.partnerId }),
  });
  return end.ok ? ok({ json: end.value, text: end.value.series.map(seriesText).join('\n\n') }) : end;
}

async function rehearse(context: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const at = readTime(context.options, 'at');
  if (!at.ok) return at;
  const end = await context.client.plans.rehearse({ at: at.value ?? '' });
  if (!end.ok) return end;
  const rows = end.value.rows.map((row) => [
    row.verdict,
    visible(row.keyGroupId),
    row.purpose,
    visible(row.partnerName ?? (row.side === 'own' ? 'own keys' : row.partyIds.join(' '))),
    row.accepted.map(({ certificateId }) => certificateId).join(' ') || '–',
  ]);
  return ok({ json: end.value, text: table(['accepted', 'key group', 'purpose', 'who', 'certificates'], rows) });
}

export const planCommands: readonly Command[] = [
  {
    name: 'plan list',
    about: 'open replacement plans, the red ones first',
    options: {
      red: { kind: 'flag', about: 'only those that a person has to look at' },
      all: { kind: 'flag', about: 'those too that were carried out or cancelled' },
    },
    shape: z.strictObject({ plans: z.array(PlanView) }),
    run: list,
  },
  {
    name: 'plan choose',
    about: 'says before a request is issued when the certificate that it replaces ends',
    options: { request: { ...requestOption, required: true }, ...termOptions },
    shape: plans.choose.output,
    run: choose,
  },
  {
    name: 'plan set',
    about: 'changes when the older certificate of an open plan ends',
    options: { plan: planOption, ...termOptions },
    shape: PlanView,
    run: set,
  },
  {
    name: 'plan confirm',
    about: 'says that the successor is in use though nothing here has seen it',
    options: { plan: planOption, note: noteOption },
    shape: PlanView,
    run: (context) => noted(context, 'confirm'),
  },
  {
    name: 'plan cancel',
    about: 'cancels an open plan; the older certificate stays',
    options: { plan: planOption, note: noteOption },
    shape: PlanView,
    run: (context) => noted(context, 'cancel'),
  },
  {
    name: 'group timeline',
    about: 'certificates of a key group in time, with gaps, overlaps and planned ends',
    options: {
      group: { kind: 'text', required: true, value: 'ID', about: 'the key group id as it stands in the certificates' },
      partner: { ...partnerOption, required: false },
    },
    shape: plans.timeline.output,
    run: timeline,
  },
  {
    name: 'group rehearse',
    about: 'which certificate of each key group is accepted at a moment, if plans are carried out at their time',
    options: { at: { kind: 'text', required: true, value: 'TIME', about: 'ISO 8601' } },
    shape: plans.rehearse.output,
    run: rehearse,
  },
];
