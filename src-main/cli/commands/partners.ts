import { z } from 'zod';
import { appContract } from '../../../shared/contract/app-contract.ts';
import { IdClaim } from '../../../shared/contract/certificates.ts';
import { IdConfirmation } from '../../../shared/contract/partner-file.ts';
import {
  ImportedPartner,
  Partner,
  type PartnerChange,
  type PartnerFinding,
  PartnerRow,
  type PartnerSpec,
  PartnerVersion,
} from '../../../shared/contract/partners.ts';
import { confirmationText } from '../../../shared/domain/partner-changes.ts';
import { confirmationWays } from '../../../shared/domain/partners.ts';
import { blankPartner, specOfPartner } from '../../../shared/domain/partners.ts';
import { ok, type Result } from '../../../shared/util/result.ts';
import { systemClock } from '../../core/clock.ts';
import { allRows } from '../all-rows.ts';
import type { Command, CommandAnswer, CommandContext, CommandFault } from '../command.ts';
import { ExportShape, exportTo, outOption } from '../export-file.ts';
import { readInput } from '../input-files.ts';
import { facts, table, visible } from '../print.ts';
import { readTime } from './authority-options.ts';
import { listClaims } from './list-claims.ts';
import {
  clearOption,
  confirmId,
  findPartner,
  partnerOption,
  readPartnerSpec,
  statedOptions,
  usage,
} from './partner-options.ts';

const { partners } = appContract;
const states = ['no', 'yes', 'all'] as const;
const files = ['json', 'csv'] as const;

function partnerText(one: Partner): string {
  const head = facts([
    ['partner', one.name],
    ['id', one.partnerId],
    ['state', `${one.archived ? 'archived' : 'active'}, version ${one.version}`],
    ['platform', one.platform],
    ['algorithms', one.allowedAlgorithms.join(' ') || undefined],
    ['longest life', one.maxLifetimeDays === undefined ? undefined : `${one.maxLifetimeDays} days`],
    ['allowed names', one.allowedNames.join(' ') || undefined],
    ['authorities', one.authorities.join(', ') || undefined],
    [
      'contacts',
      one.contacts.map((contact) => Object.values(contact).filter(Boolean).join(', ')).join('; ') || undefined,
    ],
    ['notes', one.notes || undefined],
    ['changed', `${one.changedAt} by ${one.changedBy}`],
  ]);
  const ids = one.ids.map((id) => [id.kind, id.id, confirmationText(id) ?? 'nobody']);
  return [head, '', table(['kind', 'id', 'confirmed'], ids)].join('\n');
}

function findingLines(findings: readonly PartnerFinding[]): readonly string[] {
  return findings.map(({ level, code, path, value = '', other }) => {
    const whose = other === undefined ? '' : ` (${visible(other.name)})`;
    return `${level}: ${code} ${path} ${visible(value)}`.trimEnd() + whose;
  });
}

function changeLines(changes: readonly PartnerChange[]): readonly string[] {
  return changes.map(({ field, before, after }) => `  ${field}: ${visible(before ?? '–')} → ${visible(after ?? '–')}`);
}

function told(end: Result<{ partner: Partner }, CommandFault>): Result<CommandAnswer, CommandFault> {
  return end.ok ? ok({ json: end.value.partner, text: partnerText(end.value.partner) }) : end;
}

async function list({ client, options }: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const archived = states.find((one) => one === (options.text('archived') ?? 'no'));
  if (archived === undefined) return usage(`--archived is one of ${states.join(', ')}`);
  const filter = options.text('filter');
  const wish = { archived, unconfirmed: options.flag('unconfirmed'), ...(filter === undefined ? {} : { filter }) };
  const listed = await allRows((place) => client.partners.list({ ...place, ...wish }));
  if (!listed.ok) return listed;
  const rows = listed.value.map((row) => [
    row.partnerId,
    [...row.partyIds, ...row.subCpoIds, ...row.subEmspIds].join(' '),
    row.name,
    row.platform,
    String(row.unconfirmed),
    row.archived ? 'archived' : 'active',
  ]);
  const heads = ['partner', 'speaks for', 'name', 'platform', 'unconfirmed', 'state'];
  return ok({ json: { partners: listed.value }, text: table(heads, rows) });
}

async function show(context: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const found = await findPartner(context, context.options.must('partner'));
  if (!found.ok) return found;
  const end = await context.client.partners.show({ partnerId: found.value.partnerId });
  if (!end.ok) return end;
  const text = [partnerText(end.value.partner), ...findingLines(end.value.findings)].join('\n');
  return ok({ json: end.value, text });
}

/** Changes what is there; core refuses when somebody else changed it meanwhile. */
async function change(
  context: CommandContext,
  make: (before: PartnerSpec) => Promise<Result<PartnerSpec, CommandFault>> | Result<PartnerSpec, CommandFault>,
): Promise<Result<CommandAnswer, CommandFault>> {
  const found = await findPartner(context, context.options.must('partner'));
  if (!found.ok) return found;
  const spec = await make(specOfPartner(found.value));
  if (!spec.ok) return spec;
  const { partnerId, version } = found.value;
  return told(await context.client.partners.edit({ partnerId, version, spec: spec.value }));
}

async function confirm(context: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const { options } = context;
  const id = options.must('id');
  if (options.flag('withdraw')) return change(context, (before) => confirmId(before, id, undefined));
  const how = confirmationWays.find((one) => one === options.text('how'));
  if (how === undefined) return usage(`--how is one of ${confirmationWays.join(', ')}`);
  const at = readTime(options, 'at');
  if (!at.ok) return at;
  const confirmed = IdConfirmation.safeParse({
    by: options.text('by') ?? '',
    how,
    at: at.value ?? systemClock.now().toISOString(),
    note: options.text('note') ?? '',
  });
  if (!confirmed.success) return usage('--by or --note is too long');
  return change(context, (before) => confirmId(before, id, confirmed.data));
}

async function setArchived(context: CommandContext, archived: boolean): Promise<Result<CommandAnswer, CommandFault>> {
  const found = await findPartner(context, context.options.must('partner'));
  if (!found.ok) return found;
  const { partnerId, version } = found.value;
  return told(await context.client.partners.setArchived({ partnerId, version, archived }));
}

async function history(context: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const named = context.options.must('partner');
  const found = await findPartner(context, named);
  // A partner that was removed is found by its id alone.
  const partnerId = found.ok ? found.value.partnerId : named;
  if (!found.ok && !/^[A-Za-z0-9_-]{1,64}$/.test(named)) return found;
  const listed = await allRows((place) => context.client.partners.history({ partnerId, ...place }));
  if (!listed.ok) return listed;
  const text = listed.value.flatMap(({ version, deed, at, by, imported, changes }) => [
    `${version} ${deed} ${at} ${visible(by)}${imported ? ' (from a file)' : ''}`,
    ...changeLines(changes),
  ]);
  return ok({ json: { versions: listed.value }, text: text.join('\n') });
}

/** Without `--yes` it only tells what the file would do. */
async function importFile(context: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const { client, options, io } = context;
  const source = await readInput(options.words[0] ?? '', options, io);
  if (!source.ok) return source;
  const seen = await client.partners.preview({ source: source.value });
  if (!seen.ok) return seen;
  const { sha256, rows, counts } = seen.value;
  const planSha256 = options.text('plan') ?? seen.value.planSha256;
  const lines = rows.flatMap(({ place, action, name, changes, findings }) => [
    `${place} ${action} ${visible(name)}`,
    ...changeLines(changes),
    ...findingLines(findings).map((line) => `  ${line}`),
  ]);
  const sum = `add ${counts.add}, change ${counts.change}, same ${counts.same}, refused ${counts.refused}`;
  const taken = options.flag('yes') || options.text('plan') !== undefined;
  if (taken) {
    const skipRefused = options.flag('skip-refused');
    const end = await client.partners.import({ source: source.value, sha256, planSha256, skipRefused });
    if (!end.ok) return end;
  }
  const text = [...lines, `plan ${seen.value.planSha256}`, taken ? `taken: ${sum}` : `nothing was stored: ${sum}`];
  return ok({ json: { taken, planSha256: seen.value.planSha256, counts, rows }, text: text.join('\n') });
}

const onePartner = { partner: partnerOption };

export const partnerCommands: readonly Command[] = [
  {
    name: 'partner list',
    about: 'partners by name, whom they may speak for first',
    options: {
      filter: { kind: 'text', value: 'TEXT', about: 'part of a name, platform, id or contact' },
      archived: { kind: 'text', value: states.join('|'), about: 'default no' },
      unconfirmed: { kind: 'flag', about: 'those with an id that nobody has confirmed' },
    },
    shape: z.strictObject({ partners: z.array(PartnerRow) }),
    run: list,
  },
  {
    name: 'partner show',
    about: 'one partner: ids with their confirmations, contacts, limits, and what is odd about them',
    options: onePartner,
    shape: partners.show.output,
    run: show,
  },
  {
    name: 'partner add',
    about: 'enters a partner into the registry',
    options: { name: { kind: 'text', required: true, value: 'NAME', about: 'unique without case' }, ...statedOptions },
    shape: Partner,
    run: async (context) => {
      const spec = await readPartnerSpec(context, blankPartner());
      return spec.ok ? told(await context.client.partners.add({ spec: spec.value })) : spec;
    },
  },
  {
    name: 'partner edit',
    about: 'changes what is stated of a partner; what is not given stays, ids that stay keep their confirmation',
    options: {
      ...onePartner,
      name: { kind: 'text', value: 'NAME', about: 'a new name' },
      ...statedOptions,
      clear: clearOption,
    },
    shape: Partner,
    run: (context) => change(context, (before) => readPartnerSpec(context, before)),
  },
  {
    name: 'partner confirm',
    about: 'records who made sure, and how, that a partner may speak for an id',
    options: {
      ...onePartner,
      id: { kind: 'text', required: true, value: 'ID', about: 'one of its ids, in any case' },
      how: { kind: 'text', value: confirmationWays.join('|'), about: 'how it was made sure' },
      by: { kind: 'text', value: 'NAME', about: 'who made sure; default: you' },
      at: { kind: 'text', value: 'TIME', about: 'when, ISO 8601; default: now' },
      note: { kind: 'text', value: 'TEXT', about: 'whom was asked, which register, which contract' },
      withdraw: { kind: 'flag', about: 'it is not confirmed any more' },
    },
    shape: Partner,
    run: confirm,
  },
  {
    name: 'partner archive',
    about: 'archives a partner, which frees its ids for others',
    options: onePartner,
    shape: Partner,
    run: (context) => setArchived(context, true),
  },
  {
    name: 'partner restore',
    about: 'brings an archived partner back while its ids are free',
    options: onePartner,
    shape: Partner,
    run: (context) => setArchived(context, false),
  },
  {
    name: 'partner remove',
    about: 'takes a partner out of the registry while nothing claims its ids; its history stays',
    options: {
      ...onePartner,
      confirm: { kind: 'text', required: true, value: 'NAME', about: 'name of the partner, to confirm' },
    },
    shape: z.strictObject({}),
    run: async (context) => {
      const found = await findPartner(context, context.options.must('partner'));
      if (!found.ok) return found;
      const { partnerId, version } = found.value;
      const wish = { partnerId, version, confirm: context.options.must('confirm') };
      const end = await context.client.partners.remove(wish);
      return end.ok ? ok({ json: {}, text: 'removed' }) : end;
    },
  },
  {
    name: 'partner history',
    about: 'every version of a partner, the newest first; of a removed one by its id',
    options: onePartner,
    shape: z.strictObject({ versions: z.array(PartnerVersion) }),
    run: history,
  },
  {
    name: 'partner import',
    about: 'what a JSON or CSV file would change in the registry; with --yes it is done',
    words: { value: 'FILE|-', least: 1, most: 1 },
    options: {
      yes: { kind: 'flag', about: 'do it' },
      plan: { kind: 'text', value: 'HEX', about: 'do it when the plan is the one that was seen before' },
      'skip-refused': { kind: 'flag', about: 'leave out what cannot be taken instead of taking nothing' },
    },
    shape: z.strictObject({
      taken: z.boolean(),
      planSha256: z.string(),
      counts: partners.preview.output.shape.counts,
      rows: z.array(ImportedPartner),
    }),
    run: importFile,
  },
  {
    name: 'partner export',
    about: 'the registry as JSON (whole) or CSV (for spreadsheets, without confirmations)',
    options: {
      format: { kind: 'text', value: files.join('|'), about: 'default json' },
      archived: { kind: 'flag', about: 'archived partners too' },
      out: outOption,
    },
    shape: ExportShape,
    run: async ({ client, options, io }) => {
      const format = files.find((one) => one === (options.text('format') ?? 'json'));
      if (format === undefined) return usage(`--format is one of ${files.join(', ')}`);
      return exportTo(options, io, () => client.partners.export({ format, archived: options.flag('archived') }));
    },
  },
  {
    name: 'partner schema',
    about: 'the JSON Schema of the file that import reads and export writes',
    options: { out: outOption },
    shape: ExportShape,
    run: ({ client, options, io }) =>
      exportTo(options, io, () => client.partners.export({ format: 'schema', archived: false })),
  },
  {
    name: 'partner claims',
    about: 'who claims an id: partners that it is registered for, certificates, own CSRs and key groups, requests',
    options: { id: { kind: 'text', required: true, value: 'ID', about: 'party, sub-CPO or sub-EMSP id, in any case' } },
    shape: z.strictObject({ claims: z.array(IdClaim) }),
    run: listClaims,
  },
];
