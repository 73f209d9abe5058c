import { z } from 'zod';
import { appContract } from '../../../shared/contract/app-contract.ts';
import { FindingGroup } from '../../../shared/contract/platform-data.ts';
import { Connection, ConnectionRow, SyncRun } from '../../../shared/contract/platforms.ts';
import type { DiagnosisStep } from '../../../shared/contract/platform-diagnosis.ts';
import { accessOddities } from '../../../shared/domain/access-oddity.ts';
import { feedModules } from '../../../shared/domain/ocpi-version.ts';
import { accessOdditySentence, headerText } from '../../../shared/texts/access-oddity-sentences.ts';
import { ocpiFindingSentence } from '../../../shared/texts/ocpi-finding-sentences.ts';
import { ok, type Result } from '../../../shared/util/result.ts';
import type { Command, CommandAnswer, CommandContext, CommandFault } from '../command.ts';
import { exitCode } from '../exit-codes.ts';
import { ExportShape, outOption } from '../export-file.ts';
import { gatherText } from '../gathered-text.ts';
import { longWork } from '../long-work.ts';
import { newOutputFile } from '../output-file.ts';
import { facts, table, visible } from '../print.ts';
import { connectionOptions, findPlatform, platformOption, readConnection, usage } from './platform-options.ts';
import { listRuns, syncPlatform } from './platform-sync.ts';
import { handshakeText } from './tls.ts';
import { withVault } from './with-vault.ts';

const { platforms } = appContract;
type End = Promise<Result<CommandAnswer, CommandFault>>;

function connectionText(one: Connection): string {
  const { settings, credentials, identity, feeds } = one;
  const token = credentials.token;
  const { authorization } = settings;
  const odd = { header: headerText(authorization), version: one.version ?? '' };
  const head = facts([
    ['connection', settings.name],
    ['id', one.connectionId],
    ['partner', one.partner],
    ['versions URL', settings.versionsUrl],
    ['version', one.version ?? 'not asked yet'],
    ['offered', one.offered.join(' ') || undefined],
    [
      'credentials',
      token === undefined ? credentials.state : `${credentials.state}, token ${token.kind} …${token.tail}`,
    ],
    ...accessOddities({ authorization, version: one.version, encoding: credentials.encoding }).map(
      (oddity): [string, string] => ['oddity', visible(accessOdditySentence(oddity, odd))],
    ),
    ['client certificate', identity && `${identity.keyGroupId} ${identity.generation}, until ${identity.notAfter}`],
    ['PIN', identity?.pinPerSignature === true ? 'for each new connection; one is kept open' : undefined],
    ['trust', settings.trust.kind],
    ['parties', one.parties.map(({ party, role }) => `${party} ${role}`.trim()).join(', ') || undefined],
  ]);
  const endpoints = one.endpoints.map(({ identifier, role, url, override, notes }) => [
    identifier,
    role ?? '',
    url,
    [...(override ? ['override'] : []), ...notes].join(' '),
  ]);
  const rows = feeds.map(({ module, objects, unlisted, notUnderstood, findings, lastRun, fullAt }) => [
    module,
    String(objects),
    String(unlisted),
    String(notUnderstood),
    String(findings),
    lastRun?.ended ?? lastRun?.began ?? '',
    fullAt ?? '',
  ]);
  const tables = [
    ...(endpoints.length === 0 ? [] : ['', table(['module', 'role', 'url', 'notes'], endpoints)]),
    ...(rows.length === 0
      ? []
      : ['', table(['feed', 'objects', 'unlisted', 'not understood', 'findings', 'last read', 'whole'], rows)]),
  ];
  return [head, ...tables].join('\n');
}

async function list({ client }: CommandContext): End {
  const listed = await client.platforms.list({});
  if (!listed.ok) return listed;
  const rows = listed.value.connections.map((one) => [
    one.connectionId,
    one.name,
    one.partner ?? '',
    one.version ?? '',
    one.authorization === 'none' ? 'open data' : one.credentials,
    String(one.objects),
    String(one.findings),
    one.lastFault ?? one.lastSync ?? '',
  ]);
  const heads = ['connection', 'name', 'partner', 'version', 'credentials', 'objects', 'findings', 'last read'];
  return ok({ json: listed.value, text: table(heads, rows) });
}

async function shown(client: CommandContext['client'], connectionId: string): End {
  const got = await client.platforms.get({ connectionId });
  return got.ok ? ok({ json: got.value, text: connectionText(got.value) }) : got;
}

async function show(context: CommandContext): End {
  const found = await findPlatform(context);
  return found.ok ? shown(context.client, found.value.connectionId) : found;
}

async function add(context: CommandContext): End {
  const { client, options, io } = context;
  const stated = await readConnection(context);
  if (!stated.ok) return stated;
  const { settings } = stated.value;
  if (settings.name === '' || settings.versionsUrl === '') return usage('--name and --url are needed');
  let { token } = stated.value;
  if (settings.authorization.kind === 'token' && token === undefined) {
    token = await io.askHidden?.('Token of the platform: ');
    if (token === undefined || token === '') return usage('--token-file, or --no-token for open data');
  }
  const added = await client.platforms.add({ ...stated.value, ...(token === undefined ? {} : { token }) });
  if (!added.ok) return added;
  if (options.flag('offline')) return shown(client, added.value.connectionId);
  const discovered = await client.platforms.discover(added.value, { onItem: context.answerPrompt });
  if (!discovered.ok) {
    io.err('The connection is kept; `platform diagnose` says more.\n');
    return discovered;
  }
  return ok({ json: discovered.value.connection, text: connectionText(discovered.value.connection) });
}

async function change(context: CommandContext): End {
  const { client } = context;
  const found = await findPlatform(context);
  if (!found.ok) return found;
  const { connectionId } = found.value;
  const before = await client.platforms.get({ connectionId });
  if (!before.ok) return before;
  const stated = await readConnection(context, before.value.settings);
  if (!stated.ok) return stated;
  const changed = await client.platforms.change({ connectionId, revision: before.value.revision, ...stated.value });
  return changed.ok ? shown(client, connectionId) : changed;
}

async function discover(context: CommandContext): End {
  const found = await findPlatform(context);
  if (!found.ok) return found;
  const { connectionId } = found.value;
  const end = await context.client.platforms.discover({ connectionId }, { onItem: context.answerPrompt });
  return end.ok ? ok({ json: end.value.connection, text: connectionText(end.value.connection) }) : end;
}

const steps = ['check', 'register', 'rotate', 'unregister'] as const;

async function credentials(context: CommandContext): End {
  const { client, options } = context;
  const found = await findPlatform(context);
  if (!found.ok) return found;
  const step = steps.find((one) => one === options.must('step'));
  if (step === undefined) return usage(`--step is one of ${steps.join(', ')}`);
  const versionsUrl = options.text('own-url');
  const roles = options.texts('own-role').map((text) => {
    const [countryCode = '', partyId = '', role = '', ...name] = text.split(':');
    return { countryCode, partyId, role, name: name.join(':') };
  });
  if ((versionsUrl === undefined) !== (roles.length === 0)) return usage('--own-url and --own-role belong together');
  const own = versionsUrl === undefined ? {} : { own: { versionsUrl, roles } };
  const { connectionId } = found.value;
  const end = await client.platforms.credentials({ connectionId, step, ...own }, { onItem: context.answerPrompt });
  return end.ok ? ok({ json: end.value.connection, text: connectionText(end.value.connection) }) : end;
}

function stepText({
  step,
  verdict,
  code,
  message,
  milliseconds,
  tellPartner,
  exchanges,
  handshake,
}: DiagnosisStep): string {
  const lines = [`${verdict.padEnd(14)} ${step.padEnd(20)} ${milliseconds} ms  ${visible(message)} [${code}]`];
  if (handshake !== undefined) lines.push(indented(handshakeText(handshake)));
  for (const { method, url, status, ocpiStatus } of exchanges) {
    lines.push(`  ${method} ${visible(url)} → HTTP ${status ?? 'none'}, OCPI ${ocpiStatus ?? 'none'}`);
  }
  if (tellPartner !== undefined) lines.push(indented(`Tell the partner: ${visible(tellPartner)}`));
  return lines.join('\n');
}

const indented = (text: string): string => text.replaceAll(/^/gm, '  ');

function looking(call: 'diagnose' | 'stranger') {
  return async (context: CommandContext): End => {
    const { client, answerPrompt } = context;
    const found = await findPlatform(context);
    if (!found.ok) return found;
    const { connectionId } = found.value;
    const end = await client.platforms[call](
      { connectionId },
      { onItem: (item) => (item.kind === 'step' ? undefined : answerPrompt(item)) },
    );
    if (!end.ok) return end;
    const isBad = end.value.steps.some(({ verdict }) => verdict === 'fail');
    return ok({
      json: end.value,
      text: end.value.steps.map(stepText).join('\n'),
      ...(isBad ? { exit: exitCode.refused } : {}),
    });
  };
}

function ofReadText({ found, wanted }: FindingGroup['ofRead'] = {}): string {
  if (found === undefined) return '';
  return wanted === undefined ? found : `${found} of ${wanted} announced`;
}

async function findings(context: CommandContext): End {
  const { client, options, io } = context;
  const found = await findPlatform(context);
  if (!found.ok) return found;
  const { connectionId } = found.value;
  const format = options.text('format');
  if (format === undefined) {
    const end = await client.platformData.findings({ connectionId });
    if (!end.ok) return end;
    const rows = end.value.groups.map(({ module, severity, code, objects, times, example, ofRead }) => [
      module,
      severity,
      code,
      String(objects),
      String(times),
      example === undefined
        ? visible(ofReadText(ofRead))
        : `${visible(example.id)} ${visible(example.path)} ${visible(example.found ?? '')}`,
    ]);
    const codes = [...new Set(end.value.groups.map(({ code }) => code))];
    const meanings = codes.map((code) => `${code}: ${ocpiFindingSentence(code)}`);
    const grouped = table(['feed', 'level', 'code', 'objects', 'times', 'for instance'], rows);
    return ok({ json: end.value, text: [grouped, ...(codes.length === 0 ? [] : ['', ...meanings])].join('\n') });
  }
  if (format !== 'json' && format !== 'csv') return usage('--format is json or csv');
  const out = newOutputFile(options, io);
  if (!out.ok) return out;
  const text = gatherText();
  const target = out.value === undefined ? {} : { target: { path: out.value.path } };
  const end = await client.platformData.exportFindings(
    { connectionId, format, ...target },
    { onItem: (item) => text.add(item.text) },
  );
  if (!end.ok) return end;
  const { path } = end.value;
  if (path !== undefined) return ok({ json: { path }, text: path });
  const content = text.whole();
  if (!content.ok) return content;
  const mediaType = format === 'json' ? 'application/json' : 'text/csv';
  return ok({ json: { content: content.value, mediaType }, text: content.value.trimEnd() });
}

async function remove(context: CommandContext): End {
  const found = await findPlatform(context);
  if (!found.ok) return found;
  if (!context.options.flag('yes')) return usage('--yes is needed: everything that was read over it goes, too');
  const { connectionId, name } = found.value;
  const end = await context.client.platforms.remove({ connectionId, name });
  return end.ok ? ok({ json: end.value, text: `${name} is gone, and ${end.value.objects} objects with it.` }) : end;
}

async function retain(context: CommandContext): End {
  if (!context.options.flag('yes')) return usage('--yes is needed: nobody can bring back what expires');
  const end = await longWork(context.io, ({ signal }) => context.client.platformData.retain({}, { signal }));
  if (!end.ok) return end;
  const { rows, personal } = end.value;
  return ok({ json: end.value, text: `${rows} expired objects are gone, personal data of ${personal} more.` });
}

const one = { platform: platformOption };

const all: readonly Command[] = [
  {
    name: 'platform list',
    about: platforms.list.about,
    options: {},
    shape: z.strictObject({ connections: z.array(ConnectionRow) }),
    run: list,
  },
  {
    name: 'platform add',
    about: `${platforms.add.about} Then it is asked for its versions.`,
    options: {
      name: { kind: 'text', value: 'NAME', required: true, about: 'what the connection is called' },
      ...connectionOptions,
      offline: { kind: 'flag', about: 'ask nothing of the platform yet' },
    },
    shape: Connection,
    asksPin: true,
    run: add,
  },
  {
    name: 'platform change',
    about: platforms.change.about,
    options: {
      ...one,
      name: { kind: 'text', value: 'NAME', about: 'what the connection is called from now on' },
      ...connectionOptions,
    },
    shape: Connection,
    run: change,
  },
  { name: 'platform show', about: platforms.get.about, options: one, shape: Connection, run: show },
  {
    name: 'platform discover',
    about: platforms.discover.about,
    options: one,
    shape: Connection,
    asksPin: true,
    run: discover,
  },
  {
    name: 'platform credentials',
    about: platforms.credentials.about,
    options: {
      ...one,
      step: { kind: 'text', required: true, value: steps.join('|'), about: 'what is asked of the platform' },
      'own-url': { kind: 'text', value: 'URL', about: 'our own versions URL, as the partner shall see it' },
      'own-role': { kind: 'texts', value: 'CC:PARTY:ROLE:NAME', about: 'our own roles; may be repeated' },
    },
    shape: Connection,
    asksPin: true,
    run: credentials,
  },
  {
    name: 'platform diagnose',
    about: platforms.diagnose.about,
    options: one,
    shape: platforms.diagnose.output,
    asksPin: true,
    run: looking('diagnose'),
  },
  {
    name: 'platform stranger',
    about: platforms.stranger.about,
    options: one,
    shape: platforms.stranger.output,
    run: looking('stranger'),
  },
  {
    name: 'platform sync',
    about: platforms.sync.about,
    options: {
      ...one,
      module: { kind: 'texts', value: feedModules.join('|'), about: 'may be repeated; default: those of the schedule' },
      full: { kind: 'flag', about: 'read everything' },
      changes: { kind: 'flag', about: 'read what changed since the last time' },
    },
    shape: z.strictObject({ runs: z.array(SyncRun) }),
    asksPin: true,
    run: syncPlatform,
  },
  { name: 'platform runs', about: platforms.runs.about, options: one, shape: platforms.runs.output, run: listRuns },
  {
    name: 'platform findings',
    about: appContract.platformData.findings.about,
    options: {
      ...one,
      format: { kind: 'text', value: 'json|csv', about: 'every single one, as a report for the partner' },
      out: outOption,
    },
    shape: z.union([z.strictObject({ groups: z.array(FindingGroup) }), ExportShape]),
    run: findings,
  },
  {
    name: 'platform remove',
    about: platforms.remove.about,
    options: { ...one, yes: { kind: 'flag', about: 'without it nothing is removed' } },
    shape: platforms.remove.output,
    run: remove,
  },
  {
    name: 'platform retain',
    about: appContract.platformData.retain.about,
    options: { yes: { kind: 'flag', about: 'without it nothing is removed' } },
    shape: appContract.platformData.retain.output,
    run: retain,
  },
];

/** Those that send a token, or keep one. */
const overVault = new Set(['add', 'change', 'discover', 'credentials', 'diagnose', 'stranger', 'sync', 'remove']);

export const platformCommands: readonly Command[] = all.map((command) =>
  overVault.has(command.name.replace('platform ', '')) ? withVault(command) : command,
);
