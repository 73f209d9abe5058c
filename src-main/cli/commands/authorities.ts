import { z } from 'zod';
import { appContract } from '../../../shared/contract/app-contract.ts';
import { AuthorityRow, type AuthoritySpec } from '../../../shared/contract/authorities.ts';
import { parseDistinguishedName } from '../../../shared/domain/distinguished-name.ts';
import { ok, type Result } from '../../../shared/util/result.ts';
import type { Command, CommandAnswer, CommandContext, CommandFault } from '../command.ts';
import { exportTo, ExportShape, outOption } from '../export-file.ts';
import { readInput } from '../input-files.ts';
import { facts, table, visible } from '../print.ts';
import {
  kindOption,
  policyOptions,
  readKey,
  readKinds,
  readPadding,
  readPolicy,
  readSpec,
  readTime,
  specOptions,
  usage,
} from './authority-options.ts';
import { authorityOption, findAuthority } from './find-pki.ts';
import { findToken } from './lookup.ts';

const { authorities } = appContract;
const formats = ['pem', 'der', 'chain-pem', 'pkcs7'] as const;
const tokenOption = {
  kind: 'text',
  required: true,
  value: 'LABEL|software',
  about: 'label, serial or URI of the token of its key',
} as const;

function authorityText(one: AuthorityRow): string {
  const { policy } = one;
  return facts([
    ['authority', one.name],
    ['id', one.authorityId],
    ['state', one.state],
    ['certifies', one.kinds.join(' ')],
    ['subject', one.subject],
    ['valid', `${one.notBefore ?? '–'} to ${one.notAfter ?? '–'}${one.time === undefined ? '' : ` (${one.time})`}`],
    ['key', `${one.algorithm} on ${one.tokenLabel}${one.software ? ' (software)' : ''}`],
    ['issued', String(one.issued)],
    ['policy', `${policy.maxLifetimeDays} days, ${policy.beyond}, ${policy.backdateMinutes} min back ${policy.crlUrl}`],
    ['SHA-256', one.certificateSha256],
  ]);
}

function told(end: Result<{ authority: AuthorityRow }, CommandFault>): Result<CommandAnswer, CommandFault> {
  return end.ok ? ok({ json: end.value.authority, text: authorityText(end.value.authority) }) : end;
}

/** Warnings and notes are told on standard error; what fails is told by the call that refuses it. */
async function tellFindings({ client, io }: CommandContext, spec: AuthoritySpec): Promise<void> {
  const checked = await client.authorities.check({ spec });
  if (!checked.ok) return;
  for (const { level, code, path, value } of checked.value.findings)
    if (level !== 'fail') io.err(`${level}: ${code} ${path} ${visible(value ?? '')}`.trimEnd() + '\n');
}

async function create(context: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const { client, options, answerPrompt } = context;
  const parentName = options.text('parent');
  const part = readSpec(options, parentName === undefined);
  if (!part.ok) return part;
  const parent = parentName === undefined ? undefined : await findAuthority(context, parentName);
  if (parent?.ok === false) return parent;
  const token = await findToken(context, options.must('token'));
  if (!token.ok) return token;
  const spec: AuthoritySpec = {
    ...part.value,
    tokenUri: token.value.uri,
    ...(parent === undefined ? {} : { parentId: parent.value.authorityId }),
  };
  await tellFindings(context, spec);
  return told(await client.authorities.create({ spec }, { onItem: answerPrompt }));
}

async function link(context: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const { client, options, io, answerPrompt } = context;
  const kinds = readKinds(options);
  if (!kinds.ok) return kinds;
  const padding = readPadding(options);
  if (!padding.ok) return padding;
  const policy = readPolicy(options);
  if (!policy.ok) return policy;
  const certificate = await readInput(options.words[0] ?? '', options, io);
  if (!certificate.ok) return certificate;
  const token = await findToken(context, options.must('token'));
  if (!token.ok) return token;
  const wish = {
    name: options.must('name'),
    kinds: kinds.value,
    certificate: certificate.value,
    tokenUri: token.value.uri,
    padding: padding.value,
    policy: policy.value,
  };
  return told(await client.authorities.link(wish, { onItem: answerPrompt }));
}

/** The same subject, kinds, names and place in the tree; a new key, and what the options say. */
async function rollOver(context: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const { client, options, answerPrompt } = context;
  const old = await findAuthority(context, options.must('authority'));
  if (!old.ok) return old;
  const { authorityId, subject, kinds, parentId, isRoot, policy, algorithm } = old.value;
  const shown = await client.authorities.show({ authorityId });
  if (!shown.ok) return shown;
  const name = parseDistinguishedName(subject);
  if (!name.ok) return usage('the subject of this authority cannot be written again: create one by hand');
  const key = readKey(options, algorithm);
  if (!key.ok) return key;
  const notBefore = readTime(options, 'not-before');
  if (!notBefore.ok) return notBefore;
  const token = await findToken(context, options.text('token') ?? old.value.tokenUri);
  if (!token.ok) return token;
  const { pathLength, permitted, excluded } = shown.value;
  const spec: AuthoritySpec = {
    name: options.must('name'),
    kinds,
    subject: [...name.value],
    ...(parentId === undefined ? {} : { parentId }),
    tokenUri: token.value.uri,
    ...key.value,
    ...(notBefore.value === undefined ? {} : { notBefore: notBefore.value }),
    validityDays: options.number('validity-days') ?? (isRoot ? 3650 : 1825),
    pathLength,
    permitted,
    excluded,
    policy,
  };
  await tellFindings(context, spec);
  const cross = !options.flag('no-cross');
  const end = await client.authorities.rollOver({ authorityId, spec, cross }, { onItem: answerPrompt });
  if (!end.ok) return end;
  const text = [
    authorityText(end.value.authority),
    ...end.value.crossCertificates.map((id) => `cross certificate ${id}`),
  ];
  return ok({ json: end.value, text: text.join('\n') });
}

/** The tree, children below their parents. */
function tree(
  rows: readonly AuthorityRow[],
  parentId?: string,
  depth = 0,
): readonly (readonly [AuthorityRow, number])[] {
  const known = new Set(rows.map(({ authorityId }) => authorityId));
  return rows
    .filter((row) => (row.parentId !== undefined && known.has(row.parentId) ? row.parentId : undefined) === parentId)
    .flatMap((row) => [[row, depth] as const, ...tree(rows, row.authorityId, depth + 1)]);
}

export const authorityCommands: readonly Command[] = [
  {
    name: 'authority create',
    about: 'makes an authority: its key in the token, its certificate self-signed or signed by the parent’s key',
    asksPin: true,
    options: {
      name: { kind: 'text', required: true, value: 'NAME', about: 'what it is called here' },
      subject: { kind: 'text', required: true, value: 'DN', about: 'CN=…,O=…,C=…' },
      token: tokenOption,
      parent: { kind: 'text', value: 'NAME|ID', about: 'authority that signs it; without it a root' },
      kind: kindOption,
      ...specOptions,
      ...policyOptions,
    },
    shape: AuthorityRow,
    run: create,
  },
  {
    name: 'authority link',
    about: 'takes an existing CA certificate, of a file or standard input (-), and its key on a token as an authority',
    words: { value: 'FILE|-', least: 1, most: 1 },
    asksPin: true,
    options: {
      name: { kind: 'text', required: true, value: 'NAME', about: 'what it is called here' },
      token: tokenOption,
      kind: kindOption,
      padding: { kind: 'text', value: 'pkcs1|pss', about: 'of signatures by an RSA key' },
      ...policyOptions,
    },
    shape: AuthorityRow,
    run: link,
  },
  {
    name: 'authority list',
    about: 'authorities as a tree',
    options: {},
    shape: authorities.list.output,
    run: async ({ client }) => {
      const listed = await client.authorities.list({});
      if (!listed.ok) return listed;
      const lines = tree(listed.value.authorities).map(([row, depth]) => [
        `${'  '.repeat(depth)}${row.name}`,
        row.state,
        row.kinds.join(' '),
        row.tokenLabel,
        String(row.issued),
        row.notAfter ?? '–',
        row.authorityId,
      ]);
      return ok({
        json: listed.value,
        text: table(['authority', 'state', 'certifies', 'token', 'issued', 'not after', 'id'], lines),
      });
    },
  },
  {
    name: 'authority show',
    about: 'one authority: certificate, key, policy, constraints',
    options: { authority: authorityOption },
    shape: authorities.show.output,
    run: async (context) => {
      const found = await findAuthority(context, context.options.must('authority'));
      if (!found.ok) return found;
      const shown = await context.client.authorities.show({ authorityId: found.value.authorityId });
      if (!shown.ok) return shown;
      const { authority, pathLength, permitted, excluded, chainPem, keyThere, crossCertificates } = shown.value;
      const more = facts([
        ['key there', keyThere],
        ['path length', pathLength === null ? undefined : String(pathLength)],
        ['permitted', permitted.map(({ kind, value }) => `${kind}:${value}`).join(' ')],
        ['excluded', excluded.map(({ kind, value }) => `${kind}:${value}`).join(' ')],
        ['cross certificates', crossCertificates.join(' ')],
      ]);
      return ok({ json: shown.value, text: [authorityText(authority), more, '', chainPem.trimEnd()].join('\n') });
    },
  },
  {
    name: 'authority export',
    about: 'the certificate of an authority, or its chain',
    options: {
      authority: authorityOption,
      format: { kind: 'text', value: formats.join('|'), about: 'default chain-pem' },
      out: outOption,
    },
    shape: ExportShape,
    run: async (context) => {
      const { client, options, io } = context;
      const format = formats.find((one) => one === (options.text('format') ?? 'chain-pem'));
      if (format === undefined) return usage(`--format is one of ${formats.join(', ')}`);
      const found = await findAuthority(context, options.must('authority'));
      if (!found.ok) return found;
      return exportTo(options, io, () => client.authorities.export({ authorityId: found.value.authorityId, format }));
    },
  },
  {
    name: 'authority roll-over',
    about: 'a new key and certificate under the same subject, with cross-certificates both ways',
    asksPin: true,
    options: {
      authority: authorityOption,
      name: { kind: 'text', required: true, value: 'NAME', about: 'what the new one is called' },
      token: { ...tokenOption, required: false, about: 'token of the new key; default: that of the old one' },
      algorithm: specOptions.algorithm,
      padding: specOptions.padding,
      'not-before': specOptions['not-before'],
      'validity-days': specOptions['validity-days'],
      'no-cross': { kind: 'flag', about: 'no cross-certificates' },
    },
    shape: authorities.rollOver.output,
    run: rollOver,
  },
  {
    name: 'authority retire',
    about: 'ends issuing under an authority; its certificates stay what they are',
    options: {
      authority: authorityOption,
      confirm: { kind: 'text', required: true, value: 'NAME', about: 'name of the authority, to confirm' },
    },
    shape: AuthorityRow,
    run: async (context) => {
      const found = await findAuthority(context, context.options.must('authority'));
      if (!found.ok) return found;
      const { authorityId } = found.value;
      return told(await context.client.authorities.retire({ authorityId, confirm: context.options.must('confirm') }));
    },
  },
  {
    name: 'authority set-policy',
    about: 'changes what may be issued from now on; what is not given stays as it is',
    options: { authority: authorityOption, ...policyOptions },
    shape: AuthorityRow,
    run: async (context) => {
      const found = await findAuthority(context, context.options.must('authority'));
      if (!found.ok) return found;
      const { authorityId, policy: before } = found.value;
      const policy = readPolicy(context.options, before);
      if (!policy.ok) return policy;
      return told(await context.client.authorities.setPolicy({ authorityId, policy: policy.value }));
    },
  },
  {
    name: 'authority resolve',
    about: 'looks on the token for the key of an authority whose making ended without an answer',
    asksPin: true,
    options: { authority: authorityOption },
    shape: z.strictObject({ authority: AuthorityRow.optional() }),
    run: async (context) => {
      const found = await findAuthority(context, context.options.must('authority'));
      if (!found.ok) return found;
      const end = await context.client.authorities.resolveUnclear(
        { authorityId: found.value.authorityId },
        { onItem: context.answerPrompt },
      );
      if (!end.ok) return end;
      const { authority } = end.value;
      const text = authority === undefined ? 'There was no key: the authority is gone.' : authorityText(authority);
      return ok({ json: end.value, text });
    },
  },
];
