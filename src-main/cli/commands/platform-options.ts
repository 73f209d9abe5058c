import { resolve } from 'node:path';
import type { ConnectionRow, ConnectionSettings } from '../../../shared/contract/platforms.ts';
import { blankConnection, usualTotp } from '../../../shared/domain/connection-defaults.ts';
import { type FeedModule, feedModules, ocpiVersions } from '../../../shared/domain/ocpi-version.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import type { CommandContext, CommandFault, CommandOption } from '../command.ts';
import { readInputs } from '../input-files.ts';
import { readSecretFile } from '../secrets.ts';
import { findPartner } from './partner-options.ts';
import { findGeneration, findGroup } from './lookup.ts';

export const platformOption: CommandOption = {
  kind: 'text',
  required: true,
  value: 'NAME|ID',
  about: 'name or id of the connection',
};

export const usage = (detail: string) => fail({ code: 'USAGE', data: { detail } } as const);

/** By id, or by name without case. */
export async function findPlatform(context: CommandContext): Promise<Result<ConnectionRow, CommandFault>> {
  const named = context.options.must('platform');
  const listed = await context.client.platforms.list({});
  if (!listed.ok) return listed;
  const { connections } = listed.value;
  const byId = connections.filter(({ connectionId }) => connectionId === named);
  const byName = connections.filter(({ name }) => name.toLowerCase() === named.toLowerCase());
  const [found, second] = byId.length > 0 ? byId : byName;
  if (found === undefined) return fail({ code: 'CONNECTION_NOT_FOUND', data: {} });
  return second === undefined ? ok(found) : usage(`${byName.length} connections are called ${named}: use the id`);
}

/** What can be stated of a connection: the same for a new one and for a change. */
export const connectionOptions: Readonly<Record<string, CommandOption>> = {
  url: { kind: 'text', value: 'URL', about: 'versions URL of the platform' },
  partner: { kind: 'text', value: 'NAME|ID', about: 'the partner whose platform it is' },
  'ocpi-version': { kind: 'text', value: ocpiVersions.join('|'), about: 'default: the highest that both speak' },
  'token-file': { kind: 'text', value: 'FILE', about: 'the token that the partner gave; asked for without it' },
  'totp-file': { kind: 'text', value: 'FILE', about: 'shared secret of the TOTP header' },
  'no-token': { kind: 'flag', about: 'open data: no credentials are sent' },
  encoding: { kind: 'text', value: 'auto|raw|base64', about: 'how the token is sent; default: auto' },
  header: { kind: 'text', value: 'NAME', about: 'header of the token; default: Authorization' },
  prefix: { kind: 'text', value: 'WORD', about: 'before the token in its header; default: Token' },
  group: { kind: 'text', value: 'ID', about: 'key group whose certificate is shown to the platform' },
  generation: { kind: 'number', value: 'N', about: 'of that group; default: the latest' },
  'no-certificate': { kind: 'flag', about: 'no client certificate is shown' },
  trust: {
    kind: 'texts',
    value: 'FILE',
    about: 'CA certificates that are trusted for this connection; may be repeated',
  },
  pin: { kind: 'text', value: 'SHA256', about: 'SHA-256 of the one server certificate that is trusted' },
  'system-roots': { kind: 'flag', about: 'trust what the system trusts (the default)' },
  proxy: { kind: 'text', value: 'HOST:PORT', about: 'HTTP proxy for CONNECT' },
  'allow-host': {
    kind: 'texts',
    value: 'HOST:PORT',
    about: 'another host that may see token and certificate; all of them',
  },
  override: { kind: 'texts', value: 'MODULE=URL', about: 'URL of a module instead of the advertised one; all of them' },
  'own-party': { kind: 'text', value: 'ID', about: 'our own party for routing headers, such as DEGEF' },
  every: { kind: 'number', value: 'MINUTES', about: 'read so often by itself; 0: only when asked' },
  module: {
    kind: 'texts',
    value: feedModules.join('|'),
    about: 'what is read; may be repeated; default: what is offered',
  },
  timeout: { kind: 'number', value: 'SECONDS', about: 'how long an answer is waited for' },
  parallel: { kind: 'number', value: 'N', about: 'connections at once' },
  'page-size': { kind: 'number', value: 'N', about: 'objects that are asked for at once' },
  'page-megabytes': { kind: 'number', value: 'N', about: 'most that one answer may have' },
  'keep-days': { kind: 'number', value: 'DAYS', about: 'sessions, CDRs and tokens go after so many days; 0: kept' },
  'keep-personal-days': {
    kind: 'number',
    value: 'DAYS',
    about: 'personal data in them goes after so many days; 0: kept',
  },
};

interface Stated {
  readonly settings: ConnectionSettings;
  readonly token?: string;
  readonly totpSeed?: string;
  readonly trustFiles?: { name: string; content: Uint8Array }[];
}

/** Reads what is stated over what is there; `before` is a blank one for a new connection. */
export async function readConnection(
  context: CommandContext,
  before: ConnectionSettings = blankConnection,
): Promise<Result<Stated, CommandFault>> {
  const { options } = context;
  const version = options.text('ocpi-version');
  const known = ocpiVersions.find((one) => one === version);
  if (version !== undefined && known === undefined) return usage(`--ocpi-version is one of ${ocpiVersions.join(', ')}`);
  const encoding = (['auto', 'raw', 'base64'] as const).find((one) => one === options.text('encoding'));
  if (options.text('encoding') !== undefined && encoding === undefined)
    return usage('--encoding is auto, raw or base64');
  const partner = await statedPartner(context, before);
  if (!partner.ok) return partner;
  const generation = await statedGeneration(context, before);
  if (!generation.ok) return generation;
  const trusted = await statedTrust(context, before);
  if (!trusted.ok) return trusted;
  const modules = options.texts('module');
  const strange = modules.find((one) => !isModule(one));
  if (strange !== undefined) return usage(`--module ${strange}: one of ${feedModules.join(', ')}`);
  const overrides = readOverrides(options.texts('override'));
  if (!overrides.ok) return overrides;
  const secrets = readSecrets(context);
  if (!secrets.ok) return secrets;
  const prefix = options.text('prefix');
  return ok({
    settings: {
      ...before,
      name: options.text('name') ?? before.name,
      partnerId: partner.value,
      versionsUrl: options.text('url') ?? before.versionsUrl,
      ...(known === undefined ? {} : { version: known }),
      authorization: {
        ...before.authorization,
        kind: options.flag('no-token')
          ? 'none'
          : secrets.value.token === undefined
            ? before.authorization.kind
            : 'token',
        encoding: encoding ?? before.authorization.encoding,
        header: options.text('header') ?? before.authorization.header,
        ...(prefix === undefined ? {} : { prefix }),
        ...(secrets.value.totpSeed === undefined ? {} : { totp: before.authorization.totp ?? usualTotp }),
      },
      generationId: generation.value,
      trust: trusted.value.trust,
      proxy: options.text('proxy') ?? before.proxy,
      allowedHosts: options.texts('allow-host').length === 0 ? before.allowedHosts : [...options.texts('allow-host')],
      overrides: overrides.value.length === 0 ? before.overrides : overrides.value,
      ownParty: options.text('own-party') ?? before.ownParty,
      schedule: {
        ...before.schedule,
        modules: modules.length === 0 ? before.schedule.modules : modules.filter(isModule),
        everyMinutes: options.number('every') ?? before.schedule.everyMinutes,
      },
      limits: {
        timeoutSeconds: options.number('timeout') ?? before.limits.timeoutSeconds,
        parallel: options.number('parallel') ?? before.limits.parallel,
        pageSize: options.number('page-size') ?? before.limits.pageSize,
        maxPageMegabytes: options.number('page-megabytes') ?? before.limits.maxPageMegabytes,
      },
      retention: {
        rowsDays: days(options.number('keep-days'), before.retention.rowsDays),
        personalDays: days(options.number('keep-personal-days'), before.retention.personalDays),
      },
    },
    ...secrets.value,
    ...(trusted.value.files.length === 0 ? {} : { trustFiles: trusted.value.files }),
  });
}

const isModule = (name: string): name is FeedModule => feedModules.some((one) => one === name);

function days(stated: number | undefined, before: number | null): number | null {
  if (stated === undefined) return before;
  return stated === 0 ? null : stated;
}

async function statedPartner(context: CommandContext, before: ConnectionSettings) {
  const named = context.options.text('partner');
  if (named === undefined) return ok(before.partnerId);
  const found = await findPartner(context, named);
  return found.ok ? ok(found.value.partnerId) : found;
}

async function statedGeneration(context: CommandContext, before: ConnectionSettings) {
  if (context.options.flag('no-certificate')) return ok(null);
  if (context.options.text('group') === undefined) return ok(before.generationId);
  const group = await findGroup(context);
  if (!group.ok) return group;
  const generation = findGeneration(group.value, context.options.number('generation'));
  return generation.ok ? ok(generation.value.generationId) : generation;
}

async function statedTrust({ options, io }: CommandContext, before: ConnectionSettings) {
  const sha256 = options.text('pin')?.toLowerCase().replaceAll(/[:\s]/g, '');
  if (sha256 !== undefined && !/^[0-9a-f]{64}$/.test(sha256)) return usage('--pin is a SHA-256 in hex');
  const files = await readInputs(options.texts('trust'), options, io);
  if (!files.ok) return files;
  const none = { files: [] };
  if (sha256 !== undefined) return ok({ ...none, trust: { kind: 'pinned' as const, sha256 } });
  if (files.value.length > 0) return ok({ files: files.value, trust: { kind: 'ca' as const, certificates: [] } });
  return ok({ ...none, trust: options.flag('system-roots') ? { kind: 'system' as const } : before.trust });
}

function readOverrides(texts: readonly string[]): Result<ConnectionSettings['overrides'], CommandFault> {
  const overrides: ConnectionSettings['overrides'] = [];
  for (const text of texts) {
    const at = text.indexOf('=');
    const module = text.slice(0, at);
    if (at < 0 || !isModule(module)) return usage(`--override ${text}: MODULE=URL`);
    overrides.push({ module, url: text.slice(at + 1) });
  }
  return ok(overrides);
}

function readSecrets({ options, io }: CommandContext): Result<{ token?: string; totpSeed?: string }, CommandFault> {
  const read: { token?: string; totpSeed?: string } = {};
  for (const [option, name] of [
    ['token-file', 'token'],
    ['totp-file', 'totpSeed'],
  ] as const) {
    const file = options.text(option);
    if (file === undefined) continue;
    const secret = readSecretFile(resolve(io.cwd, file));
    if (!secret.ok) return secret;
    read[name] = secret.value;
  }
  return ok(read);
}
