import { appContract } from '../../../shared/contract/app-contract.ts';
import type { PolicyVersion, PolicyView, RuleChange } from '../../../shared/contract/documents.ts';
import { CheckPolicy } from '../../../shared/contract/policy.ts';
import { policyDocument, ruleChanges } from '../../../shared/domain/documents.ts';
import { defaultCheckPolicy } from '../../../shared/domain/default-policy.ts';
import { decodeUtf8, encodeUtf8 } from '../../../shared/util/utf8.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { allRows } from '../all-rows.ts';
import type { Command, CommandAnswer, CommandContext, CommandFault, CommandOption } from '../command.ts';
import { exportTo, ExportShape, outOption } from '../export-file.ts';
import { readInput } from '../input-files.ts';
import { longWork } from '../long-work.ts';
import { facts, table, visible } from '../print.ts';
import { usage } from './authority-options.ts';
import { findAuthority } from './find-pki.ts';
import { findPartner } from './partner-options.ts';
import { DocumentPut, putDocument } from './put-document.ts';

const { policy: calls } = appContract;
const MAX_LAST = 500;

const scopeOptions: Readonly<Record<string, CommandOption>> = {
  authority: { kind: 'text', value: 'NAME|ID', about: 'of this authority; without any: of the workspace' },
  partner: { kind: 'text', value: 'NAME|ID', about: 'of this partner' },
};
const noneOption: CommandOption = { kind: 'flag', about: 'none of its own any more, in the place of a file' };

interface Scope {
  readonly authorityId?: string;
  readonly partnerId?: string;
}

async function scopeOf(context: CommandContext): Promise<Result<Scope, CommandFault>> {
  const { options } = context;
  const authority = options.text('authority');
  const partner = options.text('partner');
  const foundAuthority = authority === undefined ? undefined : await findAuthority(context, authority);
  if (foundAuthority?.ok === false) return foundAuthority;
  const foundPartner = partner === undefined ? undefined : await findPartner(context, partner);
  if (foundPartner?.ok === false) return foundPartner;
  return ok({
    ...(foundAuthority === undefined ? {} : { authorityId: foundAuthority.value.authorityId }),
    ...(foundPartner === undefined ? {} : { partnerId: foundPartner.value.partnerId }),
  });
}

/** The document that a command is about. */
async function documentOf(context: CommandContext): Promise<Result<string, CommandFault>> {
  const scope = await scopeOf(context);
  if (!scope.ok) return scope;
  const { authorityId, partnerId } = scope.value;
  if (authorityId !== undefined && partnerId !== undefined) return usage('it takes --authority or --partner, not both');
  if (authorityId !== undefined) return ok(policyDocument({ kind: 'authority', authorityId }));
  return ok(policyDocument(partnerId === undefined ? { kind: 'workspace' } : { kind: 'partner', partnerId }));
}

/** The policy in the file that a command names, or null with `--none`. */
async function policyIn(context: CommandContext): Promise<Result<PolicyView['policy'] | null, CommandFault>> {
  const { options, io } = context;
  const [word] = options.words;
  if (options.flag('none')) return word === undefined ? ok(null) : usage('--none stands in the place of a file');
  if (word === undefined) return usage('it takes a file, - or --none');
  const source = await readInput(word, options, io);
  if (!source.ok) return source;
  const json = parseJson(decodeUtf8(source.value.content));
  const read = CheckPolicy.safeParse(json);
  if (read.success) return ok(read.data);
  const [issue] = read.error.issues;
  const detail = issue === undefined ? '' : `${issue.path.join('.')}: ${issue.message}`;
  return fail({ code: 'INPUT_UNREADABLE', data: { detail: detail.slice(0, 300) } });
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

function changeLines(changes: readonly RuleChange[]): readonly string[] {
  return changes.map(({ rule, before, after }) => `  ${rule}: ${visible(before)} → ${visible(after)}`);
}

function policyHead(view: PolicyView): string {
  const { document, standing, version, sha256, since, effective, proposed } = view;
  const changes = ruleChanges(defaultCheckPolicy, effective.policy);
  const head = facts([
    ['document', document],
    ['standing', standing === 'usual' ? 'usual: none of its own' : `${standing}, version ${version ?? '–'}`],
    ['SHA-256', sha256],
    ['since', since],
    ['judged by', effective.sha256],
    [
      'proposed',
      proposed === undefined ? undefined : `version ${proposed.version}, proposal ${proposed.proposalId ?? ''}`,
    ],
  ]);
  const others = changes.length === 0 ? ['All rules are the usual ones.'] : ['Rules that are not the usual ones:'];
  return [head, '', ...others, ...changeLines(changes)].join('\n');
}

async function list({ client }: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const listed = await client.policy.list({});
  if (!listed.ok) return listed;
  const rows = listed.value.policies.map(({ document, name, standing, version, since = '', empty }) => [
    document,
    name,
    empty ? `${standing} (none of its own)` : standing,
    String(version),
    since,
  ]);
  return ok({ json: listed.value, text: table(['document', 'of', 'standing', 'version', 'since'], rows) });
}

async function tryIt(context: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const { client, options, io } = context;
  const last = options.number('last') ?? MAX_LAST;
  if (last < 1 || last > MAX_LAST) return usage(`--last is 1 to ${MAX_LAST}`);
  const document = await documentOf(context);
  if (!document.ok) return document;
  const policy = await policyIn(context);
  if (!policy.ok) return policy;
  const wish = { document: document.value, policy: policy.value, last };
  const end = await longWork(io, (call) => client.policy.try(wish, call));
  if (!end.ok) return end;
  const { tried, refused, freed, rows } = end.value;
  const lines = rows.flatMap(({ requestId, name, before, after, changes }) => [
    `${requestId}  ${visible(name)}  ${before} → ${after}`,
    ...changes.map((change) => `  ${change.code}: ${change.before} → ${change.after}`),
  ]);
  const sum = `${tried} requests tried, ${rows.length} judged otherwise: ${refused} refused, ${freed} no longer refused`;
  return ok({ json: end.value, text: [sum, ...lines].join('\n') });
}

function versionLines({ version, standing, proposedAt, proposedBy, sha256, changes, empty }: PolicyVersion): string[] {
  const none = empty ? ', none of its own' : '';
  return [
    `version ${version}, ${standing}${none}, by ${visible(proposedBy)} at ${proposedAt}`,
    `  SHA-256 ${sha256}`,
    ...changeLines(changes),
  ];
}

export const policyCommands: readonly Command[] = [
  {
    name: 'policy list',
    about: 'which policies there are',
    options: {},
    shape: calls.list.output,
    run: list,
  },
  {
    name: 'policy show',
    about: 'a policy and how it differs from the usual one',
    options: scopeOptions,
    shape: calls.show.output,
    run: async (context) => {
      const document = await documentOf(context);
      if (!document.ok) return document;
      const end = await context.client.policy.show({ document: document.value });
      return end.ok ? ok({ json: end.value, text: policyHead(end.value) }) : end;
    },
  },
  {
    name: 'policy effective',
    about: 'what a request of this partner for this authority is judged by',
    options: scopeOptions,
    shape: calls.effective.output,
    run: async (context) => {
      const scope = await scopeOf(context);
      if (!scope.ok) return scope;
      const end = await context.client.policy.effective(scope.value);
      if (!end.ok) return end;
      const { policy, sha256, altered } = end.value;
      const alarm = altered.map((document) => `${document} is not stored as operators voted on it: nothing is signed`);
      const changes = changeLines(ruleChanges(defaultCheckPolicy, policy));
      return ok({ json: end.value, text: [`SHA-256 ${sha256}`, ...alarm, ...changes].join('\n') });
    },
  },
  {
    name: 'policy export',
    about: 'a policy as a file, to be changed and given to policy try and policy set',
    options: { ...scopeOptions, out: outOption },
    shape: ExportShape,
    run: async (context) => {
      const document = await documentOf(context);
      if (!document.ok) return document;
      return exportTo(context.options, context.io, async () => {
        const end = await context.client.policy.show({ document: document.value });
        if (!end.ok) return end;
        const text = `${JSON.stringify(end.value.policy, undefined, 2)}\n`;
        return ok({ content: encodeUtf8(text), mediaType: 'application/json' });
      });
    },
  },
  {
    name: 'policy set',
    about: 'sets a policy, or proposes it and votes for it where operators are enrolled',
    asksPin: true,
    words: { value: 'FILE|-', least: 0, most: 1 },
    options: { ...scopeOptions, none: noneOption },
    shape: DocumentPut,
    run: async (context) => {
      const document = await documentOf(context);
      if (!document.ok) return document;
      const policy = await policyIn(context);
      if (!policy.ok) return policy;
      const wish = { document: document.value, policy: policy.value };
      return putDocument(context, () => context.client.policy.propose(wish));
    },
  },
  {
    name: 'policy try',
    about: 'which of the newest requests would be judged otherwise under a policy; nothing is changed',
    words: { value: 'FILE|-', least: 0, most: 1 },
    options: {
      ...scopeOptions,
      none: noneOption,
      last: { kind: 'number', value: 'N', about: `so many requests, at most and by default ${MAX_LAST}` },
    },
    shape: calls.try.output,
    run: tryIt,
  },
  {
    name: 'policy history',
    about: 'the versions of a policy with what each changed, the newest first',
    options: scopeOptions,
    shape: calls.history.output,
    run: async (context) => {
      const document = await documentOf(context);
      if (!document.ok) return document;
      const wish = { document: document.value };
      const rows = await allRows((place) => context.client.policy.history({ ...wish, ...place }));
      if (!rows.ok) return rows;
      const json = { total: rows.value.length, rows: rows.value };
      const text = rows.value.flatMap(versionLines).join('\n');
      return ok({ json, text: text === '' ? 'Nobody has set one: it is the usual one.' : text });
    },
  },
];
