import { join } from 'node:path';
import { z } from 'zod';
import { appContract } from '../../../shared/contract/app-contract.ts';
import { CrlRow } from '../../../shared/contract/revocations.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { allRows } from '../all-rows.ts';
import type { Command, CommandAnswer, CommandContext, CommandFault } from '../command.ts';
import { exportTo, ExportShape, outOption } from '../export-file.ts';
import { readInputs } from '../input-files.ts';
import { fileFault, newFileAt } from '../output-file.ts';
import { facts, table } from '../print.ts';
import { usage } from './authority-options.ts';
import { authorityOption, findAuthority } from './find-pki.ts';

const { crl } = appContract;
const formats = ['pem', 'der'] as const;
const formatOption = { kind: 'text', value: formats.join('|'), about: 'default pem' } as const;
const numberOption = { kind: 'text', value: 'NUMBER', about: 'number of the list; default: the current one' } as const;

function crlText(row: CrlRow): string {
  return facts([
    ['list', row.number],
    ['state', row.state],
    ['this update', row.thisUpdate],
    ['next update', row.nextUpdate],
    ['entries', String(row.entries)],
    ['SHA-256', row.sha256],
    ['id', row.crlId],
  ]);
}

/** An authority and, with --number, one of its lists. */
async function choiceOf(
  context: CommandContext,
): Promise<Result<{ readonly authorityId: string; readonly crlId?: string }, CommandFault>> {
  const found = await findAuthority(context, context.options.must('authority'));
  if (!found.ok) return found;
  const { authorityId } = found.value;
  const number = context.options.text('number');
  if (number === undefined) return ok({ authorityId });
  const listed = await allRows((place) => context.client.crl.list({ ...place, authorityId }));
  if (!listed.ok) return listed;
  const row = listed.value.find((one) => one.number === number && one.sha256 !== undefined);
  return row === undefined ? fail({ code: 'CRL_NOT_FOUND', data: {} }) : ok({ authorityId, crlId: row.crlId });
}

async function status({ client }: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const end = await client.crl.status({});
  if (!end.ok) return end;
  const lines = end.value.authorities.map((one) => [
    one.authorityName,
    one.catchUp ? 'catch up first' : one.standing,
    one.current?.number ?? '–',
    one.current?.nextUpdate ?? '–',
    String(one.revoked),
    String(one.held),
    String(one.unclear),
    String(one.pending),
  ]);
  const heads = ['authority', 'standing', 'list', 'next update', 'revoked', 'held', 'unclear', 'not listed yet'];
  return ok({ json: end.value, text: table(heads, lines) });
}

async function show(context: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const choice = await choiceOf(context);
  if (!choice.ok) return choice;
  let row: CrlRow | undefined;
  const entries = await allRows(async (place) => {
    const page = await context.client.crl.show({ ...place, ...choice.value });
    if (!page.ok) return page;
    row = page.value.crl;
    return ok({ total: page.value.total, rows: page.value.entries });
  });
  if (!entries.ok) return entries;
  if (row === undefined) return fail({ code: 'CRL_NOT_FOUND', data: {} });
  const lines = entries.value.map((entry) => [
    entry.serialNumber,
    entry.revokedAt ?? '',
    entry.reason ?? '–',
    entry.invalidSince ?? '–',
    entry.commonName ?? '–',
  ]);
  const heads = ['serial number', 'revoked', 'reason', 'invalid since', 'common name'];
  const json = { crl: row, total: entries.value.length, entries: entries.value };
  return ok({ json, text: [crlText(row), '', table(heads, lines)].join('\n') });
}

async function issue(context: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const found = await findAuthority(context, context.options.must('authority'));
  if (!found.ok) return found;
  const days = context.options.number('days');
  const end = await context.client.crl.issue(
    { authorityId: found.value.authorityId, ...(days === undefined ? {} : { validDays: days }) },
    { onItem: context.answerPrompt },
  );
  return end.ok ? ok({ json: end.value.crl, text: crlText(end.value.crl) }) : end;
}

async function catchUp(context: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const { options, io, client } = context;
  const found = await findAuthority(context, options.must('authority'));
  if (!found.ok) return found;
  const { authorityId } = found.value;
  const confirm = options.text('none');
  if ((confirm === undefined) === (options.words.length === 0)) return usage('give FILE, or --none');
  const sources = await readInputs(options.words, options, io);
  if (!sources.ok) return sources;
  const [source] = sources.value;
  const end = await client.crl.catchUp({
    authorityId,
    ...(source === undefined ? {} : { source }),
    ...(confirm === undefined ? {} : { confirm }),
  });
  if (!end.ok) return end;
  const { added, kept, status: now } = end.value;
  const text = facts([
    ['authority', now.authorityName],
    ['taken over', String(added)],
    ['held here alone', String(kept)],
    ['list', now.current?.number],
  ]);
  return ok({ json: end.value, text });
}

/** One new file for each authority that has a list; a file of that number that is there already is left as it is. */
async function exportAll(context: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const { client, options, io } = context;
  const format = formats.find((one) => one === (options.text('format') ?? 'der'));
  if (format === undefined) return usage(`--format is one of ${formats.join(', ')}`);
  const end = await client.crl.status({});
  if (!end.ok) return end;
  const paths: string[] = [];
  for (const { authorityId, current } of end.value.authorities) {
    if (current === undefined) continue;
    const made = await client.crl.export({ authorityId, crlId: current.crlId, format });
    if (!made.ok) return made;
    const file = newFileAt(join(options.must('folder'), made.value.suggestedName), io);
    if (!file.ok && file.error.code === 'FILE_EXISTS') continue;
    if (!file.ok) return file;
    try {
      file.value.write(made.value.content);
    } catch (error) {
      return fail(fileFault(error));
    }
    paths.push(file.value.path);
  }
  return ok({ json: { paths }, text: paths.join('\n') });
}

export const crlCommands: readonly Command[] = [
  {
    name: 'crl status',
    about: 'every authority’s revocation list: number, next update, what it does not name yet',
    options: {},
    shape: crl.status.output,
    run: status,
  },
  {
    name: 'crl list',
    about: 'the revocation lists of an authority, the newest first',
    options: { authority: authorityOption },
    shape: z.strictObject({ crls: z.array(CrlRow) }),
    run: async (context) => {
      const found = await findAuthority(context, context.options.must('authority'));
      if (!found.ok) return found;
      const { authorityId } = found.value;
      const listed = await allRows((place) => context.client.crl.list({ ...place, authorityId }));
      if (!listed.ok) return listed;
      const lines = listed.value.map((row) => [
        row.number,
        row.state,
        row.thisUpdate,
        row.nextUpdate,
        String(row.entries),
      ]);
      const text = table(['list', 'state', 'this update', 'next update', 'entries'], lines);
      return ok({ json: { crls: listed.value }, text });
    },
  },
  {
    name: 'crl show',
    about: 'a revocation list with its entries',
    options: { authority: authorityOption, number: numberOption },
    shape: z.strictObject({
      crl: CrlRow,
      total: z.int(),
      entries: z.array(crl.show.output.shape.entries.element),
    }),
    run: show,
  },
  {
    name: 'crl issue',
    about: 'signs the next revocation list with the authority’s key in its token',
    asksPin: true,
    options: {
      authority: authorityOption,
      days: { kind: 'number', value: 'DAYS', about: 'until its next update; default: as the last one, else 7' },
    },
    shape: CrlRow,
    run: issue,
  },
  {
    name: 'crl export',
    about: 'a revocation list as a file',
    options: { authority: authorityOption, number: numberOption, format: formatOption, out: outOption },
    shape: ExportShape,
    run: async (context) => {
      const { client, options, io } = context;
      const format = formats.find((one) => one === (options.text('format') ?? 'pem'));
      if (format === undefined) return usage(`--format is one of ${formats.join(', ')}`);
      const choice = await choiceOf(context);
      if (!choice.ok) return choice;
      return exportTo(options, io, () => client.crl.export({ ...choice.value, format }));
    },
  },
  {
    name: 'crl export-all',
    about: 'the current revocation list of every authority as a new file, named by authority and number',
    options: {
      folder: { kind: 'text', required: true, value: 'FOLDER', about: 'where the files go; it has to be there' },
      format: { ...formatOption, about: 'default der' },
    },
    shape: z.strictObject({ paths: z.array(z.string()) }),
    run: exportAll,
  },
  {
    name: 'crl catch-up',
    about: 'reads the newest exported revocation list after the workspace was restored or copied',
    words: { value: '[FILE|-]', least: 0, most: 1 },
    options: {
      authority: authorityOption,
      none: { kind: 'text', value: 'NAME', about: 'none was ever exported: the name of the authority, to confirm' },
    },
    shape: crl.catchUp.output,
    run: catchUp,
  },
];
