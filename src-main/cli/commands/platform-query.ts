import type { z } from 'zod';
import { appContract } from '../../../shared/contract/app-contract.ts';
import { type ListedModule, RowFilter, RowOrder } from '../../../shared/contract/platform-rows.ts';
import type { DataView } from '../../../shared/contract/platform-views.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import type { Command, CommandContext, CommandFault, CommandOption } from '../command.ts';
import { table, visible } from '../print.ts';
import { findPartner } from './partner-options.ts';
import { findPlatform, usage } from './platform-options.ts';

const { platformData } = appContract;

const yesNo = ['published', 'signed', 'credit', 'valid', 'findings'] as const;

export const filterOptions: Readonly<Record<string, CommandOption>> = {
  view: { kind: 'text', value: 'NAME', about: 'a saved view; further options narrow it' },
  platform: { kind: 'text', value: 'NAME|ID', about: 'of this connection alone' },
  partner: { kind: 'text', value: 'NAME|ID', about: 'of the connections of this partner' },
  filter: { kind: 'text', value: 'WORDS', about: 'each must begin a word of the row; personal data is not searched' },
  party: { kind: 'text', value: 'ID', about: 'of this party, such as DEGEF' },
  status: { kind: 'texts', value: 'STATUS', about: 'may be repeated' },
  from: { kind: 'text', value: 'TIME', about: 'started (sessions, CDRs) or changed at this time or later' },
  to: { kind: 'text', value: 'TIME', about: 'and before this time' },
  currency: { kind: 'text', value: 'CODE', about: 'such as EUR' },
  'cost-from': { kind: 'text', value: 'AMOUNT', about: 'stated cost at least; combine with --currency' },
  'cost-to': { kind: 'text', value: 'AMOUNT', about: 'and at most' },
  country: { kind: 'text', value: 'CODE', about: 'such as DEU' },
  type: { kind: 'text', value: 'TYPE', about: 'of tariffs and driver tokens' },
  state: { kind: 'texts', value: 'present|unlisted|not-understood', about: 'may be repeated' },
  finding: { kind: 'text', value: 'CODE', about: 'with this finding' },
  location: { kind: 'text', value: 'ID', about: 'at this location' },
  evse: { kind: 'text', value: 'UID', about: 'at the EVSE with this uid' },
  tariff: { kind: 'text', value: 'ID', about: 'with this tariff' },
  session: { kind: 'text', value: 'ID', about: 'of this session' },
  ...Object.fromEntries(
    yesNo.map((name) => [name, { kind: 'text', value: 'yes|no', about: 'only those that are so' }]),
  ),
  sort: { kind: 'text', value: 'COLUMN', about: `default: last change; one of ${RowOrder.options.join(', ')}` },
  ascending: { kind: 'flag', about: 'smallest or oldest first' },
  person: { kind: 'text', value: 'ID', about: 'driver token or contract id, exact; wants --reason and is audited' },
  reason: { kind: 'text', value: 'TEXT', about: 'why personal data is asked for' },
};

type Query = z.infer<(typeof platformData)['rows']['input']>;
export type Wish = Omit<Query, 'offset' | 'limit'>;

/** What the options say, over what the view says that they name. */
export async function readQuery(context: CommandContext, module: ListedModule): Promise<Result<Wish, CommandFault>> {
  const { options } = context;
  const connection = options.text('platform') === undefined ? undefined : await findPlatform(context);
  if (connection?.ok === false) return connection;
  const view = await namedView(context, module);
  if (!view.ok) return view;
  const filter: Record<string, unknown> = { ...view.value?.filter };
  const named = options.text('partner');
  if (named !== undefined) {
    if (connection !== undefined) return usage('--platform or --partner, not both');
    const partner = await findPartner(context, named);
    if (!partner.ok) return partner;
    filter['partnerId'] = partner.value.partnerId;
  }
  if (connection?.ok === true) filter['connectionIds'] = [connection.value.connectionId];
  const names = [
    ['filter', 'text'],
    ['party', 'party'],
    ['from', 'from'],
    ['to', 'to'],
    ['currency', 'currency'],
    ['cost-from', 'costFrom'],
    ['cost-to', 'costTo'],
    ['country', 'country'],
    ['type', 'type'],
    ['finding', 'findingCode'],
    ['location', 'locationId'],
    ['evse', 'evseUid'],
    ['tariff', 'tariffId'],
    ['session', 'sessionId'],
  ] as const;
  for (const [option, name] of names) if (options.text(option) !== undefined) filter[name] = options.text(option);
  for (const name of ['status', 'state'] as const)
    if (options.texts(name).length > 0) filter[name] = [...options.texts(name)];
  for (const name of yesNo) {
    const value = options.text(name);
    if (value === undefined) continue;
    if (value !== 'yes' && value !== 'no') return usage(`--${name} is yes or no`);
    filter[name === 'findings' ? 'hasFindings' : name] = value === 'yes';
  }
  const read = RowFilter.safeParse(filter);
  if (!read.success) return usage(`--${String(read.error.issues[0]?.path[0] ?? 'filter')} is not of its form`);
  const order = RowOrder.safeParse(options.text('sort') ?? view.value?.order ?? 'lastUpdated');
  if (!order.success) return usage(`--sort is one of ${RowOrder.options.join(', ')}`);
  const text = options.text('person');
  const reason = options.text('reason');
  if (text !== undefined && reason === undefined) return usage('--person wants a --reason');
  return ok({
    module,
    filter: read.data,
    order: order.data,
    descending: options.flag('ascending') ? false : (view.value?.descending ?? true),
    ...(text === undefined || reason === undefined ? {} : { person: { text, reason } }),
  });
}

async function namedView(
  { client, options }: CommandContext,
  module: ListedModule,
): Promise<Result<DataView | undefined, CommandFault>> {
  const name = options.text('view');
  if (name === undefined) return ok(undefined);
  const saved = await client.platformData.views({ module });
  if (!saved.ok) return saved;
  const found = saved.value.views.find((view) => view.name.toLowerCase() === name.toLowerCase());
  return found === undefined ? fail({ code: 'VIEW_NOT_FOUND', data: { detail: name } }) : ok(found);
}

/** The saved views of a list. */
export function viewsCommand(name: string, module: ListedModule): Command {
  return {
    name: `${name} views`,
    about: `saved views of ${module}; with --save the filters of this command under a name, with --remove one less`,
    options: {
      ...filterOptions,
      save: { kind: 'text', value: 'NAME', about: 'saves what the other options say' },
      remove: { kind: 'text', value: 'NAME', about: 'removes it' },
    },
    shape: platformData.views.output,
    run: async (context) => {
      const { client, options } = context;
      const [save, remove] = [options.text('save'), options.text('remove')];
      if (save !== undefined) {
        const query = await readQuery(context, module);
        if (!query.ok) return query;
        const { filter, order, descending, person } = query.value;
        if (person !== undefined) return usage('who is looked for is never saved');
        const saved = await client.platformData.saveView({ module, name: save, filter, order, descending });
        if (!saved.ok) return saved;
      }
      const listed = await client.platformData.views({ module });
      if (!listed.ok) return listed;
      let { views } = listed.value;
      if (remove !== undefined) {
        const found = views.find((view) => view.name.toLowerCase() === remove.toLowerCase());
        const dropped = await client.platformData.dropView({ viewId: found?.viewId ?? 'none' });
        if (!dropped.ok) return dropped;
        views = views.filter((view) => view !== found);
      }
      const lines = views.map((view) => [
        visible(view.name),
        JSON.stringify(view.filter),
        view.order,
        visible(view.by),
      ]);
      return ok({ json: { views }, text: table(['view', 'shows', 'order', 'saved by'], lines) });
    },
  };
}
