import { z } from 'zod';
import { AnswerCheck, HandoverTarget } from '../../../shared/contract/answers.ts';
import { appContract } from '../../../shared/contract/app-contract.ts';
import { CertificateRow } from '../../../shared/contract/certificates.ts';
import type { InputSource } from '../../../shared/contract/inspection.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import type { Command, CommandAnswer, CommandContext, CommandFault } from '../command.ts';
import { longWork } from '../long-work.ts';
import { readInputs } from '../input-files.ts';
import { visible } from '../print.ts';
import { usage } from './authority-options.ts';
import { certificateText } from './certificates.ts';
import { decodeInputs } from './decode.ts';
import { certificateOption, findCertificate } from './find-pki.ts';
import { findGeneration, findGroup, groupOptions } from './lookup.ts';

const { answers, certificates } = appContract;
const sides = ['client', 'server'] as const;
const generationOption = { kind: 'number', value: 'N', about: 'default: the latest' } as const;

const WRITTEN = { new: 'written', 'there-already': 'it was there already', replaced: 'written; the other one is gone' };

/** What `certificate import` answers for the chain of a key of ours. */
const accepted = z.strictObject({ certificate: CertificateRow, checks: z.array(AnswerCheck) });

function checkText({ verdict, code, message, values }: AnswerCheck): string {
  return `${verdict}: ${visible(message)} ${values.map(visible).join(' ')}`.trimEnd() + ` [${code}]`;
}

/** The generation of `--group`, where one was named: then a chain for any other key is refused and not just kept. */
async function namedGeneration(context: CommandContext): Promise<Result<string | undefined, CommandFault>> {
  if (context.options.text('group') === undefined) return ok(undefined);
  const group = await findGroup(context);
  if (!group.ok) return group;
  const generation = findGeneration(group.value, context.options.number('generation'));
  return generation.ok ? ok(generation.value.generationId) : generation;
}

async function importChain(context: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const { client, options, io } = context;
  const codes: AnswerCheck['code'][] = [];
  for (const text of options.texts('accept')) {
    const code = AnswerCheck.shape.code.safeParse(text);
    if (!code.success) return usage(`--accept takes a code: ${AnswerCheck.shape.code.options.join(', ')}`);
    codes.push(code.data);
  }
  const generation = await namedGeneration(context);
  if (!generation.ok) return generation;
  const sources = await readInputs(options.words, options, io);
  if (!sources.ok) return sources;
  const readable = await decodeInputs(context, sources.value, ['certificate'], ['crl']);
  if (!readable.ok) return readable;
  await client.inspection.close({ inspectionId: readable.value.inspectionId });

  const wish = {
    sources: sources.value,
    ...(generation.value === undefined ? {} : { generationId: generation.value }),
  };
  const checked = await client.answers.check(wish);
  if (!checked.ok) return checked.error.code === 'ANSWER_FOREIGN' ? keep(context, sources.value) : checked;
  const { generationId, leafSha256, checks } = checked.value;
  for (const check of checks) io.err(`${checkText(check)}\n`);
  // All of them, not only those that refuse it: whoever has to mend it wants to know what else there is.
  const open = checks.some(({ verdict, code }) => verdict === 'fail' || (verdict === 'warn' && !codes.includes(code)));
  const end = await client.answers.accept({ sources: sources.value, generationId, leafSha256, accepted: codes });
  if (!end.ok) return open && end.error.code === 'ANSWER_REFUSED' ? fail({ ...end.error, data: { checks } }) : end;
  const { certificate } = end.value;
  return ok({ json: { certificate, checks }, text: certificateText(certificate) });
}

/** `--certificate`, or what the key of `--group` has. */
async function namedCertificate(context: CommandContext): Promise<Result<string, CommandFault>> {
  const named = context.options.text('certificate');
  const generationId = await namedGeneration(context);
  if (!generationId.ok) return generationId;
  if ((named === undefined) === (generationId.value === undefined)) return usage('give --certificate or --group');
  if (named !== undefined) {
    const found = await findCertificate(context, named);
    return found.ok ? ok(found.value.certificateId) : found;
  }
  const chain = await context.client.answers.chain({ generationId: generationId.value ?? '' });
  if (!chain.ok) return chain;
  const [leaf] = chain.value.certificates;
  return leaf === undefined ? fail({ code: 'CERTIFICATE_NOT_FOUND', data: {} }) : ok(leaf.certificateId);
}

/** Certificates of others: kept in the inventory, without trust. */
async function keep(
  { client, io }: CommandContext,
  sources: InputSource[],
): Promise<Result<CommandAnswer, CommandFault>> {
  const end = await longWork(io, (call) => client.certificates.import({ sources }, call));
  if (!end.ok) return end;
  const { added, known } = end.value;
  return ok({ json: end.value, text: `${added} new, ${known} known` });
}

export const answerCommands: readonly Command[] = [
  {
    name: 'certificate import',
    about:
      'takes certificates of files or standard input (-): the issued chain of a key of ours is checked and linked to it, others are kept without trust',
    words: { value: 'FILE…|-', least: 1, most: 100 },
    options: {
      ...groupOptions,
      group: { ...groupOptions.group, required: false, about: 'key group that the chain has to be for' },
      generation: generationOption,
      accept: { kind: 'texts', value: 'CODE', about: 'warning that was read and is accepted; may be repeated' },
    },
    shape: z.union([accepted, certificates.import.output]),
    run: importChain,
  },
  {
    name: 'certificate write-to-token',
    about: 'writes a certificate beside its key on the token, so that other software pairs them',
    asksPin: true,
    options: {
      certificate: { ...certificateOption, required: false },
      ...groupOptions,
      group: {
        ...groupOptions.group,
        required: false,
        about: 'key group instead: the certificate that its key has now',
      },
      generation: generationOption,
      replace: { kind: 'flag', about: 'replace the certificate of this key that lies there already' },
    },
    shape: answers.writeToToken.output,
    run: async (context) => {
      const certificateId = await namedCertificate(context);
      if (!certificateId.ok) return certificateId;
      const wish = { certificateId: certificateId.value };
      const write = (replaces?: string) =>
        context.client.answers.writeToToken(replaces === undefined ? wish : { ...wish, replaces }, {
          onItem: context.answerPrompt,
        });
      const first = await write();
      // The token says which one lies there; that one is replaced and no other.
      const there = first.ok || first.error.code !== 'CERTIFICATE_CLASH' ? undefined : first.error.data.detail;
      const mayReplace = context.options.flag('replace') && /^[0-9a-f]{64}$/.test(there ?? '');
      const end = mayReplace ? await write(there) : first;
      if (!end.ok) return end;
      return ok({ json: end.value, text: WRITTEN[end.value.written] });
    },
  },
  {
    name: 'handover',
    about: 'how the platform itself uses key and chain: a snippet of configuration',
    options: {
      ...groupOptions,
      generation: generationOption,
      target: { kind: 'text', required: true, value: HandoverTarget.options.join('|'), about: 'software that uses it' },
      side: { kind: 'text', value: sides.join('|'), about: 'default: by the purpose of the key group' },
    },
    shape: answers.handover.output,
    run: async (context) => {
      const { client, options, io } = context;
      const target = HandoverTarget.safeParse(options.must('target'));
      if (!target.success) return usage(`--target is one of ${HandoverTarget.options.join(', ')}`);
      const group = await findGroup(context);
      if (!group.ok) return group;
      const usual = group.value.group.purpose === 'tls-server' ? 'server' : 'client';
      const side = sides.find((one) => one === (options.text('side') ?? usual));
      if (side === undefined) return usage(`--side is one of ${sides.join(', ')}`);
      const generation = findGeneration(group.value, options.number('generation'));
      if (!generation.ok) return generation;
      const { generationId } = generation.value;
      const end = await client.answers.handover({ generationId, target: target.data, side });
      if (!end.ok) return end;
      for (const { message } of end.value.notes) io.err(`${visible(message)}\n`);
      return ok({ json: end.value, text: end.value.text.trimEnd() });
    },
  },
];
