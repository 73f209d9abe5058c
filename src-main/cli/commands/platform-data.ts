import { z } from 'zod';
import { appContract } from '../../../shared/contract/app-contract.ts';
import { type ListedModule, ObjectRow } from '../../../shared/contract/platform-rows.ts';
import { partySourceTexts, partyStandingTexts } from '../../../shared/texts/party-claim-sentences.ts';
import { ocpiFindingSentence } from '../../../shared/texts/ocpi-finding-sentences.ts';
import { ok, type Result } from '../../../shared/util/result.ts';
import type { Command, CommandAnswer, CommandContext, CommandFault, CommandOption } from '../command.ts';
import { gatherText } from '../gathered-text.ts';
import { newOutputFile } from '../output-file.ts';
import { facts, table, visible } from '../print.ts';
import { longWork } from '../long-work.ts';
import { findPlatform, usage } from './platform-options.ts';
import { filterOptions, readQuery, viewsCommand } from './platform-query.ts';
import { diffCommand, versionLines } from './platform-versions.ts';

const { platformData } = appContract;
type End = Promise<Result<CommandAnswer, CommandFault>>;

interface Listed {
  readonly name: string;
  readonly module: ListedModule;
  readonly heads: readonly string[];
  readonly cells: (row: ObjectRow) => readonly string[];
}

const dash = (value: string | number | boolean | null | undefined): string =>
  value === undefined || value === null ? '–' : visible(String(value));

function usageCells(row: ObjectRow): readonly string[] {
  if (row.module !== 'sessions' && row.module !== 'cdrs') return [];
  const { startedAt, endedAt, kwh, cost, currency, locationId, evseUid, tokenUid } = row;
  const money = cost === undefined ? '–' : `${cost} ${currency ?? ''}`.trim();
  return [dash(startedAt), dash(endedAt), dash(kwh), money, dash(locationId), dash(evseUid), dash(tokenUid)];
}

const usageHeads = ['started', 'ended', 'kWh', 'cost', 'location', 'EVSE', 'driver token'];

/** The lists, as they are called on the command line; OCPI tokens are driver tokens, `token` is the PKCS#11 word. */
const lists: readonly Listed[] = [
  {
    name: 'session',
    module: 'sessions',
    heads: ['status', ...usageHeads],
    cells: (row) => [row.module === 'sessions' ? dash(row.status) : '', ...usageCells(row)],
  },
  {
    name: 'cdr',
    module: 'cdrs',
    heads: [...usageHeads, 'session', 'signed'],
    cells: (row) => [
      ...usageCells(row),
      ...(row.module === 'cdrs' ? [dash(row.sessionId), row.signed ? 'yes' : 'no'] : []),
    ],
  },
  {
    name: 'tariff',
    module: 'tariffs',
    heads: ['currency', 'type', 'prices', 'valid from', 'valid to'],
    cells: (row) =>
      row.module === 'tariffs'
        ? [dash(row.currency), dash(row.type), dash(row.summary), dash(row.validFrom), dash(row.validTo)]
        : [],
  },
  {
    name: 'location',
    module: 'locations',
    heads: ['name', 'city', 'country', 'EVSEs', 'connectors', 'published'],
    cells: (row) =>
      row.module === 'locations'
        ? [
            dash(row.name),
            dash(row.city),
            dash(row.country),
            dash(row.evses),
            dash(row.connectors),
            dash(row.published),
          ]
        : [],
  },
  {
    name: 'driver-token',
    module: 'tokens',
    heads: ['uid', 'type', 'contract', 'issuer', 'valid', 'whitelist'],
    cells: (row) =>
      row.module === 'tokens'
        ? [dash(row.uid), dash(row.type), dash(row.contractId), dash(row.issuer), dash(row.valid), dash(row.whitelist)]
        : [],
  },
  {
    name: 'tariff-association',
    module: 'tariffassociations',
    heads: ['tariff', 'audience', 'starts', 'connectors'],
    cells: (row) =>
      row.module === 'tariffassociations'
        ? [dash(row.tariffId), dash(row.audience), dash(row.startsAt), dash(row.connectors)]
        : [],
  },
];

const DEFAULT_ROWS = 100;
const PAGE = 500;

function listing({ module, heads, cells }: Listed) {
  return async (context: CommandContext): End => {
    const { client, options } = context;
    const wish = await readQuery(context, module);
    if (!wish.ok) return wish;
    const limit = options.number('limit') ?? DEFAULT_ROWS;
    const begin = options.number('offset') ?? 0;
    const rows: ObjectRow[] = [];
    let total = 0;
    while (rows.length < limit) {
      const end = await client.platformData.rows({
        ...wish.value,
        offset: begin + rows.length,
        limit: Math.min(PAGE, limit - rows.length),
      });
      if (!end.ok) return end;
      total = end.value.total;
      rows.push(...end.value.rows);
      if (end.value.rows.length === 0) break;
    }
    const lines = rows.map((row) => [
      String(row.rowId),
      row.party ?? '–',
      visible(row.id),
      ...cells(row),
      trouble(row),
    ]);
    const shown = table(['row', 'party', 'id', ...heads, 'findings'], lines);
    const more = total > begin + rows.length ? `\n${rows.length} of ${total}; --limit and --offset show more` : '';
    return ok({ json: { total, rows }, text: `${shown}${more}` });
  };
}

function trouble({ state, findings, worst }: ObjectRow): string {
  const found = findings === 0 ? '' : `${findings} ${worst ?? ''}`.trim();
  return state === 'present' ? found : `${state} ${found}`.trim();
}

async function rowOf(context: CommandContext, module: ListedModule): Promise<Result<ObjectRow, CommandFault>> {
  const { client, options } = context;
  const named = options.must('id');
  const connection = options.text('platform') === undefined ? undefined : await findPlatform(context);
  if (connection?.ok === false) return connection;
  if (options.flag('row')) {
    const got = await client.platformData.object({ module, rowId: Number(named) });
    return got.ok ? ok(got.value.row) : got;
  }
  const filter = connection?.ok === true ? { connectionIds: [connection.value.connectionId] } : {};
  const end = await client.platformData.rows({
    module,
    filter: { ...filter, objectId: named },
    order: 'lastUpdated',
    descending: true,
    offset: 0,
    limit: 2,
  });
  if (!end.ok) return end;
  const [found, second] = end.value.rows;
  if (found === undefined) return { ok: false, error: { code: 'OBJECT_NOT_FOUND', data: {} } };
  return second === undefined
    ? ok(found)
    : usage(`${end.value.total} objects have the id ${named}: name the connection, or use --row`);
}

function showing({ module }: Listed) {
  return async (context: CommandContext): End => {
    const { client, options } = context;
    const row = await rowOf(context, module);
    if (!row.ok) return row;
    const ref = { module, rowId: row.value.rowId };
    if (options.flag('original')) {
      const versionId = options.number('version');
      const end = await client.platformData.original({ ...ref, ...(versionId === undefined ? {} : { versionId }) });
      return end.ok ? ok({ json: end.value, text: end.value.text }) : end;
    }
    const end = await client.platformData.object(ref);
    if (!end.ok) return end;
    const { findings, links, versions, receivedAt, url, party } = end.value;
    const flat = Object.entries(end.value.row).map(([name, value]): readonly [string, string | undefined] => [
      name,
      value === null || value === undefined
        ? undefined
        : visible(typeof value === 'object' ? JSON.stringify(value) : String(value)),
    ]);
    const text = [
      facts(flat),
      facts([
        ['party', party && `${partySourceTexts[party.source]}; ${partyStandingTexts[party.standing]}`],
        ['received', `${receivedAt} from ${visible(url)}`],
        ['older versions', String(versions.length)],
      ]),
      ...versionLines(versions),
      ...findings.map(({ severity, code, path, found, readAs }) =>
        [
          `${severity}: ${code} ${visible(path)} ${visible(found ?? '')}${readAs === undefined ? '' : ` read as ${visible(readAs)}`}`.trimEnd(),
          `  ${ocpiFindingSentence(code)}`,
        ].join('\n'),
      ),
      ...links.map(({ kind, id, rowId, certainty }) => `${kind} ${visible(id)} ${rowId ?? 'not held'} (${certainty})`),
    ].join('\n');
    return ok({ json: end.value, text });
  };
}

function exporting({ module }: Listed) {
  return async (context: CommandContext): End => {
    const { client, options, io } = context;
    const wish = await readQuery(context, module);
    if (!wish.ok) return wish;
    const format = options.text('format') ?? 'csv';
    if (format !== 'csv' && format !== 'json') return usage('--format is csv or json');
    const reason = options.text('reason');
    if (options.flag('personal') && reason === undefined) return usage('--personal wants a --reason');
    const out = newOutputFile(options, io);
    if (!out.ok) return out;
    const text = gatherText();
    const end = await longWork(io, (call) =>
      client.platformData.export(
        {
          ...wish.value,
          format,
          ...(out.value === undefined ? {} : { target: { path: out.value.path } }),
          ...(options.flag('personal') && reason !== undefined ? { personal: { reason } } : {}),
        },
        {
          signal: call.signal,
          onItem: (item) => (item.kind === 'text' ? text.add(item.text) : call.onItem(item)),
        },
      ),
    );
    if (!end.ok) return end;
    const { rows, path } = end.value;
    if (path !== undefined) return ok({ json: { rows, path }, text: `${rows} rows in ${path}` });
    const content = text.whole();
    return content.ok ? ok({ json: { rows, content: content.value }, text: content.value.trimEnd() }) : content;
  };
}

const showOptions: Readonly<Record<string, CommandOption>> = {
  id: { kind: 'text', required: true, value: 'ID', about: 'id of the object, or the number of its row' },
  row: { kind: 'flag', about: 'the id is the number of a row' },
  platform: { kind: 'text', value: 'NAME|ID', about: 'of this connection alone' },
};

const originalOptions: Readonly<Record<string, CommandOption>> = {
  original: { kind: 'flag', about: 'the JSON as it came, personal data masked' },
  version: { kind: 'number', value: 'VERSION', about: 'with --original: of this older version' },
};

export const platformDataCommands: readonly Command[] = lists.flatMap((list): readonly Command[] => [
  {
    name: `${list.name} list`,
    about: `What was synced of ${list.module}: ${platformData.rows.about}`,
    options: {
      ...filterOptions,
      limit: { kind: 'number', value: 'N', about: `default: ${DEFAULT_ROWS}` },
      offset: { kind: 'number', value: 'N', about: 'rows before those' },
    },
    shape: z.strictObject({ total: z.number(), rows: z.array(ObjectRow) }),
    run: listing(list),
  },
  {
    name: `${list.name} show`,
    about: platformData.object.about,
    options: { ...showOptions, ...originalOptions },
    shape: z.union([platformData.object.output, platformData.original.output]),
    run: showing(list),
  },
  viewsCommand(list.name, list.module),
  diffCommand({ ...list, options: showOptions, rowOf }),
  {
    name: `${list.name} export`,
    about: platformData.export.about,
    options: {
      ...filterOptions,
      format: { kind: 'text', value: 'csv|json', about: 'default: csv; json has the originals' },
      personal: { kind: 'flag', about: 'personal data in the open; wants --reason and is audited' },
      out: { kind: 'text', value: 'FILE', about: 'new file; standard output without it' },
    },
    shape: z.union([
      z.strictObject({ rows: z.number(), content: z.string() }),
      z.strictObject({ rows: z.number(), path: z.string() }),
    ]),
    run: exporting(list),
  },
]);
