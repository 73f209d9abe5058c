import { z } from 'zod';
import { KeyPurpose } from '../../../shared/contract/key-facts.ts';
import { InboxQuery, RequestSort, RequestState, SavedView } from '../../../shared/contract/request-desk.ts';
import { RequestRow } from '../../../shared/contract/requests.ts';
import { stockViewNames, stockViews } from '../../../shared/domain/inbox-views.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { allRows } from '../all-rows.ts';
import type { Command, CommandContext, CommandFault, CommandOption } from '../command.ts';
import { exportTo, ExportShape, outOption } from '../export-file.ts';
import { table } from '../print.ts';
import { usage } from './authority-options.ts';
import { findPartner } from './partner-options.ts';

const verdicts = ['pass', 'warn', 'fail'] as const;
const files = ['csv', 'json'] as const;

const filterOptions = {
  filter: { kind: 'text', value: 'TEXT', about: 'part of subject, key group, id, source or fingerprint' },
  claims: { kind: 'text', value: 'ID', about: 'those that claim this party, sub-CPO or sub-EMSP id' },
  state: { kind: 'texts', value: RequestState.options.join('|'), about: 'those in this state; several times' },
  partner: { kind: 'text', value: 'NAME|ID', about: 'those of this partner' },
  purpose: { kind: 'text', value: KeyPurpose.options.join('|'), about: 'those that ask to be used for this' },
  'claimed-by': { kind: 'text', value: 'me|nobody|NAME', about: 'those that this operator works on' },
  verdict: { kind: 'texts', value: verdicts.join('|'), about: 'worst verdict at arrival; several times' },
  sort: { kind: 'text', value: RequestSort.options.join('|'), about: 'default receivedAt, newest first' },
  ascending: { kind: 'flag', about: 'the other way round' },
  view: {
    kind: 'text',
    value: 'NAME',
    about: `${stockViewNames.join(', ')}, or a saved view; further options narrow it`,
  },
} as const satisfies Readonly<Record<string, CommandOption>>;

/** What stands for a view: one of ours, or one that was saved under this name. */
async function viewQuery({ client, options }: CommandContext): Promise<Result<InboxQuery, CommandFault>> {
  const name = options.text('view');
  if (name === undefined) return ok({});
  const stock = stockViewNames.find((one) => one === name);
  if (stock !== undefined) {
    const { states, ...more } = stockViews[stock];
    return ok({ ...more, states: [...states] });
  }
  const saved = await client.requests.views({});
  if (!saved.ok) return saved;
  const found = saved.value.views.find((view) => view.name.toLowerCase() === name.toLowerCase());
  return found === undefined ? fail({ code: 'VIEW_NOT_FOUND', data: { detail: name } }) : ok(found.query);
}

/** The view with what the options say over it. */
async function queryOf(context: CommandContext): Promise<Result<InboxQuery, CommandFault>> {
  const { options } = context;
  const view = await viewQuery(context);
  if (!view.ok) return view;
  const partner = options.text('partner');
  const found = partner === undefined ? undefined : await findPartner(context, partner);
  if (found?.ok === false) return found;
  const claimed = options.text('claimed-by');
  const states = options.texts('state');
  const worst = options.texts('verdict');
  const query = InboxQuery.safeParse({
    sort: 'receivedAt',
    ...view.value,
    descending: options.flag('ascending') ? false : (view.value.descending ?? true),
    ...given('filter', options.text('filter')),
    ...given('claims', options.text('claims')),
    ...given('purpose', options.text('purpose')),
    ...given('sort', options.text('sort')),
    ...given('partnerId', found?.value.partnerId),
    ...(states.length === 0 ? {} : { states: [...states] }),
    ...(worst.length === 0 ? {} : { verdicts: [...worst] }),
    ...(claimed === undefined ? {} : claimed === 'me' || claimed === 'nobody' ? { claimed } : { claimedBy: claimed }),
  });
  if (query.success) return ok(query.data);
  const [name = ''] = query.error.issues[0]?.path.map(String) ?? [];
  return usage(`--${name} does not take this value`);
}

function given(name: string, value: string | undefined): Readonly<Record<string, string>> {
  return value === undefined ? {} : { [name]: value };
}

export function idsOf(row: RequestRow): string {
  return [...row.partyIds, ...row.subCpoIds, ...row.subEmspIds].join(' ');
}

export function requestTable(rows: readonly RequestRow[]): string {
  const lines = rows.map((row) => [
    row.requestId,
    row.state,
    row.partner?.name ?? '–',
    row.keyGroupId ?? '–',
    row.commonName,
    idsOf(row),
    row.signatureValid ? (row.verdict ?? '–') : 'BAD SIGNATURE',
    row.claimedBy ?? '–',
  ]);
  return table(
    ['request', 'state', 'partner', 'key group', 'common name', 'speaks for', 'checks', 'claimed by'],
    lines,
  );
}

export const requestListCommands: readonly Command[] = [
  {
    name: 'request list',
    about: 'incoming requests, newest first',
    options: filterOptions,
    shape: z.strictObject({ requests: z.array(RequestRow) }),
    run: async (context) => {
      const query = await queryOf(context);
      if (!query.ok) return query;
      const listed = await allRows((place) => context.client.requests.list({ ...place, ...query.value }));
      return listed.ok ? ok({ json: { requests: listed.value }, text: requestTable(listed.value) }) : listed;
    },
  },
  {
    name: 'request export',
    about: 'the list of requests as a file',
    options: {
      ...filterOptions,
      format: { kind: 'text', value: files.join('|'), about: 'default csv' },
      out: outOption,
    },
    shape: ExportShape,
    run: async (context) => {
      const { client, options, io } = context;
      const format = files.find((one) => one === (options.text('format') ?? 'csv'));
      if (format === undefined) return usage(`--format is one of ${files.join(', ')}`);
      const query = await queryOf(context);
      return query.ok ? exportTo(options, io, () => client.requests.exportList({ format, query: query.value })) : query;
    },
  },
  {
    name: 'request views',
    about: 'saved views of the list; with --save the filters of this command under a name, with --remove one less',
    options: {
      ...filterOptions,
      save: { kind: 'text', value: 'NAME', about: 'saves what the other options say' },
      remove: { kind: 'text', value: 'NAME', about: 'removes it' },
    },
    shape: z.strictObject({ views: z.array(SavedView) }),
    run: async (context) => {
      const { client, options } = context;
      const [save, remove] = [options.text('save'), options.text('remove')];
      if (save !== undefined) {
        const query = await queryOf(context);
        if (!query.ok) return query;
        const saved = await client.requests.saveView({ name: save, query: query.value });
        if (!saved.ok) return saved;
      }
      const listed = await client.requests.views({});
      if (!listed.ok) return listed;
      let { views } = listed.value;
      if (remove !== undefined) {
        const found = views.find(({ name }) => name.toLowerCase() === remove.toLowerCase());
        const dropped = await client.requests.dropView({ viewId: found?.viewId ?? 'none' });
        if (!dropped.ok) return dropped;
        views = views.filter((view) => view !== found);
      }
      const lines = views.map(({ name, query, by }) => [name, JSON.stringify(query), by]);
      return ok({ json: { views }, text: table(['view', 'shows', 'saved by'], lines) });
    },
  },
];
